import { randomDigits, receiptOf, type Receipt } from "../crypto/receipt.ts";
import { el } from "../shared/dom.ts";
import { plainPaper } from "./plain-paper.ts";
import { heading, type Screens } from "./screens.ts";

const COVERED = "····· ····· ·····\n····· ····· ·····";

/**
 * Makes a number on this device and shows it once, covered until it is asked for.
 *
 * @param inPerson whether somebody is there who helps: then it can be printed. A family alone would print into a file on its own telephone, where it is found
 */
export async function showNewNumber(screens: Screens, inPerson: boolean, written: (receipt: Receipt) => void): Promise<void> {
  const { say } = screens;
  screens.show(heading(say.text("number.making")));
  const receipt = await receiptOf(randomDigits());
  const digits = el("p", { class: "digits" }, COVERED);
  let covered = true;
  const cover = el(
    "button",
    {
      type: "button",
      click: () => {
        covered = !covered;
        digits.textContent = covered ? COVERED : inTwoLines(receipt.shown);
        cover.textContent = say.text(covered ? "number.show" : "number.hide");
      },
    },
    say.text("number.show"),
  );
  const [why = "", ...more] = say.text("number.write_down").split("\n");
  screens[inPerson ? "showToPrint" : "show"](
    heading(why),
    ...more.map((text) => el("p", {}, text)),
    digits,
    el("div", { class: "row" }, cover),
    ...(inPerson ? plainPaper(say, receipt) : []),
    el("p", { class: "warning" }, say.text("number.never_ask")),
    screens.button("number.have_it", () => written(receipt), "main"),
  );
}

const inTwoLines = (shown: string): string => shown.replace(/^(\S+ \S+ \S+) /, "$1\n");
