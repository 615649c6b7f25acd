// Elements. All text of messages goes through here and becomes text nodes: there is no way from data to markup.

/** Set as properties: as attributes they would only be defaults. */
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "selected"]);

/**
 * An element. Attributes that begin with "on" are listeners; those that are null or undefined are left out. Children are elements
 * or texts.
 */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An element of SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) {
      continue;
    } else if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (PROPERTIES.has(name)) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Characters that do something and show nothing, or turn the text around. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with its invisible characters written out. */
export function visible(text) {
  return String(text).replace(INVISIBLE, escape).replace(LONE_SURROGATE, escape);
}

function escape(character) {
  return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
}

/** Changes the text only if it differs, so that selections and screen readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** The rows of each container, by key. */
const ROWS = new WeakMap();

/**
 * Brings the children of a container in line with the items, by key: what stays is updated where it is, and keeps its focus.
 * "create" makes a row, an object with an "element" and an "update(item)".
 */
export function keyed(container, items, keyOf, create) {
  const rows = ROWS.get(container) ?? new Map();
  ROWS.set(container, rows);
  const keys = new Set(items.map(keyOf));
  for (const [key, row] of rows) {
    if (!keys.has(key)) {
      row.element.remove();
      rows.delete(key);
    }
  }
  let place = container.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    const row = rows.get(key) ?? create(item);
    rows.set(key, row);
    row.update(item);
    if (row.element === place) {
      place = place.nextSibling;
    } else {
      container.insertBefore(row.element, place);
    }
  }
}

/** A control with its label. */
export function field(label, control, hint) {
  return el("label", { class: "field" }, el("span", {}, label), control, hint ? el("small", {}, hint) : null);
}

/** A choice of texts. */
export function select(label, options, chosen, onchange) {
  return el(
    "select",
    { "aria-label": label, onchange: (event) => onchange(event.target.value) },
    options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
}
