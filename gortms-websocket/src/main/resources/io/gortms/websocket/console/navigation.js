// The column of domains and queues.

import { el, keyed, setText } from "./dom.js";
import { fillBar } from "./fill.js";
import { overview } from "./control.js";
import { current, toQueue } from "./route.js";

/** A list is for reading; with more queues than that one looks for names. */
const MOST_QUEUES = 300;

export function navigation(container) {
  const filter = el("input", { type: "search", placeholder: "Filter queues", "aria-label": "Filter queues", oninput: show });
  const domains = el("div");
  const more = el("p", { class: "muted", hidden: true });
  const links = [link("Overview", "#/"), link("Events", "#/events")];
  container.append(el("ul", { class: "links" }, links.map((a) => el("li", {}, a))), filter, domains, more);

  function show() {
    const all = overview.value?.domains ?? [];
    const wanted = filter.value.trim().toLowerCase();
    let room = MOST_QUEUES;
    let left = 0;
    const shown = [];
    for (const domain of all) {
      const named = domain.queues.filter((queue) => `${domain.name}.${queue.name}`.toLowerCase().includes(wanted));
      const queues = named.slice(0, room);
      room -= queues.length;
      left += named.length - queues.length;
      if (queues.length > 0 || wanted === "") {
        shown.push({ name: domain.name, queues });
      }
    }
    keyed(domains, shown, (domain) => domain.name, domainRow);
    more.hidden = left === 0;
    setText(more, `${left} more queues: filter by name`);
    mark(container);
  }

  overview.watch(show);
  addEventListener("hashchange", () => mark(container));
}

function link(text, href) {
  return el("a", { href }, text);
}

function domainRow(domain) {
  const list = el("ul");
  const id = "domain-" + domain.name;
  const element = el("section", { "aria-labelledby": id }, el("h2", { id }, domain.name), list);
  return {
    element,
    update({ name, queues }) {
      keyed(list, queues, (queue) => queue.name, (queue) => queueRow(name, queue));
    },
  };
}

function queueRow(domain, queue) {
  const bar = fillBar();
  const a = el("a", { href: toQueue(domain, queue.name) }, el("span", { class: "name" }, queue.name), bar.element);
  return { element: el("li", {}, a), update: (line) => bar.update(line) };
}

/** Marks the link of the current view, for eyes and screen readers. */
function mark(container) {
  const route = current();
  const here = route.view === "queues" ? toQueue(route.domain, route.queue) : route.view === "events" ? "#/events" : "#/";
  for (const a of container.querySelectorAll("a")) {
    if (a.getAttribute("href") === here) {
      a.setAttribute("aria-current", "page");
    } else {
      a.removeAttribute("aria-current");
    }
  }
}
