// Published and consumed over time: a chart, how far back it goes, how fine it is, and the same as a table.

import { el, select, setText } from "./dom.js";
import { clock, count, rate } from "./format.js";
import { chart } from "./chart.js";

/**
 * @param periods and granularities: pairs of value and text
 * @param onchange called when another one is chosen
 */
export function trafficPanel(periods, granularities, period, granularity, onchange) {
  const chosen = { period, granularity };
  const lines = chart();
  const now = el("p", { class: "muted" });
  const rows = el("tbody");
  const table = el("details", { ontoggle: () => showTable() }, el("summary", {}, "As a table"),
    el("div", { class: "wide tall", tabindex: 0, role: "region", "aria-label": "Traffic as a table" },
      el("table", {}, el("thead", {}, el("tr", {}, ["From", "Published", "Consumed"].map((text) => el("th", { scope: "col" }, text)))), rows)));
  let points = [];

  function choose(name, value) {
    chosen[name] = value;
    onchange();
  }

  function showTable() {
    if (table.open) {
      rows.replaceChildren(...[...points].reverse().map((point) => el("tr", {},
        el("th", { scope: "row" }, clock(point.timestamp)),
        el("td", { class: "number" }, rate(point.published)),
        el("td", { class: "number" }, rate(point.consumed)))));
    }
  }

  const controls = el("div", { class: "controls" },
    select("Period", periods, period, (value) => choose("period", value)),
    granularities.length > 0 ? select("Granularity", granularities, granularity, (value) => choose("granularity", value)) : null);
  const element = el("section", { class: "card" },
    el("div", { class: "head" }, el("h2", {}, "Published and consumed"), controls), now, lines.element, table);
  return {
    element,
    chosen: () => ({ ...chosen }),
    update(latest) {
      points = latest;
      lines.update(points);
      const most = Math.max(0, ...points.map((point) => point.published));
      setText(now, `${count(points.length)} points; at most ${rate(most)} published`);
      showTable();
    },
    close: () => lines.close(),
  };
}
