// Shows JSON, or anything else that was parsed, as a tree that opens where one looks.

import { el, visible } from "./dom.js";
import { ExactNumber } from "./parse.js";

const MOST_CHILDREN = 100;
const MOST_CHARACTERS = 4000;
const PREVIEW_CHARACTERS = 160;

/** The tree of a value; its first level is open. */
export function tree(value) {
  return el("div", { class: "json" }, node(null, value, true));
}

function node(name, value, open) {
  const label = name === null ? [] : [el("span", { class: "name" }, visible(name)), ": "];
  if (value === null || typeof value !== "object" || value instanceof ExactNumber) {
    return el("div", {}, label, leaf(value));
  }
  const entries = Array.isArray(value) ? value.map((item, i) => [String(i), item]) : Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) {
    return el("div", {}, label, size);
  }
  const list = el("ul");
  const details = el("details", { open, ontoggle: () => details.open && more(list, entries) },
    el("summary", {}, label, size, " ", el("span", { class: "muted" }, preview(value))), list);
  if (open) {
    more(list, entries);
  }
  return details;
}

/** Makes the children when they are first looked at, and not too many at once. */
function more(list, entries) {
  const shown = list.shown ?? 0;
  if (shown > 0 && !list.wanted) {
    return;
  }
  list.wanted = false;
  list.shown = Math.min(entries.length, shown + MOST_CHILDREN);
  list.append(...entries.slice(shown, list.shown).map(([name, item]) => el("li", {}, node(name, item, false))));
  if (list.shown < entries.length) {
    const button = el("button", { type: "button", onclick: () => {
      button.parentElement.remove();
      list.wanted = true;
      more(list, entries);
    } }, `${entries.length - list.shown} more`);
    list.append(el("li", {}, button));
  }
}

function leaf(value) {
  if (typeof value !== "string") {
    return el("span", { class: value === null || typeof value === "boolean" ? "word" : "number" }, String(value));
  }
  const text = JSON.stringify(value);
  const shown = el("span", { class: "string" }, visible(text.slice(0, MOST_CHARACTERS)));
  if (text.length <= MOST_CHARACTERS) {
    return shown;
  }
  const rest = el("button", { type: "button", onclick: () => {
    shown.textContent = visible(text);
    rest.remove();
  } }, `all ${text.length} characters`);
  return el("span", {}, shown, " ", rest);
}

/** The beginning of a value in one line, made without looking at all of it. */
export function preview(value, room = PREVIEW_CHARACTERS) {
  if (typeof value === "string") {
    return visible(JSON.stringify(value.slice(0, room)));
  }
  if (value === null || typeof value !== "object" || value instanceof ExactNumber) {
    return String(value);
  }
  const isArray = Array.isArray(value);
  const parts = [];
  let left = room - 2;
  for (const name in value) {
    if (left <= 0) {
      parts.push("…");
      break;
    }
    const part = (isArray ? "" : visible(name.slice(0, room)) + ": ") + preview(value[name], left);
    parts.push(part);
    left -= part.length + 2;
  }
  return isArray ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
}
