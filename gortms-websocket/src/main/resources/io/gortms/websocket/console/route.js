// Which view the address names: #/, #/events, #/queues/{domain}/{queue}/{tab}.

export const TABS = ["messages", "traffic", "groups", "letters", "routing", "publish", "options"];

export function current() {
  const [, view, domain, queue, tab] = location.hash.split("/").map(decode);
  if (view === "events") {
    return { view };
  }
  if (view === "queues" && domain && queue) {
    return { view, domain, queue, tab: TABS.includes(tab) ? tab : TABS[0] };
  }
  return { view: "overview" };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export function toQueue(domain, queue, tab = TABS[0]) {
  return "#/" + ["queues", domain, queue, tab].map(encodeURIComponent).join("/");
}
