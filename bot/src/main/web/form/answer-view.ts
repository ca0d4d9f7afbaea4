import type { Answer } from "./conversation.ts";
import type { FormData, FormPlace, FormQuestion } from "./data.ts";
import { dateInWords } from "../record/dates.ts";
import type { Say } from "./say.ts";

/** An answer in the words of the reader's language, as the family sees it before it is sent. */
export function answerInWords(answer: Answer, question: string, questionnaire: string, data: FormData, say: Say): string {
  const option = (id: string): string =>
    say.shared(`${questionnaire}/${question}/${id}`) || say.shared(`button.${id}`) || id;
  switch (answer.kind) {
    case "agreed":
    case "chosen":
      return option(answer.option);
    case "chosenMany":
      return answer.options.map(option).join("\n");
    case "words":
      return answer.text;
    case "dated":
      return answer.words ?? dateInWords(answer.edtf, say.language) ?? answer.edtf;
    case "located":
      return answer.words ?? placeName(data, answer.code ?? "", say.language);
    case "numbered":
      return answer.words;
    case "attached":
      return answer.file.name ?? say.text(`kind.${answer.file.kind}`);
    case "unknown":
      return say.shared("button.unknown");
    case "declined":
      return say.shared("button.declined");
    case "later":
      return say.text("page.left_out");
  }
}

export function questionOf(data: FormData, questionnaire: string, id: string): FormQuestion | undefined {
  return data.questionnaires.find(({ name }) => name === questionnaire)?.questions.find((question) => question.id === id);
}

function placeName(data: FormData, code: string, language: string): string {
  const all = (places: readonly FormPlace[]): FormPlace[] => places.flatMap((place) => [place, ...all(place.children)]);
  const found = all(Object.values(data.places).flat()).find((place) => place.code === code);
  return found?.names[language] ?? code;
}

/** Bytes as a person reads them. */
export function sizeInWords(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
