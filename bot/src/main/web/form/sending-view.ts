import { el, type Child } from "../shared/dom.ts";
import type { Receipt } from "../crypto/receipt.ts";
import type { Form, FormData } from "./data.ts";
import { showNewNumber } from "./number-screen.ts";
import type { Say } from "./say.ts";
import { download, heading, Screens } from "./screens.ts";
import { letterOf, Sending, type Handed, type Sealed } from "./send.ts";
import { TooLong } from "./submission.ts";
import type { Telling } from "./telling.ts";
import { showCard } from "./wallet-card.ts";

/** Where the page goes on. */
export interface Ways {
  back(): void;
  leave(): void;
  /** To the next family; only where somebody helps this one. */
  readonly next: (() => void) | undefined;
}

/**
 * The last part of the way: a number to come back with, where it is wanted; then sealing and sending; then the proof.
 *
 * @param form the newest; asked for right before the sealing
 * @param visiting the number of a visit: what is sent follows its first case, and goes back to it
 */
export function sendingView(form: () => Promise<Form>, data: FormData, say: Say, telling: Telling, visiting: Receipt | undefined, ways: Ways): HTMLElement {
  const screens = new Screens(say);
  const button = screens.button.bind(screens);
  const goBack = (use: "main" | "aside"): HTMLElement => screens.labelled(say.shared("button.go_back"), ways.back, use);
  const leave = (use: "main" | ""): HTMLElement => button(visiting === undefined ? "sending.leave" : "back.to_visit", ways.leave, use);
  const { next } = ways;
  /** All that can be done here, once nothing of it is needed on this device. */
  const onwards = (use: "main" | ""): Child[] => (next === undefined ? [leave(use)] : [button("office.next", next, use), leave("")]);
  const [question = "", ...rest] = say.text("number.ask").split("\n\n");

  const askForNumber = (): void =>
    screens.show(
      heading(question),
      ...rest.map((text) => el("p", {}, text)),
      el("p", { class: "warning" }, say.text("number.never_ask")),
      button("number.take", () => void showNewNumber(screens, next !== undefined, (receipt) => void seal(receipt)), "main"),
      button("number.none", () => void seal(undefined)),
      goBack("aside"),
    );

  const seal = async (receipt: Receipt | undefined): Promise<void> => {
    const status = el("p", { role: "status" }, say.text("sending.preparing"));
    const bar = el("progress", { max: 1, value: 0, "aria-label": say.text("sending.preparing") });
    screens.show(heading(say.text("page.send")), status, bar);
    const sending = new Sending(form, data, say.language, telling, receipt);
    const progress = (done: number, total: number): void => {
      bar.value = total === 0 ? 0 : done / total;
    };
    let sealed: Sealed;
    try {
      sealed = await sending.seal((done, total) => {
        status.textContent = say.fill("sending.sealing", { n: String(done), total: String(total) });
        progress(done, total);
      });
    } catch (e) {
      notSealed(e instanceof TooLong ? "sending.too_long" : "sending.failed");
      return;
    }
    await send(sealed);
  };

  const notSealed = (why: string): void => screens.show(heading(say.text(why)), goBack("main"));

  const send = async (sealed: Sealed): Promise<void> => {
    const status = el("p", { role: "status" }, say.text("sending.preparing"));
    const bar = el("progress", { max: 1, value: 0, "aria-label": say.text("sending.preparing") });
    const stop = new AbortController();
    screens.show(heading(say.text("page.send")), status, bar, button("sending.stop", () => stop.abort()));
    try {
      const handed = await sealed.send(stop.signal, {
        bytes: (done, total) => {
          status.textContent = say.fill("sending.files", { percent: String(total === 0 ? 100 : Math.floor((done * 100) / total)) });
          bar.value = total === 0 ? 1 : done / total;
        },
        waiting: () => (status.textContent = say.text("sending.weak")),
      });
      arrived(handed);
    } catch (e) {
      failed(sealed, e instanceof Error && e.message === "refused" ? "sending.refused" : "sending.failed");
    }
  };

  const arrived = (handed: Handed): void => {
    telling.act({ kind: "tap", token: sendToken(telling) });
    thank(handed);
  };

  const thank = (handed: Handed): void => {
    const [thanks = "", ...more] = say.text("sending.sent").split("\n");
    const { caseId, organisation, day } = handed;
    screens.show(
      heading(thanks),
      ...more.map((text) => el("p", {}, text)),
      el("p", {}, say.text("sending.proof_why")),
      next !== undefined && el("p", { class: "warning" }, say.text("office.saved")),
      download(new Blob([handed.proof], { type: "application/json" }), "proof.json", say.text("sending.proof")),
      // What follows a case is found with it.
      visiting === undefined && button("card.open", () => showCard(screens, organisation, caseId, day, () => thank(handed))),
      ...onwards("main"),
    );
  };

  const failed = (sealed: Sealed, why: string): void =>
    screens.show(
      heading(say.text(why)),
      button("sending.again", () => void send(sealed), "main"),
      button("sending.other_way", () => void otherWay(sealed)),
      goBack("aside"),
    );

  const otherWay = async (sealed: Sealed): Promise<void> => {
    screens.show(heading(say.text("sending.preparing")));
    const { file, text } = await letterOf(sealed);
    const copied = el("p", { role: "status" });
    screens.show(
      heading(say.text("sending.other_way")),
      el("p", {}, say.text("sending.other_way_why")),
      download(file, "letter.txt", say.text("sending.save_letter"), "main"),
      text === undefined
        ? el("p", {}, say.text("sending.letter_with_files"))
        : button("sending.copy_letter", () => {
            void navigator.clipboard?.writeText(text).then(() => (copied.textContent = say.text("sending.copied")));
          }),
      text !== undefined && el("textarea", { readonly: true, rows: 5, dir: "ltr", autocomplete: "off", spellcheck: "false", "aria-label": say.text("sending.other_way") }, text),
      copied,
      button("sending.again", () => void send(sealed)),
      ...onwards(""),
    );
  };

  if (visiting === undefined) {
    askForNumber();
  } else {
    void seal(visiting);
  }
  return screens.box;
}

/** The button of the review card, which ends the conversation once everything has arrived. */
const sendToken = (telling: Telling): string =>
  telling.card.rows.reduce<string[]>((all, row) => [...all, ...row.map(({ token }) => token)], []).find((token) => token.split("~")[1] === "g") ?? "";
