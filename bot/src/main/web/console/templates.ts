import { language } from "../record/languages.ts";
import { el, fill } from "../shared/dom.ts";
import type { Page } from "./page.ts";
import { questions } from "./questions.ts";
import { isLanguageTag } from "./strings.ts";

/**
 * Questions that volunteers often have, in the family's language; beside each what it means in the reader's own.
 *
 * @param told the tag of the language in which the family told; another one counts as the reader's
 * @param insert puts words into the letter
 */
export function templates({ say, tag }: Page, told: string, insert: (words: string) => void): HTMLElement {
  const family = isLanguageTag(told) ? told : tag;
  const line = (question: (typeof questions)[number]): HTMLElement => {
    const same = family === tag;
    return el(
      "li",
      {},
      el(
        "div",
        {},
        el("p", { lang: family, dir: language(family)?.rightToLeft ? "rtl" : "ltr" }, question[family]),
        !same && el("p", { class: "meta" }, question[tag]),
      ),
      el("button", { type: "button", "aria-label": `${say("questionInsert")}: ${question[tag]}`, click: () => insert(question[family]) }, say("questionInsert")),
    );
  };
  return el(
    "details",
    { class: "templates" },
    el("summary", {}, say("questionsReady")),
    el("p", { class: "meta" }, fill(say("questionsIn"), { language: language(family)?.name ?? family })),
    el("ul", { class: "lines" }, ...questions.map(line)),
  );
}
