import { strict as assert } from "node:assert";
import { test } from "node:test";
import { folded, SearchIndex } from "../record/search.ts";

const A = "a".repeat(32);
const B = "b".repeat(32);
const C = "c".repeat(32);

const index = (of: Readonly<Record<string, readonly string[]>>): SearchIndex<number> => {
  const made = new SearchIndex<number>();
  Object.entries(of).forEach(([id, texts]) => made.put(id, texts.map((text, where) => ({ where, text }))));
  return made;
};

const cases = (of: SearchIndex<number>, query: string): readonly string[] => of.search(query).map((hit) => hit.case);

test("a name is found in whatever script it was written", () => {
  for (const name of ["Қанат", "قانات", "Qanat", "Kanat", "КАНАТ", "кана", "Qána\u0301t", "ق\u0640انات"]) {
    assert.deepEqual(cases(index({ [A]: ["інім Қанат Ахметұлы"], [B]: ["Сәуле"] }), name), [A], name);
    assert.deepEqual(cases(index({ [A]: ["ٴىنىم قانات احمەت ۇلى"] }), name), [A], name);
  }
  assert.equal(folded("Жанат"), folded("Zhanat"));
  assert.equal(folded("Ғани"), folded("Gani"));
});

test("Chinese is found from any character on, and digits in any script", () => {
  const made = index({ [A]: ["他在塔城地区的学校"], [B]: ["نومۇرى ۲۰۱۷"], [C]: ["2018"] });
  assert.deepEqual(cases(made, "塔城"), [A]);
  assert.deepEqual(cases(made, "学校"), [A]);
  assert.deepEqual(cases(made, "城塔"), []);
  assert.deepEqual(cases(made, "2017"), [B]);
});

test("what hides a word does not hide it: bidi signs, zalgo, joiners, other punctuation", () => {
  const made = index({ [A]: ["x\u202eШә\u200dуе\u0336ш\u0301\u0302\u0303ек\u2069-базар"] });
  assert.deepEqual(cases(made, "базар"), [A]);
  assert.deepEqual(cases(index({ [A]: ["Шә\u200dуе\u0336ш\u0301\u0302\u0303ек"] }), "шәуешек"), [A]);
  assert.deepEqual(made.search("\u202e\u0301 — …"), []);
  assert.deepEqual(made.search(""), []);
});

test("every word must begin some word of the case; it says where, the most found first", () => {
  const made = index({ [A]: ["Қанат мектепте", "Сәуле"], [B]: ["Қанат", "Қанат тағы", "Сәуле Қанат"], [C]: ["Сәуле"] });
  assert.deepEqual(cases(made, "қанат сәуле"), [B, A]);
  assert.deepEqual(made.search("мект")[0]?.found, [{ where: 0, text: "Қанат мектепте" }]);
  assert.deepEqual(cases(made, "ектеп"), [], "not in the middle of a word");
});

test("what was read anew takes the place of what was there, and a new index knows nothing", () => {
  const made = index({ [A]: ["Қанат"] });
  made.put(A, [{ where: 0, text: "Болат" }]);
  assert.deepEqual(cases(made, "қанат"), []);
  assert.deepEqual(cases(made, "болат"), [A]);
  assert.equal(made.size, 1);
  assert.equal(made.has(B), false);
  assert.deepEqual(new SearchIndex().search("болат"), []);
});

test("a case that somebody must not see is forgotten, and its words with it", () => {
  const made = index({ [A]: ["Қанат мектепте"], [B]: ["Қанат"] });
  made.forget(A);
  assert.deepEqual(cases(made, "мектеп"), []);
  assert.deepEqual(cases(made, "қанат"), [B]);
  assert.equal(made.has(A), false);
  made.forget(A);
  made.put(A, [{ where: 0, text: "Болат" }]);
  assert.deepEqual(cases(made, "болат"), [A]);
});

test("words that every object inherits are words", () => {
  const made = index({ [A]: ["constructor __proto__ toString"] });
  for (const word of ["constructor", "proto", "tostring"]) {
    assert.deepEqual(cases(made, word), [A]);
  }
});

test("a thousand cases of fifty answers are searched in a moment", () => {
  const made = new SearchIndex<number>();
  for (let i = 0; i < 1000; i++) {
    made.put(`${i}`.padStart(32, "0"), Array.from({ length: 50 }, (_, where) => ({ where, text: `жауап ${i} ${where} Қанат${i % 97} мектеп қала көше` })));
  }
  const before = performance.now();
  assert.equal(made.search("Qanat1").length > 10, true);
  assert.ok(performance.now() - before < 1000);
});
