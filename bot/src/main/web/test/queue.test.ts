import { strict as assert } from "node:assert";
import { test } from "node:test";
import { BUILT_IN, EVERYTHING, isForToday, isShown, offered, QueueChoice, secondOf, type Filter } from "../console/queue-filter.ts";
import type { QueuedCase } from "../console/server.ts";

let n = 0;
const one = (of: Partial<QueuedCase> = {}): QueuedCase => ({ case: `${n++}`.padStart(32, "0"), urgent: false, news: false, state: "waiting", holder: null, leaseUntil: null, mine: false, ...of });
const half = (by: string): QueuedCase => one({ standing: { kind: "verified", whole: false, by: [by] } });

test("what the family said stands until a volunteer says otherwise", () => {
  assert.equal(isForToday(one({ urgent: true })), true);
  assert.equal(isForToday(one({ urgent: true, urgency: "calm" })), false);
  assert.equal(isForToday(one({ urgency: "today" })), true);
  assert.equal(isForToday(one({ urgency: "week" })), false);
});

test("who is the first of two is not offered the case again, and the other one is", () => {
  const [mine, hers, held, free] = [half("aigul"), half("bolat"), one({ state: "claimed", holder: "bolat" }), one()];
  assert.deepEqual(offered([mine, hers, held, free], "aigul"), [hers, free]);
  assert.equal(secondOf(mine, "aigul"), "another");
  assert.equal(secondOf(hers, "aigul"), "second");
  assert.equal(secondOf(one({ standing: { kind: "needs_more", whole: true, by: ["bolat"] } }), "aigul"), undefined);
});

test("a filter shows what it says, alone and together", () => {
  const all = {
    free: one(),
    mine: one({ state: "claimed", holder: "aigul", mine: true }),
    hers: one({ state: "claimed", holder: "bolat" }),
    news: one({ news: true }),
    today: one({ urgency: "today" }),
    old: one({ unopened: true, urgency: "calm" }),
    second: half("bolat"),
  };
  const shown = (filter: Filter): string[] => Object.entries(all).filter(([, each]) => isShown(each, filter, "aigul")).map(([name]) => name);
  assert.equal(shown(EVERYTHING).length, 7);
  assert.deepEqual(shown(BUILT_IN.mine), ["mine"]);
  assert.deepEqual(shown({ ...EVERYTHING, who: "others" }), ["hers"]);
  assert.deepEqual(shown(BUILT_IN.free), ["free", "news", "today", "old", "second"]);
  assert.deepEqual(shown(BUILT_IN.duty), ["today"]);
  assert.deepEqual(shown(BUILT_IN.news), ["news"]);
  assert.deepEqual(shown(BUILT_IN.second), ["second"]);
  assert.deepEqual(shown({ ...EVERYTHING, soon: "unopened" }), ["old"]);
  assert.deepEqual(shown({ ...EVERYTHING, soon: "calm", news: true }), []);
  assert.deepEqual(shown({ ...EVERYTHING, verdict: "none" }).length, 6);
});

test("a case is found by its mark as it stands on the card", () => {
  const queued = one({ case: "12ab34cd56ef00000000000000000000" });
  for (const typed of ["12AB 34cd 56ef", "12ab-34cd", " 12ab"]) {
    assert.equal(isShown(queued, { ...EVERYTHING, mark: typed }, "aigul"), true);
  }
  assert.equal(isShown(queued, { ...EVERYTHING, mark: "12ac" }, "aigul"), false);
});

test("another filter begins on its first page and leaves the closed ones", () => {
  const choice = new QueueChoice();
  choice.page = 7;
  choice.closed = [one()];
  choice.show(BUILT_IN.mine);
  assert.deepEqual([choice.page, choice.closed, choice.filter], [0, undefined, BUILT_IN.mine]);
});
