// Lists: previews, drafts, media and quotas.

import { h } from "./dom.js";
import { say, moment, exact, count } from "./words.js";
import { broken } from "./calls.js";
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
      h("b", {}, broken(medium.call)),
      h("span", {}, medium.expires_at ? say("until", moment(medium.expires_at)) : say("permanent")),
      medium.name && h("span", { class: "cut", title: medium.name }, medium.name),
      (medium.uses ?? []).map(use => h("span", { class: "cut", title: use.title }, say(`used-${use.how}`, use.title))),
      h("span", { class: "id" }, h("code", { title: medium.id }, medium.id),
        h("button", { type: "button", class: "small", "data-do": "copy", "data-text": medium.id, "aria-label": say("copy-id", medium.id) }, say("copy")))));
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
