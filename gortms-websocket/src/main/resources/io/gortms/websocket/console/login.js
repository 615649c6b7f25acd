// Asks who the user is.

import { el, field } from "./dom.js";
import { byPassword, login, useToken } from "./session.js";

/** The view; "entered" is called after a login. The reason is why one has to log in again, or empty. */
export function loginView(entered, reason) {
  const error = el("p", { class: "error", role: "alert" }, reason);
  const username = el("input", { name: "username", autocomplete: "username", required: "" });
  const password = el("input", { name: "password", type: "password", autocomplete: "current-password", required: "" });
  const token = el("textarea", { name: "token", rows: 4, required: "", autocomplete: "off", spellcheck: "false" });
  const button = el("button", { class: "primary" }, byPassword ? "Log in" : "Use this token");

  async function submit(event) {
    event.preventDefault();
    button.disabled = true;
    error.textContent = "";
    try {
      if (byPassword) {
        await login(username.value, password.value);
      } else {
        useToken(token.value.trim());
      }
      entered();
    } catch (e) {
      error.textContent = e.message;
      button.disabled = false;
      password.value = "";
    }
  }

  const fields = byPassword
    ? [field("User name", username), field("Password", password)]
    : [field("Token", token, "This server knows users by tokens (JWT) that somebody else gives out.")];
  const element = el("section", { class: "card narrow" }, el("h1", {}, "Log in"), el("form", { onsubmit: submit }, fields, error, button));
  queueMicrotask(() => (byPassword ? username : token).focus());
  return { element, close() {} };
}
