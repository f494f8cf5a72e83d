// wechat-api and co-wechat-api (npm) against the sandbox: nothing of them is changed but the base URL.
//
// One script for both: the older one takes a callback where the newer one answers a promise.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const require = createRequire(process.cwd() + "/");
const base = process.env.WXMASS_SANDBOX_URL;
const picture = process.env.PICTURE;
const thumbnail = process.env.THUMBNAIL;
const openid = (number) => "oSandbox" + String(number).padStart(20, "0");

// A follower gets four sends a month: each client writes to two of its own.
async function run(name, first, call) {
  const [one, two] = [openid(first), openid(first + 1)];
  assert.ok((await call("getLatestToken")).accessToken);
  const { url } = await call("uploadImage", picture);
  assert.match(url, /^http:\/\/mmbiz\.qpic\.cn\//);
  const thumb = (await call("uploadMedia", thumbnail, "thumb")).thumb_media_id;
  assert.ok(thumb, "the id of a thumb has a name of its own");

  const article = { title: `来自 ${name}`, content: `<p>你好<img src="${url}"></p>`, thumb_media_id: thumb };
  const news = await call("uploadNews", { articles: [article] });
  assert.equal(news.type, "news");
  await call("previewNews", one, news.media_id);
  await call("previewText", one, "预览");

  const sent = await call("massSendNews", news.media_id, [one, two]);
  assert.ok(Number(sent.msg_id) > 2 ** 31, "ids do not fit into 32 bits");
  const status = await call("getMassMessageStatus", sent.msg_id);
  assert.equal(status.msg_status, "SEND_SUCCESS");
  const text = await call("massSendText", `大家好，来自 ${name}`, true);
  assert.notEqual(text.msg_id, sent.msg_id);
  await call("deleteMass", sent.msg_id);

  await assert.rejects(call("massSendText", "一个人", [one]), (error) => error.code === 40130);
  await assert.rejects(call("uploadNews", { articles: [{ ...article, thumb_media_id: "nobody" }] }), (error) => error.code === 40007);
  const followers = await call("getFollowers");
  assert.equal(followers.data.openid[0], openid(1));
  console.log(`${name}: token, uploads, news, previews, send to openids and to all, status, delete, followers`);
}

const { WXMASS_APPID: appid, WXMASS_SECRET: secret } = process.env;

const Old = require("wechat-api");
const old = new Old(appid, secret);
old.endpoint = base;
await run("wechat-api", 11, (method, ...rest) => promisify(old[method].bind(old))(...rest));

const New = require("co-wechat-api");
const fresh = new New(appid, secret);
fresh.prefix = base + "/cgi-bin/";
const names = { getLatestToken: "ensureAccessToken" };
await run("co-wechat-api", 21, (method, ...rest) => fresh[names[method] ?? method](...rest));
