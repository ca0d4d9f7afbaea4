import type { Receipt } from "../crypto/receipt.ts";
import { el, replace, type Child } from "../shared/dom.ts";
import type { Say } from "./say.ts";
import { paragraphs, row } from "./screens.ts";

/** Of the printer's list of jobs, and of a head line that a browser may print. Where it is empty, they would have the address. */
const NO_TITLE = "–";

/** Prints what has the class `paper`. */
export function printPaper(): void {
  const { title } = document;
  addEventListener("afterprint", () => (document.title = title), { once: true });
  document.title = NO_TITLE;
  print();
}

/**
 * A paper for whoever has no telephone: the number, how to come back, and to show it to nobody. It names neither the family nor us, nor what it is about. It is
 * seen on paper alone, and it is made when it is asked for: before, the browser's own command prints an empty sheet.
 */
export function plainPaper(say: Say, receipt: Receipt): Child[] {
  const paper = el("section", { class: "paper plain" });
  const fill = (): void => {
    const [keep, ...more] = paragraphs(say.text("office.paper"));
    replace(paper, keep, el("p", { class: "digits" }, inThreeLines(receipt.shown)), ...more);
    printPaper();
  };
  return [...paragraphs(say.text("office.print_why")), row(el("button", { type: "button", click: fill }, say.text("office.print"))), paper];
}

const inThreeLines = (shown: string): string => shown.replace(/(\S+ \S+) /g, "$1\n");
