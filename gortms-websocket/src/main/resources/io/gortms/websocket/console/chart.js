// Two lines over time. The pointer or the arrow keys choose a point, whose figures are shown and read out.

import { el, setText, svg } from "./dom.js";
import { clock, rate, short } from "./format.js";

const HEIGHT = 220;
const LEFT = 48;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 24;
const STEPS = 4;

export function chart() {
  const drawing = svg("svg", { height: HEIGHT, role: "img", tabindex: 0 });
  const readout = el("p", { class: "readout", role: "status" }, "\u00a0");
  const legend = el("p", { class: "legend" },
    el("span", { class: "key published" }, "published"), el("span", { class: "key consumed" }, "consumed"));
  const element = el("div", { class: "chart" }, legend, drawing, readout);
  let points = [];
  let chosen = null;

  function draw() {
    const width = Math.max(280, element.clientWidth);
    drawing.setAttribute("width", width);
    drawing.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const most = niceCeiling(Math.max(1, ...points.map((point) => Math.max(point.published, point.consumed))));
    const x = (i) => LEFT + (points.length < 2 ? 0 : (i / (points.length - 1)) * (width - LEFT - RIGHT));
    const y = (value) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
    drawing.replaceChildren(...grid(most, width, y), ...times(points, width, x),
      line(points, x, y, "published"), line(points, x, y, "consumed"), ...cursor(points, chosen, x, y));
    drawing.setAttribute("aria-label", summary(points));
  }

  function choose(index) {
    chosen = index === null || points.length === 0 ? null : Math.min(points.length - 1, Math.max(0, index));
    const point = chosen === null ? null : points[chosen];
    setText(readout, point === null ? "\u00a0"
      : `${clock(point.timestamp)}: ${rate(point.published)} published, ${rate(point.consumed)} consumed`);
    draw();
  }

  drawing.addEventListener("pointermove", (event) => {
    const box = drawing.getBoundingClientRect();
    const part = (event.clientX - box.left - LEFT) / (box.width - LEFT - RIGHT);
    choose(Math.round(part * (points.length - 1)));
  });
  drawing.addEventListener("pointerleave", () => choose(null));
  drawing.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      choose((chosen ?? (step > 0 ? -1 : points.length)) + step);
    } else if (event.key === "Escape") {
      choose(null);
    }
  });
  const sizes = new ResizeObserver(draw);
  sizes.observe(element);
  return {
    element,
    update(latest) {
      points = latest;
      choose(chosen);
    },
    close: () => sizes.disconnect(),
  };
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below. */
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((nice) => nice >= value);
}

function grid(most, width, y) {
  return Array.from({ length: STEPS + 1 }, (_, i) => (most / STEPS) * i).flatMap((value) => [
    svg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    svg("text", { class: "axis", x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, short(value)),
  ]);
}

function times(points, width, x) {
  const labels = Math.max(2, Math.floor(width / 140));
  const every = Math.max(1, Math.ceil(points.length / labels));
  return points.flatMap((point, i) => (i % every === 0
    ? [svg("text", { class: "axis", x: x(i), y: HEIGHT - 6, "text-anchor": i === 0 ? "start" : "middle" }, clock(point.timestamp, false))]
    : []));
}

function line(points, x, y, name) {
  const path = points.map((point, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${y(point[name]).toFixed(1)}`).join("");
  return svg("path", { class: `line ${name}`, d: path });
}

function cursor(points, chosen, x, y) {
  if (chosen === null) {
    return [];
  }
  const point = points[chosen];
  return [
    svg("line", { class: "cursor", x1: x(chosen), x2: x(chosen), y1: TOP, y2: HEIGHT - BOTTOM }),
    ...["published", "consumed"].map((name) => svg("circle", { class: name, cx: x(chosen), cy: y(point[name]), r: 4 })),
  ];
}

function summary(points) {
  if (points.length === 0) {
    return "Published and consumed over time: nothing yet";
  }
  const last = points.at(-1);
  return `Published and consumed over time, from ${clock(points[0].timestamp)} to ${clock(last.timestamp)}; now `
    + `${rate(last.published)} published, ${rate(last.consumed)} consumed. Arrow keys go through the points.`;
}
