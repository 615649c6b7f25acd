// The broker at a glance.

import { el, keyed, setText } from "./dom.js";
import { bytes, count, percent } from "./format.js";
import { overview } from "./control.js";
import { queueTable } from "./queuetable.js";
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
