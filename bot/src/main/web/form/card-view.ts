import { el, type Child } from "../shared/dom.ts";
import type { Button, Card } from "./conversation.ts";

/** What a button is for, by the verb of its token (`Token.java`): only its looks depend on it. */
type Use = "answer" | "tick" | "main" | "aside" | "stop";

const USES: Readonly<Record<string, Use>> = {
  t: "tick",
  u: "tick",
  k: "main",
  j: "main",
  g: "main",
  b: "aside",
  s: "aside",
  n: "aside",
  r: "aside",
  h: "aside",
  v: "aside",
  w: "aside",
  x: "stop",
};

const verbOf = ({ token }: Button): string => token.split("~")[1] ?? "";
const useOf = (button: Button): Use => USES[verbOf(button)] ?? "answer";

/** Whether a card has an answer in words already, which "done" ends. */
export const doneButton = (card: Card): Button | undefined => card.rows.reduce<Button[]>((all, row) => [...all, ...row], []).find((button) => verbOf(button) === "k");

/** Of the three answers to the consent the one about an unfinished draft has no sense here: nothing is handed in by itself. */
export const belongsHere = (button: Button): boolean => !(verbOf(button) === "c" && /\.1\.[^.]*$/.test(button.token));

export const sends = (button: Button): boolean => verbOf(button) === "g";
export const hears = (button: Button): boolean => verbOf(button) === "h";
export const stops = (button: Button): boolean => verbOf(button) === "x";

/** The words of a card: what stands above the question, the question as the heading, and what stands below. */
export function wordsOf({ text }: Card, question: string): Child[] {
  const at = question === "" ? -1 : text.indexOf(question);
  if (at < 0) {
    const [first = "", second, ...others] = paragraphs(text);
    return /\d/.test(first) && second !== undefined
      ? [el("div", { class: "above" }, paragraph(first)), el("h1", { tabindex: -1 }, second), ...others.map(paragraph)]
      : [el("h1", { tabindex: -1 }, first), ...[...(second === undefined ? [] : [second]), ...others].map(paragraph)];
  }
  const above = paragraphs(text.slice(0, at));
  const below = paragraphs(text.slice(at + question.length));
  return [
    above.length > 0 && el("div", { class: "above", role: "status" }, ...above.map(paragraph)),
    el("h1", { tabindex: -1 }, question),
    ...below.map(paragraph),
  ];
}

const paragraphs = (text: string): string[] =>
  text
    .split("\n\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");

const paragraph = (text: string): HTMLElement => el("p", {}, text);

/** The buttons in their rows: those that answer, and those that are the same on every card. */
export function buttonsOf(card: Card, press: (button: Button) => void): { answers: HTMLElement[]; others: HTMLElement[] } {
  const rows = card.rows.map((row) => row.filter(belongsHere)).filter((row) => row.length > 0);
  const drawn = (own: boolean): HTMLElement[] =>
    rows
      .filter((row) => (useOf(row[0]!) === "aside" || useOf(row[0]!) === "stop") !== own)
      .map((row) => el("div", { class: `row ${useOf(row[0]!)}` }, ...row.map((button) => buttonOf(button, press))));
  return { answers: drawn(true), others: drawn(false) };
}

const TICKS = /^[☐☑] /;

function buttonOf(button: Button, press: (button: Button) => void): HTMLElement {
  const use = useOf(button);
  const ticked = use === "tick" ? button.label.startsWith("☑") : undefined;
  return el(
    "button",
    {
      type: "button",
      class: use,
      ...(ticked === undefined ? {} : { role: "checkbox", "aria-checked": String(ticked) }),
      click: () => press(button),
    },
    ticked === undefined ? button.label : button.label.replace(TICKS, ""),
  );
}
