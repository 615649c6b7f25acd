// Asks the server, and gives its answers; the one connection that says whether the server is there.

import { Socket } from "./socket.js";
import { Store } from "./store.js";

const PATH = "/api/ws/console";
const PATIENCE_MS = 60_000;
const OVERVIEW_MS = 2000;

/** So many times as long as it took is waited before it is asked again: thousands of queues shall not keep the server busy. */
const REST = 10;

/** {state, text} of the connection. */
export const connection = new Store({ state: "connecting", text: "connecting" });

/** What the server lets us do: {name, publishing, managing}, or null before it has said so. */
export const welcome = new Store(null);

/** The latest overview, or null. */
export const overview = new Store(null);

const waiting = new Map();
let socket = null;
let lastId = 0;
let timer = null;

/** Connects; to be called again after a login. */
export function connect() {
  socket?.close();
  socket = new Socket(() => PATH, receive, change);
}

/** Ends the connection, and forgets what came by it. */
export function disconnect() {
  socket?.close();
  socket = null;
  change({ state: "login", text: "not logged in" });
  welcome.set(null);
  overview.set(null);
}

function change(state) {
  connection.set(state);
  if (state.state !== "open") {
    clearTimeout(timer);
    for (const asked of waiting.values()) {
      clearTimeout(asked.timer);
      asked.reject(new Error("the connection to the server was lost"));
    }
    waiting.clear();
  }
}

function receive(frame) {
  if (frame.type === "welcome") {
    welcome.set(frame);
    refresh();
    return;
  }
  const asked = waiting.get(frame.requestId);
  if (asked) {
    waiting.delete(frame.requestId);
    clearTimeout(asked.timer);
    if (frame.type === "reply") {
      asked.resolve(frame.result);
    } else {
      asked.reject(Object.assign(new Error(frame.error), { code: frame.code }));
    }
  }
}

/** What goes over all dead letters of a queue may take long; when it is done is not known before. */
const LONG = new Set(["redrive", "purge"]);

/** Asks; the promise fails with an error whose message is for people, and whose "code" is what the server said, if it answered. */
export function ask(type, fields = {}) {
  if (!socket?.isOpen) {
    return Promise.reject(new Error("there is no connection to the server"));
  }
  const requestId = String(++lastId);
  return new Promise((resolve, reject) => {
    const timer = LONG.has(type) ? null : setTimeout(() => {
      waiting.delete(requestId);
      reject(new Error("the server did not answer in time"));
    }, PATIENCE_MS);
    waiting.set(requestId, { resolve, reject, timer });
    socket.send({ type, requestId, ...fields });
  });
}

/** Asks for the overview now, and then every two seconds while the page is seen; less often where it takes long. */
export async function refresh() {
  clearTimeout(timer);
  const begun = performance.now();
  try {
    if (!document.hidden) {
      overview.set(await ask("overview"));
    }
  } catch {
    return; // the connection is lost: it begins again with the next one
  }
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(OVERVIEW_MS, REST * (performance.now() - begun)));
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && socket?.isOpen) {
    refresh();
  }
});

/** The line of a queue in the overview, or undefined. */
export function queueLine(domain, queue) {
  return domainLine(domain)?.queues.find((line) => line.name === queue);
}

/** The line of a domain in the overview, or undefined. */
export function domainLine(domain) {
  return overview.value?.domains.find((line) => line.name === domain);
}
