import { mistypedGroups, readReceipt } from "../crypto/receipt.ts";
import { dateInWords } from "../record/dates.ts";
import { el, replace, type Child } from "../shared/dom.ts";
import type { Form } from "./data.ts";
import { Visit, type Mail } from "./mailbox.ts";
import type { Say } from "./say.ts";

const GROUPS = 6;

/** Coming back with a number: how far it is, what volunteers wrote, and taking it back. */
export function backView(form: Form, say: Say): HTMLElement {
  const box = el("div", { class: "sending" });
  const show = (...children: Child[]): void => {
    replace(box, ...children);
    box.querySelector<HTMLElement>("h1")?.focus();
  };
  const row = (...children: Child[]): HTMLElement => el("div", { class: "row" }, ...children);

  const ask = (notice: string, typed: string): void => {
    const input = el("textarea", { id: "number", rows: 2, dir: "ltr", inputmode: "numeric", autocomplete: "off", spellcheck: false });
    input.value = typed;
    show(
      el("h1", { tabindex: -1 }, say.text("back.heading")),
      notice !== "" && el("p", { role: "alert", class: "warning" }, notice),
      el(
        "form",
        {
          class: "words",
          autocomplete: "off",
          submit: (event) => {
            event.preventDefault();
            void look(input.value);
          },
        },
        el("label", { for: "number" }, say.text("back.enter")),
        input,
        el("p", {}, say.text("back.why")),
        el("button", { class: "main" }, say.text("back.open")),
      ),
      el("p", { class: "warning" }, say.text("number.never_ask")),
    );
  };

  const look = async (typed: string): Promise<void> => {
    const mistyped = mistypedGroups(typed);
    if (mistyped.length > 0) {
      ask(mistyped.length === GROUPS ? say.text("back.wrong_length") : say.fill("back.wrong_group", { n: String(mistyped[0]) }), typed);
      return;
    }
    show(el("h1", { tabindex: -1 }, say.text("back.looking")));
    try {
      const receipt = await readReceipt(typed);
      const visit = receipt === undefined ? undefined : await Visit.with(receipt, form.directory, new AbortController().signal);
      const mail = await visit?.mail();
      if (visit === undefined || mail === undefined) {
        ask(say.text("back.none"), typed);
      } else {
        found(visit, mail);
      }
    } catch {
      ask(say.text("sending.failed"), typed);
    }
  };

  const inWords = (day: string): string => dateInWords(day, say.language) ?? day;

  const found = (visit: Visit, mail: Mail): void => {
    const over = mail.stage === "withdrawn" || mail.stage === "gone";
    const stage = `back.${mail.stage}`;
    show(
      el("h1", { tabindex: -1 }, over ? say.text(stage) : say.fill(stage, { day: inWords(mail.day) })),
      ...(over ? [] : letters(mail)),
      !over && row(el("button", { type: "button", class: "aside", click: () => reallyWithdraw(visit, mail) }, say.text("back.withdraw"))),
    );
  };

  const letters = (mail: Mail): Child[] => [
    mail.letters.length === 0 && el("p", {}, say.text("back.no_letters")),
    ...mail.letters.map(({ volunteer, day, text }) => {
      const name = form.directory.people.find(({ id }) => id === volunteer)?.name ?? volunteer;
      return el(
        "section",
        { class: "answered" },
        el("h2", {}, say.fill("back.letter", { name, day: inWords(day) })),
        el("p", { class: "part", dir: "auto" }, text),
      );
    }),
    mail.notOurs > 0 && el("p", { class: "warning" }, say.text("back.not_ours")),
  ];

  const reallyWithdraw = (visit: Visit, mail: Mail): void =>
    show(
      el("h1", { tabindex: -1 }, say.text("back.withdraw_ask")),
      row(el("button", { type: "button", click: () => void withdraw(visit, mail) }, say.text("back.withdraw_yes"))),
      row(el("button", { type: "button", class: "main", click: () => found(visit, mail) }, say.text("back.withdraw_no"))),
    );

  const withdraw = async (visit: Visit, mail: Mail): Promise<void> => {
    show(el("h1", { tabindex: -1 }, say.text("back.looking")));
    try {
      await visit.withdraw();
      found(visit, (await visit.mail()) ?? mail);
    } catch {
      found(visit, mail);
      box.prepend(el("p", { role: "alert", class: "warning" }, say.text("sending.failed")));
    }
  };

  ask("", "");
  return box;
}
