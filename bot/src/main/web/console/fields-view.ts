import { dateInWords } from "../record/dates.ts";
import { FIELDS, GROUPS, isHard, type FieldGroup, type FieldId } from "../record/field-table.ts";
import { checkNumber, contradictions, type FieldValue } from "../record/fields.ts";
import { questionnaire } from "../record/questionnaires.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { joined, optionWords, original, placeWords, sourceLines, type Speaker } from "./answer-words.ts";
import { hardPassage, type Care } from "./care.ts";
import type { StringId } from "./strings.ts";
import { recordAnchor } from "./testimony.ts";

export interface FieldsReading extends Speaker {
  readonly care: Care;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** A place to add what was found of a field; none where nothing may be added to it. */
  readonly adding: (id: FieldId) => Child;
  /** The same for fields of which nothing was told. @param shown those that stand above */
  readonly addingOthers: (shown: readonly FieldId[]) => Child;
}

/** The fields of a case with whatever each source says of them, side by side. */
export function fieldsView(values: readonly FieldValue[], reading: FieldsReading): HTMLElement {
  const { say } = reading;
  const differ = contradictions(values);
  const groups = GROUPS.map((group) => groupOf(group, values, differ, reading)).filter((element) => element !== undefined);
  return el(
    "section",
    { class: "part", id: "part-fields", tabindex: "-1", "aria-labelledby": "fields" },
    el("h2", { id: "fields" }, say("partFields")),
    el("p", { class: "meta" }, say(groups.length > 0 ? "fieldsWhy" : "fieldsNone")),
    ...groups,
    reading.addingOthers([...new Set(values.map(({ field }) => field))]),
  );
}

function groupOf(group: FieldGroup, values: readonly FieldValue[], differ: ReadonlySet<FieldValue>, reading: FieldsReading): HTMLElement | undefined {
  const shown = FIELDS.filter((field) => field.group === group)
    .map(({ id }) => ({ id, values: inOrder(values.filter(({ field }) => field === id)) }))
    .filter((field) => field.values.length > 0);
  if (shown.length === 0) {
    return undefined;
  }
  const hard = shown.filter(({ values: mine }) => mine.some(isHardToRead));
  const list = (fields: typeof shown): HTMLElement => el("dl", { class: "fields" }, ...fields.map((field) => fieldOf(field.id, field.values, values, differ, reading)));
  const easy = shown.filter((field) => !hard.includes(field));
  return el(
    "section",
    { class: "group", "aria-labelledby": `group-${group}` },
    el("h3", { id: `group-${group}` }, reading.say(`g_${group}`)),
    easy.length > 0 && list(easy),
    hard.length > 0 && hardPassage(reading.care, reading.say, `fields-${recordAnchor(hard[0]!.values[0]!.source.case, hard[0]!.values[0]!.source.seq)}`, [], () => [list(hard)]),
  );
}

const isHardToRead = ({ state, source }: FieldValue): boolean => state === "answered" && isHard(source.question, questionnaire(source.version)?.name ?? "");

/** What belongs to one event stands together. */
const inOrder = (values: readonly FieldValue[]): FieldValue[] => {
  const cases = [...new Set(values.map(({ source }) => source.case))];
  return [...values].sort((a, b) => cases.indexOf(a.source.case) - cases.indexOf(b.source.case) || a.item - b.item);
};

function fieldOf(id: FieldId, mine: readonly FieldValue[], all: readonly FieldValue[], differ: ReadonlySet<FieldValue>, reading: FieldsReading): HTMLElement {
  const { say } = reading;
  const several = mine.some(({ item }) => item > 1);
  const differs = mine.some((value) => differ.has(value));
  return el(
    "div",
    { class: differs ? "field differs" : "field" },
    el("dt", {}, say(`f_${id}`)),
    differs && el("dd", { class: "check note" }, say("fieldDiffers")),
    ...mine.map((value) =>
      el(
        "dd",
        { class: value.source.replaced ? "value replaced" : "value" },
        several && el("span", { class: "meta" }, fill(say("item"), { n: value.item }), " "),
        ...content(value, reading),
        id === "number" && value.state === "answered" && numberChecks(value, all, reading),
        value.confidence !== undefined && el("span", { class: "mark" }, say(`conf_${value.confidence}`)),
        value.why !== undefined && value.why !== "" && el("p", { class: "words why", dir: "auto" }, value.why),
        ...sourceLines([value.source], reading),
      ),
    ),
    el("dd", { class: "adding" }, reading.adding(id)),
  );
}

const silent: Readonly<Record<Exclude<FieldValue["state"], "answered">, StringId>> = { unknown: "unknown", declined: "declined", later: "putOff" };

/** What was told, and below it what was made of it. */
function content(value: FieldValue, { tag, say }: FieldsReading): Child[] {
  const { source, options, edtf, place } = value;
  if (value.state !== "answered") {
    return [el("span", { class: "silence" }, say(silent[value.state]))];
  }
  if (options !== undefined) {
    return [el("span", { class: "told" }, ...joined(options.map((option) => optionWords(source.version, source.question, option, tag)), ", "))];
  }
  const read = edtf !== undefined ? (dateInWords(edtf, tag) ?? edtf) : place !== undefined ? placeWords(place, tag) : undefined;
  if (read === undefined) {
    return [el("span", { class: "told" }, value.field === "number" ? el("bdi", { dir: "ltr" }, value.value) : original(value.value, source.language))];
  }
  const asTold = value.value !== "" && value.value !== edtf && value.value !== place?.code;
  return [el("span", { class: "told" }, el("bdi", {}, read)), asTold && el("span", { class: "meta" }, " ", say("asTyped"), " ", original(value.value, source.language))];
}

function numberChecks(value: FieldValue, all: readonly FieldValue[], { tag, say, today }: FieldsReading): HTMLElement {
  const { reading, area, areaDiffers } = checkNumber(value.value, all, today);
  const findings: StringId[] = [...reading.findings.map((finding): StringId => `num_${finding}`), ...(areaDiffers ? (["num_AREA_DIFFERS"] as const) : [])];
  const checked = reading.kind !== "PASSPORT" && reading.kind !== "UNKNOWN";
  return el(
    "ul",
    { class: "number-checks" },
    el("li", {}, say(`num_${reading.kind}`)),
    checked && findings.length === 0 && el("li", { class: "good" }, "✓ ", say("numFits")),
    ...findings.map((finding) => el("li", { class: "note" }, "! ", say(finding))),
    reading.birth !== undefined && el("li", {}, fill(say("numBirth"), { day: dateInWords(reading.birth, tag) ?? reading.birth })),
    reading.sex !== undefined && el("li", {}, say(reading.sex === "MALE" ? "numMan" : "numWoman")),
    area !== undefined && el("li", {}, fillWith(say("numPlace"), "place", placeWords(area, tag))),
  );
}

/** `{name}` replaced by an element or a text. */
function fillWith(text: string, name: string, child: Child): HTMLElement {
  const [before = "", after = ""] = text.split(`{${name}}`);
  return el("span", {}, before, el("bdi", {}, child), after);
}
