import { el, replace, type Child } from "../shared/dom.ts";
import { randomDigits, receiptOf, type Receipt } from "../crypto/receipt.ts";
import type { Form, FormData } from "./data.ts";
import type { Say } from "./say.ts";
import { letterOf, Sending, type Handed, type Sealed } from "./send.ts";
import { TooLong } from "./submission.ts";
import type { Telling } from "./telling.ts";

/** Where the page goes on. */
export interface Ways {
  back(): void;
  leave(): void;
}

/** The last part of the way: a number to come back with, where it is wanted; then sealing and sending; then the proof. */
export function sendingView(form: Form, data: FormData, say: Say, telling: Telling, ways: Ways): HTMLElement {
  const box = el("div", { class: "sending" });
  const show = (...children: Child[]): void => {
    replace(box, ...children);
    box.querySelector<HTMLElement>("h1")?.focus();
  };
  const button = (id: string, press: () => void, main = false): HTMLElement =>
    el("button", { type: "button", ...(main ? { class: "main" } : {}), click: press }, say.text(id));
  const heading = (text: string): HTMLElement => el("h1", { tabindex: -1 }, text);
  const [question = "", ...rest] = say.text("number.ask").split("\n\n");

  const askForNumber = (): void =>
    show(
      heading(question),
      ...rest.map((text) => el("p", {}, text)),
      el("p", { class: "warning" }, say.text("number.never_ask")),
      el("div", { class: "row" }, button("number.take", () => void makeNumber(), true)),
      el("div", { class: "row" }, button("number.none", () => void seal(undefined))),
      el("div", { class: "row" }, el("button", { type: "button", class: "aside", click: ways.back }, say.shared("button.go_back"))),
    );

  const makeNumber = async (): Promise<void> => {
    show(heading(say.text("number.making")));
    const receipt = await receiptOf(randomDigits());
    const digits = el("p", { class: "digits" }, "····· ····· ·····\n····· ····· ·····");
    const cover = el("button", { type: "button", click: () => turn() }, say.text("number.show"));
    let covered = true;
    const turn = (): void => {
      covered = !covered;
      digits.textContent = covered ? "····· ····· ·····\n····· ····· ·····" : inTwoLines(receipt.shown);
      cover.textContent = say.text(covered ? "number.show" : "number.hide");
    };
    const [why = "", ...more] = say.text("number.write_down").split("\n");
    show(
      heading(why),
      ...more.map((text) => el("p", {}, text)),
      digits,
      el("div", { class: "row" }, cover),
      el("p", { class: "warning" }, say.text("number.never_ask")),
      el("div", { class: "row" }, button("number.have_it", () => void seal(receipt), true)),
    );
  };

  const seal = async (receipt: Receipt | undefined): Promise<void> => {
    const status = el("p", { role: "status" }, say.text("sending.preparing"));
    const bar = el("progress", { max: 1, value: 0, "aria-label": say.text("sending.preparing") });
    show(heading(say.text("page.send")), status, bar);
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

  const notSealed = (why: string): void =>
    show(
      heading(say.text(why)),
      el("div", { class: "row" }, el("button", { type: "button", class: "main", click: ways.back }, say.shared("button.go_back"))),
    );

  const send = async (sealed: Sealed): Promise<void> => {
    const status = el("p", { role: "status" }, say.text("sending.preparing"));
    const bar = el("progress", { max: 1, value: 0, "aria-label": say.text("sending.preparing") });
    const stop = new AbortController();
    show(
      heading(say.text("page.send")),
      status,
      bar,
      el("div", { class: "row" }, button("sending.stop", () => stop.abort())),
    );
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
    const [thanks = "", ...more] = say.text("sending.sent").split("\n");
    show(
      heading(thanks),
      ...more.map((text) => el("p", {}, text)),
      el("p", {}, say.text("sending.proof_why")),
      el("div", { class: "row" }, download(new Blob([handed.proof], { type: "application/json" }), "proof.json", say.text("sending.proof"))),
      el("div", { class: "row" }, button("sending.leave", ways.leave, true)),
    );
  };

  const failed = (sealed: Sealed, why: string): void =>
    show(
      heading(say.text(why)),
      el("div", { class: "row" }, button("sending.again", () => void send(sealed), true)),
      el("div", { class: "row" }, button("sending.other_way", () => void otherWay(sealed))),
      el("div", { class: "row" }, el("button", { type: "button", class: "aside", click: ways.back }, say.shared("button.go_back"))),
    );

  const otherWay = async (sealed: Sealed): Promise<void> => {
    show(heading(say.text("sending.preparing")));
    const { file, text } = await letterOf(sealed);
    const copied = el("p", { role: "status" });
    show(
      heading(say.text("sending.other_way")),
      el("p", {}, say.text("sending.other_way_why")),
      el("div", { class: "row" }, download(file, "letter.txt", say.text("sending.save_letter"))),
      text === undefined
        ? el("p", {}, say.text("sending.letter_with_files"))
        : el(
            "div",
            { class: "row" },
            button("sending.copy_letter", () => {
              void navigator.clipboard?.writeText(text).then(() => (copied.textContent = say.text("sending.copied")));
            }),
          ),
      text !== undefined && el("textarea", { readonly: true, rows: 5, dir: "ltr", "aria-label": say.text("sending.other_way") }, text),
      copied,
      el("div", { class: "row" }, button("sending.again", () => void send(sealed))),
      el("div", { class: "row" }, button("sending.leave", ways.leave)),
    );
  };

  askForNumber();
  return box;
}

const inTwoLines = (shown: string): string => shown.replace(/^(\S+ \S+ \S+) /, "$1\n");

const download = (content: Blob, name: string, label: string): HTMLElement =>
  el("a", { class: "button main", href: URL.createObjectURL(content), download: name }, label);

/** The button of the review card, which ends the conversation once everything has arrived. */
const sendToken = (telling: Telling): string =>
  telling.card.rows.reduce<string[]>((all, row) => [...all, ...row.map(({ token }) => token)], []).find((token) => token.split("~")[1] === "g") ?? "";
