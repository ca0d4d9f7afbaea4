import { CASE } from "../crypto/panel.ts";
import { dateInWords } from "../record/dates.ts";
import type { ManifestReport, Place } from "../record/manifest.ts";
import { recordsOf, type OpenedCase, type OpenedCompartment, type OpenedRecord } from "../record/open-case.ts";
import { language } from "../record/languages.ts";
import { agreement, own, place, questionnaire, type Question, type Questionnaire } from "../record/questionnaires.ts";
import { isHard, NAMES_OF_OTHERS, NAMES_OF_RELATIVE } from "../record/field-table.ts";
import type { TestimonyRecord } from "../record/record.ts";
import type { Identity } from "../crypto/age.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import type { Source } from "./beside.ts";
import { hardPassage, type Care } from "./care.ts";
import { file, type FileReading } from "./files.ts";
import type { LanguageTag, StringId } from "./strings.ts";

/** How the reader reads: one of our languages and its words. */
export interface Reader extends FileReading {
  readonly tag: LanguageTag;
  readonly care: Care;
  /** Of the headings of compartments; answers have the next one. */
  readonly level: 2 | 3;
}

/** An opened case as a page: what was checked, then each compartment's answers in the order of the questionnaire. */
export function testimony(opened: OpenedCase, reader: Reader): HTMLElement {
  return el(
    "div",
    { class: "testimony" },
    facts(opened, reader),
    checks(opened, reader),
    ...compartments(opened, reader),
  );
}

/** The answers alone, of a case of which not everything is there to be checked. */
export const compartments = (opened: OpenedCase, reader: Reader): HTMLElement[] =>
  inReadingOrder(opened.compartments).map((each) => compartment(each, reader));

const inReadingOrder = (compartments: readonly OpenedCompartment[]): OpenedCompartment[] =>
  [...compartments].sort((a, b) => Number(b.key === "open") - Number(a.key === "open"));

function facts(opened: OpenedCase, { tag, say }: Reader): HTMLElement {
  const records = recordsOf(opened);
  const answers = records.filter(({ kind }) => kind !== "manifest");
  const different = (field: (record: TestimonyRecord) => string) => [...new Set(answers.map(field))].filter(Boolean);
  const days = different(({ day }) => day).sort();
  const fact = (label: StringId, values: readonly Child[]) =>
    values.length > 0 && el("div", {}, el("dt", {}, say(label)), el("dd", {}, ...values));
  const commas = (values: readonly Node[]) => values.flatMap((value, i) => (i === 0 ? [value] : [", ", value]));
  return el(
    "dl",
    { class: "facts" },
    fact(
      "told",
      commas(different((r) => r.language).map((told) => el("bdi", { lang: told }, language(told)?.name ?? told))),
    ),
    fact("day", commas(days.map((day) => el("bdi", {}, dateInWords(day, tag) ?? day)))),
    fact("form", commas(different((r) => r.questionnaire).map((name) => el("bdi", { lang: "en" }, name)))),
  );
}

function checks(opened: OpenedCase, { say }: Reader): HTMLElement {
  const total = opened.compartments.reduce((sum, { records }) => sum + records.length, 0);
  const report = opened.manifest;
  const warnings = warningsOf(report);
  const howEnded = report.found && say(report.complete ? "byFamily" : "unfinished");
  if (warnings.length === 0) {
    return el("section", { class: "check good" }, el("p", {}, "✓ ", fill(say("whole"), { n: total })), howEnded && el("p", {}, howEnded));
  }
  const items = warnings.map(({ text, places }) => el("li", {}, fill(say(text), { list: places.map(nameOf).join(", ") })));
  const grave = warnings.some(({ text }) => text !== "later");
  return el(
    "section",
    { class: grave ? "check bad" : "check note", role: grave ? "alert" : undefined },
    el("ul", {}, ...items),
    howEnded && el("p", {}, howEnded),
    grave && el("p", {}, say("tellCoordinator")),
  );
}

const nameOf = ({ seq, compartment: name }: Place): string => `${String(seq).padStart(3, "0")}.${name}`;

function warningsOf(report: ManifestReport): { text: StringId; places: readonly Place[] }[] {
  if (!report.found) {
    return [{ text: "noManifest", places: [] }];
  }
  const { missing, altered, extra, later } = report;
  const all: { text: StringId; places: readonly Place[] }[] = [
    { text: "missing", places: missing },
    { text: "altered", places: altered },
    { text: "extra", places: extra },
    { text: "later", places: later },
  ];
  return all.filter(({ places }) => places.length > 0);
}

const titles: Readonly<Record<string, StringId>> = { case: "c_case", identity: "c_identity", threats: "c_threats", needs: "c_needs", seen: "c_seen", insider: "c_insider" };
const seals: Readonly<Record<string, StringId>> = { identity: "sealed_identity", threats: "sealed_threats" };

function compartment({ name, key, identity, records }: OpenedCompartment, reader: Reader): HTMLElement {
  const { say } = reader;
  const title = own(titles, name);
  return el(
    "section",
    { class: "compartment" },
    el(`h${reader.level}`, {}, title === undefined ? el("bdi", {}, name) : say(title)),
    ...(key === "open" && identity !== undefined ? answers(records, identity, reader) : [closedCompartment(name, key === "open" ? "damaged" : key, records.length, say)]),
  );
}

function closedCompartment(
  name: string,
  key: Exclude<OpenedCompartment["key"], "open">,
  records: number,
  say: Reader["say"],
): HTMLElement {
  switch (key) {
    case "sealed":
      return name === CASE
        ? el("p", { class: "check bad" }, say("sealedToOthers"))
        : // One record of each compartment is only there to make all cases look alike.
          el("p", { class: "sealed" }, fill(say(own(seals, name) ?? "sealed_other"), { n: Math.max(0, records - 1) }));
    case "foreign":
      return el("p", { class: "check bad", role: "alert" }, say("keyForeign"));
    case "damaged":
    case "unknown-format":
      return el("p", { class: "check bad", role: "alert" }, say("keyDamaged"));
  }
}

function answers(records: readonly OpenedRecord[], identity: Identity, reader: Reader): HTMLElement[] {
  const broken = records.flatMap((opened) => (opened.state === "broken" ? [brokenRecord(opened, reader)] : []));
  const told = records.flatMap((opened) =>
    opened.state === "read" && isAnswer(opened.record) ? [opened.record] : [],
  );
  const replaced = new Set(told.flatMap(({ replaces }) => (replaces === undefined ? [] : [replaces])));
  const versions = [...new Set(told.map(({ version }) => version))];
  const shown = versions.flatMap((version) => {
    const known = questionnaire(version);
    const mine = told.filter((record) => record.version === version);
    return [
      known === undefined && el("p", { class: "check note" }, reader.say("unknownForm")),
      ...passages(grouped(mine, known)).map(({ hard, groups }) => {
        const shown = (): HTMLElement[] => groups.map((group) => answer(group, known, replaced, identity, reader));
        const ids = groups.flat().map(({ case: id, seq }) => recordAnchor(id, seq));
        return hard ? [hardPassage(reader.care, reader.say, ids[0]!, ids, shown)] : shown();
      }),
    ].flat().filter((element) => element !== false);
  });
  const nothing = shown.length === 0 && broken.length === 0 ? [el("p", { class: "sealed" }, reader.say("noAnswers"))] : [];
  return [...broken, ...shown, ...nothing];
}

/** Where the answer of a record stands in the page, for whatever names it as its source. */
export const recordAnchor = (id: string, seq: number): string => `r-${id}-${seq}`;

/** What is hard to read and stands together has one warning. */
function passages(groups: readonly TestimonyRecord[][]): { readonly hard: boolean; readonly groups: TestimonyRecord[][] }[] {
  const found: { readonly hard: boolean; readonly groups: TestimonyRecord[][] }[] = [];
  for (const group of groups) {
    const hard = group.some(({ question, questionnaire: form, kind }) => kind === "answered" && isHard(question, form));
    const last = found[found.length - 1];
    if (last?.hard === hard) {
      last.groups.push(group);
    } else {
      found.push({ hard, groups: [group] });
    }
  }
  return found;
}

/** The others carry a case and no answer: blanks make all cases of a class alike, the receipt is where replies go. */
function isAnswer({ kind }: TestimonyRecord): boolean {
  switch (kind) {
    case "answered":
    case "unknown":
    case "declined":
    case "later":
      return true;
    case "opened":
    case "blank":
    case "receipt":
    case "manifest":
      return false;
  }
}

function brokenRecord(opened: Extract<OpenedRecord, { state: "broken" }>, { say }: Reader): HTMLElement {
  return el("p", { class: "check bad" }, fill(say("brokenRecord"), { n: opened.seq, why: say(`why_${opened.why}`) }));
}

/** The records of each question and event together: in the questionnaire's order, event by event, then as they came. */
function grouped(records: readonly TestimonyRecord[], known: Questionnaire | undefined): TestimonyRecord[][] {
  const position = (id: string | undefined) => {
    const at = known?.questions.findIndex((question) => question.id === id) ?? -1;
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  /** Where the event begins, which one it is, and the question's place in it. */
  const order = ({ question, item }: TestimonyRecord): [number, number, number] => {
    const event = known?.questions.find(({ id }) => id === question)?.event;
    return [position(event ?? question), item, position(question)];
  };
  const compare = (a: TestimonyRecord, b: TestimonyRecord) => {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || a.part - b.part || a.seq - b.seq;
  };
  const groups = new Map<string, TestimonyRecord[]>();
  for (const record of [...records].sort(compare)) {
    const key = `${record.question} ${record.item}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()];
}

function answer(
  group: readonly TestimonyRecord[],
  known: Questionnaire | undefined,
  replaced: ReadonlySet<number>,
  identity: Identity,
  reader: Reader,
): HTMLElement {
  const { tag, say } = reader;
  const first = group[0]!;
  const question = known?.questions.find(({ id }) => id === first.question);
  const consent = question?.type === "consent";
  const wording = question?.text[tag];
  return el(
    "article",
    { class: "answer", tabindex: "-1" },
    el(
      reader.level === 2 ? "h3" : "h4",
      {},
      consent ? say("consent") : (wording ?? el("bdi", { lang: "en" }, first.question)),
      group.some(({ item }) => item > 1) && el("span", { class: "meta" }, " ", fill(say("item"), { n: first.item })),
    ),
    consent && el("details", {}, el("summary", {}, say("consentShow")), el("p", { class: "words" }, (known && agreement(known, first.channel, tag)?.text) ?? "")),
    ...group.map((record) => said(record, question, known, replaced.has(record.seq), identity, reader)),
  );
}

function said(
  record: TestimonyRecord,
  question: Question | undefined,
  known: Questionnaire | undefined,
  replaced: boolean,
  identity: Identity,
  reader: Reader,
): HTMLElement {
  const { say } = reader;
  return el(
    "div",
    { class: replaced ? "said replaced" : "said", id: recordAnchor(record.case, record.seq), tabindex: "-1" },
    el("div", { class: "content" }, ...content(record, question, known, identity, reader)),
    el("p", { class: "meta number" }, fill(say("record"), { n: record.seq }), replaced && ` · ${say("replaced")}`),
  );
}

const silent: Readonly<Record<string, StringId>> = { unknown: "unknown", declined: "declined", later: "putOff" };

function content(
  record: TestimonyRecord,
  question: Question | undefined,
  known: Questionnaire | undefined,
  identity: Identity,
  reader: Reader,
): HTMLElement[] {
  const { tag, say } = reader;
  const silence = own(silent, record.kind);
  if (silence !== undefined) {
    return [el("p", { class: "silence" }, say(silence))];
  }
  const { text, choice, choices, edtf, number, words, code, textSha256 } = record.value;
  const choicesShown = question?.type === "consent" && known ? agreement(known, record.channel, tag)?.choices : question?.choices[tag];
  const label = (option: string): Child => own(choicesShown ?? {}, option) ?? el("bdi", { lang: "en" }, option);
  const located = code === undefined ? undefined : place(question?.list ?? "", code, tag);
  const date = edtf === undefined ? undefined : (dateInWords(edtf, tag) ?? edtf);
  // What was made of their words stands below them.
  const read = [
    date !== undefined && el("bdi", {}, date),
    number !== undefined && number !== "" && el("bdi", { dir: "ltr" }, number),
    code !== undefined && el("span", {}, located ?? el("bdi", {}, code), located !== undefined && el("span", { class: "meta" }, " ", el("bdi", {}, code))),
  ].filter((each) => each !== false);
  const source: Source = { about: { case: record.case, seq: record.seq }, language: record.language, compartment: record.compartment };
  const consentKnown = known !== undefined && agreement(known, record.channel, record.language)?.sha256 === textSha256;
  const found: (HTMLElement | false)[] = [
    ...record.attachments.map((attachment) => file(attachment, source, identity, reader)),
    text !== undefined && el("p", { class: "words", dir: "auto", lang: record.language }, text),
    choice !== undefined && el("p", {}, label(choice)),
    choices !== undefined && el("ul", {}, ...choices.map((option) => el("li", {}, label(option)))),
    words !== undefined && el("p", { class: "words", dir: "auto", lang: record.language }, words),
    ...read.map((each) => (words === undefined ? el("p", {}, each) : el("p", { class: "meta" }, say("readAs"), " ", each))),
    textSha256 !== undefined && el("p", { class: consentKnown ? "meta" : "check bad" }, say(consentKnown ? "consentKnown" : "consentForeign")),
  ];
  const shown = found.filter((element) => element !== false);
  const told = text ?? (read.length === 0 ? words : undefined);
  const isName = ([...NAMES_OF_RELATIVE, ...NAMES_OF_OTHERS] as readonly string[]).includes(record.question);
  const translated = told === undefined || told.trim() === "" || isName ? [] : (reader.beside?.translations(source, told) ?? []);
  return shown.length > 0 ? [...shown, ...translated] : [el("p", { class: "silence" }, say("empty"))];
}
