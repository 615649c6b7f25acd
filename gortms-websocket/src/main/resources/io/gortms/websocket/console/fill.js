// How full a queue is: a bar with marks at 75 and 90 percent.

import { count, percent } from "./format.js";
import { el, setText } from "./dom.js";

export function fillBar() {
  const level = el("div", { class: "level" });
  const bar = el("div", { class: "bar-of", role: "meter", "aria-valuemin": 0, "aria-valuemax": 100 }, level,
    el("i", { class: "mark at75" }), el("i", { class: "mark at90" }));
  const text = el("span", { class: "figure" });
  const element = el("div", { class: "fill" }, bar, text);
  return {
    element,
    update({ name, messages, maxSize }) {
      bar.hidden = maxSize === 0;
      setText(text, maxSize === 0 ? count(messages) : `${count(messages)} / ${count(maxSize)}`);
      if (maxSize === 0) {
        return;
      }
      const usage = Math.min(100, (messages / maxSize) * 100);
      element.dataset.level = levelOf(usage);
      level.style.width = usage + "%";
      bar.setAttribute("aria-valuenow", usage.toFixed(1));
      bar.setAttribute("aria-label", `${name} is ${percent(usage)} full`);
    },
  };
}

export function levelOf(usage) {
  return usage >= 90 ? "critical" : usage >= 75 ? "warning" : "ok";
}
