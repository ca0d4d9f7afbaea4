import { strict as assert } from "node:assert";
import { test } from "node:test";
import { fieldsOf } from "../record/fields.ts";
import { personOf } from "../record/person.ts";
import type { OpenedCase } from "../record/open-case.ts";
import { Acquaintances } from "../console/same-view.ts";
import { questionnaireVersion } from "./made-up.ts";

/** Whom two cases are about, as the console compares them. */

const VERSION = questionnaireVersion;

function told(id: string, answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>): OpenedCase {
  const records = Object.entries(answers).map(([question, value], i) => ({
    seq: i + 1,
    state: "read" as const,
    record: {
      case: id, compartment: "case", seq: i + 1, kind: "answered" as const, questionnaire: "detained-relative.1", version: VERSION, question, item: 1, part: 1, replaces: undefined,
      language: "kk-Cyrl", channel: "form", day: "2026-11-30", value, attachments: [],
    },
  }));
  const manifest = { found: true, complete: true, missing: [], altered: [], extra: [], later: [] };
  return { id, compartments: [{ name: "case", key: "open", records }], manifest } as unknown as OpenedCase;
}

const person = (id: string, answers: Parameters<typeof told>[1]) => personOf(fieldsOf([told(id, answers)]));

test("whom a case is about is read from its fields", () => {
  assert.deepEqual(person("a", { p_name: { text: "Қанат Ахметұлы" }, p_birth: { edtf: "1984~" }, p_sex: { choice: "m" }, p_home: { code: "654221" } }), {
    names: ["Қанат Ахметұлы"],
    birth: "1984~",
    place: "654221",
    sex: "MALE",
    number: undefined,
  });
  assert.equal(person("a", { p_birth: { edtf: "1984" } }), undefined, "without a name there is nobody to compare");
});

test("the same man in two scripts is suggested, a stranger is not, and a case is never its own likeness", () => {
  const met = new Acquaintances();
  met.met("a", person("a", { p_name: { text: "Қанат Ахметұлы" }, p_birth: { edtf: "1984" }, p_home: { code: "654221" } })!);
  met.met("b", person("b", { p_name: { text: "قانات احمەت ۇلى" }, p_birth: { edtf: "1984" }, p_home: { code: "654221" } })!);
  met.met("c", person("c", { p_name: { text: "Гүлнар Сейітқызы" }, p_birth: { edtf: "1961" } })!);
  assert.deepEqual(met.like("a").map(({ id, comparison }) => [id, comparison.grade]), [["b", "likely"]]);
  assert.deepEqual(met.like("c"), []);
  assert.deepEqual(met.like("nobody"), []);
  met.forget("b");
  assert.deepEqual(met.like("a"), []);
});
