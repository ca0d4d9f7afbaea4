import type { Receipt } from "../crypto/receipt.ts";
import { el } from "../shared/dom.ts";
import { LinkRequest } from "./mailbox.ts";
import { showNewNumber } from "./number-screen.ts";
import { heading, paragraphs, type Screens } from "./screens.ts";

/** Who has lost the number comes in person: the page makes another one, and two people sign that it leads to the same case. */
export function showLost(screens: Screens, ways: { back(): void; leave(): void }): void {
  const { say } = screens;

  const told = (): void =>
    screens.show(
      heading(say.text("number.lost")),
      ...paragraphs(say.text("number.lost_what")),
      screens.button("number.make_new", () => void showNewNumber(screens, true, (receipt) => void ask(receipt)), "main"),
      screens.labelled(say.shared("button.back"), ways.back, "aside"),
    );

  const ask = async (receipt: Receipt): Promise<void> => {
    screens.show(heading(say.text("back.looking")));
    const request = await LinkRequest.of(receipt);
    try {
      await request.send();
      showWords(request);
    } catch {
      screens.showFailed(
        "number.not_asked",
        heading(say.text("number.lost")),
        screens.button("sending.again", () => void ask(receipt), "main"),
      );
    }
  };

  const showWords = ({ words }: LinkRequest): void =>
    screens.show(
      heading(say.text("number.words")),
      el("ol", { class: "seven", lang: "en", dir: "ltr" }, ...words.map((word) => el("li", {}, word))),
      ...paragraphs(say.text("number.words_then")),
      screens.button("number.try", ways.back, "main"),
      screens.button("sending.leave", ways.leave),
    );

  told();
}
