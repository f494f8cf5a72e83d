// What is known of one send beside its chat: ids, whom it reached, its calls and events, and what can be done to it.

import { h } from "./dom.js";
import { say, exact, clock, count } from "./words.js";
import { broken, name } from "./calls.js";
import { audience, gist, outcome } from "./chats.js";

/** Statuses of the finished event that are worth a press. */
const FAILURES = ["err(20008)", "err(30003)", "err(40002)"];

/** Beside the chat; without a chosen send the newest one of the chat. */
export function inspector({ data, selected, token, note }, messages) {
  const send = data.sends.find(one => one.msg_id === selected) ?? messages.findLast(one => one.msg_id);
  if (!send) return null;
  const isDone = ["sent", "failed", "deleted"].includes(send.state);
  const button = (words, more) => h("button", { type: "button", "data-do": "changeSend", "data-id": send.msg_id, disabled: !token, ...more }, words);
  return h("aside", { class: "inspector panel", id: "inspector", "aria-labelledby": "inspected", "data-key": "inspector", tabindex: "-1" },
    h("h2", { id: "inspected" }, gist(send)),
    h("p", { class: send.state === "failed" || send.unreached ? "bad" : "grey" }, outcome(send, data)),
    h("dl", {},
      fact(say("audience"), audience(send, data)),
      fact(say("reached"), say("reached-of", count(isDone ? send.receivers - send.failed : 0), count(send.total))),
      fact(say("sent-at"), exact(send.at)),
      send.msg_status && fact("msg_status", say("by-hand", send.msg_status)),
      field("msg_id", send.msg_id), field("msg_data_id", send.msg_data_id), field("clientmsgid", send.key),
      (send.urls ?? []).map((url, index) => field(say("article-number", index + 1), url))),
    h("h3", {}, say("its-calls")), its(data, send),
    h("h3", {}, say("do-to-it")),
    !token && h("p", { class: "grey" }, say("needs-token")),
    h("div", { class: "row" },
      button(say("delete-send"), { "data-change": JSON.stringify({ delete: true }), disabled: !token || send.state !== "sent" }),
      button(say("post-event"), { "data-change": JSON.stringify({ post_event: true }), disabled: !token || !isDone || send.event === "unwanted" })),
    h("div", { class: "row" }, FAILURES.map(status => button(say("fail-as", status), { "data-change": JSON.stringify({ fail: status }), disabled: !token || send.state === "deleted" }))),
    h("div", { class: "row" },
      button(say("stay-sending"), { "data-change": JSON.stringify({ msg_status: "SENDING" }) }),
      send.msg_status && button(say("status-true"), { "data-change": JSON.stringify({ msg_status: "" }) })),
    note && h("p", { class: "bad", role: "alert" }, note));
}

const fact = (words, value) => [h("dt", {}, words), h("dd", {}, value)];

/** A value that may be copied; none where there is none. */
function field(words, value) {
  if (value === null || value === undefined) return null;
  return [h("dt", {}, words), h("dd", {}, h("span", { class: "cut", title: value }, String(value)),
    h("button", { type: "button", class: "small", "data-do": "copy", "data-text": String(value), "aria-label": say("copy-id", `${words} ${value}`) }, say("copy")))];
}

/** The calls that speak of a send, and the events that told its end. */
function its(data, send) {
  const speaks = call => [String(send.msg_id), send.key].some(word => word && (call.body.includes(word) || call.answer.includes(word)));
  const calls = data.calls.filter(call => (call.path.includes("/mass/") || !call.method) && speaks(call)).slice(-12);
  if (!calls.length) return h("p", { class: "grey" }, say("no-its-calls"));
  return h("ul", { class: "its" }, calls.map(call => h("li", { "data-key": String(call.number) },
    h("a", { href: `#calls/${call.number}` }, h("time", { datetime: call.at }, clock(call.at)), " ", broken(name(call))),
    " ", h("b", { class: call.errcode ? "bad" : "good" }, String(call.errcode === -999 ? say("unheard") : call.errcode)))));
}

export const actions = {
  inspect(state, { dataset }) {
    state.selected = Number(dataset.id);
    state.draw();
    const panel = document.getElementById("inspector");
    panel?.focus({ preventScroll: true });
    panel?.scrollIntoView({ block: "nearest" });
  },
  async changeSend(state, { dataset }) {
    await state.change("send", { msg_id: Number(dataset.id), ...JSON.parse(dataset.change) });
  },
};
