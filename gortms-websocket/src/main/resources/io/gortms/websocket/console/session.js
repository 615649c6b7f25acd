// Who the user is: a token, which the browser keeps until the tab is closed.

import { Store } from "./store.js";

const KEY = "gortms-token";

/** The token, or null. */
let token = sessionStorage.getItem(KEY);

/** {reason} while the server wants to know who we are, and does not; otherwise null. */
export const wanted = new Store(null);

/** Whether the server lets users log in with a password. */
export const byPassword = meta("gortms-login") === "true";

/** The port that WebSockets connect to. */
export const socketPort = meta("gortms-socket-port");

function meta(name) {
  return document.querySelector(`meta[name="${name}"]`).content;
}

export function hasToken() {
  return token !== null;
}

/** What a browser offers to a WebSocket, to which it cannot give headers. */
export function protocols() {
  return token === null ? [] : ["gortms", "gortms.bearer." + token];
}

export function useToken(text) {
  sessionStorage.setItem(KEY, text);
  token = text;
  wanted.set(null);
}

/** There is no token any more: it was not accepted, for this reason, or the user wants to go. */
export function forget(reason = "") {
  const shown = hasToken() ? reason : ""; // that nobody has said who he is needs no words
  sessionStorage.removeItem(KEY);
  token = null;
  if (wanted.value === null) {
    wanted.set({ reason: shown });
  }
}

/** Logs in; throws an error whose message is for people. */
export async function login(username, password) {
  const { token } = await asked("login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  useToken(token);
}

/** Whether there is no user yet, and this browser may make the first one. */
export async function canMakeFirstUser() {
  return byPassword && (await asked("bootstrap")).needed;
}

/** Makes the first admin: {username, password}, a password that nobody gets to see again. */
export function makeFirstUser() {
  return asked("bootstrap", { method: "POST" });
}

async function asked(path, request) {
  let response;
  try {
    response = await fetch("/api/auth/" + path, request);
  } catch {
    throw new Error("there is no connection to the server");
  }
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.error);
  }
  return body;
}
