// The dead letters of a queue: looked at, given back to their groups, or removed.

import { ask } from "./control.js";
import { confirm } from "./dialog.js";
import { el, setText } from "./dom.js";
import { count } from "./format.js";
import { messageRow } from "./messagerow.js";
import { notice, told } from "./notice.js";

const AT_A_TIME = 50;

export function lettersTab(place) {
  const { domain, queue, may, refresh } = place;
  const note = el("p", { class: "muted", role: "status" });
  const list = el("ol", { class: "stream", "aria-label": "Dead letters, the oldest first" });
  const more = el("button", { type: "button", onclick: () => load(next), hidden: true }, "More");
  const some = el("button", { type: "button", onclick: redriveChosen, hidden: true, disabled: true }, "Redrive chosen");
  const all = el("button", { type: "button", onclick: redriveAll, hidden: true }, "Redrive all");
  const purge = el("button", { type: "button", class: "danger", onclick: purgeAll, hidden: true }, "Purge…");
  const again = el("button", { type: "button", onclick: () => load(0) }, "Refresh");
  const chosen = new Set();
  let next = 0;
  let total = null;

  async function load(from) {
    try {
      const page = await ask("letters", { domain, queue, from, max: AT_A_TIME });
      if (from === 0) {
        list.replaceChildren();
        chosen.clear();
      }
      list.append(...page.letters.map(letterRow));
      next = page.next;
      total = page.count;
      more.hidden = next === null;
      show();
    } catch (e) {
      setText(note, e.message);
    }
  }

  function letterRow(letter) {
    const box = el("input", { type: "checkbox", "aria-label": `Choose letter ${letter.position}`, onchange: () => {
      if (box.checked) {
        chosen.add(letter.position);
      } else {
        chosen.delete(letter.position);
      }
      show();
    } });
    const reason = letter.headers["gortms-dead-reason"];
    const group = letter.headers["gortms-dead-group"];
    const row = messageRow(letter);
    row.querySelector(".preview").prepend(`${group}: ${reason} · `);
    return el("li", {}, el("div", { class: "chosen" }, box, row));
  }

  function show() {
    const manage = may().manage;
    for (const button of [some, all, purge]) {
      button.hidden = !manage;
    }
    some.disabled = chosen.size === 0;
    all.disabled = total === 0;
    purge.disabled = total === 0;
    setText(note, total === 0 ? "There is no dead letter." : `${count(total)} dead letters, ${count(chosen.size)} chosen`);
  }

  async function redrive(fields) {
    setText(note, "Giving letters back to their groups …");
    await told(() => ask("redrive", { domain, queue, ...fields }), (result) => `${count(result.moved)} redriven`
      + (result.notMoved > 0 ? `, ${count(result.notMoved)} not: ${result.reasons[0].reason}` : ""));
    await load(0);
    refresh();
  }

  function redriveChosen() {
    return redrive({ positions: [...chosen] });
  }

  async function redriveAll() {
    if (await confirm("Redrive all dead letters?", `${count(total)} letters go back to the groups that gave them up.`, "Redrive all")) {
      await redrive({});
    }
  }

  async function purgeAll() {
    if (await confirm("Remove all dead letters?", `${count(total)} letters are gone then; this cannot be undone.`, "Remove")) {
      setText(note, "Removing letters …");
      await told(() => ask("purge", { domain, queue }), (result) => `${count(result.removed)} removed`);
      await load(0);
      refresh();
    }
  }

  let known = null;
  return {
    element: el("section", { class: "card" }, el("h2", {}, "Dead letters"), el("div", { class: "controls" }, again, some, all, purge), note, list, more),
    show({ deadLetters }) {
      if (deadLetters === null) {
        setText(note, "This is a queue of dead letters itself; look at its messages.");
        again.hidden = some.hidden = all.hidden = purge.hidden = true;
      } else if (known === null) {
        load(0);
      } else if (deadLetters > known) {
        notice(`${count(deadLetters - known)} new dead letters in ${domain}.${queue}`);
      }
      known = deadLetters;
    },
    allowed: () => total !== null && show(),
  };
}
