// Elements from data, and a page that changes without losing focus, scroll or what is open. Text is always text, never HTML.

/** An element: properties become attributes (true: an empty one, false, null: none), children text or elements. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return element;
}

/** Makes the children of a live element those of a fresh one, keeping each element that can stay. */
export function morph(live, fresh) {
  const keyed = new Map();
  for (const child of live.children) if (child.dataset.key) keyed.set(child.dataset.key, child);
  let here = live.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = wanted.dataset?.key;
    const known = key ? keyed.get(key) : here && !here.dataset?.key ? here : null;
    if (!known || known.nodeName !== wanted.nodeName) {
      live.insertBefore(wanted, here);
      continue;
    }
    if (known === here) here = here.nextSibling;
    else live.insertBefore(known, here);
    if (known.nodeType === Node.TEXT_NODE) {
      if (known.data !== wanted.data) known.data = wanted.data;
    } else {
      same(known, wanted);
      morph(known, wanted);
    }
  }
  while (here) {
    const next = here.nextSibling;
    here.remove();
    here = next;
  }
}

// What the reader of the page has opened or typed is theirs; which of several is chosen is the sandbox's to say.
function same(live, fresh) {
  if (live.type === "radio") live.checked = fresh.hasAttribute("checked");
  for (const { name, value } of fresh.attributes) {
    if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
  for (const { name } of [...live.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") live.removeAttribute(name);
  }
}
