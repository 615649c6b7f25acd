// What happens in the broker, the newest first.

import { ask } from "./control.js";
import { el, keyed, select, setText, visible } from "./dom.js";
import { moment } from "./format.js";
import { write } from "./parse.js";
import { Socket } from "./socket.js";

const MOST = 500;
const KINDS = [["", "all"], ["warning", "warnings and errors"], ["error", "errors"]];

export function eventsView() {
  const list = el("ol", { class: "stream", "aria-label": "Events" });
  const trouble = el("p", { class: "muted", role: "status" });
  const text = el("input", { type: "search", placeholder: "Filter", "aria-label": "Filter events", oninput: show });
  const pause = el("button", { type: "button", "aria-pressed": "false", onclick: togglePause }, "Pause");
  let kind = "";
  let paused = false;
  let events = new Map();

  function add(all) {
    for (const event of all) {
      events.set(event.id, event);
    }
    while (events.size > MOST) {
      events.delete(events.keys().next().value);
    }
    if (!paused) {
      show();
    }
  }

  function togglePause() {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    if (!paused) {
      show();
    }
  }

  function show() {
    const wanted = text.value.trim().toLowerCase();
    const shown = [...events.values()].reverse().filter((event) => isOf(event, kind) && describe(event).toLowerCase().includes(wanted));
    keyed(list, shown, (event) => event.id, eventRow);
    setText(trouble, shown.length === 0 ? "No event to show." : "");
  }

  async function history() {
    try {
      const known = events;
      events = new Map();
      add([...(await ask("events")).events, ...known.values()]);
    } catch (e) {
      setText(trouble, e.message);
    }
  }

  const socket = new Socket(() => "/api/ws/events", (event) => event.id && add([event]), ({ state, text: why }) => {
    if (state === "open") {
      history();
    } else if (state === "refused") {
      setText(trouble, `No events: ${why}`);
    }
  });
  const chooseKind = select("Kind of events", KINDS, kind, (value) => {
    kind = value;
    show();
  });
  const element = el("div", {}, el("h1", {}, "Events"),
    el("section", { class: "card" }, el("div", { class: "controls" }, text, chooseKind, pause), trouble, list));
  return { element, close: () => socket.close() };
}

function isOf(event, kind) {
  return kind === "" || event.type === kind || (kind === "warning" && event.type === "error");
}

function describe(event) {
  const data = event.data === undefined ? "" : " " + write(event.data, 0);
  return `${event.eventType.replaceAll("_", " ")} ${event.resource}${data}`;
}

function eventRow(event) {
  const element = el("li", { class: "event", "data-kind": event.type },
    el("time", { datetime: new Date(event.timestamp * 1000).toISOString() }, moment(event.timestamp)),
    el("span", { class: "kind" }, event.type), el("span", { class: "what" }, visible(describe(event))));
  return { element, update() {} };
}
