// The log of calls: searched, grouped by run, each with its errcode, time and size, and as a curl command.

import { h } from "./dom.js";
import { say, moment, exact, clock, count, bytes } from "./words.js";
import { faultName, toggle } from "./switches.js";

/** A pause after which calls of one client belong to another run, in milliseconds. */
const PAUSE = 60_000;

let onlyTrouble = false;
let search = "";
/** The path of a relay before `/cgi-bin`. */
let relay = "";
/** Calls that are older than those which the sandbox sends by itself. */
let fetched = [];

export const name = call => call.path.replace("/cgi-bin/", "");
const isUnheard = call => call.errcode === -999;
const isTrouble = call => call.errcode !== 0 || call.fault || call.unknown_fields.length || call.unplayed;

/** All calls that are known here, the newest first. */
function known(data) {
  const first = data.calls[0]?.number ?? 0;
  const older = fetched.filter(call => call.number < first);
  return [...older, ...data.calls].toReversed();
}

function matches(call) {
  const text = `${call.method} ${call.path} ${call.query} ${call.errcode} ${call.client} ${call.body} ${call.answer}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every(word => text.includes(word));
}

export function calls({ data, place }) {
  relay = data.settings.path;
  const all = known(data);
  const list = all.filter(call => (!onlyTrouble || isTrouble(call)) && matches(call));
  const missing = data.totals.calls - all.length;
  return [
    h("div", { class: "heading" }, h("h2", {}, say("calls")),
      h("div", { class: "row tools" },
        h("label", { class: "search" }, h("span", { class: "unseen" }, say("search")),
          h("input", { type: "search", "data-input": "searchCalls", placeholder: say("search"), autocomplete: "off" })),
        toggle("onlyTrouble", onlyTrouble, say("only-trouble")))),
    list.length ? runs(list).map(run => [
      h("h3", { class: "run", "data-key": `run-${run.at(-1).number}` }, heading(run)),
      h("ol", { class: "log", "data-key": `calls-${run.at(-1).number}` }, run.map(call => row(call, place[1])))])
      : h("p", { class: "empty" }, say(all.length ? "no-match" : "no-calls")),
    missing > 0 && (all.at(-1)?.number ?? 1) > 1 && h("p", { class: "row more" },
      h("button", { type: "button", "data-do": "olderCalls" }, say("show-older", count(missing)))),
  ];
}

/** Calls of one client without a long pause are one run. */
function runs(list) {
  const groups = [];
  for (const call of list) {
    const last = groups.at(-1)?.at(-1);
    const belongs = last && last.client === call.client && new Date(last.at) - new Date(call.at) < PAUSE;
    if (belongs) groups.at(-1).push(call);
    else groups.push([call]);
  }
  return groups;
}

function heading(run) {
  const [newest, oldest] = [run[0], run.at(-1)];
  const client = oldest.client || say(oldest.method ? "unnamed-client" : "the-sandbox");
  return [client, " · ", h("time", { datetime: oldest.at, title: exact(oldest.at) }, moment(oldest.at)),
    ` · ${say("calls-of-run", count(run.length))}`, run.some(isTrouble) && newest && [" · ", h("b", { class: "bad" }, say("troubles", count(run.filter(isTrouble).length)))]];
}

/** What the caller was told, in a word. */
function verdict(call) {
  if (isUnheard(call)) return h("b", { class: "bad" }, say("unheard"));
  if (!call.method) return h("b", { class: call.errcode ? "bad" : "good" }, say(call.errcode ? "not-taken" : "taken"));
  if (call.errcode === 0) return h("b", { class: "good" }, "0");
  return h("b", { class: "bad" }, say("code", call.errcode));
}

function row(call, open) {
  return h("li", { "data-key": String(call.number), id: `call-${call.number}` }, h("details", { open: open === String(call.number) },
    h("summary", {},
      h("time", { datetime: call.at, title: exact(call.at) }, clock(call.at)),
      h("span", { class: "path" }, broken(`${call.method} ${name(call)}`.trim())),
      verdict(call),
      h("span", { class: "took" }, call.method && `${count(call.took_ms)} ms`),
      call.fault && h("span", { class: "bad" }, say("met-fault", faultName(call.fault))),
      call.unknown_fields.length > 0 && h("span", { class: "odd" }, say("unknown-fields", count(call.unknown_fields.length))),
      call.unplayed && h("span", { class: "odd" }, say("unplayed"))),
    h("div", { class: "facts" },
      h("span", {}, `${say("sizes")} ${bytes(call.sizes[0])} → ${bytes(call.sizes[1])}`),
      call.status > 0 && h("span", {}, `HTTP ${call.status}`),
      call.query && h("span", {}, h("code", {}, call.query)),
      call.method && h("button", { type: "button", class: "small", "data-do": "copy", "data-text": curl(call) }, say("copy-curl"))),
    call.unknown_fields.length > 0 && h("p", { class: "odd" }, say("unknown-why"), " ", h("code", {}, call.unknown_fields.join(", "))),
    h("h4", {}, say("request")), h("pre", { tabindex: "0" }, pretty(call.body)),
    h("h4", {}, say("answer")), h("pre", { tabindex: "0" }, pretty(call.answer))));
}

/** A path may break after a slash, and nowhere else. */
export function broken(path) {
  return path.split("/").flatMap((part, index) => (index ? ["/", h("wbr"), part] : [part]));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text || say("empty");
  }
}

/** The call for a shell; the token is taken from $TOKEN, files are named and not there. */
function curl(call) {
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  const query = new URLSearchParams(call.query).toString();
  const url = `"${location.origin}${relay}${call.path}?access_token=$TOKEN${query ? `&${query}` : ""}"`;
  const files = [...call.body.matchAll(/(?:^|; )(\S+) (\S+) \d+ bytes/g)];
  if (call.method === "GET") return `curl ${url}`;
  if (files.length && !call.body.startsWith("{")) {
    return `curl ${files.map(([, part, file]) => (file === "-" ? `-F ${part}='{}'` : `-F ${part}=@${quoted(file)}`)).join(" ")} ${url}`;
  }
  return `curl -H 'content-type: application/json' -d ${quoted(call.body)} ${url}`;
}

export const actions = {
  onlyTrouble(state) {
    onlyTrouble = !onlyTrouble;
    state.draw();
  },
  searchCalls(state, input) {
    search = input.value.trim();
    state.draw();
  },
  async olderCalls(state) {
    const before = known(state.data).at(-1)?.number ?? 0;
    const answer = await fetch(`/outbox/calls.json?before=${before}`);
    if (answer.ok) fetched = [...(await answer.json()).calls, ...fetched];
    state.draw();
  },
};
