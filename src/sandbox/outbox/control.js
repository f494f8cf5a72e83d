// What changes the sandbox: planted faults, the account and its clock. All of it needs the control token.

import { h } from "./dom.js";
import { say, knows, exact, span } from "./words.js";
import { faultName, toggle } from "./switches.js";

/** The calls of a campaign come first, in their order. */
const FIRST = [
  "*", "stable_token", "media/uploadimg", "material/add_material", "media/upload", "draft/add", "media/uploadnews",
  "message/mass/preview", "message/mass/sendall", "message/mass/send", "message/mass/get", "message/mass/delete",
];
const CODES = [-1, 40001, 42001, 40164, 40007, 40059, 45009, 45011, 45028, 45065, 45066, 45106, 48001, 89505, 89504, 9500002, 77777];
const WIRES = [
  { delay_ms: 5000 }, { dribble_ms: 50 }, "reset_before", { status: 503 }, "reset_after", "truncated", "html", "html200", "empty",
  "control_character", "bom", "gzip", "hang", { errcode_after: -1 }, { errcode_after: 45065 }, { errcode_after: 45066 }, "token_revoked", "keys_forgotten",
  { ends_as: "err(20008)" }, { msg_status: "SENDING" }, { msg_status: "send success" }, { drop: ["msg_id"] }, { merge: { msg_id: "" } },
];
const RELAYS = [
  "login_page", "foreign_json", { redirect: "/login", status: 302 }, { status: 401 }, { status: 403 }, { status: 405 }, { status: 407 }, { status: 413 },
  { status: 429, retry_after: 5 }, { answer: "{}", status: 200, content_type: "application/json; encoding=utf-8" },
];
/** More calls than anybody makes. */
const ALWAYS = 1_000_000_000;
const KINDS = ["service", "subscription", "unverified", "test"];

let call = "message/mass/sendall";
let often = "once";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const isSpent = rule => rule.seen >= rule.nth + rule.count - 1;

/** The planted faults that some call will still meet. */
export function active(rules) {
  return rules.filter(rule => !isSpent(rule));
}

function plantedAt(rules, fault) {
  return active(rules).find(rule => rule.call === call && same(rule.fault, fault));
}

export function faults(state) {
  const { data } = state;
  const one = (fault, words) => h("li", { "data-key": JSON.stringify(fault) },
    toggle("fault", Boolean(plantedAt(data.faults, fault)), words, { "data-fault": JSON.stringify(fault), disabled: !state.token }));
  const planted = (rule, index) => h("li", {},
    h("span", {}, h("code", {}, rule.call === "*" ? say("any-call") : rule.call), ` ${faultName(rule.fault)} `,
      h("span", { class: "grey" }, `(${say(rule.count === ALWAYS ? "hits-always" : "hits-once")}; ${say(rule.seen < rule.nth ? "not-met" : "was-met")})`)),
    h("button", { type: "button", "data-do": "takeAway", "data-index": index, disabled: !state.token }, say("take-away")));
  return [
    h("div", { class: "heading" }, h("h2", {}, say("faults"))),
    h("p", { class: "note" }, say("fault-intro")),
    key(state),
    h("div", { class: "panel row" },
      h("label", {}, h("span", {}, say("at-call")), choice("atCall", [...new Set([...FIRST, ...data.call_names])].map(name => [name, name === "*" ? say("any-call") : name]), call)),
      h("label", {}, h("span", {}, say("how-often")), choice("howOften", [["once", say("once")], ["always", say("always")]], often))),
    h("div", { class: "columns" },
      h("section", { class: "panel", "aria-labelledby": "refusals" }, h("h3", { id: "refusals" }, say("refusals")),
        h("ul", { class: "switches" }, CODES.map(code => one({ errcode: code }, `${code} · ${say(`code-${code}`)}`)))),
      h("section", { class: "panel", "aria-labelledby": "wires" }, h("h3", { id: "wires" }, say("wires")),
        h("ul", { class: "switches" }, WIRES.map(fault => one(fault, faultName(fault))))),
      h("section", { class: "panel", "aria-labelledby": "relays" }, h("h3", { id: "relays" }, say("relays")),
        h("ul", { class: "switches" }, RELAYS.map(fault => one(fault, faultName(fault))))),
      h("form", { class: "panel", "data-do": "ownFault", "aria-labelledby": "own" }, h("h3", { id: "own" }, say("own-fault")),
        h("label", { for: "own-fault" }, say("own-fault-why")),
        h("textarea", { id: "own-fault", name: "fault", rows: 3, spellcheck: "false", placeholder: '{"merge": {"msg_status": "send success"}}', disabled: !state.token }),
        h("p", { class: "row" }, h("button", { disabled: !state.token }, say("plant"))))),
    h("section", { class: "panel", "aria-labelledby": "planted" }, h("h3", { id: "planted" }, say("planted-now")),
      data.faults.length ? [
        h("ul", { class: "planted" }, data.faults.map(planted)),
        h("button", { type: "button", "data-do": "takeAll", disabled: !state.token }, say("take-all")),
      ] : h("p", { class: "grey" }, say("none-planted"))),
  ];
}

function choice(action, options, chosen) {
  return h("select", { "data-do": action }, options.map(([value, words]) => h("option", { value, selected: value === String(chosen) }, words)));
}

/** Asks for the control token once; the address that the command prints brings it. */
function key(state) {
  return [
    !state.token && h("form", { class: "panel", "data-do": "useToken" },
      h("label", { for: "token" }, say("token")),
      h("p", { class: "grey", id: "token-why" }, say("token-why")),
      h("div", { class: "row" },
        h("input", { id: "token", name: "token", type: "password", autocomplete: "off", "aria-describedby": "token-why" }),
        h("button", {}, say("token-use")))),
    state.note && h("p", { class: "bad", role: "alert" }, state.note),
  ];
}

export function account(state) {
  const { data } = state;
  const disabled = !state.token;
  const button = (action, words, more = {}) => h("button", { type: "button", "data-do": action, disabled, ...more }, words);
  const ahead = data.clock_offset_seconds;
  const moved = ahead > 0 ? say("clock-moved", span(ahead)) : ahead < 0 ? say("clock-behind", span(-ahead)) : say("clock-real");
  const flags = Object.entries(data.settings).filter(([name, value]) => typeof value === "boolean" && knows(name));
  const lengths = values => values.map(value => [value, value ? `${value / 1000} s` : say("none")]);
  const length = (name, words, values) => h("label", {}, h("span", {}, say(words)),
    choice(name, lengths([...new Set([...values, data.settings[name]])].sort((one, other) => one - other)), data.settings[name]));
  return [
    h("div", { class: "heading" }, h("h2", {}, say("account"))),
    key(state),
    h("fieldset", { class: "panel" }, h("legend", {}, say("kind")),
      h("div", { class: "radios" }, KINDS.filter(kind => data.kinds.includes(kind)).map(kind => radio("kind", kind, say(`kind-${kind}`), data.settings.kind, disabled)))),
    h("section", { class: "panel", "aria-labelledby": "clock" }, h("h3", { id: "clock" }, say("clock")),
      h("p", {}, h("b", {}, exact(Date.now() + data.ahead)), " ", moved),
      h("div", { class: "row" }, [60, 3600, 86400].map(seconds => button("advance", say(`plus-${seconds}`), { "data-seconds": seconds })),
        button("nextMonth", say("next-month")), button("realTime", say("real-time"))),
      h("p", { class: "grey" }, say("beijing"))),
    h("section", { class: "panel", "aria-labelledby": "settings" }, h("h3", { id: "settings" }, say("settings")),
      h("ul", { class: "switches" }, flags.map(([name, on]) => h("li", {}, toggle("flag", on, say(name), { "data-name": name, disabled })))),
      h("div", { class: "row" }, length("latency_ms", "latency", [0, 50, 500, 3000]), length("finish_after_ms", "finish", [0, 10000, 60000]))),
    h("fieldset", { class: "panel" }, h("legend", {}, say("protection_plays")),
      h("div", { class: "radios" }, ["sending", "kept", "dropped"].map(how => radio("protection_plays", how, say(`protection-${how}`), data.settings.protection_plays, disabled)))),
    h("form", { class: "panel", "data-do": "relay", "aria-labelledby": "relay" }, h("h3", { id: "relay" }, say("relay")),
      h("div", { class: "row" }, ["path", "basic_auth", "needs_header"].map(name => h("label", {}, h("span", {}, say(name)),
        h("input", { name, value: data.settings[name], autocomplete: "off", placeholder: say(`${name}-like`), disabled })))),
      h("p", { class: "row" }, h("button", { disabled }, say("save")))),
    h("section", { class: "panel", "aria-labelledby": "moves" }, h("h3", { id: "moves" }, say("moves")),
      h("div", { class: "row" },
        data.settings.mass_left === null ? button("spendQuota", say("spend-quota")) : button("liftQuota", say("lift-quota")),
        button("revoke", say("revoke-tokens")), button("forgetKeys", say("forget-keys")))),
    h("section", { class: "panel danger-zone", "aria-labelledby": "danger" }, h("h3", { id: "danger" }, say("danger")),
      h("p", {}, say("reset-what")),
      h("p", { class: "row" }, button("reset", say("reset"), { class: "danger" }))),
  ];
}

/** One of several, of which one is chosen. */
function radio(name, value, words, chosen, disabled) {
  return h("label", { class: "radio" },
    h("input", { type: "radio", name, value, checked: value === chosen, "data-do": "choose", "data-kind": value, disabled }), h("span", {}, words));
}

/** A token that was refused is not kept. */
export function forgetToken(state) {
  state.token = "";
  sessionStorage.removeItem("token");
}

/** Seconds to the first minute of the next month in Beijing. */
function toNextMonth(now) {
  const beijing = new Date(now + 8 * 3600_000);
  const first = Date.UTC(beijing.getUTCFullYear(), beijing.getUTCMonth() + 1, 1) - 8 * 3600_000;
  return Math.ceil((first - now) / 1000);
}

const plant = (state, rules) => state.change("faults", rules);
const advance = (state, seconds) => state.change("clock", { advance_seconds: seconds });
const set = (state, name, value) => state.change("settings", { [name]: value });

export const actions = {
  atCall: (state, select) => { call = select.value; state.draw(); },
  howOften: (_, select) => { often = select.value; },
  fault(state, { dataset }) {
    const fault = JSON.parse(dataset.fault);
    const rules = active(state.data.faults);
    const planted = plantedAt(rules, fault);
    const rule = { call, nth: 1, count: often === "once" ? 1 : ALWAYS, fault };
    return plant(state, planted ? rules.filter(other => other !== planted) : [...rules, rule]);
  },
  takeAway: (state, { dataset }) => plant(state, state.data.faults.filter((_, index) => index !== Number(dataset.index))),
  takeAll: state => plant(state, []),
  choose: (state, input) => set(state, input.name, input.value),
  relay: (state, form) => state.change("settings", Object.fromEntries(new FormData(form))),
  ownFault(state, form) {
    const text = form.elements.fault.value.trim();
    let fault = text;
    try {
      fault = JSON.parse(text);
    } catch {
      // A word is a kind of its own.
    }
    const rule = { call, nth: 1, count: often === "once" ? 1 : ALWAYS, fault };
    return plant(state, [...active(state.data.faults), rule]);
  },
  forgetKeys: state => state.change("forget-keys"),
  advance: (state, { dataset }) => advance(state, Number(dataset.seconds)),
  nextMonth: state => advance(state, toNextMonth(Date.now() + state.data.ahead)),
  realTime: state => advance(state, -state.data.clock_offset_seconds),
  flag: (state, { dataset }) => set(state, dataset.name, !state.data.settings[dataset.name]),
  latency_ms: (state, select) => set(state, "latency_ms", Number(select.value)),
  finish_after_ms: (state, select) => set(state, "finish_after_ms", Number(select.value)),
  spendQuota: state => set(state, "mass_left", 0),
  liftQuota: state => set(state, "mass_left", null),
  confirmSend: (state, { dataset }) => state.change("confirm", { msg_id: Number(dataset.id), refuse: dataset.refuse === "true" }),
  revoke: state => state.change("revoke-tokens"),
  reset: state => confirm(say("reset-sure")) && state.change("reset"),
  useToken(state, form) {
    state.token = form.elements.token.value.trim();
    sessionStorage.setItem("token", state.token);
    state.note = "";
    // An empty change of the settings tells whether the token is right.
    return state.change("settings");
  },
};
