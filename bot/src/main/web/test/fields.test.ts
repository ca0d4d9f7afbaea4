import { strict as assert } from "node:assert";
import { test } from "node:test";
import config from "komir:config";
import { FIELDS, GROUPS, HOW_KNOWN, isHard, NO_FIELD } from "../record/field-table.ts";
import { canBeSame, checkNumber, contradictions, fieldsOf, foundIn, openFields, samePlace, toldBy, type FieldValue } from "../record/fields.ts";
import type { FollowUp } from "../record/follow-up.ts";
import { timelineOf } from "../record/timeline.ts";
import type { Piece, Work } from "../record/work.ts";
import { openedCase, versionOf, whole } from "./made-up-whole.ts";

const ID = "00112233445566778899aabbccddeeff";
const LATER = "ffeeddccbbaa99887766554433221100";
const TODAY = "2026-11-30";

const of = (values: readonly FieldValue[], field: string): FieldValue[] => values.filter((value) => value.field === field);
const follow = (told: Parameters<typeof openedCase>[1], from: FollowUp["from"]): FollowUp => ({
  opened: openedCase(LATER, told, { questionnaire: "news.1", day: "2026-12-03", channel: "form" }),
  from,
  questionnaire: "news",
  day: "2026-12-03",
  agreesAnew: false,
});

test("every question of every questionnaire gives one field, or is named as giving none", () => {
  const fields = FIELDS.flatMap(({ questions }) => [...questions] as string[]);
  assert.equal(new Set(fields).size, fields.length, "a question gives one field");
  assert.deepEqual(fields.filter((question) => NO_FIELD.has(question)), []);
  const asked = new Set(Object.values(config.questionnaires).flatMap(({ questions }) => questions.map(({ id }) => id)));
  assert.deepEqual([...asked].filter((id) => !fields.includes(id) && !NO_FIELD.has(id)), []);
  assert.deepEqual([...fields, ...NO_FIELD].filter((id) => !asked.has(id)), [], "no question of that name");
  assert.deepEqual(FIELDS.filter(({ group }) => !(GROUPS as readonly string[]).includes(group)), []);
});

test("every way of knowing that is asked for means something, and nothing means what is not asked", () => {
  for (const { question, of: about, means } of HOW_KNOWN) {
    const asked = Object.values(config.questionnaires).flatMap(({ questions }) => questions.filter(({ id }) => id === question));
    assert.notEqual(asked.length, 0, question);
    const options = new Set(asked.flatMap(({ choices }) => Object.keys(choices.en!)));
    assert.deepEqual(Object.keys(means).filter((option) => !options.has(option)), [], question);
    const all = new Set(Object.values(config.questionnaires).flatMap(({ questions }) => questions.map(({ id }) => id)));
    assert.deepEqual(about.filter((id) => !all.has(id)), [], question);
  }
  const known = HOW_KNOWN.find(({ question }) => question === "k_how")!.means;
  assert.deepEqual(Object.keys(known).sort(), ["family", "guess", "official", "online", "other_person", "paper", "saw", "spoke"]);
});

test("a field has what was told, what was made of it, and where it comes from", () => {
  const values = fieldsOf([openedCase(ID, whole)]);
  assert.deepEqual(of(values, "name").map(({ value }) => value), ["Алтынбек Ойдан", "阿勒腾别克·奥依丹"]);
  const [birth] = of(values, "birth");
  assert.equal(birth?.edtf, "1984~");
  assert.equal(birth?.value, "шамамен 1984");
  assert.deepEqual(birth?.source, {
    case: ID,
    seq: 5,
    question: "p_birth",
    version: birth?.source.version,
    day: "2026-11-23",
    channel: "chat",
    language: "kk-Cyrl",
    who: { kind: "testifier", through: "interpreter" },
    knownBy: [],
    listed: true,
    replaced: false,
  });
  assert.deepEqual(of(values, "home")[0]?.place, { list: "xinjiang", code: "654221" });
  assert.deepEqual(of(values, "place_now")[0]?.value, "Үрімжіде болар");
  assert.deepEqual(of(values, "status")[0]?.source.knownBy, ["heard", "official"]);
  assert.deepEqual(of(values, "years")[0]?.source.knownBy, ["official", "heard"]);
  assert.equal(of(values, "years")[0]?.item, 4);
  assert.equal(of(values, "may_publish")[0]?.state, "declined");
});

test("who typed or translated for the testifier stands at every answer", () => {
  const through = (how: string) => of(fieldsOf([openedCase(ID, [{ question: "p_name", value: { text: "Алтынбек Ойдан" } }, { question: "t_how", value: { choice: how } }])]), "name")[0]?.source.who;
  for (const helper of ["scribe", "interpreter", "both"]) {
    assert.deepEqual(through(helper), { kind: "testifier", through: helper });
  }
  for (const alone of ["self", "letter"]) {
    assert.deepEqual(through(alone), { kind: "testifier" });
  }
  const asked = Object.values(config.questionnaires).flatMap(({ questions }) => questions.filter(({ id }) => id === "t_how"));
  assert.ok(asked.length > 0);
  asked.forEach(({ choices }) => assert.deepEqual(Object.keys(choices.en!), ["self", "scribe", "interpreter", "both", "letter"]));
});

test("what the family answers anew or tells later stands beside the earlier, and a stranger's words give no field", () => {
  const first = openedCase(ID, [
    { question: "p_birth", value: { edtf: "1984" } },
    { question: "p_birth", value: { edtf: "1985" }, replaces: 1 },
  ]);
  const family = follow([{ question: "p_birth", value: { edtf: "1991-05-02" } }, { question: "n_what", value: { choices: ["released"] } }], "family");
  const values = fieldsOf(toldBy(first, [family, follow([{ question: "p_birth", value: { edtf: "1950" } }], "author"), follow([{ question: "p_sex", value: { choice: "f" } }], "statement")]));
  assert.deepEqual(of(values, "birth").map(({ edtf, source }) => [edtf, source.replaced, source.channel]), [
    ["1984", true, "chat"],
    ["1985", false, "chat"],
    ["1991-05-02", false, "form"],
  ]);
  assert.deepEqual(of(values, "sex"), []);
  const differ = contradictions(values);
  assert.deepEqual([...differ].map(({ edtf }) => edtf), ["1985", "1991-05-02"], "what was replaced contradicts nobody");
});

test("what can be the same is no contradiction: a decade and a day in it, about and nearly, a county and its prefecture", () => {
  assert.ok(canBeSame("198X", "1984-05-12") && canBeSame("1984~", "1988") && canBeSame("2017-21", "2017-04-03") && canBeSame("../2018", "2017"));
  assert.ok(!canBeSame("1984", "1985") && !canBeSame("1984~", "1991") && !canBeSame("2018/..", "2017-12-31"));
  const place = (code: string) => ({ list: "xinjiang", code });
  assert.ok(samePlace(place("6542"), place("654221")) && !samePlace(place("6542"), place("6543")) && !samePlace(place("654221"), place("654223")));
  const two = (question: string, a: object, b: object): number => contradictions(fieldsOf([openedCase(ID, [{ question, value: a }]), openedCase(LATER, [{ question, value: b }])])).size;
  assert.equal(two("p_name", { text: "Ахмет" }, { text: "Қанат" }), 0, "names have spellings");
  assert.equal(two("p_sex", { choice: "m" }, { choice: "f" }), 2);
  assert.equal(two("n_status", { choice: "camp" }, { choice: "returned" }), 0, "times change");
  assert.equal(two("p_home", { code: "6542" }, { words: "Шәуешек жағы" }), 0, "words are for a person to compare");
});

const found = (...all: readonly (readonly [string, Partial<Extract<Work, { kind: "field" }>>])[]): FieldValue[] =>
  foundIn(
    ID,
    all.map(([by, work], i): Piece => ({
      name: String(i).padStart(32, "0"),
      sha256: "0".repeat(64),
      by: { id: by, name: by.toUpperCase(), roles: [], recipient: "", signing: "" },
      at: `2026-11-30T09:12:0${i}Z`,
      work: { kind: "field", field: "birth", value: "", confidence: "fairly", why: "a paper", ...work },
    })),
  );

test("what a volunteer found stands beside what was told, with who and why, and never in its place", () => {
  const told = fieldsOf([openedCase(ID, whole)]);
  const all = [...told, ...found(["aigul", { value: "1991", edtf: "1991" }], ["bolat", { field: "name", value: "Altynbek Oidan" }], ["bolat", { field: "no_such_field", value: "x" }])];
  assert.deepEqual(of(all, "birth").map(({ edtf, confidence, source }) => [edtf, confidence, source.who.kind]), [["1984~", undefined, "testifier"], ["1991", "fairly", "volunteer"]]);
  assert.equal(of(all, "name").length, 3);
  assert.ok(contradictions(all).has(of(all, "birth")[1]!), "what differs is told");
  assert.equal(all.length, told.length + 2);
  assert.deepEqual(found(["aigul", { value: "1990", edtf: "1990" }], ["bolat", { value: "1991", edtf: "1991" }], ["aigul", { value: "1992", edtf: "1992" }]).map(({ source }) => source.replaced), [true, false, false], "a second thought of the same person counts");
  assert.deepEqual(found(["aigul", { edtf: "the spring" }]).map(({ edtf }) => edtf), [undefined], "no date is none");
  assert.deepEqual(checkNumber("65422119840512003X", [...told, ...found(["aigul", { edtf: "1950" }])], TODAY).reading.findings, [], "a number is compared with what was told");
});

test("what was found with a date stands on the timeline, and contradicts there", () => {
  const made = timelineOf([openedCase(ID, whole)], found(["aigul", { field: "died_when", edtf: "2018-03-01" }], ["aigul", { field: "held_until", edtf: "2020-05" }], ["aigul", { field: "years", value: "15" }]));
  const entries = made.dated.filter(({ sources }) => sources.some(({ who }) => who.kind === "volunteer"));
  assert.deepEqual(entries.map(({ status, field, from, conflict }) => [status, field, from?.edtf, conflict]), [
    ["died", "died_when", "2018-03-01", "overlap"],
    ["other", "held_until", "2020-05", "after-death"],
  ]);
});

test("nothing may be added for everybody to a field whose answer fewer people read", () => {
  const relative = openFields([versionOf("detained-relative.1")]);
  assert.ok((["name", "birth", "number", "taken_when", "status"] as const).every((id) => relative.includes(id)));
  const eyewitness = openFields([versionOf("eyewitness.1")]);
  assert.ok((["name", "birth", "home", "sex", "people"] as const).every((id) => !eyewitness.includes(id)), "who testifies of itself stays unknown");
  assert.ok(eyewitness.includes("held_until"));
  assert.deepEqual(openFields([versionOf("detained-relative.1"), versionOf("eyewitness.1")]).includes("birth"), false);
  assert.deepEqual(openFields(["no such version"]), []);
});

test("an answer that the sealed list does not name is marked", () => {
  const opened = openedCase(ID, [{ question: "p_name", value: { text: "А" } }, { question: "p_sex", value: { choice: "m" } }]);
  const values = fieldsOf([{ ...opened, manifest: { found: true, complete: true, missing: [], altered: [], extra: [{ seq: 2, compartment: "case" }], later: [] } }]);
  assert.deepEqual(values.map(({ field, source }) => [field, source.listed]), [["name", true], ["sex", false]]);
});

test("a number is compared with itself, with birth and sex, and with the home that was told", () => {
  const values = fieldsOf([openedCase(ID, whole)]);
  const good = checkNumber("65422119840512003X", values, TODAY);
  assert.deepEqual([good.reading.kind, good.reading.findings, good.reading.birth, good.reading.sex, good.area?.code, good.areaDiffers], ["CHINA_18", [], "1984-05-12", "MALE", "654221", false]);
  assert.deepEqual(checkNumber("654221198405120034", values, TODAY).reading.findings, ["CHECK_DIGIT_WRONG"]);
  const other = fieldsOf([openedCase(ID, [{ question: "p_birth", value: { edtf: "1960" } }, { question: "p_sex", value: { choice: "f" } }, { question: "p_home", value: { code: "6543" } }])]);
  const differs = checkNumber("65422119840512003X", other, TODAY);
  assert.deepEqual([differs.reading.findings, differs.areaDiffers], [["BIRTH_DIFFERS", "SEX_DIFFERS"], true]);
  const both = [...other, ...fieldsOf([openedCase(LATER, [{ question: "p_birth", value: { edtf: "1984" } }])])];
  assert.deepEqual(checkNumber("65422119840512003X", both, TODAY).reading.findings, ["SEX_DIFFERS"], "it fits one of two births");
});

test("hard to read is told by the question, and an eyewitness's account is", () => {
  assert.ok(isHard("v_kinds", "eyewitness.1") && isHard("story", "eyewitness.1") && isHard("h_health", "detained-relative.1") && isHard("x_when", "news.1"));
  assert.ok(!isHard("story", "detained-relative.1") && !isHard("p_name", "eyewitness.1"));
});
