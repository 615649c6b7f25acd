// The routing rules of a domain, and where a message would go.

import { ask } from "./control.js";
import { el, field, setText, visible } from "./dom.js";
import { jsonBox } from "./jsonbox.js";

export function routingTab({ domain, queue }) {
  const rules = el("tbody");
  const exchanges = el("ul");
  const note = el("p", { class: "muted" });
  const table = el("table", { hidden: true }, el("caption", { class: "unseen" }, `Routing rules of ${domain}`), head("From", "To", "Condition"), rules);
  const bindings = el("section", { hidden: true }, el("h3", {}, "Exchanges"), exchanges);
  const input = jsonBox("Payload", '{\n  "amount": 1500\n}', 4);
  const answer = el("div", { role: "status" });
  const button = el("button", { class: "primary" }, "Explain");
  const form = el("form", { onsubmit: explain }, field(`Where would copies of this go, published to ${queue}?`, input.element), input.trouble,
    el("div", { class: "row" }, button));

  async function load() {
    try {
      const found = await ask("routes", { domain });
      rules.replaceChildren(...found.routes.map((rule) => row(rule.from, rule.to, rule.condition)));
      exchanges.replaceChildren(...found.exchanges.map(exchangeLine));
      table.hidden = found.routes.length === 0;
      bindings.hidden = found.exchanges.length === 0;
      setText(note, found.routes.length === 0 ? `There are no routing rules in ${domain}.` : "");
    } catch (e) {
      setText(note, e.message);
    }
  }

  async function explain(event) {
    event.preventDefault();
    try {
      const found = await ask("explain", { domain, queue, json: input.text() });
      const copies = found.copies.length === 0 ? "No copy would be made." : `Copies would go to ${found.copies.join(", ")}.`;
      answer.replaceChildren(el("p", {}, copies), found.rules.length === 0 ? "" : explanation(found.rules));
    } catch (e) {
      answer.replaceChildren(el("p", { class: "error" }, visible(e.message)));
    }
  }

  return {
    element: el("div", {},
      el("section", { class: "card" }, el("h2", {}, `Routing rules of ${domain}`), note, wide(table, "Table of routing rules"), bindings),
      el("section", { class: "card" }, el("h2", {}, "Explain"), form, answer)),
    shown: false,
    show() {
      if (!this.shown) {
        this.shown = true;
        load();
      }
    },
  };
}

function wide(table, label) {
  return el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": label }, table);
}

function head(...texts) {
  return el("thead", {}, el("tr", {}, texts.map((text) => el("th", { scope: "col" }, text))));
}

function row(from, to, condition, ...more) {
  return el("tr", {}, el("td", {}, from), el("td", {}, to), el("td", { class: "mono" }, visible(condition)), more);
}

function explanation(rules) {
  const rows = rules.map((rule) => row(rule.from, rule.to, rule.condition, said(rule.matches), said(rule.copies)));
  return wide(el("table", {}, el("caption", { class: "unseen" }, "Rules that were looked at"),
    head("From", "To", "Condition", "Matches", "Copies"), el("tbody", {}, rows)), "Rules that were looked at");
}

function said(yes) {
  return el("td", { class: yes ? "yes" : "muted" }, yes ? "yes" : "no");
}

function exchangeLine({ name, type, bindings }) {
  const lines = bindings.map(({ queue, key, headers, any }) => {
    const asked = Object.entries(headers).map(([header, value]) => `${header}=${value}`).join(any ? " or " : " and ");
    return el("li", {}, el("span", { class: "mono" }, visible(asked || key || "everything")), ` → ${queue}`);
  });
  return el("li", {}, `${name} (${type})`, el("ul", {}, lines));
}
