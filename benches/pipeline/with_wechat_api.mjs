// The campaign as one writes it with wechat-api: one call after the other. It knows no drafts; its own request makes that call.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const { CAMPAIGN: folder, MODULES: modules, WXMASS_API_BASE: base, WXMASS_APPID: appid, WXMASS_SECRET: secret } = process.env;
const require = createRequire(`${modules}/`);
const API = require("wechat-api");
const { postJSON } = require("wechat-api/lib/util");
const api = new API(appid, secret);
api.endpoint = base;
const call = (method, ...rest) => promisify(api[method].bind(api))(...rest);

const articles = [];
for (let number = 0; number < 8; number += 1) {
  let content = await readFile(`${folder}/article-${number}.html`, "utf8");
  for (const [source, name] of [...content.matchAll(/src="([^"]+)"/g)]) {
    const { url } = await call("uploadImage", `${folder}/${name}`);
    content = content.replace(source, `src="${url}"`);
  }
  const cover = await call("uploadMaterial", `${folder}/cover-${number}.png`, "image");
  articles.push({ title: `第 ${number + 1} 篇`, content, thumb_media_id: cover.media_id });
}
const token = await call("getLatestToken");
const draft = await call("request", `${base}/cgi-bin/draft/add?access_token=${token.accessToken}`, postJSON({ articles }));
await call("previewNews", `oSandbox${String(1).padStart(20, "0")}`, draft.media_id);
const sent = await call("massSendNews", draft.media_id, true);
const { msg_status: status } = await call("getMassMessageStatus", sent.msg_id);
assert.equal(status, "SEND_SUCCESS");
