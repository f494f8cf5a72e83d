// Lists: previews, drafts, media, quotas and the log of calls.

import { h } from "./dom.js";
import { say, moment, exact, clock, count } from "./words.js";
import { message, shown } from "./chats.js";

const empty = key => h("p", { class: "empty" }, say(key));
const heading = (key, ...beside) => h("div", { class: "heading" }, h("h2", {}, say(key)), beside);
const older = (total, list) => total > list.length && h("p", { class: "note" }, say("older", count(total - list.length)));

function cards(key, list, total, data) {
  const newest = list.toReversed();
  const card = one => h("li", { "data-key": one.id ?? `preview-${one.number}` },
    h("p", { class: "time" }, h("time", { datetime: one.at, title: exact(one.at) }, moment(one.at))),
    message(one, data));
  return [
    heading(key),
    list.length ? h("ul", { class: "cards" }, newest.map(card)) : empty(`no-${key}`),
    older(total, list),
  ];
}

export function previews({ data }) {
  return cards("previews", data.previews, data.totals.previews, data);
}

export function drafts({ data }) {
  return [
    cards("drafts", data.drafts, data.totals.drafts, data),
    data.publishes.length > 0 && cards("publishes", data.publishes, data.publishes.length, data),
  ];
}

export function media({ data }) {
  const figure = medium => h("figure", { "data-key": medium.id },
    shown(medium, `${medium.call} ${medium.id}`),
    h("figcaption", {},
      h("b", {}, medium.call),
      h("span", {}, medium.expires_at ? say("until", moment(medium.expires_at)) : say("permanent")),
      medium.name && h("span", {}, medium.name),
      h("code", {}, medium.id)));
  return [
    heading("media"),
    data.media.length ? h("div", { class: "grid library" }, data.media.toReversed().map(figure)) : empty("no-media"),
    older(data.totals.media, data.media),
  ];
}

export function quotas({ data }) {
  const row = quota => h("tr", { "data-key": quota.what },
    h("th", { scope: "row" }, quota.what.includes("/")
      ? [h("code", {}, quota.what), h("span", { class: "grey" }, say("calls-a-day"))]
      : say(quota.period === "planted" ? "planted" : quota.what)),
    h("td", { class: quota.left ? "" : "bad" },
      h("span", {}, say("of-limit", count(quota.left), count(quota.limit))),
      h("meter", { min: 0, max: Math.max(quota.limit, 1), value: quota.left, low: quota.limit / 4, optimum: quota.limit, "aria-hidden": "true" })),
    h("td", {}, quota.left === quota.limit ? say("now-full") : quota.returns_at ? h("time", { datetime: quota.returns_at }, moment(quota.returns_at)) : say("never")));
  return [
    heading("quotas"),
    h("table", {},
      h("thead", {}, h("tr", {}, ["limit", "left", "returns"].map(key => h("th", { scope: "col" }, say(key))))),
      h("tbody", {}, data.quotas.map(row))),
    h("p", { class: "note" }, say("beijing")),
    h("p", { class: "note" }, say("at-once", count(data.most_at_once))),
  ];
}

/** What a fault is called. */
export function faultName(fault) {
  if (fault === null || fault === undefined) return "";
  if (typeof fault === "string") return say(`fault-${fault}`);
  const [[kind, value]] = Object.entries(fault);
  if (kind === "errcode") return say("code", value);
  if (kind === "delay_ms") return say("fault-delay", value / 1000);
  return say(`fault-${kind}`, value);
}

let onlyTrouble = false;

export function calls({ data }) {
  const isTrouble = call => call.errcode !== 0 || call.fault;
  const list = data.calls.filter(call => !onlyTrouble || isTrouble(call)).toReversed();
  const path = call => call.path.replace("/cgi-bin/", "");
  const item = call => h("li", { "data-key": String(call.number) }, h("details", {},
    h("summary", {},
      h("time", { datetime: call.at, title: exact(call.at) }, clock(call.at)),
      h("span", { class: "path" }, `${call.method} ${path(call)}`.trim()),
      call.errcode > -999 && call.errcode !== 0 && h("span", { class: "bad" }, say("code", call.errcode)),
      call.fault && h("span", { class: "bad" }, say("met-fault", faultName(call.fault)))),
    h("h3", {}, say("request")), h("pre", { tabindex: "0" }, pretty(call.body)),
    h("h3", {}, say("answer")), h("pre", { tabindex: "0" }, pretty(call.answer))));
  return [
    heading("calls", toggle("onlyTrouble", onlyTrouble, say("only-trouble"))),
    list.length ? h("ol", { class: "log" }, list.map(item)) : empty("no-calls"),
    older(data.totals.calls, data.calls),
  ];
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text || say("empty");
  }
}

/** A switch with its words; `more` are further attributes. */
export function toggle(action, on, words, more = {}) {
  return h("button", { type: "button", role: "switch", "aria-checked": String(on), "data-do": action, class: "switch", ...more },
    h("span", {}, words), h("span", { class: "track", "aria-hidden": "true" }));
}

export const actions = {
  onlyTrouble(state) {
    onlyTrouble = !onlyTrouble;
    state.draw();
  },
};
