// Publishes a message by hand, where that is allowed.

import { el, field, setText } from "./dom.js";
import { jsonBox } from "./jsonbox.js";
import { notice } from "./notice.js";
import { Socket } from "./socket.js";

export function publishTab({ domain, queue, may }) {
  const payload = jsonBox("Payload", "{\n  \n}", 8);
  const key = el("input", { autocomplete: "off" });
  const id = el("input", { autocomplete: "off" });
  const headers = el("textarea", { rows: 2, spellcheck: "false", placeholder: "name: value" });
  const error = el("p", { class: "error", role: "alert" });
  const send = el("button", { class: "primary" }, "Publish");
  const format = el("button", { type: "button", onclick: payload.format }, "Format");
  const refused = el("p", { class: "muted" }, "Publishing is not allowed here: the server, or your permissions, do not allow it.");
  const form = el("form", { onsubmit: publish },
    field("Payload, JSON", payload.element), payload.trouble,
    field("Key", key, "Optional. Messages of one key are delivered one after the other."),
    field("Id", id, "Optional. Made by the broker if there is none."),
    field("Headers", headers, "Optional. One in each line."),
    error, el("div", { class: "row" }, send, format));
  let socket = null;

  function publish(event) {
    event.preventDefault();
    setText(error, "");
    if (!payload.check()) {
      payload.element.focus();
      return;
    }
    try {
      const fields = { type: "publish", requestId: "console", ...optional("key", key), ...optional("id", id), headers: parseHeaders(headers.value) };
      if (!socket?.isOpen) {
        throw new Error("There is no connection to the queue.");
      }
      send.disabled = true;
      socket.sendText(JSON.stringify(fields).slice(0, -1) + `,"payload":${payload.text()}}`); // as it was typed, digit for digit
    } catch (e) {
      setText(error, e.message);
    }
  }

  function receive(frame) {
    if (frame.requestId !== "console") {
      return;
    }
    send.disabled = false;
    if (frame.type === "published") {
      notice(`published at position ${frame.position}`);
    } else {
      setText(error, frame.error);
    }
  }

  /** While there is no answer, the button is off. */
  function lost({ state, text }) {
    if (state !== "open" && send.disabled) {
      send.disabled = false;
      setText(error, `The connection ended before there was an answer; it is not known whether this was published. ${text}`);
    }
  }

  function allowed() {
    const { publish: publishing, known } = may();
    form.hidden = !publishing;
    refused.hidden = publishing || !known;
    if (publishing && !socket) {
      socket = new Socket(() => `/api/ws/domains/${encodeURIComponent(domain)}/queues/${encodeURIComponent(queue)}`, receive, lost);
    }
  }

  return {
    element: el("section", { class: "card" }, el("h2", {}, `Publish to ${queue}`), refused, form),
    allowed,
    close: () => socket?.close(),
  };
}

function optional(name, control) {
  return control.value === "" ? {} : { [name]: control.value };
}

function parseHeaders(text) {
  const headers = {};
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const colon = line.indexOf(":");
    if (colon <= 0) {
      throw new Error(`A header is "name: value", not "${line}"`);
    }
    headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return headers;
}
