import { strict as assert } from "node:assert";
import { test } from "node:test";
import { counts } from "../console/log-counts.ts";
import { Log, type Deed, type Memory } from "../console/log.ts";
import { checked } from "../console/log-view.ts";
import { LogMoved, Problem } from "../console/server.ts";
import { base64 } from "../crypto/bytes.ts";
import { verifyingKey } from "../crypto/signature.ts";
import type { Directory } from "../record/directory.ts";
import { entryHash, entryText, headOf, readEntry, signEntry, toSecond, type Act, type Head, type LogEntry, type SignedEntry } from "../record/log-entry.ts";
import { MockLog } from "./mock-log.ts";
import { Refused } from "./mock-way-back.ts";

const seeds = new Map(["aigul", "bolat", "stranger"].map((id) => [id, crypto.getRandomValues(new Uint8Array(32))]));
const keyOf = (id: string): string => base64(verifyingKey(seeds.get(id)!));
const NOW = Date.parse("2026-11-30T09:12:03.700Z");
const CASE = "0123456789abcdef".repeat(2);
const opens: Deed = { act: "open", case: CASE, sha256: "" };

/** A console, its memory, and how it acts. */
function console_(mock: MockLog, volunteer: string, now = () => NOW) {
  let kept: Head | undefined;
  const memory: Memory = { read: () => kept, keep: (head) => (kept = head) };
  const server = { log: async (from: number) => mock.read(from) as Head & { entries: readonly SignedEntry[] }, now };
  const send = (deed: Deed) => async (entry: SignedEntry) => {
    const refused = mock.append(volunteer, deed.act, deed.case, deed.sha256, entry);
    if (refused instanceof Refused) {
      throw refused.error === "log_moved" ? new LogMoved(refused.more as Head) : new Problem("unexpected");
    }
  };
  const enter = () => Log.entered(server, volunteer, seeds.get(volunteer)!, memory);
  return { enter, kept: () => kept, act: (log: Log, deed = opens) => log.with(deed, send(deed)) };
}

/** A log of so many entries. */
async function written(count: number): Promise<{ mock: MockLog; aigul: ReturnType<typeof console_>; log: Log }> {
  const mock = new MockLog(keyOf);
  const aigul = console_(mock, "aigul");
  const log = await aigul.enter();
  for (let i = 0; i < count; i++) {
    await aigul.act(log);
  }
  return { mock, aigul, log };
}

const refusal = (action: () => Promise<unknown>, text: string) => assert.rejects(action, (e: unknown) => e instanceof Problem && e.text === text);

test("an entry is exactly its text", () => {
  const entry: LogEntry = { n: 1, before: "0".repeat(64), volunteer: "aigul", at: "2026-11-30T09:12:03Z", act: "open", case: CASE, sha256: "" };
  const text = `{"format":"komir-log/1","n":1,"before":"${"0".repeat(64)}","volunteer":"aigul","at":"2026-11-30T09:12:03Z","act":"open","case":"${CASE}","sha256":""}`;
  assert.equal(entryText(entry), text);
  assert.deepEqual(readEntry(text), entry);
  for (const other of [`${text} `, text.replace('"n":1', '"n":01'), text.replace("komir-log/1", "komir-log/2"), text.replace('"open"', '"look"'), text.replace("T09", "T24"), text.replace("11-30", "11-31"), text.replace("}", ',"note":"x"}')]) {
    assert.equal(readEntry(other), undefined, other);
  }
});

test("each act is an entry on the one before, and the head is remembered", async () => {
  const { mock, aigul } = await written(3);
  const read = mock.entries.map(({ entry }) => readEntry(entry)!);
  assert.deepEqual(read.map(({ n }) => n), [1, 2, 3]);
  assert.equal(read[2]!.before, entryHash(mock.entries[1]!.entry));
  assert.equal(read[0]!.at, "2026-11-30T09:12:03Z");
  assert.deepEqual(aigul.kept(), mock.head());
});

test("time goes on from the head where that is later", async () => {
  const { mock } = await written(1);
  const late = console_(mock, "bolat", () => NOW - 60_000);
  await late.act(await late.enter());
  assert.equal(readEntry(mock.entries[1]!.entry)!.at, "2026-11-30T09:12:03Z");
});

test("two consoles that write at once both come through", async () => {
  const { mock, aigul, log } = await written(0);
  const bolat = console_(mock, "bolat");
  const other = await bolat.enter();
  await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? aigul.act(log) : bolat.act(other))));
  assert.equal(mock.entries.length, 12);
  assert.equal((await checked(mock.entries, directory(["aigul", "bolat"]), async () => {})).broken, undefined);
  assert.deepEqual(aigul.kept()!.n <= 12, true);
});

test("a log on which others write without end is given up in words", async () => {
  const { mock, aigul, log } = await written(0);
  const deed = { ...opens };
  let tries = 0;
  await refusal(
    () =>
      log.with(deed, async () => {
        tries++;
        mock.entries.push(signEntry(next(mock, "bolat"), seeds.get("bolat")!));
        throw new LogMoved(mock.head());
      }),
    "logBusy",
  );
  assert.equal(tries, 8);
  await aigul.act(log);
  assert.equal(mock.entries.length, 9);
});

const next = (mock: MockLog, volunteer: string, act: Act = "open", at = "2026-11-30T09:12:03Z"): LogEntry => {
  const head = mock.head();
  return { n: head.n + 1, before: head.sha256, volunteer, at, act, case: CASE, sha256: "" };
};

const directory = (ids: readonly string[]): Directory => ({ people: ids.map((id) => ({ id, signing: keyOf(id) })) }) as unknown as Directory;

/** The same acts once more from here on, signed by those who did them: what a server could do with all their keys. */
function rewritten(all: readonly SignedEntry[], from: number): SignedEntry[] {
  const copy = new MockLog(keyOf);
  copy.entries.push(...all.slice(0, from - 1));
  for (const { entry } of all.slice(from - 1)) {
    const { volunteer } = readEntry(entry)!;
    copy.entries.push(signEntry(next(copy, volunteer, "letter"), seeds.get(volunteer)!));
  }
  return copy.entries;
}

test("a console refuses a log that is shorter, another, or altered on the way", async () => {
  for (const [text, spoil] of [
    ["logShorter", (all: readonly SignedEntry[]) => all.slice(0, 4)],
    ["logShorter", () => []],
    ["logAnother", (all: readonly SignedEntry[]) => rewritten(all, 3)],
    ["logAnother", (all: readonly SignedEntry[]) => [...all.slice(0, 4), { ...all[4]!, entry: all[4]!.entry.replace("open", "close") }]],
  ] as const) {
    const { mock, aigul } = await written(5);
    mock.spoil.entries = spoil;
    await refusal(aigul.enter, text);
  }
});

test("the way from what was remembered to the head is walked, in pieces, and a gap in it is refused", async () => {
  const { mock, aigul } = await written(2);
  for (let i = 0; i < 1200; i++) {
    mock.entries.push(signEntry(next(mock, "bolat"), seeds.get("bolat")!));
  }
  mock.spoil.entries = (all) => [...all.slice(0, 700), { ...all[700]!, entry: all[700]!.entry.replace("open", "close") }, ...all.slice(701)];
  await refusal(aigul.enter, "logBroken");
  mock.spoil.entries = (all) => all.filter((_, i) => i !== 900);
  await refusal(aigul.enter, "logBroken");
  delete mock.spoil.entries;
  await aigul.enter();
  assert.equal(aigul.kept()!.n, 1202);
});

test("a head that an act is answered with must lead on from what is known", async () => {
  const { mock, log } = await written(3);
  const answered = (head: Head) => () => log.with(opens, () => Promise.reject(new LogMoved(head)));
  const second = mock.entries[1]!.entry;
  await refusal(answered(headOf(second, readEntry(second)!)), "logShorter");
  await refusal(answered({ n: 3, sha256: "f".repeat(64), at: "2026-11-30T09:12:03Z" }), "logAnother");
  await refusal(answered({ n: 9, sha256: "f".repeat(64), at: "2026-11-30T09:12:03Z" }), "logShorter");
});

test("a coordinator's console names the first entry that does not follow, and who is in no directory", async () => {
  const { mock } = await written(4);
  mock.entries.push(signEntry(next(mock, "stranger"), seeds.get("stranger")!));
  mock.entries.push(signEntry(next(mock, "aigul"), seeds.get("stranger")!));
  const people = directory(["aigul", "bolat"]);
  const whole = await checked(mock.entries, people, async () => {});
  assert.equal(whole.broken, undefined);
  assert.deepEqual(whole.entries.map(({ signed }) => signed), [true, true, true, true, false, false]);
  const all = mock.entries;
  const altered = all.map((one, i) => (i === 1 ? { ...one, entry: one.entry.replace("open", "close") } : one));
  assert.equal((await checked(altered, people, async () => {})).broken, 3);
  assert.equal((await checked(altered, people, async () => {})).entries[1]!.signed, false);
  assert.equal((await checked(all.filter((_, i) => i !== 2), people, async () => {})).broken, 3);
  assert.equal((await checked([all[0]!, all[2]!, all[1]!, ...all.slice(3)], people, async () => {})).broken, 2);
});

test("who opened far more than the others is marked, by different cases, and nobody is where few opened few", () => {
  const opened = (volunteer: string, cases: number, daysAgo: number): LogEntry[] =>
    Array.from({ length: cases }, (_, i) => ({ n: 1, before: "", volunteer, at: toSecond(NOW - daysAgo * 86_400_000), act: "open" as const, case: String(i), sha256: "" }));
  const marked = (...entries: LogEntry[][]): string[] => counts(entries.flat(), NOW).flatMap(({ volunteer, farMore }) => (farMore ? [volunteer] : []));
  assert.deepEqual(marked(opened("aigul", 13, 1), opened("bolat", 4, 1), opened("dana", 4, 1)), ["aigul"]);
  assert.deepEqual(marked(opened("aigul", 12, 1), opened("bolat", 4, 1), opened("dana", 4, 1)), [], "three times is not more than three times");
  assert.deepEqual(marked(opened("aigul", 9, 1), opened("bolat", 1, 1)), [], "fewer than ten");
  assert.deepEqual(marked(opened("aigul", 50, 1)), [], "nobody to compare with");
  assert.deepEqual(marked(opened("aigul", 4, 1), opened("aigul", 4, 2), opened("bolat", 1, 1)), [], "the same cases again");
  assert.deepEqual(marked(opened("aigul", 13, 20), opened("bolat", 4, 20)), ["aigul"], "in the month");
  assert.deepEqual(marked(opened("aigul", 13, 31), opened("bolat", 1, 1)), [], "long ago");
  const [first, second] = counts([...opened("bolat", 2, 20), ...opened("aigul", 3, 1)], NOW);
  assert.deepEqual([first, second], [
    { volunteer: "aigul", week: 3, month: 3, farMore: false },
    { volunteer: "bolat", week: 0, month: 2, farMore: false },
  ]);
});
