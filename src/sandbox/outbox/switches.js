// Switches and the names of faults, which several parts of the page show.

import { h } from "./dom.js";
import { say, knows } from "./words.js";

/** A switch with its words; `more` are further attributes. */
export function toggle(action, on, words, more = {}) {
  return h("button", { type: "button", role: "switch", "aria-checked": String(on), "data-do": action, class: "switch", ...more },
    h("span", {}, words), h("span", { class: "track", "aria-hidden": "true" }));
}

/** What a fault is called; one without a name of its own as it is written. */
export function faultName(fault) {
  if (fault === null || fault === undefined) return "";
  if (typeof fault === "string") return say(`fault-${fault}`);
  // A status is the kind where no other one is there.
  const kinds = Object.entries(fault).filter(([key]) => knows(`fault-${key}`));
  const [kind, value] = kinds.find(([key]) => key !== "status") ?? kinds[0] ?? [];
  if (fault.errcode !== undefined) return say("code", fault.errcode);
  if (fault.delay_ms !== undefined) return say("fault-delay", fault.delay_ms / 1000);
  if (!kind) return JSON.stringify(fault);
  return say(`fault-${kind}`, typeof value === "object" ? JSON.stringify(value) : value);
}
