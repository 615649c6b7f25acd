// Who the user is: a token, which the browser keeps until the tab is closed.

import { Store } from "./store.js";

const KEY = "gortms-token";

/** The token, or null. */
const token = new Store(sessionStorage.getItem(KEY));

/** Whether the server wants to know who we are, and does not. */
export const wanted = new Store(false);

/** Whether the server lets users log in with a password. */
export const byPassword = meta("gortms-login") === "true";

/** The port that WebSockets connect to. */
export const socketPort = meta("gortms-socket-port");

function meta(name) {
  return document.querySelector(`meta[name="${name}"]`).content;
}

export function hasToken() {
  return token.value !== null;
}

/** What a browser offers to a WebSocket, to which it cannot give headers. */
export function protocols() {
  return token.value === null ? [] : ["gortms", "gortms.bearer." + token.value];
}

export function useToken(text) {
  sessionStorage.setItem(KEY, text);
  token.set(text);
  wanted.set(false);
}

/** The token is not, or no longer, accepted. */
export function forget() {
  sessionStorage.removeItem(KEY);
  token.set(null);
  wanted.set(true);
}

/** Logs in; throws an error whose message is for people. */
export async function login(username, password) {
  const response = await fetch("/api/auth/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error);
  }
  useToken(body.token);
}
