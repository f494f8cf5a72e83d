// node-easywechat (npm), a port of PHP's EasyWeChat, against the sandbox: by today's route, with the stable token.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const { OfficialAccount } = createRequire(process.cwd() + "/")("node-easywechat");
const { WXMASS_SANDBOX_URL, WXMASS_APPID, WXMASS_SECRET, PICTURE } = process.env;
const client = new OfficialAccount({
  app_id: WXMASS_APPID,
  secret: WXMASS_SECRET,
  use_stable_access_token: true,
  http: { baseURL: WXMASS_SANDBOX_URL + "/" },
}).getClient();
const post = async (call, json) => (await client.request("post", `cgi-bin/${call}`, { json })).toObject();
const upload = async (call, params) => (await client.withFile(PICTURE, "media").post(`cgi-bin/${call}`, { params })).toObject();

// The library hands on what was refused, and leaves it to its caller to look.
const refused = async (errcode, call, body) => assert.equal((await post(call, body)).errcode, errcode);

const { url } = await upload("media/uploadimg");
assert.match(url, /^http:\/\/mmbiz\.qpic\.cn\//);
const cover = (await upload("material/add_material", { type: "image" })).media_id;
const article = { title: "来自 EasyWeChat", content: `<p>你好<img src="${url}"></p>`, thumb_media_id: cover };
const draft = (await post("draft/add", { articles: [article] })).media_id;
assert.equal((await post("draft/get", { media_id: draft })).news_item[0].title, article.title);
await refused(40007, "draft/add", { articles: [{ ...article, thumb_media_id: "nobody" }] });

const mpnews = { msgtype: "mpnews", mpnews: { media_id: draft } };
const preview = await post("message/mass/preview", { touser: "oSandbox" + "31".padStart(20, "0"), ...mpnews });
assert.equal(preview.errmsg, "preview success");
const toTag = { filter: { is_to_all: false, tag_id: 101 }, clientmsgid: `easywechat-${Date.now()}`, ...mpnews };
const sent = await post("message/mass/sendall", toTag);
assert.ok(sent.msg_id > 2 ** 31 && sent.msg_data_id > 0, "ids do not fit into 32 bits");
await refused(45065, "message/mass/sendall", toTag);
await refused(40007, "message/mass/sendall", { ...toTag, clientmsgid: `easywechat-again-${Date.now()}` });
assert.equal((await post("message/mass/get", { msg_id: sent.msg_id })).msg_status, "SEND_SUCCESS");
assert.equal((await post("message/mass/delete", { msg_id: sent.msg_id })).errcode, 0);
assert.equal((await post("message/mass/get", { msg_id: sent.msg_id })).msg_status, "DELETE");
console.log("node-easywechat: stable token, uploads, draft, preview, send to a tag, status, delete");
