// A WebSocket that comes back: it connects again when it is lost, later each time.

import { forget, protocols, socketPort } from "./session.js";
import { parse } from "./parse.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const LOOK_MS = 15_000;
const SILENCE_MS = 40_000;

/** Close codes that waiting does not change. */
const NOT_AUTHENTICATED = 4401;
const FINAL = new Map([[4403, "not allowed"], [4404, "not found"]]);

export class Socket {
  #path;
  #onFrame;
  #onState;
  #socket = null;
  #waitMs = FIRST_WAIT_MS;
  #timer = null;
  #watch = null;
  #lastFrame = 0;
  #ended = false;
  #online = () => this.#reconnectNow();

  /**
   * @param path a function that gives the path, asked at each connecting
   * @param onFrame is given each frame, and its text
   * @param onState is given {state, text}: connecting, open, waiting, refused or login
   */
  constructor(path, onFrame, onState = () => {}) {
    this.#path = path;
    this.#onFrame = onFrame;
    this.#onState = onState;
    addEventListener("online", this.#online);
    this.#connect();
  }

  #connect() {
    this.#onState({ state: "connecting", text: "connecting" });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.hostname}:${socketPort}${this.#path()}`, protocols());
    this.#socket = socket;
    socket.onopen = () => this.send({ type: "ping" }); // let in is who gets an answer
    socket.onmessage = (event) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#closed(socket, event);
  }

  #received(socket, text) {
    if (socket !== this.#socket) {
      return;
    }
    if (this.#waitMs !== 0) {
      this.#waitMs = 0;
      this.#onState({ state: "open", text: "connected" });
      this.#watch = setInterval(() => this.#look(), LOOK_MS);
    }
    this.#lastFrame = Date.now();
    const frame = parse(text);
    if (frame.type !== "pong") {
      this.#onFrame(frame);
    }
  }

  /** A network may be gone without a word. */
  #look() {
    const silence = Date.now() - this.#lastFrame;
    if (silence > SILENCE_MS) {
      this.#drop();
      this.#retry("nothing came");
    } else if (silence > LOOK_MS / 2) {
      this.send({ type: "ping" });
    }
  }

  #closed(socket, event) {
    if (socket !== this.#socket) {
      return;
    }
    this.#drop();
    if (event.code === NOT_AUTHENTICATED) {
      this.#onState({ state: "login", text: event.reason });
      forget(event.reason);
    } else if (FINAL.has(event.code)) {
      this.#onState({ state: "refused", text: event.reason || FINAL.get(event.code) });
    } else {
      this.#retry(event.reason || "connection lost");
    }
  }

  #retry(why) {
    this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs === 0 ? FIRST_WAIT_MS : this.#waitMs * 2);
    const wait = this.#waitMs * (0.75 + Math.random() / 2); // many consoles do not come back at the same moment
    this.#onState({ state: "waiting", text: `${why}; again in ${Math.ceil(wait / 1000)} s` });
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  #reconnectNow() {
    if (!this.#socket && this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#connect();
    }
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    clearInterval(this.#watch);
    clearTimeout(this.#timer);
    socket?.close();
  }

  get isOpen() {
    return !this.#ended && this.#waitMs === 0 && this.#socket?.readyState === WebSocket.OPEN;
  }

  send(request) {
    this.sendText(JSON.stringify(request));
  }

  /** Sends JSON as it is written. */
  sendText(text) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(text);
    }
  }

  /** Connects anew, at the path of now. */
  restart() {
    this.#drop();
    this.#waitMs = FIRST_WAIT_MS;
    this.#connect();
  }

  close() {
    this.#ended = true;
    removeEventListener("online", this.#online);
    this.#drop();
  }
}
