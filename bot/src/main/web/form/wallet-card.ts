import { dateInWords } from "../record/dates.ts";
import { el } from "../shared/dom.ts";
import { printPaper } from "./plain-paper.ts";
import type { Say } from "./say.ts";
import { download, heading, paragraphs, type Screens } from "./screens.ts";

/** What a case can be found by in person (`docs/record-format.md`, step 27): it opens nothing. */
export const markOf = (caseId: string): string => (caseId.slice(0, 12).match(/.{4}/g) ?? []).join(" ");

/** @param day of the sending, `YYYY-MM-DD` */
export function showCard(screens: Screens, organisation: string, caseId: string, day: string, back: () => void): void {
  const { say } = screens;
  const lines = linesOf(say, organisation, caseId, day);
  const [name, mark, date] = lines;
  screens.showToPrint(
    heading(say.text("card.heading")),
    ...paragraphs(say.text("card.why")),
    el(
      "section",
      { class: "paper" },
      el("p", { dir: "auto" }, name),
      el("p", { class: "digits" }, mark),
      el("p", { dir: "auto" }, date),
    ),
    el("p", { class: "warning" }, say.text("card.careful")),
    screens.button("card.print", printPaper),
    download(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }), "card.txt", say.text("card.save")),
    screens.labelled(say.shared("button.back"), back, "main"),
  );
}

const linesOf = (say: Say, organisation: string, caseId: string, day: string): [string, string, string] => [
  organisation,
  markOf(caseId),
  dateInWords(day, say.language) ?? day,
];
