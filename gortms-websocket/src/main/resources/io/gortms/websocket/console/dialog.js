// Questions that are to be answered before anything else.

import { el } from "./dom.js";

/**
 * Opens a dialog. The promise gives what "answer" returns when it is confirmed, or null when it is not. While "answer" throws, its
 * message is shown and the dialog stays.
 */
export function dialog(title, content, action, answer, kind = "primary") {
  return new Promise((resolve) => {
    const error = el("p", { class: "error", role: "alert" });
    const form = el("form", { onsubmit: submit }, el("h2", { id: "dialog-title" }, title), content, error,
      el("div", { class: "row" },
        el("button", { type: "button", onclick: () => box.close() }, "Cancel"), el("button", { class: kind }, action)));
    const box = el("dialog", { "aria-labelledby": "dialog-title", onclose: end }, form);
    let result = null;

    function submit(event) {
      event.preventDefault();
      try {
        result = answer();
        box.close();
      } catch (e) {
        error.textContent = e.message;
      }
    }

    function end() {
      box.remove();
      resolve(result);
    }

    document.body.append(box);
    box.showModal();
  });
}

/** Whether the user is sure. */
export async function confirm(title, text, action) {
  return (await dialog(title, el("p", {}, text), action, () => true, "danger")) === true;
}
