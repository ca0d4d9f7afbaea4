import type { Child } from "../shared/dom.ts";
import { el } from "../shared/dom.ts";
import { button } from "./page.ts";
import type { StringId } from "./strings.ts";

/** What a volunteer has written down of a recording and not yet added. It lives in the open case, as a letter does. */
export interface TranscriptDraft {
  /** 32 hexadecimal digits: the sealed file. */
  readonly file: string;
  text: string;
  /** Of the words; undefined for the language in which the case was told. */
  language?: string;
}

/** Those of an open case, by file. */
export type Transcripts = Map<string, TranscriptDraft>;

export function draftOf(transcripts: Transcripts, file: string): TranscriptDraft {
  const draft = transcripts.get(file) ?? { file, text: "" };
  transcripts.set(file, draft);
  return draft;
}

/** A text with a time code at that place, on a line of its own. @param at of the text, in UTF-16 units */
export function withTime(text: string, at: number, code: string): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, at);
  const inserted = `${before === "" || before.endsWith("\n") ? "" : "\n"}[${code}] `;
  return { text: before + inserted + text.slice(at), caret: at + inserted.length };
}

export interface TranscriptField {
  readonly element: HTMLElement;
  readonly insertTime: () => void;
  /** Puts another text in the place of what is there. */
  readonly write: (text: string) => void;
}

/**
 * @param now the time code of where the recording is
 * @param below what can be done with what was written
 */
export function transcriptField(draft: TranscriptDraft, say: (id: StringId) => string, now: () => string, below: (field: TranscriptField) => Child[]): TranscriptField {
  const text = el("textarea", { rows: 5, dir: "auto", input: () => (draft.text = text.value) });
  text.value = draft.text;
  const insertTime = (): void => {
    const changed = withTime(text.value, text.selectionStart, now());
    draft.text = text.value = changed.text;
    text.focus();
    text.setSelectionRange(changed.caret, changed.caret);
  };
  const write = (to: string): void => {
    draft.text = text.value = to;
    text.rows = Math.min(20, Math.max(5, to.split("\n").length));
    text.focus();
  };
  const element = el("div", { class: "transcript" });
  const field: TranscriptField = { element, insertTime, write };
  element.append(
    el("label", {}, say("transcript"), text),
    el("div", { class: "bar tools" }, button(say("transcriptTime"), insertTime)),
    el("p", { class: "meta keys" }, say("transcriptKeys")),
    ...below(field).filter((child) => child !== undefined && child !== false),
  );
  return field;
}
