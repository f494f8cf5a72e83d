// Chats as phones show them: by tag, by follower, all together; messages, cards, and the reader of an article.

import { h } from "./dom.js";
import { say, moment, exact, hour, day, count } from "./words.js";
import { inspector } from "./inspector.js";

export function view(state) {
  const { data, place } = state;
  const chat = chosen(state);
  return h("div", { class: ["chats", place[1] && "open", state.selected && "chosen"].filter(Boolean).join(" ") },
    pending(state),
    h("nav", { class: "list", "aria-label": say("chats") },
      entry(state, ["all"], say("everything"), data.sends.filter(send => !isPending(send)), "☰"),
      h("h2", {}, say("tags")),
      data.tags.map(tag => entry(state, ["tag", String(tag.id)], tag.name, sendsOfTag(data, tag.id), tag.name[0], say("followers", count(tag.size)))),
      h("h2", {}, say("one-by-one")),
      followers(state).map(id => entry(state, ["follower", id], nameOf(id), data.previews.filter(preview => preview.receiver === openid(id)), number(id)?.slice(-2) ?? id[0])),
      openForm(state)),
    h("section", { class: "phone", "aria-labelledby": "chat-title" },
      h("div", { class: "top" },
        h("a", { class: "back", href: "#chats", "aria-label": say("back") }, "‹"),
        h("h2", { id: "chat-title" }, chat.name)),
      h("div", { class: "talk", tabindex: "0", role: "group", "aria-labelledby": "chat-title" }, talk(state, chat))),
    inspector(state, chat.messages));
}

/** Sends that no follower has yet: they wait for the administrator, or are on their way. */
function pending({ data, token }) {
  const list = data.sends.filter(send => isPending(send));
  if (!list.length) return null;
  return h("section", { class: "pending panel", "aria-labelledby": "pending", "data-key": "pending" },
    h("h2", { id: "pending" }, say("pending", count(list.length))),
    h("ul", {}, list.map(send => h("li", { "data-key": `pending-${send.msg_id}` },
      h("span", { class: "cut" }, gist(send)),
      h("span", { class: "grey" }, `${audience(send, data)} · ${say(send.state)}`),
      h("span", { class: "row" },
        send.state === "waiting" && token && [false, true].map(refuse =>
          h("button", { type: "button", class: "small", "data-do": "confirmSend", "data-id": send.msg_id, "data-refuse": String(refuse) }, say(refuse ? "refuse" : "confirm"))),
        details(send))))));
}

const isPending = send => send.state === "waiting" || send.state === "sending";
const details = send => h("button", { type: "button", class: "small", "data-do": "inspect", "data-id": send.msg_id }, say("details"));

/** The chat that is open: its name and its messages in order. */
function chosen({ data, place }) {
  const [, kind, id] = place;
  if (kind === "tag") {
    const tag = data.tags.find(tag => String(tag.id) === id);
    return { name: tag?.name ?? id, note: say("followers", count(tag?.size ?? 0)), messages: sendsOfTag(data, Number(id)) };
  }
  if (kind === "follower") {
    const follower = data.follower;
    if (id.startsWith("@")) return { name: id, messages: data.previews.filter(preview => preview.receiver === id) };
    if (!follower?.openid) return { name: nameOf(id), missing: true, messages: [] };
    const reached = new Set(follower.reached);
    const sends = data.sends.filter(send => reached.has(send.msg_id));
    const previews = data.previews.filter(preview => preview.receiver === follower.openid);
    const messages = [...sends, ...previews].sort((one, other) => one.at.localeCompare(other.at));
    const tags = data.tags.filter(tag => follower.tags.includes(tag.id)).map(tag => tag.name);
    return { name: nameOf(id), note: [follower.openid, ...tags].join(" · "), messages };
  }
  return { name: say("everything"), note: say("everything-note"), messages: data.sends.filter(send => !isPending(send)) };
}

/** What followers with a tag got. */
function sendsOfTag(data, id) {
  const isFor = ({ audience }) => audience.kind === "all" || (audience.kind === "tag" && audience.tag_id === id);
  return data.sends.filter(send => isFor(send) && ["sent", "deleted"].includes(send.state) && send.receivers > 0);
}

function openid(id) {
  return /^\d+$/.test(id) ? `oSandbox${id.padStart(20, "0")}` : id;
}

function number(id) {
  return /^oSandbox(\d{20})$/.exec(openid(id))?.[1].replace(/^0+/, "") ?? null;
}

function nameOf(id) {
  return number(id) ? say("follower", number(id)) : id;
}

/** Those who got previews, the first follower, and who is open. */
function followers({ data, place }) {
  const seen = new Set(["1", ...data.previews.map(preview => number(preview.receiver) ?? preview.receiver)]);
  if (place[1] === "follower") seen.add(number(place[2]) ?? place[2]);
  return [...seen].sort((one, other) => Number(one) - Number(other) || one.localeCompare(other)).slice(0, 50);
}

function entry({ place }, path, name, messages, badge, note) {
  const last = messages.at(-1);
  const current = path.join("/") === place.slice(1).join("/") || (!place[1] && path[0] === "all");
  return h("a", { href: `#chats/${path.map(encodeURIComponent).join("/")}`, "aria-current": current ? "true" : null, "data-key": path.join("/") },
    h("span", { class: "face", "aria-hidden": "true" }, badge),
    h("span", { class: "name" }, name),
    h("span", { class: "when" }, last ? moment(last.at) : ""),
    h("span", { class: "gist" }, last ? gist(last) : note ?? ""));
}

function openForm({ data, place }) {
  const missing = place[1] === "follower" && data.follower && !data.follower.openid && !place[2].startsWith("@");
  return h("form", { "data-do": "openFollower" },
    h("label", { for: "follower" }, say("open-follower")),
    h("div", { class: "row" },
      h("input", { id: "follower", name: "follower", placeholder: say("follower-number"), autocomplete: "off", "aria-describedby": missing ? "no-follower" : null }),
      h("button", {}, say("open"))),
    missing && h("p", { class: "bad", id: "no-follower", role: "alert" }, say("no-follower", count(data.settings.followers))));
}

function talk(state, chat) {
  const { data } = state;
  const older = data.totals.sends - data.sends.length;
  return [
    chat.note && h("p", { class: "note" }, chat.note),
    older > 0 && h("p", { class: "note" }, say("older", count(older))),
    chat.missing && data.follower && h("p", { class: "empty" }, say("no-follower", count(data.settings.followers))),
    chat.messages.length === 0 && !chat.missing && h("div", { class: "empty" },
      h("p", {}, say("nothing-sent")),
      data.totals.sends === 0 && [h("p", {}, say("try")), h("code", {}, "wxmass send examples/first/campaign.toml --sandbox")]),
    lines(state, chat.messages),
  ];
}

/** How many messages a chat had when it was opened, by its place. */
const seen = new Map();

/** Messages with a divider where a day begins and where the new ones begin, and a time where five minutes have passed. */
function lines({ place, data }, messages) {
  const chat = place.join("/");
  if (seen.get("open") !== chat) seen.set("open", chat).set(chat, messages.length);
  const before = seen.get(chat);
  let last = null;
  return messages.map((one, index) => {
    const isNewDay = !last || day(last.at) !== day(one.at);
    const isLater = !last || new Date(one.at) - new Date(last.at) > 5 * 60_000;
    last = one;
    const from = source(one);
    return [
      index === before && before > 0 && h("p", { class: "new", "data-key": "new" }, say("new-here")),
      isNewDay && h("p", { class: "day", "data-key": `day-${from}` }, day(one.at)),
      isLater && h("p", { class: "time", "data-key": `time-${from}` }, h("time", { datetime: one.at, title: exact(one.at) }, hour(one.at))),
      message(one, data, from)];
  });
}

/** Where the texts of a message's articles are asked for. */
function source(one) {
  if (one.msg_id) return `send/${one.msg_id}`;
  if (one.status !== undefined) return `publish/${one.id}`;
  return one.id ? `draft/${one.id}` : `preview/${one.number}`;
}

/** A message as a card, and below it to whom it went and what became of it. */
export function message(one, data, from = source(one)) {
  return h("article", { class: "message", "data-key": from },
    one.articles.length ? h("div", { class: "card" }, one.articles.map((article, index) => line(article, index, one.articles.length, from))) : plain(one),
    h("p", { class: one.unreached ? "fate bad" : "fate" }, fate(one, data)),
    one.msg_id && h("p", { class: "row" }, details(one)));
}

function line(article, index, total, from) {
  return h("button", { type: "button", class: index ? "line" : "lead", "data-do": "read", "data-from": `${from}/${index}`, "data-key": `${from}/${index}` },
    article.cover ? h("img", { class: "cover", src: article.cover, alt: "" }) : h("span", { class: "cover" }),
    h("span", { class: article.deleted ? "title gone" : "title" }, article.title),
    article.deleted && h("span", { class: "bad" }, say("deleted")),
    total === 1 && article.digest && h("span", { class: "digest" }, article.digest));
}

/** Anything but news. */
function plain(one) {
  if (one.card) return h("div", { class: "bubble" }, say("card", one.card));
  if (one.media.length) {
    return h("div", { class: one.media.length > 1 ? "bubble grid" : "bubble" }, one.media.map(medium => shown(medium, say(one.msgtype))), one.words && h("p", {}, one.words));
  }
  return h("div", { class: "bubble" }, one.text ?? "");
}

/** A picture, a sound or a film. */
export function shown({ mime, file }, name) {
  if (!file) return h("p", { class: "grey" }, say("unsaved"));
  if (mime?.startsWith("audio/")) return h("audio", { controls: true, preload: "none", src: file, "aria-label": say("voice") });
  if (mime?.startsWith("video/")) return h("video", { controls: true, preload: "none", src: file, "aria-label": say("video") });
  return h("img", { src: file, alt: name, loading: "lazy" });
}

export function audience({ audience: to, receivers }, data) {
  const tag = data.tags.find(tag => tag.id === to.tag_id);
  const whom = to.kind === "all" ? say("to-all") : to.kind === "tag" ? say("to-tag", tag?.name ?? to.tag_id) : say("to-list", count(to.count));
  return `${whom} · ${say("followers", count(receivers))}`;
}

function fate(one, data) {
  if (one.receiver) return [h("b", {}, say("preview")), ` · ${one.receiver}`];
  if (one.status !== undefined) return `publish_id ${one.id} · ${say(one.status === 0 ? "public" : one.status === 1 ? "publishing" : "failed")}`;
  if (one.id) return one.id;
  return `${audience(one, data)} · msg_id ${one.msg_id} · ${outcome(one, data)}`;
}

/** What became of a send; where it reached no one, why. */
export function outcome(send, data) {
  if (send.state === "failed") return `${say("failed")} · ${send.status_text}`;
  if (send.unreached && !isPending(send)) {
    const tag = data.tags.find(tag => tag.id === send.audience.tag_id);
    return say(`nobody-${send.unreached}`, count(send.total), tag?.name ?? "");
  }
  return say(send.state);
}

/** A message in a few words. */
export function gist(one) {
  if (one.articles.length) return one.articles[0].title;
  if (one.text) return one.text;
  if (one.card) return say("card", one.card);
  return one.msgtype === "image" ? say("pictures", one.media.length) : say(one.msgtype === "voice" ? "voice" : "video");
}

function find(data, from) {
  const [of, id, index] = from.split("/");
  const list = { send: data.sends, preview: data.previews, draft: data.drafts, publish: data.publishes }[of];
  const one = list.find(one => String(one.msg_id ?? one.id ?? one.number) === id);
  return { article: one?.articles[index], total: one?.articles.length ?? 0, index: Number(index) };
}

/** Opens an article. Its HTML lives in a frame of its own, where no script runs and nothing of this page is in reach. */
async function read({ data }, { dataset: { from } }) {
  const { article, total, index } = find(data, from);
  const reader = document.getElementById("reader");
  const answer = await fetch(`/outbox/article/${from}`);
  const html = answer.ok ? (await answer.json()).html : "";
  if (!article) return;
  const frame = h("iframe", { title: article.title, sandbox: "" });
  const base = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"/outbox/article.css\"><body>";
  frame.srcdoc = base + (html || say("article-gone"));
  reader.replaceChildren(
    h("div", { class: "top" },
      h("button", { type: "button", class: "back", "data-do": "close", "aria-label": say("close") }, "‹"),
      h("span", {}, say("article-of", index + 1, total))),
    h("div", { class: "headline" },
      h("h2", { id: "reader-title" }, article.title),
      h("p", { class: "grey" }, [article.author, article.comments && say(article.fans_only ? "comments-fans" : "comments-on")].filter(Boolean).join(" · ")),
      article.pictures.length > 0 && h("div", { class: "grid", tabindex: "0", role: "group", "aria-label": say("pictures", article.pictures.length) }, article.pictures.map(file => h("img", { src: file ?? "", alt: "" })))),
    frame,
    article.source_url ? h("p", { class: "source" }, `${say("read-more")}: ${article.source_url}`) : "");
  reader.showModal();
}

export const actions = {
  read,
  close: () => document.getElementById("reader").close(),
  openFollower(state, form) {
    const asked = form.elements.follower.value.trim();
    if (asked) location.hash = `chats/follower/${encodeURIComponent(asked)}`;
  },
};
