import { strict as assert } from "node:assert";
import { test } from "node:test";
import config from "komir:config";
import { timelineOf, type Timeline } from "../record/timeline.ts";
import { EPISODES } from "../record/timeline-table.ts";
import type { Told } from "./made-up.ts";
import { openedCase, whole } from "./made-up-whole.ts";

const ID = "00112233445566778899aabbccddeeff";
const LATER = "ffeeddccbbaa99887766554433221100";

const event = (item: number, kind: string, from?: string, to?: string): Told[] => [
  { question: "ev_kind", item, value: { choice: kind } },
  ...(from === undefined ? [] : [{ question: "ev_from", item, value: { edtf: from } }]),
  ...(to === undefined ? [] : [{ question: "ev_to", item, value: { edtf: to } }]),
];
const timeline = (...told: Told[]): Timeline => timelineOf([openedCase(ID, told)]);
const short = ({ dated, undated }: Timeline): string[] => [...dated, ...undated].map(({ status, from, to, conflict }) => [status, from?.edtf ?? "-", to?.edtf ?? "-", conflict ?? ""].join(" ").trim());

test("every option means a status that there is, and what a table names is asked", () => {
  const asked = Object.values(config.questionnaires).flatMap(({ questions }) => questions);
  for (const { status, means, from, to, where, details } of EPISODES) {
    const options = new Set(asked.filter(({ id }) => id === status).flatMap(({ choices }) => Object.keys(choices.en!)));
    assert.notEqual(options.size, 0, status);
    assert.deepEqual(Object.keys(means).filter((option) => !options.has(option)), [], status);
    assert.deepEqual([...from, ...to, ...where, ...details].filter((id) => !asked.some((question) => question.id === id)), [], status);
  }
  // Of these two every option is a time in somebody's life.
  for (const status of ["ev_kind", "n_status", "e_taken"]) {
    const options = asked.filter(({ id }) => id === status).flatMap(({ choices }) => Object.keys(choices.en!));
    const { means } = EPISODES.find((episode) => episode.status === status)!;
    assert.deepEqual(options.filter((option) => !Object.hasOwn(means, option)), [], status);
  }
});

test("a whole case: in order, with its sources, what does not agree marked, what has no date apart", () => {
  const made = timelineOf([openedCase(ID, whole)]);
  assert.deepEqual(short(made), [
    "taken 2017-21 -",
    "camp 2017-04/2017-06 2018-12~ overlap",
    "hospital 2018? -",
    "house 2018-02 2018-05 overlap",
    "prison 2019-01-15 -",
    "prison 2026-10 -",
    "released - -",
  ]);
  const [taken, camp] = made.dated;
  assert.deepEqual([taken?.place?.code, taken?.shape, taken?.sources.map(({ question }) => question)], ["6542", "event", ["e_taken", "e_when", "e_where", "e_taken", "e_who"]]);
  assert.deepEqual([camp?.shape, camp?.sources[0]?.knownBy], ["state", ["saw"]]);
  assert.deepEqual(made.dated[4]?.details.map(({ question, options, text }) => [question, options[0] ?? text]), [
    ["ev_kind", "prison"],
    ["ev_trial", "closed"],
    ["ev_years", "15 жыл"],
    ["ev_charge", "шетелге барған дейді"],
    ["ev_verdict", "heard"],
  ]);
  assert.deepEqual([made.dated[5]?.shape, made.undated[0]?.from?.words], ["as-of", "білмейміз"]);
});

test("dates of every kind have their place: a decade, a season, an open end, only an end, only words, none", () => {
  const made = timeline(
    ...event(1, "prison", "2019~"),
    ...event(2, "camp", "2017-22"),
    ...event(3, "questioning", "../2016-05"),
    ...event(4, "factory", undefined, "2018-03"),
    ...event(5, "patrol"),
    { question: "ev_kind", item: 6, value: { choice: "hostel" } },
    { question: "ev_from", item: 6, kind: "unknown" },
    ...event(7, "passport", "201X"),
  );
  assert.deepEqual(short(made), ["passport 201X -", "questioning ../2016-05 -", "camp 2017-22 -", "factory - 2018-03", "prison 2019~ -", "patrol - -", "hostel - -"]);
});

test("a date or place without its question is still told", () => {
  const made = timeline({ question: "e_when", value: { edtf: "2018" } }, { question: "ev_place", item: 1, value: { code: "6542" } });
  assert.deepEqual(short(made), ["taken 2018 -", "other - -"]);
});

test("what is told again in the same words is one entry with two sources; told otherwise, both stand", () => {
  const told: Told[] = [
    { question: "n_status", value: { choice: "died" } },
    { question: "x_tell", value: { choice: "yes" } },
    { question: "x_when", value: { edtf: "2020-03-01" } },
  ];
  const again = (day: string) => timelineOf([openedCase(ID, told), openedCase(LATER, [{ question: "n_what", value: { choices: ["died"] } }, { question: "x_tell", value: { choice: "yes" } }, { question: "x_when", value: { edtf: day } }], { questionnaire: "news.1" })]);
  const same = again("2020-03-01");
  assert.deepEqual(short(same), ["died 2020-03-01 -"]);
  assert.deepEqual([...new Set(same.dated[0]?.sources.map((source) => source.case))], [ID, LATER]);
  assert.deepEqual(short(again("2021-06")), ["died 2020-03-01 - dates", "died 2021-06 - dates"]);
  assert.deepEqual(short(again("2020")), ["died 2020 -", "died 2020-03-01 -"], "a year agrees with a day in it");
});

test("only what cannot be true is called a contradiction", () => {
  assert.deepEqual(short(timeline(...event(1, "camp", "2017-04", "2018-12"), ...event(2, "prison", "2018-12", "2022"))), ["camp 2017-04 2018-12", "prison 2018-12 2022"]);
  assert.deepEqual(short(timeline(...event(1, "camp", "2017", "2019"), ...event(2, "hospital", "2018-02", "2018-03"))), ["camp 2017 2019", "hospital 2018-02 2018-03"], "one is brought from a camp to a hospital");
  assert.deepEqual(short(timeline(...event(1, "camp", "2017", "2019"), ...event(2, "released", "2018-05"))), ["camp 2017 2019 overlap", "released 2018-05 - overlap"]);
  assert.deepEqual(short(timeline(...event(1, "camp", "2017", "2019"), ...event(2, "released", "2019"))), ["camp 2017 2019", "released 2019 -"]);
  assert.deepEqual(short(timeline(...event(1, "died", "2018"), ...event(2, "prison", "2019-05"))), ["died 2018 - after-death", "prison 2019-05 - after-death"]);
  assert.deepEqual(short(timeline(...event(1, "died", "2018"), ...event(2, "prison", "2018-05"))), ["died 2018 -", "prison 2018-05 -"]);
});

test("who allows no question about the death still has it on the timeline", () => {
  assert.deepEqual(short(timeline({ question: "n_status", value: { choice: "died" } }, { question: "x_tell", value: { choice: "no" } })), ["died - -"]);
});

test("an eyewitness's own years: one place is one entry, whatever the building was before", () => {
  const made = timelineOf([
    openedCase(
      ID,
      [
        { question: "w_kind", value: { choices: ["held"] } },
        { question: "b_taken", value: { choice: "taken" } },
        { question: "b_from", value: { edtf: "2017-10" } },
        { question: "b_to", value: { edtf: "2018-11" } },
        { question: "b_where", value: { code: "6542" } },
        { question: "b_kind", value: { choices: ["school", "prison"] } },
        { question: "r_how", value: { choice: "watched" } },
      ],
      { questionnaire: "eyewitness.1" },
    ),
  ]);
  assert.deepEqual(short(made), ["camp 2017-10 2018-11", "house 2018-11 -"]);
  assert.deepEqual(made.dated[0]?.sources[0]?.knownBy, []);
  assert.deepEqual(made.dated[0]?.sources.find(({ question }) => question === "b_from")?.knownBy, ["saw"]);
});
