// All queues in a table that is sorted by any of its columns.

import { el, keyed, setText } from "./dom.js";
import { count, rate } from "./format.js";
import { fillBar } from "./fill.js";
import { toQueue } from "./route.js";

/** So many rows are shown: which are the first ones, the order says. */
const MOST_ROWS = 200;

/** Each column: its head, and what it is sorted by. */
const COLUMNS = [
  ["Queue", null],
  ["Waiting", (line) => line.messages],
  ["Published", (line) => line.publishedPerSecond],
  ["Consumed", (line) => line.consumedPerSecond],
  ["Groups", (line) => line.groups.length],
  ["Lag", mostLag],
  ["In flight", (line) => line.groups.reduce((sum, group) => sum + group.inFlight, 0)],
];

/** The column of groups, among those of figures. */
const GROUPS = 2;

export function queueTable() {
  const rows = el("tbody");
  const note = el("p", { class: "muted", role: "status" });
  const heads = COLUMNS.map(([text], i) => el("th", { scope: "col" }, el("button", { type: "button", class: "sort", onclick: () => sortBy(i) }, text)));
  const table = el("table", {}, el("caption", { class: "unseen" }, "Queues, what waits in them, and how fast they go; the buttons sort"),
    el("thead", {}, el("tr", {}, heads)), rows);
  let lines = [];
  let column = 0;

  /** By name from the first on, by a figure from the largest on. */
  function sortBy(chosen) {
    column = chosen;
    show();
  }

  function show() {
    heads.forEach((head, i) => head.setAttribute("aria-sort", i !== column ? "none" : column === 0 ? "ascending" : "descending"));
    const figure = COLUMNS[column][1];
    const sorted = figure === null ? lines : [...lines].sort((a, b) => figure(b) - figure(a));
    table.hidden = lines.length === 0;
    keyed(rows, sorted.slice(0, MOST_ROWS), (line) => line.domain + "." + line.name, row);
    const left = lines.length - MOST_ROWS;
    setText(note, lines.length === 0 ? "There is no queue yet." : left > 0 ? `${count(left)} more queues: sort by another column, or filter by name in the list of queues.` : "");
  }

  show();
  return {
    element: el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of queues" }, table, note),
    update(domains) {
      lines = domains.flatMap((domain) => domain.queues.map((queue) => ({ domain: domain.name, ...queue })));
      show();
    },
  };
}

function pauses(line) {
  const paused = line.groups.filter((group) => group.paused).length;
  return paused === 0 ? "" : ` (${count(paused)} paused)`;
}

function mostLag(line) {
  return Math.max(0, ...line.groups.map((group) => group.lag));
}

function row(first) {
  const bar = fillBar();
  const cells = COLUMNS.slice(2).map(() => el("td", { class: "number" }));
  const name = el("th", { scope: "row" },
    el("a", { href: toQueue(first.domain, first.name) }, `${first.domain}.${first.name}`));
  return {
    element: el("tr", {}, name, el("td", {}, bar.element), cells),
    update(line) {
      bar.update(line);
      cells.forEach((cell, i) => {
        const figure = COLUMNS[i + 2][1](line);
        setText(cell, i < 2 ? rate(figure) : i === GROUPS ? count(figure) + pauses(line) : count(figure));
      });
    },
  };
}
