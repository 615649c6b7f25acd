// The broker at a glance.

import { el, keyed, setText } from "./dom.js";
import { bytes, count, percent, rate } from "./format.js";
import { fillBar } from "./fill.js";
import { overview } from "./control.js";
import { Socket } from "./socket.js";
import { toQueue } from "./route.js";
import { trafficPanel } from "./traffic.js";

const PERIODS = [["1h", "last hour"], ["6h", "last 6 hours"], ["12h", "last 12 hours"], ["24h", "last 24 hours"]];
const GRANULARITIES = ["auto", "10s", "1m", "5m", "15m", "30m", "1h"].map((text) => [text, text]);

export function overviewView() {
  const tiles = figures(["Domains", "Queues", "Messages waiting", "Routing rules", "Heap in use", "Disk used"]);
  const trouble = el("p", { class: "muted", role: "status" });
  const traffic = trafficPanel(PERIODS, GRANULARITIES, "1h", "auto", () => socket.restart());
  const alerts = el("ul", { class: "alerts" });
  const table = queueTable();
  const element = el("div", {},
    el("h1", {}, "Overview"), tiles.element, trouble, alerts, traffic.element,
    el("section", { class: "card" }, el("h2", {}, "Queues"), table.element));

  function path() {
    const { period, granularity } = traffic.chosen();
    return `/api/ws/stats?interval=2s&period=${period}&granularity=${granularity}`;
  }

  function show(frame) {
    if (frame.type === "error") {
      return;
    }
    const { resources } = frame;
    tiles.update([
      [count(frame.domains), trend(frame.domainTrend)],
      [count(frame.queues), trend(frame.queueTrend)],
      [count(frame.messages), trend(frame.messageTrend)],
      [count(frame.routes), trend(frame.routeTrend)],
      [bytes(resources.memoryUsage), `${count(resources.threads)} threads`],
      [bytes(resources.diskUsed), resources.diskFree === 0 ? "" : `${bytes(resources.diskFree)} free`],
    ]);
    keyed(alerts, frame.queueAlerts, (alert) => alert.domain + "." + alert.queue, alertRow);
    traffic.update(frame.messageRates);
  }

  const socket = new Socket(path, show, ({ state, text }) => setText(trouble, state === "refused" ? `No statistics: ${text}` : ""));
  const unwatch = overview.watch((value) => value && table.update(value.domains));
  return {
    element,
    close() {
      socket.close();
      unwatch();
      traffic.close();
    },
  };
}

function figures(names) {
  const values = names.map(() => [el("dd", { class: "value" }, "–"), el("dd", { class: "muted" })]);
  const element = el("dl", { class: "tiles" }, names.map((name, i) => el("div", { class: "tile" }, el("dt", {}, name), values[i])));
  return {
    element,
    update(all) {
      all.forEach(([value, note], i) => {
        setText(values[i][0], value);
        setText(values[i][1], note);
      });
    },
  };
}

function trend(change) {
  if (!change) {
    return "";
  }
  return change.direction === "flat" ? "as before" : `${change.direction} ${percent(change.value)}`;
}

function alertRow(alert) {
  const text = el("span");
  const element = el("li", { "data-level": alert.severity },
    el("a", { href: toQueue(alert.domain, alert.queue) }, `${alert.domain}.${alert.queue}`), text);
  return {
    element,
    update: ({ usage, severity }) => {
      element.dataset.level = severity;
      setText(text, ` is ${percent(usage)} full`);
    },
  };
}

function queueTable() {
  const rows = el("tbody");
  const empty = el("p", { class: "muted" }, "There is no queue yet.");
  const head = ["Queue", "Waiting", "Published", "Consumed", "Groups", "Lag", "In flight"];
  const table = el("table", {}, el("caption", { class: "unseen" }, "Queues, what waits in them, and how fast they go"),
    el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))), rows);
  return {
    element: el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of queues" }, table, empty),
    update(domains) {
      const lines = domains.flatMap((domain) => domain.queues.map((queue) => ({ domain: domain.name, ...queue })));
      empty.hidden = lines.length > 0;
      table.hidden = lines.length === 0;
      keyed(rows, lines, (line) => line.domain + "." + line.name, tableRow);
    },
  };
}

function tableRow(first) {
  const bar = fillBar();
  const cells = Array.from({ length: 5 }, () => el("td", { class: "number" }));
  const name = el("th", { scope: "row" },
    el("a", { href: toQueue(first.domain, first.name) }, `${first.domain}.${first.name}`));
  return {
    element: el("tr", {}, name, el("td", {}, bar.element), cells),
    update(line) {
      bar.update(line);
      const texts = [
        rate(line.publishedPerSecond),
        rate(line.consumedPerSecond),
        count(line.groups.length),
        count(Math.max(0, ...line.groups.map((group) => group.lag))),
        count(line.groups.reduce((sum, group) => sum + group.inFlight, 0)),
      ];
      texts.forEach((text, i) => setText(cells[i], text));
    },
  };
}
