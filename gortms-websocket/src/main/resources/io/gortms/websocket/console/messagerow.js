// One message: a line that opens, with what it carries.

import { el, visible } from "./dom.js";
import { dateTime, moment } from "./format.js";
import { preview, tree } from "./json.js";
import { notice } from "./notice.js";
import { write } from "./parse.js";

/** The details element of a frame of a message. What is inside is made when it is opened. */
export function messageRow(frame) {
  const time = Date.parse(frame.timestamp);
  const summary = el("summary", {},
    el("span", { class: "mono" }, "#" + frame.position),
    el("time", { class: "time", datetime: frame.timestamp, title: dateTime(time) }, moment(time / 1000)),
    el("span", { class: "preview mono" }, preview(frame.payload)));
  const inside = el("div", { class: "inside" });
  const details = el("details", { class: "message", ontoggle: () => {
    if (details.open && !inside.firstChild) {
      inside.append(...content(frame));
    }
  } }, summary, inside);
  return details;
}

function content(frame) {
  const facts = [["id", frame.id], ["key", frame.key], ["published", frame.timestamp]].filter(([, value]) => value !== undefined);
  const headers = Object.entries(frame.headers ?? {});
  return [
    list(facts),
    headers.length === 0 ? null : el("h3", {}, "Headers"),
    headers.length === 0 ? null : list(headers),
    el("h3", {}, "Payload"),
    tree(frame.payload),
    el("div", { class: "row" },
      el("button", { type: "button", onclick: () => copy(write(frame.payload)) }, "Copy payload"),
      el("button", { type: "button", onclick: () => copy(write(frame)) }, "Copy message")),
  ].filter((part) => part !== null);
}

function list(entries) {
  return el("dl", { class: "facts" }, entries.flatMap(([name, value]) => [el("dt", {}, visible(name)), el("dd", { class: "mono" }, visible(value))]));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice("copied");
  } catch {
    notice("The browser does not let this page write to the clipboard; over plain HTTP it does so on localhost only.", "error");
  }
}

/** Whether a search for this text finds the message. */
export function finds(frame, wanted) {
  return wanted === "" || write(frame, 0).toLowerCase().includes(wanted);
}
