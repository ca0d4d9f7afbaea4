import { el, type Child } from "../shared/dom.ts";
import type { FormQuestion } from "./data.ts";
import { isHelped } from "./next-family.ts";
import { partView, type Around } from "./question-view.ts";
import type { Kept } from "./telling.ts";

/** Whether all was read aloud, which is asked before everything stands on one page. */
const READ_BACK = "h_read_back";

/** Everything that was told, question by question in the order in which they are asked, each to be changed. */
export function reviewView(around: Around, again: (question: string, item: number) => void): Child[] {
  const { say, telling, data } = around;
  const name = telling.questionnaire;
  const questions = data.questionnaires.find((one) => one.name === name)?.questions ?? [];
  if (name === undefined) {
    return [];
  }
  const answers = telling.kept.filter(({ answer }) => answer.kind !== "agreed" && answer.kind !== "later");
  const places = [...new Set(answers.map(({ question, item }) => `${question} ${item}`))];
  const inOrder = places.sort(byEvent(questions));
  if (inOrder.length === 0) {
    return [el("p", {}, say.text("page.review_empty"))];
  }
  const told = inOrder.map((place) => {
    const [question = "", item = "1"] = place.split(" ");
    const parts = telling.of(question, Number(item)).filter(({ answer }) => answer.kind !== "later");
    const asked = say.shared(`${name}/${question}${Number(item) > 1 && isRepeat(questions, question) ? "/again" : ""}`);
    return el(
      "section",
      { class: "answered" },
      el("h2", {}, asked),
      ...parts.map((kept: Kept) => partView(around, name, kept)),
      el("button", { type: "button", class: "aside", click: () => again(question, Number(item)) }, say.text("page.to_question")),
    );
  });
  return [isHelped(data, telling) && readBackView(around, again), ...told];
}

/** Who cannot read hears here what was typed; whether it was right is answered after that. */
function readBackView({ say, telling }: Around, again: (question: string, item: number) => void): HTMLElement {
  const passed = telling.of(READ_BACK, 1).length > 0;
  return el(
    "section",
    { class: "read-back" },
    el("p", { class: "warning" }, say.text("office.read_back")),
    passed && el("button", { type: "button", click: () => again(READ_BACK, 1) }, say.text("office.read_back_done")),
  );
}

const isRepeat = (questions: readonly FormQuestion[], id: string): boolean =>
  questions.some((question) => question.id === id && question.type === "repeat");

/** By the questionnaire's order; all that belongs to a first event before what belongs to a second. */
function byEvent(questions: readonly FormQuestion[]): (a: string, b: string) => number {
  const at = (id: string): number => questions.findIndex((question) => question.id === id);
  const rank = (place: string): readonly number[] => {
    const [id = "", item] = place.split(" ");
    return [at(questions[at(id)]?.event ?? id), Number(item), at(id)];
  };
  return (a, b) => {
    const [one, other] = [rank(a), rank(b)];
    const differs = one.findIndex((number, i) => number !== other[i]);
    return differs < 0 ? 0 : one[differs]! - other[differs]!;
  };
}
