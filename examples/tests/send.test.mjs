// A WeChat for tests in JavaScript: node:test, and nothing beyond Node.js 20.
//
//     node --test examples/tests/
//
// It starts `wxmass sandbox` on a free port (WXMASS names the binary where it is not on the PATH) and ends it with the tests.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";

let sandbox, wechat, token;

before(async () => {
  sandbox = spawn(process.env.WXMASS ?? "wxmass", ["sandbox", "--memory", "--json"], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  for await (const piece of sandbox.stdout.iterator({ destroyOnReturn: false })) {
    text += piece;
    if (text.endsWith("}\n")) break;
  }
  // base_url, appid, secret, control_token, outbox
  wechat = JSON.parse(text);
  const account = { grant_type: "client_credential", appid: wechat.appid, secret: wechat.secret };
  token = (await call("/cgi-bin/stable_token", account)).access_token;
});

after(() => sandbox.kill());

async function call(path, body, headers = {}) {
  const answer = await fetch(wechat.base_url + path, { method: "POST", body: JSON.stringify(body), headers });
  return answer.json();
}

/** Moves the clock, plants faults, confirms a send: docs/sandbox.md has all of them. */
const control = (name, body) => call(`/sandbox/${name}`, body, { "x-sandbox-token": wechat.control_token });

const send = words => call(`/cgi-bin/message/mass/sendall?access_token=${token}`, {
  filter: { is_to_all: false, tag_id: 100 }, text: { content: words }, msgtype: "text", clientmsgid: words,
});

test("a text goes out once", async () => {
  assert.equal((await send("春天")).errcode, 0);
  assert.equal((await send("春天")).errcode, 45065);
});

test("a bad day", async () => {
  await control("faults", [{ call: "sendall", fault: { errcode: 45028 } }]);
  assert.equal((await send("夏天")).errcode, 45028);
  assert.equal((await send("夏天")).errcode, 0);
});
