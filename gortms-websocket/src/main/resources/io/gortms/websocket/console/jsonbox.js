// A text field for JSON that says, while one types, whether it is JSON.

import { el, setText } from "./dom.js";
import { parse, write } from "./parse.js";

export function jsonBox(label, text, rows) {
  const element = el("textarea", { rows, spellcheck: "false", autocomplete: "off", "aria-label": label, value: text, oninput: check });
  const trouble = el("p", { class: "error", role: "status" });

  function check() {
    try {
      parse(element.value);
      setText(trouble, "");
      element.removeAttribute("aria-invalid");
      return true;
    } catch (e) {
      setText(trouble, `This is not JSON: ${e.message}`);
      element.setAttribute("aria-invalid", "true");
      return false;
    }
  }

  return {
    element,
    trouble,
    check,
    text: () => element.value,
    /** Puts it into lines. */
    format() {
      if (check()) {
        element.value = write(parse(element.value));
      }
    },
  };
}
