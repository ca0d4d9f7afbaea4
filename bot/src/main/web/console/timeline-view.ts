import { dateInWords } from "../record/dates.ts";
import { startOf, type Detail, type Timeline, type TimelineDate, type TimelineEntry } from "../record/timeline.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { dayWords, joined, optionWords, original, placeWords, sourceLines, type Speaker } from "./answer-words.ts";

/** The years as a list: each part with its dates in words, its place and who says it. */
export function timelineView({ dated, undated }: Timeline, speaker: Speaker): HTMLElement {
  const { say } = speaker;
  const years = [...new Set(dated.map(yearOf))];
  return el(
    "section",
    { class: "part", id: "part-years", tabindex: "-1", "aria-labelledby": "years" },
    el("h2", { id: "years" }, say("partYears")),
    dated.length === 0 && undated.length === 0 && el("p", { class: "meta" }, say("tlNone")),
    ...years.map((year) => part(year, dated.filter((entry) => yearOf(entry) === year), speaker)),
    undated.length > 0 && part(say("tlUndated"), undated, speaker),
  );
}

const yearOf = (entry: TimelineEntry): string => startOf(entry)!.slice(0, 4);

const part = (title: string, entries: readonly TimelineEntry[], speaker: Speaker): HTMLElement =>
  el("section", { class: "year" }, el("h3", {}, title), el("ol", { class: "timeline" }, ...entries.map((each) => entryView(each, speaker))));

function entryView(entry: TimelineEntry, speaker: Speaker): HTMLElement {
  const { tag, say } = speaker;
  return el(
    "li",
    { class: entry.conflict === undefined ? `entry ${entry.shape}` : `entry ${entry.shape} differs` },
    el(
      "p",
      {},
      el("strong", {}, say(entry.field !== undefined && entry.status === "other" ? `f_${entry.field}` : `st_${entry.status}`)),
      entry.place !== undefined && el("span", {}, " · ", placeWords(entry.place, tag)),
      entry.conflict !== undefined && el("span", { class: "mark" }, say("tlConflictShort")),
    ),
    el("p", { class: "when" }, ...joined(when(entry, speaker), " · ")),
    entry.details.length > 0 && el("ul", { class: "details" }, ...entry.details.map((each) => detailView(each, tag))),
    entry.conflict !== undefined && el("p", { class: "check note" }, say(`tlConflict_${entry.conflict}`)),
    ...sourceLines(entry.sources, speaker),
  );
}

function when({ shape, from, to, sources }: TimelineEntry, speaker: Speaker): Child[] {
  const { say, tag } = speaker;
  const language = sources[0]?.language ?? "";
  const said = (date: TimelineDate | undefined): Node | undefined => (date === undefined ? undefined : dateWords(date, language, speaker));
  const labelled = (label: "tlFrom" | "tlUntil" | "tlAsOf", date: TimelineDate | undefined): Child => date !== undefined && withDate(say(label), said(date)!);
  const toldOn = from === undefined && to === undefined && fill(say("tlToldOn"), { day: dayWords(sources[0]?.day ?? "", tag) });
  switch (shape) {
    case "as-of":
      return [labelled("tlAsOf", from), toldOn];
    case "event":
      return [said(from), labelled("tlUntil", to), toldOn];
    case "state":
      return [labelled("tlFrom", from), labelled("tlUntil", to), toldOn];
  }
}

/** "about" and "not certain" come with the date's own words; of two ends it says that the day lies between them. */
function dateWords({ edtf, words }: TimelineDate, language: string, { tag, say }: Speaker): Node {
  if (edtf === undefined) {
    return original(words ?? "", language);
  }
  const [first = "", second] = edtf.split("/");
  const [from, to] = [dateInWords(first, tag), second === undefined ? undefined : dateInWords(second, tag)];
  return from !== undefined && to !== undefined
    ? el("span", {}, fill(say("tlBetween"), { from, to }))
    : el("bdi", {}, dateInWords(edtf, tag) ?? edtf);
}

function withDate(text: string, date: Node): HTMLElement {
  const [before = "", after = ""] = text.split("{date}");
  return el("span", {}, before, date, after);
}

const detailView = ({ question, version, language, options, text }: Detail, tag: string): HTMLElement =>
  el("li", {}, ...joined([...options.map((option) => optionWords(version, question, option, tag)), text !== undefined && original(text, language)], ", "));
