import { dateInWords } from "../record/dates.ts";
import type { FieldPlace, FieldSource } from "../record/fields.ts";
import { own, place, questionnaire } from "../record/questionnaires.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { jumpLink } from "./care.ts";
import type { LanguageTag, StringId } from "./strings.ts";
import { recordAnchor } from "./testimony.ts";

/** What a view of fields or years needs to say something. */
export interface Speaker {
  readonly tag: LanguageTag;
  readonly say: (id: StringId) => string;
}

/** The words of an option as the question had them; the option's id where this page does not know them. */
export function optionWords(version: string, question: string, option: string, tag: string): Child {
  const asked = questionnaire(version)?.questions.find(({ id }) => id === question);
  return own(asked?.choices[tag] ?? {}, option) ?? el("bdi", { lang: "en" }, option);
}

export const placeWords = ({ list, code }: FieldPlace, tag: string): Child => place(list, code, tag) ?? el("bdi", {}, code);

/** As somebody wrote or said it. */
export const original = (text: string, language: string): HTMLElement => el("span", { class: "words", dir: "auto", lang: language }, text);

export const dayWords = (day: string, tag: string): string => dateInWords(day, tag) ?? day;

/** Children with something between them. */
export const joined = (parts: readonly Child[], by: string): Child[] =>
  parts.filter((part) => part !== undefined && part !== false && part !== "").flatMap((part, i) => (i === 0 ? [part] : [by, part]));

/** Who says it and how they know, in which record, on which day and by which way: one line for all that one person says in one case. */
export function sourceLines(sources: readonly FieldSource[], speaker: Speaker): HTMLElement[] {
  const key = ({ case: id, who }: FieldSource): string => (who.kind === "volunteer" ? `${who.kind} ${who.id}` : id);
  const keys = [...new Set(sources.map(key))];
  return keys.map((one) => {
    const mine = sources.filter((source) => key(source) === one);
    return mine[0]!.who.kind === "volunteer" ? foundLine(mine, speaker) : sourceLine(mine, speaker);
  });
}

const foundLine = (sources: readonly FieldSource[], { tag, say }: Speaker): HTMLElement =>
  el("div", { class: "source" }, ...joined([whoSays(sources[0]!, say), el("bdi", {}, dayWords(sources.at(-1)!.day, tag))], " · "), sources.some(({ replaced }) => replaced) && ` · ${say("replaced")}`);

function sourceLine(sources: readonly FieldSource[], { tag, say }: Speaker): HTMLElement {
  const [first] = sources as readonly [FieldSource, ...FieldSource[]];
  const ways = [...new Set(sources.flatMap(({ knownBy }) => knownBy))].map((way) => say(`known_${way}`));
  const links = [...new Set(sources.map(({ seq }) => seq))]
    .sort((a, b) => a - b)
    .map((seq, i) => jumpLink(recordAnchor(first.case, seq), i === 0 ? fill(say("record"), { n: seq }) : String(seq)));
  const channel = first.channel === "form" || first.channel === "chat" ? say(`channel_${first.channel}`) : first.channel;
  return el(
    "div",
    { class: "source" },
    ...joined([el("span", {}, ...joined(links, " ")), el("span", {}, ...joined([whoSays(first, say), ...ways], ", ")), el("bdi", {}, dayWords(first.day, tag)), channel], " · "),
    sources.some(({ replaced }) => replaced) && ` · ${say("replaced")}`,
    sources.some(({ listed }) => !listed) && el("p", { class: "check bad" }, say("fieldUnlisted")),
  );
}

function whoSays({ who }: FieldSource, say: Speaker["say"]): Child {
  switch (who.kind) {
    case "testifier":
      return say(who.through === undefined ? "who_testifier" : `who_${who.through}`);
    case "volunteer":
      return el("span", {}, fill(say("foundBy"), { name: who.name }));
  }
}
