import { mistypedGroups, readReceipt } from "../crypto/receipt.ts";
import { dateInWords } from "../record/dates.ts";
import { el, type Child } from "../shared/dom.ts";
import type { Form, FormData } from "./data.ts";
import { lettersView } from "./letters-view.ts";
import { showLost } from "./lost-view.ts";
import { Visit, type Mail } from "./mailbox.ts";
import type { Say } from "./say.ts";
import { heading, paragraphs, Screens } from "./screens.ts";
import { showStatement } from "./statement-view.ts";

const GROUPS = 6;

/** What a family can send after its first case, in the order of the buttons: each is a questionnaire of this id. */
export const FOLLOW_UPS = ["answer", "news", "agreement"] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/** A family that has come back. It lasts until the page is left, whatever else the page shows meanwhile. */
export interface Returning {
  visit: Visit | undefined;
  /** As it was found last; undefined where it has to be asked for. */
  mail: Mail | undefined;
}

export interface BackWays {
  /** The visit has begun: what stands around it is another now. */
  opened(): void;
  /** Whether something that was begun waits to be gone on with. */
  readonly begun: boolean;
  begin(questionnaire: FollowUp): void;
  goOn(): void;
  /** Takes all of it off the screen. */
  hide(): void;
  /** What was taken back cannot be added to. */
  withdrawn(): void;
  leave(): void;
}

/** Coming back with a number: how far it is, what volunteers wrote, what can be sent now, and taking it back. */
export function backView(form: () => Form, data: FormData, say: Say, returning: Returning, ways: BackWays): HTMLElement {
  const screens = new Screens(say);
  const inWords = (day: string): string => dateInWords(day, say.language) ?? day;

  const ask = (notice: string, typed: string): void => {
    const input = el("textarea", { id: "number", rows: 2, dir: "ltr", inputmode: "numeric", autocomplete: "off", spellcheck: "false" });
    input.value = typed;
    screens.show(
      heading(say.text("back.heading")),
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
      screens.button("number.lost", lost, "aside"),
    );
  };

  const lost = (): void => showLost(screens, { back: () => ask("", ""), leave: ways.leave });

  const look = async (typed: string): Promise<void> => {
    const mistyped = mistypedGroups(typed);
    if (mistyped.length > 0) {
      ask(mistyped.length === GROUPS ? say.text("back.wrong_length") : say.fill("back.wrong_group", { n: String(mistyped[0]) }), typed);
      return;
    }
    screens.show(heading(say.text("back.looking")));
    try {
      const receipt = await readReceipt(typed);
      const visit = receipt === undefined ? undefined : await Visit.with(receipt, () => form().directory, new AbortController().signal);
      const mail = await visit?.mail();
      if (visit === undefined || mail === undefined) {
        ask(say.text("back.none"), typed);
      } else {
        returning.visit = visit;
        returning.mail = mail;
        ways.opened();
      }
    } catch {
      ask(say.text("back.no_line"), typed);
    }
  };

  /** After something was sent, or with a line that was broken. */
  const lookAgain = async (visit: Visit): Promise<void> => {
    screens.show(heading(say.text("back.looking")));
    const again = (): void =>
      screens.showFailed(
        "back.no_line",
        heading(say.text("back.heading")),
        screens.button("sending.again", () => void lookAgain(visit), "main"),
        screens.button("sending.leave", ways.leave),
      );
    try {
      const mail = await visit.mail();
      if (mail === undefined) {
        again();
      } else {
        found(visit, mail);
      }
    } catch {
      again();
    }
  };

  const found = (visit: Visit, mail: Mail, failed = false): void => {
    returning.mail = mail;
    const over = mail.stage === "withdrawn" || mail.stage === "gone";
    const stage = `back.${mail.stage}`;
    screens.show(
      failed && el("p", { role: "alert", class: "warning" }, say.text("back.no_line")),
      heading(over ? say.text(stage) : say.fill(stage, { day: inWords(mail.day) })),
      ...(over ? afterwards(visit, mail) : [...lettersView(form(), say, visit, mail), ...toSend()]),
      !over && screens.button("back.withdraw", () => reallyWithdraw(visit, mail), "aside"),
      screens.labelled(say.shared("button.stop"), ways.hide, "aside"),
      screens.button("sending.leave", ways.leave, over && mail.statement.state !== "good" ? "main" : "aside"),
    );
  };

  const toSend = (): Child[] => {
    if (ways.begun) {
      return [el("p", { class: "warning" }, say.text("back.begun")), screens.button("back.go_on", ways.goOn, "main")];
    }
    const there = FOLLOW_UPS.filter((followUp) => data.questionnaires.some(({ name }) => name.startsWith(`${followUp}.`)));
    return there.map((followUp, i) => screens.button(`back.${followUp}`, () => ways.begin(followUp), i === 0 ? "main" : ""));
  };

  const afterwards = (visit: Visit, mail: Mail): Child[] => {
    const { statement } = mail;
    switch (statement.state) {
      case "good":
        return [
          ...paragraphs(say.text("statement.offer")),
          screens.button("statement.show", () => showStatement(screens, data, statement, () => found(visit, mail)), "main"),
        ];
      case "forged":
        return [el("p", { role: "alert", class: "warning" }, say.text("statement.forged"))];
      case "none":
        return [];
    }
  };

  const reallyWithdraw = (visit: Visit, mail: Mail): void =>
    screens.show(
      heading(say.text("back.withdraw_ask")),
      ways.begun && el("p", { class: "warning" }, say.text("back.withdraw_begun")),
      screens.button("back.withdraw_yes", () => void withdraw(visit, mail)),
      screens.button("back.withdraw_no", () => found(visit, mail), "main"),
    );

  const withdraw = async (visit: Visit, mail: Mail): Promise<void> => {
    screens.show(heading(say.text("back.looking")));
    try {
      await visit.withdraw();
      const after = await visit.mail();
      if (after?.stage === "withdrawn" || after?.stage === "gone") {
        ways.withdrawn();
      }
      found(visit, after ?? mail);
    } catch {
      found(visit, mail, true);
    }
  };

  const { visit, mail } = returning;
  if (visit === undefined) {
    ask("", "");
  } else if (mail === undefined) {
    void lookAgain(visit);
  } else {
    found(visit, mail);
  }
  return screens.box;
}
