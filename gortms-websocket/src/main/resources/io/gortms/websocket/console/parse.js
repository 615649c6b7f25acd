// JSON whose numbers keep the digits they were written with.

/** A number that JavaScript would round. */
export class ExactNumber {
  constructor(source) {
    this.source = source;
  }

  toString() {
    return this.source;
  }
}

/** Parses; numbers that would not be shown as they were written are ExactNumbers, where the browser says how they were. */
export function parse(text) {
  return JSON.parse(text, (key, value, context) => {
    const rounded = typeof value === "number" && context?.source !== undefined && String(value) !== context.source;
    return rounded ? new ExactNumber(context.source) : value;
  });
}

/** The JSON text of what was parsed. */
export function write(value, indent = 2) {
  return writeAt(value, indent, "");
}

function writeAt(value, indent, margin) {
  if (value instanceof ExactNumber) {
    return value.source;
  }
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value);
  }
  const inner = margin + " ".repeat(indent);
  const isArray = Array.isArray(value);
  const items = isArray
    ? value.map((item) => writeAt(item, indent, inner))
    : Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${writeAt(item, indent, inner)}`);
  if (items.length === 0) {
    return isArray ? "[]" : "{}";
  }
  const [open, close] = isArray ? "[]" : "{}";
  return indent === 0 ? open + items.join(", ") + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`;
}
