// The page: what is asked of the sandbox each second, which part is shown, what a press does, what is read aloud.

import { h, morph } from "./dom.js";
import { language, switchLanguage, say, clock, count } from "./words.js";
import * as chats from "./chats.js";
import * as library from "./library.js";
import * as control from "./control.js";
import * as log from "./calls.js";
import * as inspector from "./inspector.js";

const SECOND = 1000;
const views = {
  chats: chats.view,
  previews: library.previews,
  drafts: library.drafts,
  media: library.media,
  quotas: library.quotas,
  calls: log.calls,
  faults: control.faults,
  account: control.account,
};

/** What the parts of the page share. `place` is the fragment of the address: the view and what is open in it. */
const state = { data: null, place: ["chats"], follower: "", alive: true, token: "", note: "", selected: null, draw, change };
let wake = () => {};

// The command prints the address with the control token behind `#token=`: it is taken out of the address and kept for this tab.
function readAddress() {
  const fragment = location.hash.slice(1);
  if (fragment.startsWith("token=")) {
    state.token = plain(fragment.slice("token=".length));
    sessionStorage.setItem("token", state.token);
    history.replaceState(null, "", location.pathname);
    state.place = ["chats"];
  } else {
    // Split first: a WeChat id may have a `/` in it.
    state.place = fragment.replace(/^\//, "").split("/").map(plain);
  }
  if (!views[state.place[0]]) state.place = ["chats"];
  const [view, kind, id] = state.place;
  state.follower = view === "chats" && kind === "follower" ? id ?? "" : "";
}

function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function poll() {
  for (;;) {
    const asked = state.follower;
    const version = state.data && (state.data.follower?.asked ?? "") === asked ? state.data.version : "";
    try {
      const answer = await fetch(`/outbox.json?version=${version}&follower=${encodeURIComponent(asked)}`);
      if (answer.status === 200) {
        const before = state.data;
        state.data = await answer.json();
        state.data.follower ??= asked ? { asked } : null;
        // What the sandbox's clock is ahead of this machine's, in milliseconds.
        state.data.ahead = new Date(state.data.now) - Date.now();
        announce(before, state.data);
      }
      state.alive = true;
    } catch {
      state.alive = false;
    }
    draw();
    if (asked === state.follower) await new Promise(done => { wake = done; setTimeout(done, SECOND); });
  }
}

/** Asks the sandbox to change; needs the control token. Says whether it did. */
async function change(name, body) {
  try {
    const headers = { "x-sandbox-token": state.token, "content-type": "application/json" };
    const answer = await fetch(`/sandbox/${name}`, { method: "POST", headers, body: JSON.stringify(body ?? {}) });
    if (answer.ok) state.note = "";
    else if (answer.status === 403) state.note = say("token-wrong");
    else state.note = say("change-failed", (await answer.text()).slice(0, 200));
    if (answer.status === 403) control.forgetToken(state);
    draw();
    wake();
    return answer.ok;
  } catch {
    return false;
  }
}

function head() {
  const { data } = state;
  // It is read aloud whenever it is written.
  const link = document.getElementById("link");
  const words = state.alive ? say("live") : say("lost");
  if (link.textContent !== words) link.textContent = words;
  link.classList.toggle("lost", !state.alive);
  if (!data) return;
  const facts = [say(`kind-${data.settings.kind}`), say("followers", count(data.settings.followers)), clock(Date.now() + data.ahead)];
  document.getElementById("facts").textContent = facts.join(" · ");
}

function draw() {
  document.documentElement.lang = language();
  document.title = say("title");
  document.getElementById("title").textContent = say("title");
  document.getElementById("skip").textContent = say("skip");
  const button = document.getElementById("language");
  button.textContent = say("language");
  button.lang = language() === "en" ? "zh-CN" : "en";
  const nav = document.getElementById("views");
  nav.setAttribute("aria-label", say("views"));
  const link = name => h("a", { href: `#${name}`, "aria-current": name === state.place[0] ? "page" : null }, say(name), badge(name));
  morph(nav, h("nav", {}, Object.keys(views).map(link)));
  showTab(nav);
  head();
  if (!state.data) return;
  const main = document.getElementById("main");
  const follows = isAtNewest(main);
  morph(main, h("main", {}, views[state.place[0]](state)));
  if (follows) toNewest(main);
}

let shownTab = "";

/** On a phone the tabs are wider than the window: the current one is brought into view when it changes. */
function showTab(nav) {
  if (shownTab === state.place[0]) return;
  shownTab = state.place[0];
  const tab = nav.querySelector("[aria-current]");
  if (tab) nav.scrollLeft = tab.offsetLeft - (nav.clientWidth - tab.offsetWidth) / 2;
}

/** Opens one call of the log, where a link leads to it. */
function showCall(number) {
  const call = document.getElementById(`call-${number}`);
  if (!call) return;
  call.querySelector("details").open = true;
  call.scrollIntoView({ block: "center" });
}

/** The chat whose newest message was shown. */
let shownChat = "";

/** What scrolls: the chat itself beside the list, the whole page on a phone. */
function scroller(talk) {
  return getComputedStyle(talk).overflowY === "auto" ? talk : document.scrollingElement;
}

/** Whether the newest message is to be in view: a chat that is opened, or one that is read at its end. */
function isAtNewest(main) {
  const talk = main.querySelector(".talk");
  if (state.place[0] !== "chats") shownChat = "";
  if (!talk || shownChat !== state.place.join("/")) return true;
  const { scrollHeight, scrollTop, clientHeight } = scroller(talk);
  return scrollHeight - scrollTop - clientHeight < 60;
}

function toNewest(main) {
  const talk = main.querySelector(".talk");
  if (!talk?.querySelector(".message") || !talk.checkVisibility()) return;
  shownChat = state.place.join("/");
  const part = scroller(talk);
  part.scrollTop = part.scrollHeight;
}

function badge(name) {
  const totals = state.data?.totals ?? {};
  const numbers = { ...totals, chats: totals.sends, faults: state.data ? control.active(state.data.faults).length : 0 };
  return numbers[name] ? h("span", { class: "badge" }, " ", count(numbers[name])) : null;
}

/** Reads new messages aloud; the first look is no news. */
function announce(before, after) {
  if (!before) return;
  const news = [];
  const sent = new Set(before.sends.map(send => send.msg_id));
  for (const send of after.sends) {
    if (!sent.has(send.msg_id)) news.push(say("news-sent", chats.audience(send, after), chats.gist(send)));
  }
  for (const preview of after.previews) {
    if (preview.number >= before.totals.previews) news.push(say("news-preview", preview.receiver, chats.gist(preview)));
  }
  if (news.length) document.getElementById("news").textContent = news.slice(-3).join("; ");
}

const actions = {
  language() {
    switchLanguage();
    draw();
  },
  ...chats.actions,
  ...control.actions,
  ...log.actions,
  ...inspector.actions,
  async copy(_, { dataset }) {
    try {
      await navigator.clipboard.writeText(dataset.text);
    } catch {
      // Where a page may not: by the old way, out of a field that is not seen.
      const field = h("textarea", { class: "unseen" });
      field.value = dataset.text;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    document.getElementById("news").textContent = say("copied");
  },
};

document.addEventListener("click", event => {
  const pressed = event.target.closest?.("[data-do]");
  if (pressed?.dataset.do && !pressed.matches("form, select, [type=radio]")) actions[pressed.dataset.do]?.(state, pressed);
});
document.addEventListener("submit", event => {
  event.preventDefault();
  actions[event.target.dataset.do]?.(state, event.target);
});
document.addEventListener("change", event => {
  if (event.target.matches("select, [type=radio]")) actions[event.target.dataset.do]?.(state, event.target);
});
document.addEventListener("input", event => actions[event.target.dataset.input]?.(state, event.target));
addEventListener("hashchange", () => {
  const before = state.place.join("/");
  readAddress();
  state.note = "";
  state.selected = null;
  scrollTo(0, 0);
  draw();
  wake();
  if (state.place[0] === "calls" && state.place[1]) showCall(state.place[1]);
  // The new part is where reading goes on.
  if (before !== state.place.join("/")) document.getElementById("main").focus({ preventScroll: true });
});

state.token = sessionStorage.getItem("token") ?? "";
readAddress();
draw();
poll();
