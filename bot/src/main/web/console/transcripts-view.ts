import { CASE } from "../crypto/panel.ts";
import { dateInWords } from "../record/dates.ts";
import { language, languages } from "../record/languages.ts";
import type { OpenedCase } from "../record/open-case.ts";
import { recordsOf } from "../record/open-case.ts";
import type { Attachment, TestimonyRecord } from "../record/record.ts";
import { linesOf, textOf, timeCode } from "../record/transcript.ts";
import { transcriptsOf, type Transcript } from "../record/written.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import type { Source } from "./beside.ts";
import { jumpLink } from "./care.ts";
import type { Read } from "./case-view.ts";
import { isRecording, title } from "./files.ts";
import { button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import { recordAnchor } from "./testimony.ts";
import { draftOf, type TranscriptField } from "./transcript.ts";
import { addInParts } from "./worked.ts";

/** Whether what is written about it may be sealed to the case: of what fewer people read nothing is written down for more. */
export const mayBeAdded = ({ compartment }: Pick<Source, "compartment">): boolean => compartment === CASE;

/** What was written of a recording, the last first. @param playFrom seconds */
export function transcripts(page: Page, read: Read, of: Source, playFrom: (seconds: number) => void): Child[] {
  const { say } = page;
  const [last, ...earlier] = transcriptsOf(read.worked.pieces, of.about);
  if (last === undefined) {
    return [];
  }
  return [
    transcript(page, last, playFrom),
    earlier.length > 0 && el("details", { class: "earlier" }, el("summary", {}, fill(say("trEarlier"), { n: earlier.length })), ...earlier.map((each) => transcript(page, each, playFrom))),
  ];
}

function transcript({ say, tag }: Page, { by, at, language: spoken, lines, missing }: Transcript, playFrom: (seconds: number) => void): HTMLElement {
  const line = ({ at: seconds, text }: Transcript["lines"][number]): HTMLElement =>
    el(
      "li",
      {},
      seconds !== undefined && el("button", { type: "button", class: "code", dir: "ltr", "aria-label": `${say("trPlayFrom")} ${timeCode(seconds)}`, click: () => playFrom(seconds) }, timeCode(seconds)),
      el("span", { class: "words", dir: "auto", lang: spoken }, text),
    );
  return el(
    "div",
    { class: "written" },
    el("p", { class: "meta" }, fill(say("trBy"), { name: by.name, day: dateInWords(at.slice(0, 10), tag) ?? at, language: language(spoken)?.name ?? spoken })),
    missing > 0 && el("p", { class: "check note" }, fill(say("trMissing"), { n: missing })),
    el("ol", { class: "said-lines" }, ...lines.filter(({ text, at: seconds }) => text !== "" || seconds !== undefined).map(line)),
  );
}

/** Below the field in which a volunteer writes. @param added reads the case anew */
export function adding({ say, session, attempt }: Page, read: Read, of: Source, field: TranscriptField, added: () => void): Child[] {
  const { served, worked } = read;
  const { to } = worked;
  if (to === undefined || !mayBeAdded(of)) {
    return [el("p", { class: "meta" }, say("trNotAdded"))];
  }
  const draft = draftOf(read.transcripts, of.about.file ?? "");
  const last = transcriptsOf(worked.pieces, of.about)[0];
  const spoken = el(
    "select",
    { change: () => (draft.language = spoken.value) },
    ...languages.map(({ tag, name }) => el("option", { value: tag, lang: tag, selected: tag === (draft.language ?? last?.language ?? of.language) }, name)),
  );
  const status = el("p", { class: "meta", role: "status" });
  const add = (): Promise<void> =>
    attempt(async () => {
      const text = draft.text.trim();
      if (text === "") {
        status.textContent = say("noteEmpty");
        return;
      }
      button_.disabled = true;
      try {
        await addInParts(session, served.case, to, linesOf(text), (lines, part) => ({ kind: "transcript", language: spoken.value, lines, about: of.about, ...(part === undefined ? {} : { part }) }));
        draft.text = "";
        added();
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        button_.disabled = false;
      }
    });
  const button_ = button(say("trAdd"), () => void add(), true);
  return [
    el("label", { class: "spoken" }, say("trLanguage"), spoken),
    el(
      "div",
      { class: "bar tools" },
      button_,
      last !== undefined && button(say("trCorrect"), () => (draft.text.trim() === "" ? field.write(textOf(last.lines)) : void (status.textContent = say("trCorrectNot")))),
    ),
    el("p", { class: "meta" }, say("trKept")),
    status,
  ];
}

interface Recording {
  readonly record: TestimonyRecord;
  readonly attachment: Attachment;
}

/** What is to be done before anybody can translate: recordings of which nobody has written down what is said. A copy without hidden data says the same as its original. */
export function todo(page: Page, read: Read, told: readonly OpenedCase[]): HTMLElement | false {
  const { say } = page;
  const all = told.flatMap((each): Recording[] => recordsOf(each).filter(mayBeAdded).flatMap((record) => record.attachments.filter(isRecording).map((attachment) => ({ record, attachment }))));
  const isWritten = ({ record, attachment: { file } }: Recording): boolean => transcriptsOf(read.worked.pieces, { case: record.case, seq: record.seq, file }).length > 0;
  const originalOf = ({ attachment }: Recording): string => attachment.cleanedFrom ?? attachment.file;
  const done = new Set(all.filter(isWritten).map(originalOf));
  const open = all.filter((each, i) => !done.has(originalOf(each)) && all.findIndex((other) => originalOf(other) === originalOf(each)) === i);
  if (open.length === 0) {
    return false;
  }
  return el(
    "section",
    { class: "compartment todo", "aria-labelledby": "todo" },
    el("h2", { id: "todo", tabindex: "-1" }, say("trTodo")),
    el("p", { class: "meta" }, say("trTodoWhat")),
    el("ul", { class: "lines" }, ...open.map(({ record, attachment }) => el("li", {}, jumpLink(recordAnchor(record.case, record.seq), el("span", {}, ...title(attachment, say)))))),
  );
}
