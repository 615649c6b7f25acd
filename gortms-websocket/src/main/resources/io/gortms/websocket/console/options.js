// How a queue was declared.

import { el, setText, visible } from "./dom.js";

export function optionsTab() {
  const list = el("dl", { class: "facts" });
  const values = new Map();
  return {
    element: el("section", { class: "card" }, el("h2", {}, "Options"), list),
    show({ options }) {
      for (const [name, value] of Object.entries(options)) {
        if (!values.has(name)) {
          values.set(name, el("dd", { class: "mono" }));
          list.append(el("dt", {}, name), values.get(name));
        }
        setText(values.get(name), visible(value));
      }
    },
  };
}
