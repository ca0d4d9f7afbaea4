import { isHard } from "./field-table.ts";
import { toldBy } from "./fields.ts";
import type { FollowUp } from "./follow-up.ts";
import { languages } from "./languages.ts";
import { recordsOf, type OpenedCase } from "./open-case.ts";
import { place, questionnaire } from "./questionnaires.ts";
import type { TestimonyRecord } from "./record.ts";
import type { Text } from "./search.ts";
import type { Piece } from "./work.ts";

/** Where a text was found: in an answer to a question, or in what volunteers added. */
export type Where =
  | { readonly kind: "answer"; readonly question: string; readonly version: string; readonly hard: boolean }
  | { readonly kind: "work"; readonly work: Piece["work"]["kind"] };

/** What can be searched of a case: the family's words, what came later from the family and the words of volunteers. Whatever others sent is left out. */
export const textsOf = (opened: OpenedCase, followUps: readonly FollowUp[], pieces: readonly Piece[]): Text<Where>[] =>
  [
    ...toldBy(opened, followUps).flatMap((each) => recordsOf(each).flatMap(answer)),
    ...pieces.flatMap(({ work }) => worked(work).map((text) => ({ where: { kind: "work", work: work.kind } as const, text }))),
  ].filter(({ text }) => text.trim() !== "");

/** A place that was chosen from the list is found by its name in every language. */
function answer({ question, questionnaire: form, version, value }: TestimonyRecord): Text<Where>[] {
  const list = questionnaire(version)?.questions.find(({ id }) => id === question)?.list;
  const { code } = value;
  const names = list === undefined || code === undefined ? [] : languages.flatMap(({ tag }) => place(list, code, tag) ?? []);
  const texts = [value.text, value.words, value.number, [...new Set(names)].join(" · ")];
  return texts.flatMap((text) => (text === undefined ? [] : [{ where: { kind: "answer", question, version, hard: isHard(question, form) } as const, text }]));
}

function worked(work: Piece["work"]): string[] {
  switch (work.kind) {
    case "note":
      return [work.text];
    case "field":
      return [work.value, work.why];
    case "checklist":
      return [work.why];
    case "agreement":
      return [work.with, work.said];
    case "agreement_over":
      return [work.why];
    case "transcript":
      return work.lines.map(({ text }) => text);
    case "translation":
      return work.segments.map(({ text }) => text);
    case "same":
    case "match":
    case "bundle":
    case "aid":
      return [];
  }
}
