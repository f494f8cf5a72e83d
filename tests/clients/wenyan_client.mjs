// @wenyan-md/core (npm) against the sandbox: its own client, with an adapter that sends it to another host.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const installed = pathToFileURL(process.cwd() + "/node_modules/@wenyan-md/core/dist/wechat.js");
const { createWechatClient } = await import(installed);

const base = process.env.WXMASS_SANDBOX_URL;
const here = (url) => url.replace("https://api.weixin.qq.com", base);
const client = createWechatClient({
  fetch: (url, options) => fetch(here(url), options),
  createMultipart(field, file, filename) {
    const body = new FormData();
    body.append(field, file, filename);
    return { body };
  },
});

const { WXMASS_APPID: appid, WXMASS_SECRET: secret, PICTURE: picture } = process.env;
const { access_token: token } = await client.fetchAccessToken(appid, secret);
const file = new Blob([await readFile(picture)], { type: "image/png" });
const cover = await client.uploadMaterial("image", file, "cover.png", token);
assert.match(cover.url, /^https:\/\/mmbiz\.qpic\.cn\//);
const article = { title: "来自文颜", content: `<p>你好<img src="${cover.url}"></p>`, thumb_media_id: cover.media_id };
const draft = await client.publishArticle(token, article);
assert.ok(draft.media_id);
await assert.rejects(client.publishArticle(token, { ...article, thumb_media_id: "nobody" }), /40007/);
await assert.rejects(client.fetchAccessToken(appid, "0".repeat(32)), /40125/);
console.log("@wenyan-md/core: token, material, draft");
