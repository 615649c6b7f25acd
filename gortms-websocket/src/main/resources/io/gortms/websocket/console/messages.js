// The messages of a queue as they are published, or again from a position on.

import { el, setText } from "./dom.js";
import { count } from "./format.js";
import { finds, messageRow } from "./messagerow.js";
import { Socket } from "./socket.js";

/** So many of the newest are kept. */
const MOST = 500;

export function messagesTab({ domain, queue }) {
  const list = el("ol", { class: "stream", "aria-label": "Messages, the newest first" });
  const state = el("p", { class: "muted", role: "status" });
  const filter = el("input", { type: "search", placeholder: "Filter", "aria-label": "Filter messages", oninput: showAll });
  const pause = el("button", { type: "button", "aria-pressed": "false", onclick: togglePause }, "Pause");
  const from = el("input", { type: "number", min: 0, step: 1, placeholder: "position", "aria-label": "Position to replay from" });
  const replay = el("form", { class: "controls", onsubmit: startReplay }, from, el("button", {}, "Replay"));
  const clear = el("button", { type: "button", onclick: forgetAll }, "Clear");
  let kept = [];
  let unshown = [];
  let paused = false;
  let begin = null;
  let missed = 0;
  let seen = 0;
  let mode = "";
  let next = null;

  /** After a lost connection it goes on where it was. */
  function path() {
    const position = next ?? begin;
    return `/api/ws/domains/${encodeURIComponent(domain)}/queues/${encodeURIComponent(queue)}` + (position === null ? "" : `?from=${position}`);
  }

  function receive(frame) {
    if (frame.type === "message") {
      next = frame.position + 1;
      seen++;
      unshown.push(frame);
      if (unshown.length > MOST) {
        unshown.shift();
      }
      later();
    } else if (frame.type === "connected") {
      mode = begin === null ? "live" : "replaying";
    } else if (frame.type === "replayed") {
      mode = "live";
    } else if (frame.type === "dropped") {
      missed += frame.count;
    } else if (frame.type === "error") {
      mode = frame.error;
    }
    later();
  }

  let drawing = false;

  /** However many come, the page is drawn once a frame. */
  function later() {
    if (!drawing) {
      drawing = true;
      requestAnimationFrame(() => {
        drawing = false;
        draw();
      });
    }
  }

  function draw() {
    if (!paused) {
      const wanted = filter.value.trim().toLowerCase();
      for (const frame of unshown) {
        const item = { frame, element: el("li", {}, messageRow(frame)) };
        item.element.hidden = !finds(frame, wanted);
        kept.push(item);
        list.prepend(item.element);
      }
      unshown = [];
      for (const old of kept.splice(0, Math.max(0, kept.length - MOST))) {
        old.element.remove();
      }
    }
    const parts = [paused ? `paused, ${count(unshown.length)} new` : mode, `${count(seen)} messages seen`,
      seen > MOST ? `the newest ${MOST} are kept` : null, missed > 0 ? `${count(missed)} missed: they came too fast` : null];
    setText(state, parts.filter(Boolean).join(" · "));
  }

  function showAll() {
    const wanted = filter.value.trim().toLowerCase();
    for (const { frame, element } of kept) {
      element.hidden = !finds(frame, wanted);
    }
  }

  function togglePause() {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    setText(pause, paused ? "Go on" : "Pause");
    draw();
  }

  function forgetAll() {
    list.replaceChildren();
    kept = [];
    unshown = [];
    seen = 0;
    missed = 0;
    draw();
  }

  function startReplay(event) {
    event.preventDefault();
    forgetAll();
    begin = from.value === "" ? null : Number(from.value);
    next = null;
    socket.restart();
  }

  const socket = new Socket(path, receive, ({ state: now, text }) => {
    if (now !== "open") {
      mode = text;
      later();
    }
  });
  const element = el("section", { class: "card" },
    el("div", { class: "controls" }, filter, pause, clear, replay), state, list);
  return { element, close: () => socket.close() };
}
