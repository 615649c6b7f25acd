// Short messages at the edge of the page, which screen readers read out.

import { el, visible } from "./dom.js";

const SHOWN_MS = 6000;

export function notice(text, kind = "info") {
  const close = el("button", { type: "button", class: "quiet", "aria-label": "Dismiss", onclick: () => box.remove() }, "×");
  const box = el("p", { class: "notice", "data-kind": kind }, el("span", {}, visible(text)), close);
  document.getElementById("notices").append(box);
  if (kind !== "error") {
    setTimeout(() => box.remove(), SHOWN_MS);
  }
}

/** Does something that may fail, and says what became of it. */
export async function told(doing, done) {
  try {
    const result = await doing();
    notice(done(result));
    return true;
  } catch (e) {
    notice(e.message, "error");
    return false;
  }
}
