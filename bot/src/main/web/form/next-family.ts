import { el, type Child } from "../shared/dom.ts";
import type { FormData } from "./data.ts";
import type { Say } from "./say.ts";
import type { Telling } from "./telling.ts";

/** Whether somebody else types or translates for the one who tells. Then one device may serve one family after another. */
export function isHelped({ questionnaires }: Pick<FormData, "questionnaires">, telling: Telling): boolean {
  const questions = questionnaires.find(({ name }) => name === telling.questionnaire)?.questions ?? [];
  return telling.kept.some(({ question, answer }) => answer.kind === "chosen" && questions.find(({ id }) => id === question)?.helped?.includes(answer.option) === true);
}

/**
 * Loads the page anew, which forgets whatever it held. The language alone is left to the next page: beside this entry of the tab's history, so in no address and in no
 * store of the browser.
 */
export function beginAnew(language: string): void {
  history.replaceState(language, "");
  location.reload();
}

/** What the page before left to this one. It can be taken once. */
export function languageLeft(): string | undefined {
  const left: unknown = history.state;
  if (typeof left !== "string") {
    return undefined;
  }
  history.replaceState(null, "");
  return left;
}

/** Asked once, where something would be lost. */
export function nextFamilyView(say: Say, ways: { forget(): void; goOn(): void }): Child[] {
  const [question = "", ...rest] = say.text("office.ask").split("\n\n");
  const button = (id: string, use: string, press: () => void): HTMLElement => el("div", { class: "row" }, el("button", { type: "button", class: use, click: press }, say.text(id)));
  return [
    el("h1", { tabindex: -1 }, question),
    ...rest.map((text) => el("p", {}, text)),
    button("office.forget", "aside", ways.forget),
    button("office.go_on", "main", ways.goOn),
  ];
}
