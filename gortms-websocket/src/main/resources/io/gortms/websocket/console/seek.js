// Moves a group.

import { ask } from "./control.js";
import { dialog } from "./dialog.js";
import { el } from "./dom.js";
import { count } from "./format.js";
import { told } from "./notice.js";

/** Asks where to, and moves the group there. */
export async function seek({ domain, queue, refresh }, group, { position, lag }) {
  const at = el("input", { type: "number", min: 0, step: 1, value: String(position), "aria-label": "Position", onfocus: () => choose("position") });
  const time = el("input", { type: "datetime-local", step: 1, "aria-label": "Time", onfocus: () => choose("time") });
  const options = {
    earliest: radio("earliest", "The oldest message that is kept"),
    latest: radio("latest", "The end: skip what waits"),
    position: radio("position", "Position", at),
    time: radio("time", "Time", time),
  };
  const input = (name) => options[name].querySelector("input[type=radio]");

  function choose(name) {
    input(name).checked = true;
  }

  function target() {
    const to = Object.keys(options).find((name) => input(name).checked);
    if (to === "position") {
      if (!/^\d{1,15}$/.test(at.value)) {
        throw new Error("A position is a whole number from 0 on.");
      }
      return { to, position: Number(at.value) };
    }
    if (to === "time") {
      if (time.value === "") {
        throw new Error("Choose day and time.");
      }
      return { to, time: new Date(time.value).toISOString() };
    }
    return { to };
  }

  choose("position");
  const content = el("div", {},
    el("p", {}, `It is at position ${count(position)}, and ${count(lag)} messages wait for it. Deliveries that are out are revoked; what lies behind counts as settled.`),
    el("fieldset", {}, el("legend", {}, "Move to"), Object.values(options)));
  const chosen = await dialog(`Seek ${group}`, content, "Move", target);
  if (chosen) {
    await told(() => ask("seek", { domain, queue, group, ...chosen }), (moved) => `${group} is at position ${count(moved.position)}`);
    refresh();
  }
}

function radio(name, text, control) {
  return el("label", {}, el("input", { type: "radio", name: "to", value: name }), el("span", {}, text), control);
}
