import { el } from "../shared/dom.ts";
import { button } from "./page.ts";
import type { StringId } from "./strings.ts";

/** What a volunteer has written down of a recording. It lives in the open case alone, as a letter does. */
export interface TranscriptDraft {
  /** 32 hexadecimal digits: the sealed file. */
  readonly file: string;
  text: string;
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
}

/** @param now the time code of where the recording is */
export function transcriptField(draft: TranscriptDraft, say: (id: StringId) => string, now: () => string): TranscriptField {
  const text = el("textarea", { rows: 5, dir: "auto", input: () => (draft.text = text.value) });
  text.value = draft.text;
  const insertTime = (): void => {
    const changed = withTime(text.value, text.selectionStart, now());
    draft.text = text.value = changed.text;
    text.focus();
    text.setSelectionRange(changed.caret, changed.caret);
  };
  const element = el(
    "div",
    { class: "transcript" },
    el("label", {}, say("transcript"), text),
    el("div", { class: "bar tools" }, button(say("transcriptTime"), insertTime)),
    el("p", { class: "meta keys" }, say("transcriptKeys")),
    el("p", { class: "meta" }, say("transcriptDraft")),
  );
  return { element, insertTime };
}
