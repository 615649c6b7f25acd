// The traffic of one queue.

import { ask } from "./control.js";
import { trafficPanel } from "./traffic.js";

/** What the broker keeps of a queue: ten minutes by the second, a day by the minute. */
const PERIODS = [["600", "last 10 minutes"], ["3600", "last hour"], ["21600", "last 6 hours"], ["86400", "last 24 hours"]];
const GRANULARITIES = [["auto", "auto"], ["60", "1m"], ["300", "5m"], ["1800", "30m"]];
const AUTO = { 600: 10, 3600: 60, 21600: 300, 86400: 1800 };

export function seriesTab({ domain, queue }) {
  const panel = trafficPanel(PERIODS, GRANULARITIES, "600", "auto", refresh);
  let closed = false;

  async function refresh() {
    const { period, granularity } = panel.chosen();
    const granularitySeconds = granularity === "auto" ? AUTO[period] : Number(granularity);
    try {
      const { points } = await ask("series", { domain, queue, periodSeconds: Number(period), granularitySeconds });
      if (!closed) {
        panel.update(points);
      }
    } catch {
      // the view above says what is wrong, and calls again
    }
  }

  return {
    element: panel.element,
    show: refresh,
    close() {
      closed = true;
      panel.close();
    },
  };
}
