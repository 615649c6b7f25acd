// Puts the page together: which view is shown, and what stands around it.

import { connect, connection, disconnect, welcome } from "./control.js";
import { eventsView } from "./events.js";
import { loginView } from "./login.js";
import { navigation } from "./navigation.js";
import { overviewView } from "./overview.js";
import { queueView } from "./queue.js";
import { current } from "./route.js";
import { forget, hasToken, wanted } from "./session.js";
import { themeSwitch } from "./theme.js";

const byId = (id) => document.getElementById(id);
const main = byId("main");
let view = null;

function show(make) {
  view?.close();
  view = make();
  main.replaceChildren(view.element);
}

/** Whether another view is shown now. */
function showCurrent() {
  byId("navigation").classList.remove("open");
  byId("menu").setAttribute("aria-expanded", "false");
  if (wanted.value) {
    show(() => loginView(enter, wanted.value.reason));
    return true;
  }
  const route = current();
  document.title = (route.view === "queues" ? `${route.domain}.${route.queue}` : route.view) + " · gortms console";
  if (view?.moveTo?.(route)) {
    return false;
  }
  show(() => (route.view === "queues" ? queueView(route) : route.view === "events" ? eventsView() : overviewView()));
  return true;
}

function enter() {
  connect();
  showCurrent();
  main.focus();
}

function showConnection({ state, text }) {
  const element = byId("connection");
  element.dataset.state = state;
  element.textContent = text;
}

connection.watch(showConnection);
welcome.watch((frame) => {
  byId("user").textContent = frame?.name ?? "";
  byId("logout").hidden = !hasToken();
});
wanted.watch((isWanted) => {
  if (isWanted) {
    disconnect();
    showCurrent();
  }
});
themeSwitch(byId("theme"));
navigation(byId("navigation"));
byId("skip").addEventListener("click", () => main.focus());
byId("menu").addEventListener("click", () => {
  const open = byId("navigation").classList.toggle("open");
  byId("menu").setAttribute("aria-expanded", String(open));
});
byId("logout").addEventListener("click", () => forget());
addEventListener("hashchange", () => {
  if (showCurrent()) {
    main.focus(); // a tab of the same queue leaves the focus at its link
  }
});
connect();
showCurrent();
