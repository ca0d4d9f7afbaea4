import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { newIdentity, recipientOf, seal } from "../crypto/age.ts";
import { base64, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad } from "../crypto/padding.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import type { Directory, Person } from "../record/directory.ts";
import { readVerdict, saidToBe, seenOf, signVerdict, standing, type Verdict, type VerdictKind } from "../record/verdict.ts";
import { IN_AID, openKept, openWork, sealKept, sealWork, workFits, type Work } from "../record/work.ts";
import { directoryText, volunteer, type Volunteer } from "./made-up.ts";

/** What volunteers add to a case and find it to be: `docs/record-format.md`, steps 33 and 34. */

const CASE_ID = "00112233445566778899aabbccddeeff";
const AT = "2026-11-30T09:12:03Z";

let aigul: Volunteer;
let bolat: Volunteer;
let stranger: Volunteer;
let tilek: Volunteer;
let directory: Directory;
let key: string;
let to: string;

before(async () => {
  const rootKey = verifyingKey(crypto.getRandomValues(new Uint8Array(32)));
  [aigul, bolat, stranger, tilek] = (await Promise.all(["aigul", "bolat", "stranger", "tilek"].map((id) => volunteer(id, id, rootKey)))) as [Volunteer, Volunteer, Volunteer, Volunteer];
  directory = JSON.parse(directoryText([[aigul, ["reviewer"]], [bolat, ["reviewer"]], [tilek, ["matcher"]]])) as Directory;
  key = await newIdentity();
  to = await recipientOf(key);
});

const writer = ({ id, file }: Volunteer, at = AT) => ({ volunteer: id, signingSeed: file.signingSeed, at });
const note = (text: string): Work => ({ kind: "note", text });

async function served(who: Volunteer, work: Work, at = AT, caseId = CASE_ID) {
  const { name, sealed } = await sealWork(caseId, writer(who, at), work, to);
  return { name, sealed: base64(sealed) };
}

test("every kind of work comes back as it was written, the oldest first, with who wrote it", async () => {
  const all: Work[] = [
    note("Тексердім"),
    { kind: "field", field: "birth_date", value: "1962", edtf: "1962?", confidence: "fairly", why: "from the paper", about: { case: CASE_ID, seq: 4 } },
    { kind: "checklist", verdict: "duplicate", checks: { number: "yes", photo: "open" }, why: "the same man", other: "0011 2233 4455" },
    { kind: "same", other: "f".repeat(32), says: "same" },
    { kind: "transcript", language: "kk-Arab", lines: [{ at: 1.5, text: "سالەم" }], about: { case: CASE_ID, seq: 5, file: "0".repeat(32) } },
    { kind: "translation", language: "en", segments: [{ of: "Хат келді", text: "A letter came" }], reads: "0".repeat(64), about: { case: CASE_ID, seq: 6 } },
  ];
  const pieces = await Promise.all(all.map((work, i) => served(i % 2 === 0 ? aigul : bolat, work, `2026-11-30T09:12:0${i}Z`)));
  const found = await openWork(CASE_ID, [...pieces].reverse(), key, directory);
  assert.deepEqual(found.pieces.map(({ work }) => work), all);
  assert.deepEqual(found.pieces.map(({ by }) => by.id), ["aigul", "bolat", "aigul", "bolat", "aigul", "bolat"]);
  assert.deepEqual(found.unread, []);
});

test("what a matcher thinks comes from matchers alone, and a matcher adds nothing else", async () => {
  const thought: Work = { kind: "match", other: "f".repeat(32), grade: "likely", reasons: ["same-name", "same-year"] };
  const all = [await served(tilek, thought), await served(aigul, thought), await served(tilek, note("as if I had read it"))];
  const found = await openWork(CASE_ID, all, key, directory);
  assert.deepEqual(found.pieces.map(({ by, work }) => [by.id, work]), [["tilek", thought]]);
  assert.deepEqual(found.unread.map(({ state }) => state), ["left", "left"]);
});

test("what became of a need is by somebody in aid, or a security officer, and comes in its four kinds alone", async () => {
  const people = { ...directory, people: directory.people.map((one): Person => ({ ...one, roles: [one.id === "aigul" ? "aid" : "reviewer"] })) };
  const helped: Work = { kind: "aid", outcome: "not_possible", text: "Қала алыс" };
  const [good, reader] = [await served(aigul, helped), await served(bolat, helped)];
  const odd = await served(aigul, { ...helped, outcome: "sold" } as unknown as Work);
  const found = await openWork(CASE_ID, [good, reader, odd], key, people, IN_AID);
  assert.deepEqual(found.pieces.map(({ work, by }) => [work, by.id]), [[helped, "aigul"]]);
  assert.deepEqual(found.unread, [{ name: reader.name, state: "left" }, { name: odd.name, state: "forged" }]);
  const onCase = await openWork(CASE_ID, [good], key, people);
  assert.deepEqual(onCase.unread, [{ name: good.name, state: "left" }], "who is in aid adds nothing to a case");
});

test("work in another's place, of another case, by a stranger or altered is named and not shown", async () => {
  const good = await served(aigul, note("good"));
  const renamed = { ...(await served(aigul, note("renamed"))), name: "f".repeat(32) };
  const elsewhere = await served(aigul, note("elsewhere"), AT, "f".repeat(32));
  const foreign = await served(stranger, note("foreign"));
  const text = JSON.stringify({ format: "komir-work/1", case: CASE_ID, name: "a".repeat(32), volunteer: "bolat", at: AT, kind: "note", value: { text: "as if by Bolat" } });
  const forgedBy = async (signature: Bytes) => ({ name: "a".repeat(32), sealed: base64(await seal(pad(utf8(JSON.stringify({ work: text, signature: base64(signature) }))), [to])) });
  const forged = await forgedBy(sign(aigul.file.signingSeed, "work", utf8(text)));
  const otherDomain = await forgedBy(sign(bolat.file.signingSeed, "letter", utf8(text)));
  const damaged = { name: "d".repeat(32), sealed: base64(new Uint8Array(100)) };
  const all = [good, renamed, elsewhere, foreign, forged, otherDomain, damaged];
  const found = await openWork(CASE_ID, all, key, directory);
  assert.deepEqual(found.pieces.map(({ name }) => name), [good.name]);
  assert.deepEqual(found.unread.map(({ state }) => state), ["forged", "forged", "left", "forged", "forged", "damaged"]);
});

test("work has one of three sizes, and what is longer is told before it is sealed", async () => {
  const sizes = await Promise.all(["", "x".repeat(1000), "x".repeat(5000), "x".repeat(30_000)].map(async (text) => (await sealWork(CASE_ID, writer(aigul), note(text), to)).sealed.length));
  assert.equal(sizes[0], sizes[1]);
  assert.equal(new Set(sizes).size, 3);
  assert.ok(workFits(CASE_ID, writer(aigul), note("x".repeat(30_000))));
  assert.ok(!workFits(CASE_ID, writer(aigul), note("x".repeat(33_000))));
});

test("what was begun opens for its writer, in its own case", async () => {
  const mine = await recipientOf(aigul.file.identity);
  const sealed = base64(await sealKept(CASE_ID, { text: "half a let" }, mine));
  assert.deepEqual(await openKept(CASE_ID, sealed, aigul.file.identity), { text: "half a let" });
  assert.equal(await openKept("f".repeat(32), sealed, aigul.file.identity), undefined);
  assert.equal(await openKept(CASE_ID, sealed, bolat.file.identity), undefined);
  assert.equal(await openKept(CASE_ID, "no base64", aigul.file.identity), undefined);
  await assert.rejects(sealKept(CASE_ID, "x".repeat(33_000), mine), RangeError);
});

// --- verdicts

const parts = (id: string, ...records: readonly [number, string, string][]) => ({
  case: id,
  keys: {},
  recipients: {},
  records: records.map(([seq, compartment, text]) => ({ seq, compartment, sealed: base64(utf8(text)) })),
});

test("what there is to be seen is one hash, whatever the order, and news changes it", () => {
  const first = parts("b".repeat(32), [0, "case", "receipt"], [2, "case", "manifest"], [3, "identity", "who"]);
  const later = parts("a".repeat(32), [1, "case", "manifest of the news"]);
  const seen = seenOf(first, [later]);
  assert.equal(seen, seenOf(later, [first]));
  assert.notEqual(seen, seenOf(first, []));
  assert.notEqual(seen, seenOf(first, [parts("a".repeat(32), [1, "case", "another"])]));
  // As the server has it: `Seen`.
  assert.equal(seenOf(parts("0".repeat(32)), []), "8b2929dc885ce817ab6c7cf527dbb99d0f148bffdd3c798fbd062468def862c7");
});

const by = (who: Volunteer, kind: VerdictKind, seen = "5".repeat(64)) => signVerdict(CASE_ID, { kind, seen, work: "0".repeat(64), day: "2026-11-30" }, who.id, who.file.signingSeed);
const read = (...signed: ReturnType<typeof by>[]): Verdict[] => signed.map((one) => readVerdict(one, CASE_ID, directory)).filter((one) => one !== undefined);

test("a verdict is believed as it was signed, and one that was altered is named with whom it is laid to", () => {
  const good = by(aigul, "verified");
  assert.equal(readVerdict(good, CASE_ID, directory)?.by.id, "aigul");
  const altered = { ...good, statement: good.statement.replace("verified", "hostile") };
  for (const bad of [altered, { ...good, statement: good.statement.replace("aigul", "bolat") }, { ...good, signature: by(bolat, "verified").signature }, { ...good, statement: `${good.statement} ` }]) {
    assert.equal(readVerdict(bad, CASE_ID, directory), undefined);
  }
  assert.equal(readVerdict(good, "f".repeat(32), directory), undefined);
  assert.equal(readVerdict(by(stranger, "verified"), CASE_ID, directory), undefined);
  assert.equal((saidToBe(altered, directory) as Person).id, "aigul");
  assert.equal(saidToBe(by(stranger, "verified"), directory), "left");
  assert.equal(saidToBe({ statement: "{", signature: "" }, directory), undefined);
});

test("two different people make a whole verdict, and one person twice does not", () => {
  assert.equal(standing([]), undefined);
  assert.equal(standing(read(by(aigul, "verified")))?.whole, false);
  assert.equal(standing(read(by(aigul, "verified"), by(aigul, "verified")))?.whole, false);
  assert.deepEqual(standing(read(by(aigul, "verified"), by(bolat, "verified")))?.by.map(({ id }) => id), ["aigul", "bolat"]);
  assert.equal(standing(read(by(aigul, "verified"), by(bolat, "verified")))?.whole, true);
  assert.equal(standing(read(by(aigul, "needs_more")))?.whole, true);
});

test("of what was not the same nobody is the second person, and a correction takes one's earlier word back", () => {
  assert.equal(standing(read(by(aigul, "verified", "1".repeat(64)), by(bolat, "verified", "2".repeat(64))))?.whole, false);
  assert.equal(standing(read(by(aigul, "verified"), by(aigul, "hostile"), by(bolat, "verified")))?.whole, false);
  assert.equal(standing(read(by(aigul, "verified"), by(bolat, "hostile"), by(aigul, "hostile")))?.kind, "hostile");
});
