// One queue: its figures, and a tab for each thing one may want of it.

import { ask, connection, domainLine, overview } from "./control.js";
import { el, setText } from "./dom.js";
import { bytes, count, rate } from "./format.js";
import { groupsTab } from "./groups.js";
import { lettersTab } from "./letters.js";
import { messagesTab } from "./messages.js";
import { optionsTab } from "./options.js";
import { publishTab } from "./publish.js";
import { toQueue } from "./route.js";
import { routingTab } from "./routing.js";
import { seriesTab } from "./series.js";

const REFRESH_MS = 2000;

/** What the server says of a queue that is not there. */
const GONE = new Set(["queue_not_found", "domain_not_found"]);

const TABS = {
  messages: ["Messages", messagesTab],
  traffic: ["Traffic", seriesTab],
  groups: ["Groups", groupsTab],
  letters: ["Dead letters", lettersTab],
  routing: ["Routing", routingTab],
  publish: ["Publish", publishTab],
  options: ["Options", optionsTab],
};

/**
 * The view. A tab is made by a function of {domain, queue, may}, and is an object with an "element", perhaps "show(details)", which
 * is called every two seconds, "allowed()", which is called when what "may()" gives, {publish, manage, known}, may have changed, and
 * "close()".
 */
export function queueView({ domain, queue, tab: first }) {
  const facts = el("p", { class: "muted" });
  const trouble = el("p", { class: "error", role: "alert" });
  const body = el("div");
  const links = Object.entries(TABS).map(([name, [text]]) => [name, el("a", { href: toQueue(domain, queue, name) }, text)]);
  const place = { domain, queue, may, refresh };
  let shown = first;
  let tab = null;
  let details = null;
  let timer = null;
  let closed = false;

  function may() {
    const line = domainLine(domain);
    return { publish: line?.mayPublish ?? false, manage: line?.mayManage ?? false, known: line !== undefined };
  }

  async function refresh() {
    clearTimeout(timer);
    try {
      if (!document.hidden && connection.value.state === "open") {
        details = await ask("queue", { domain, queue });
        setText(trouble, "");
        if (tab === null) {
          open(shown); // it is there again
        }
        show();
      }
    } catch (e) {
      setText(trouble, e.message);
      if (GONE.has(e.code)) {
        empty();
      }
    }
    clearTimeout(timer);
    if (!closed) {
      timer = setTimeout(refresh, REFRESH_MS);
    }
  }

  function show() {
    const { firstPosition, endPosition, messages, sizeBytes, publishedPerSecond, deadLetters, heldBy } = details;
    setText(facts, [
      `${count(messages)} waiting`,
      `positions ${count(firstPosition)} to ${count(endPosition)}`,
      bytes(sizeBytes),
      `${rate(publishedPerSecond)} published`,
      deadLetters === null ? null : `${count(deadLetters)} dead letters`,
      heldBy ? `kept for ${heldBy}` : null,
    ].filter(Boolean).join(" · "));
    tab.show?.(details);
  }

  /** There is nothing to see and nothing to do. */
  function empty() {
    tab?.close?.();
    tab = null;
    details = null;
    setText(facts, "");
    body.replaceChildren();
  }

  function open(name) {
    tab?.close?.();
    shown = name;
    for (const [linked, a] of links) {
      if (linked === name) {
        a.setAttribute("aria-current", "page");
      } else {
        a.removeAttribute("aria-current");
      }
    }
    tab = TABS[name][1](place);
    body.replaceChildren(tab.element);
    tab.allowed?.();
    if (details) {
      tab.show?.(details);
    }
  }

  open(first);
  document.addEventListener("visibilitychange", refresh); // what comes to the front is not two seconds old
  const unwatchConnection = connection.watch(({ state }) => state === "open" && refresh());
  const unwatchOverview = overview.watch(() => tab?.allowed?.());
  const element = el("div", {}, el("h1", {}, `${domain}.${queue}`), facts, trouble,
    el("nav", { "aria-label": "Views of the queue" }, el("ul", { class: "tabs" }, links.map(([, a]) => el("li", {}, a)))), body);
  return {
    element,
    /** Another tab of the same queue is no other view. */
    moveTo(route) {
      const same = route.view === "queues" && route.domain === domain && route.queue === queue;
      if (same) {
        open(route.tab);
      }
      return same;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", refresh);
      unwatchConnection();
      unwatchOverview();
      tab?.close?.();
    },
  };
}
