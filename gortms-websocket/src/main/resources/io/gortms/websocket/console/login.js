// Asks who the user is.

import { el, field } from "./dom.js";
import { byPassword, canMakeFirstUser, login, makeFirstUser, useToken } from "./session.js";

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

  const first = el("p", { class: "row", role: "status" });

  async function offerFirst() {
    if (await canMakeFirstUser()) {
      first.replaceChildren("There is no user yet. ", el("button", { type: "button", onclick: makeFirst }, "Make the first admin"));
    }
  }

  async function makeFirst() {
    try {
      const made = await makeFirstUser();
      username.value = made.username;
      password.value = made.password;
      first.replaceChildren(el("span", {}, "Keep this password; it is not shown again: ", el("code", {}, made.password)));
      button.focus();
    } catch (e) {
      error.textContent = e.message;
    }
  }

  const fields = byPassword
    ? [field("User name", username), field("Password", password)]
    : [field("Token", token, "This server knows users by tokens (JWT) that somebody else gives out.")];
  const element = el("section", { class: "card narrow" }, el("h1", {}, "Log in"), el("form", { onsubmit: submit }, first, fields, error, button));
  offerFirst().catch(() => {}); // the login itself says what is wrong
  queueMicrotask(() => (byPassword ? username : token).focus());
  return { element, close() {} };
}
