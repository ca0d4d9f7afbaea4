import { dateInWords } from "../record/dates.ts";
import type { Piece } from "../record/work.ts";
import { el, fill } from "../shared/dom.ts";
import type { Read } from "./case-view.ts";
import { button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import { addWork } from "./worked.ts";

/** What colleagues wrote about the case, and a field for more. @param added reads the case anew */
export function notesView(page: Page, read: Read, added: () => void): HTMLElement {
  const { say } = page;
  const { pieces, unread } = read.worked;
  const notes = pieces.filter(({ work }) => work.kind === "note");
  return el(
    "section",
    { class: "compartment notes-of-case", "aria-labelledby": "case-notes" },
    el("h2", { id: "case-notes", tabindex: "-1" }, say("noteTitle")),
    el("p", { class: "meta" }, say("noteWhat")),
    unread.some(({ state }) => state === "forged") && el("p", { class: "check bad", role: "alert" }, say("workForged")),
    unread.some(({ state }) => state === "left") && el("p", { class: "check note" }, say("workLeft")),
    unread.some(({ state }) => state === "damaged") && el("p", { class: "check bad", role: "alert" }, say("workDamaged")),
    notes.length > 0 && el("ol", { class: "lines" }, ...notes.map((each) => note(page, each))),
    read.worked.to !== undefined && writing(page, read, read.worked.to, added),
  );
}

const note = ({ say, tag }: Page, { by, at, work }: Piece): HTMLElement =>
  el(
    "li",
    {},
    el("p", { class: "meta" }, fill(say("noteBy"), { name: by.name, day: dateInWords(at.slice(0, 10), tag) ?? at })),
    work.kind === "note" && el("p", { class: "words", dir: "auto" }, work.text),
  );

function writing({ say, session, attempt }: Page, { served, draft }: Read, to: string, added: () => void): HTMLElement {
  const text = el("textarea", { id: "note", rows: 3, dir: "auto", "aria-label": say("noteTitle"), input: () => (draft.note = text.value) });
  text.value = draft.note;
  const status = el("p", { class: "meta", role: "status" });
  const add = (): Promise<void> =>
    attempt(async () => {
      if (draft.note.trim() === "") {
        status.textContent = say("noteEmpty");
        text.focus();
        return;
      }
      button_.disabled = true;
      try {
        await addWork(session, served.case, to, { kind: "note", text: draft.note });
        draft.note = text.value = "";
        status.textContent = say("noteAdded");
        added();
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        button_.disabled = false;
      }
    });
  const button_ = button(say("noteAdd"), () => void add());
  return el("div", {}, text, el("p", {}, button_), status);
}
