import { el, type Child } from "../shared/dom.ts";
import type { Say } from "./say.ts";
import { readLetter, sendLetter } from "./send.ts";

/** For whoever carries somebody else's sealed letter: its text is pasted or its file chosen, and it goes the way that the form itself goes. */
export function handInView(say: Say): Child[] {
  const text = el("textarea", { rows: 6, dir: "ltr", spellcheck: "false", autocomplete: "off", "aria-label": say.text("sending.hand_in") });
  const told = el("p", { role: "status" });
  const file = el("input", { type: "file", class: "picker", "aria-label": say.text("page.add_file") });
  const hand = async (given: Blob): Promise<void> => {
    told.textContent = say.text("sending.preparing");
    const letter = await readLetter(given);
    if (letter === undefined) {
      told.textContent = say.text("sending.letter_broken");
      return;
    }
    try {
      await sendLetter(letter);
      told.textContent = say.text("sending.letter_in");
      text.value = "";
    } catch {
      told.textContent = say.text("sending.failed");
    }
  };
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen !== undefined) {
      void hand(chosen);
    }
  });
  return [
    el("h1", { tabindex: -1 }, say.text("sending.hand_in")),
    el("p", {}, say.text("sending.hand_in_why")),
    text,
    el(
      "div",
      { class: "row" },
      el("button", { type: "button", class: "main", click: () => void hand(new Blob([text.value])) }, say.text("sending.hand_in_go")),
      el("label", { class: "button" }, say.text("page.add_file"), file),
    ),
    told,
  ];
}
