// The groups of a queue: where they are, and what they do; moved, paused and resumed by who may.

import { ask } from "./control.js";
import { confirm } from "./dialog.js";
import { el, keyed, setText } from "./dom.js";
import { count, duration, rate } from "./format.js";
import { told } from "./notice.js";
import { seek } from "./seek.js";

const HEAD = ["Group", "State", "Position", "Lag", "In flight", "Retrying", "Consumers", "Consumed", "Oldest", "p50 / p99"];

export function groupsTab(place) {
  const rows = el("tbody");
  const actions = el("th", { scope: "col" }, "Actions");
  const note = el("p", { class: "muted" });
  const table = el("table", { class: "compact" }, el("caption", { class: "unseen" }, "Consumer groups"),
    el("thead", {}, el("tr", {}, column(HEAD[0]), actions, HEAD.slice(1).map(column))), rows);
  const element = el("section", { class: "card" }, el("h2", {}, "Groups"), note,
    el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of groups" }, table));
  let latest = null;

  function show({ groups }) {
    const { manage, known } = place.may();
    latest = groups;
    actions.hidden = !manage;
    table.hidden = groups.length === 0;
    setText(note, groups.length === 0 ? "No group reads this queue."
      : manage || !known ? "" : "Groups can be looked at, not changed: the server, or your permissions, do not allow it.");
    keyed(rows, groups, (group) => group.name, (group) => groupRow(place, group.name));
  }

  return { element, show, allowed: () => latest && show({ groups: latest }) };
}

function column(text) {
  return el("th", { scope: "col" }, text);
}

function groupRow(place, name) {
  const cells = HEAD.slice(1).map(() => el("td", { class: "number" }));
  const pause = el("button", { type: "button", onclick: () => change(place, name, paused) });
  const move = el("button", { type: "button", onclick: () => seek(place, name, group) }, "Seek…");
  const actions = el("td", {}, el("div", { class: "actions" }, pause, move));
  let paused = false;
  let group = null;
  return {
    element: el("tr", {}, el("th", { scope: "row" }, name), actions, cells),
    update(latest) {
      group = latest;
      paused = group.paused;
      const texts = [
        state(group), count(group.position), count(group.lag), count(group.inFlight), count(group.retrying), count(group.consumers),
        rate(group.consumedPerSecond), duration(group.oldestUnsettledMillis),
        group.p50Millis === null ? "–" : `${duration(group.p50Millis)} / ${duration(group.p99Millis)}`,
      ];
      texts.forEach((text, i) => setText(cells[i], text));
      setText(pause, paused ? "Resume" : "Pause");
      pause.setAttribute("aria-label", `${paused ? "Resume" : "Pause"} ${name}`);
      move.setAttribute("aria-label", `Seek ${name}`);
      actions.hidden = !place.may().manage;
    },
  };
}

function state({ paused, breaker }) {
  return paused ? "paused" : breaker === "closed" ? "running" : `breaker ${breaker}`;
}

async function change({ domain, queue, refresh }, group, paused) {
  const sure = paused || await confirm(`Pause ${group}?`, "Its consumers get nothing more until it is resumed, also after a restart.", "Pause");
  if (sure) {
    const type = paused ? "resume" : "pause";
    await told(() => ask(type, { domain, queue, group }), () => `${group} is ${paused ? "resumed" : "paused"}`);
    refresh();
  }
}
