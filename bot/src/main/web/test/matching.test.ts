import { strict as assert } from "node:assert";
import { before, beforeEach, test } from "node:test";
import { CannotOpen, open, type Identity } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, hex, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import type { Read } from "../console/case-view.ts";
import { Log } from "../console/log.ts";
import { isDue, MatchKeys } from "../console/match-keys.ts";
import { keepMatchRecord, makeMatchKey, openRecords, Said, suggest } from "../console/matching.ts";
import { recipientsIn } from "../console/reseal.ts";
import { Acquaintances, suggestions } from "../console/same-view.ts";
import { LogMoved, Problem, Server } from "../console/server.ts";
import type { Session } from "../console/session.ts";
import { pairsOf, readMatchRecord } from "../match/match.ts";
import type { Directory } from "../record/directory.ts";
import { openMatchKey, readerName, sealMatchKey } from "../record/match-key.ts";
import { openCase } from "../record/open-case.ts";
import { openWork } from "../record/work.ts";
import { directoryText, sealCase, volunteer, type SealedCase, type Told, type Volunteer } from "./made-up.ts";
import { MockDesk } from "./mock-desk.ts";
import { MockLog } from "./mock-log.ts";
import { MockMatch } from "./mock-match.ts";
import { Refused } from "./mock-way-back.ts";

/** Match records and their key, from the coordinator's console to the case page: `docs/record-format.md`, step 39. */

const IDS = ["1a", "2b", "3c"].map((byte) => byte.repeat(16)) as [string, string, string];
const told: readonly (readonly Told[])[] = [
  [{ question: "p_name", value: { text: "Қанат Ахметұлы" } }, { question: "p_birth", value: { edtf: "1984" } }],
  [{ question: "p_name", value: { text: "قانات احمەت ۇلى" } }, { question: "p_birth", value: { edtf: "1984" } }],
  [{ question: "e_taken", value: { choice: "called_in" } }],
];

const NAMES = ["aigul", "bolat", "samal", "oryn", "tilek", "marat"] as const;
type Name = (typeof NAMES)[number];
let who: Record<Name, Volunteer>;
let cases: ReadonlyMap<string, SealedCase>;

let directory: Directory;
let log: MockLog;
let desk: MockDesk;
let match: MockMatch;

/** A name whose letters have more bytes than one. */
const ORGANISATION = { organisation: "Көмір" };
const directoryOf = (roles: Partial<Record<Name, readonly string[]>>): Directory => JSON.parse(directoryText(Object.entries(roles).map(([name, of]) => [who[name as Name], of] as const), ORGANISATION)) as Directory;
const USUAL = { aigul: ["reviewer"], bolat: ["reviewer"], oryn: ["coordinator"], tilek: ["matcher"] } as const;

before(async () => {
  const rootKey = verifyingKey(new Uint8Array(32));
  who = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await volunteer(name, name, rootKey)]))) as typeof who;
  const panel = [who.aigul, who.bolat].map(({ recipient }) => recipient);
  const panels = { case: panel, threats: panel, custodians: panel, seconds: panel };
  cases = new Map(await Promise.all(IDS.map(async (id, i) => [id, await sealCase(id, panels, told[i]!)] as const)));
});

beforeEach(() => {
  directory = directoryOf(USUAL);
  log = new MockLog((id) => directory.people.find((one) => one.id === id)?.signing ?? "");
  desk = new MockDesk();
  match = new MockMatch(log, desk, () => directory, (id) => cases.get(id)!.served.recipients.case!);
});

/** One who has come in; the calls go to the mock as the real class would send them. */
async function comesIn(name: Name): Promise<Session> {
  const answered = (method: string, path: string, body?: unknown): unknown => {
    const found = match.answer(method, path, name, body)?.answer;
    if (found instanceof Refused) {
      throw found.error === "log_moved" ? new LogMoved(log.head()) : new Problem(found.error === "changed" ? "changed" : "notAllowed");
    }
    return found;
  };
  const server = Object.assign(Object.create(Server.prototype) as Server, {
    now: () => Date.now(),
    today: () => "2026-11-30",
    log: async (from: number) => log.read(from),
    revocations: async () => [],
    matchKey: async () => {
      const key = answered("GET", "/match/key") as { generation?: number };
      return key.generation === undefined ? undefined : key;
    },
    putMatchKey: async (change: object, entry: object) => answered("POST", "/match/key", { ...change, log: entry }),
    matchRecordMadeOf: async (id: string) => (answered("GET", `/cases/${id}/match`) as { madeOf?: string }).madeOf,
    putMatchRecord: async (id: string, record: object, entry: object) => answered("POST", `/cases/${id}/match`, { ...record, log: entry }),
    matchRecords: async (after: string, entry: object) => answered("POST", "/match/records", { after, log: entry }),
    matchedTo: async (id: string) => (answered("GET", `/match/cases/${id}`) as { to: string }).to,
    suggest: async (id: string, piece: string, sealed: Uint8Array, entry: object) => answered("POST", `/match/cases/${id}`, { name: piece, sealed: base64(sealed), log: entry }),
    saidOfPairs: async () => (answered("GET", "/match/said") as { sealed?: string }).sealed,
    sayOfPairs: async (sealed: Uint8Array) => answered("PUT", "/match/said", { sealed: base64(sealed) }),
  });
  const me = directory.people.find(({ id }) => id === name)!;
  const { file } = who[name];
  const memory = { read: () => undefined, keep: () => undefined };
  return { file, me, directory, present: directory, revocations: [], server, log: await Log.entered(server, name, file.signingSeed, memory), acquaintances: new Acquaintances(), matchKeys: new MatchKeys() };
}

/** As a reviewer who opened it. @param seen SHA-256 of what there is */
async function read(id: string, by: Name, seen = "5e".repeat(32)): Promise<Read> {
  const { served } = cases.get(id)!;
  const opened = await openCase(served, [who[by].file.identity]);
  return { served, opened, followUps: [], worked: { seen, to: served.recipients.case } } as unknown as Read;
}

const madeBy = async (name: Name, id: string, seen?: string): Promise<boolean> => keepMatchRecord(await comesIn(name), await read(id, name, seen));
const goesOn = async (): Promise<boolean> => true;

/** All three cases have a record. */
async function allMade(): Promise<void> {
  await makeMatchKey(await comesIn("oryn"));
  const session = await comesIn("aigul");
  for (const id of IDS) {
    assert.equal(await keepMatchRecord(session, await read(id, "aigul")), true);
  }
}

test("a coordinator's key opens for every reviewer, for nobody else, and is signed", async () => {
  assert.equal(await makeMatchKey(await comesIn("oryn")), true);
  assert.equal(await makeMatchKey(await comesIn("oryn")), false, "none is due");
  const sealed = fromBase64(match.key!.sealed!);
  assert.equal(match.key!.generation, 1);
  assert.equal(recipientsIn(sealed), 2);
  const keys = await Promise.all(["aigul", "bolat"].map((name) => openMatchKey(sealed, who[name as Name].file.identity, directory)));
  assert.deepEqual(keys[0]!.key.key, keys[1]!.key.key);
  assert.equal(keys[0]!.key.by.id, "oryn");
  for (const name of ["oryn", "tilek"] as const) {
    await assert.rejects(open(sealed, [who[name].file.identity]), CannotOpen);
  }
  const [entry] = log.entries;
  assert.match(entry!.entry, new RegExp(`"act":"match","case":"","sha256":"${sha256Hex(sealed)}"`));
});

test("where there is no matcher nothing is asked and nothing is made", async () => {
  directory = directoryOf({ ...USUAL, tilek: ["translator"] });
  assert.equal(await makeMatchKey(await comesIn("oryn")), false);
  assert.equal(await madeBy("aigul", IDS[0]), false);
  assert.deepEqual(match.asked, []);
});

test("a matcher makes no key, not even as a coordinator, and one that a matcher signed is not believed", async () => {
  directory = directoryOf({ ...USUAL, oryn: ["coordinator", "matcher"] });
  assert.equal(await makeMatchKey(await comesIn("oryn")), false);
  assert.equal(match.key, undefined);
  directory = directoryOf(USUAL);
  await makeMatchKey(await comesIn("oryn"));
  const opened = (at: Directory) => openMatchKey(fromBase64(match.key!.sealed!), who.aigul.file.identity, at);
  assert.ok((await opened(directory)) !== undefined);
  assert.equal(await opened(directoryOf({ ...USUAL, oryn: ["coordinator", "matcher"] })), undefined);
  assert.equal(await opened(directoryOf({ ...USUAL, oryn: ["translator"] })), undefined);
  const { signed } = (await opened(directory))!;
  for (const altered of [
    { ...signed, statement: signed.statement.replace('"generation":1', '"generation":2') },
    { statement: signed.statement, signature: base64(sign(who.aigul.file.signingSeed, "match", utf8(signed.statement))) },
    { statement: signed.statement, signature: base64(sign(who.oryn.file.signingSeed, "work", utf8(signed.statement))) },
  ]) {
    const sealed = await sealMatchKey(altered, directory.people.filter(({ id }) => id === "aigul"));
    assert.equal(await openMatchKey(sealed, who.aigul.file.identity, directory), undefined);
  }
});

test("whoever opens a case makes its record once, and again only where something came or other people match", async () => {
  await makeMatchKey(await comesIn("oryn"));
  assert.equal(await madeBy("aigul", IDS[0]), true);
  const first = match.records.get(IDS[0])!;
  assert.equal(await madeBy("bolat", IDS[0]), false, "made of the same, by whomever");
  assert.equal(await madeBy("aigul", IDS[0], "6f".repeat(32)), true, "news came");
  assert.notEqual(match.records.get(IDS[0])!.madeOf, first.madeOf);
  directory = directoryOf({ ...USUAL, marat: ["matcher"] });
  assert.equal(await madeBy("aigul", IDS[0], "6f".repeat(32)), true, "somebody new matches");
  const sealed = fromBase64(match.records.get(IDS[0])!.sealed);
  assert.equal(recipientsIn(sealed), 2);
  const text = fromUtf8(await open(sealed, [who.marat.file.identity]));
  assert.equal(readMatchRecord(text)!.to, sha256Hex(utf8(cases.get(IDS[0])!.served.recipients.case!)));
  await assert.rejects(open(sealed, [who.aigul.file.identity]), CannotOpen, "no reviewer opens it");
});

test("the server sees one size and no equal bytes, and that a record is of nobody it does not see", async () => {
  await allMade();
  const lies = IDS.map((id) => ({ madeOf: match.records.get(id)!.madeOf, sealed: fromBase64(match.records.get(id)!.sealed) }));
  assert.equal(new Set(lies.map(({ sealed }) => sealed.length)).size, 1);
  assert.equal(new Set(lies.map(({ madeOf }) => madeOf)).size, 1, "what it was made of says nothing of the person: here nothing but the person differs");
  const constant = "age-encryption.org/v1\n-> mlkem768x25519 ".length;
  const [one, other] = lies.map(({ sealed }) => sealed.subarray(constant)) as [Uint8Array, Uint8Array];
  const windows = new Set(Array.from({ length: one.length - 7 }, (_, i) => hex(one.subarray(i, i + 8))));
  for (let at = 0; at + 8 <= other.length; at++) {
    assert.ok(!windows.has(hex(other.subarray(at, at + 8))), `equal bytes at ${at}`);
  }
});

test("when a reviewer is lost a new key is due, no record is made with the old one, and the new one begins anew", async () => {
  directory = directoryOf({ ...USUAL, samal: ["reviewer"] });
  await allMade();
  directory = directoryOf(USUAL);
  const oryn = await comesIn("oryn");
  assert.equal(isDue(oryn, (await oryn.matchKeys.state(oryn))!), true);
  assert.equal(await madeBy("aigul", IDS[0], "6f".repeat(32)), false);
  const before = await openMatchKey(fromBase64(match.key!.sealed!), who.aigul.file.identity, directory);
  assert.equal(await makeMatchKey(oryn), true);
  assert.equal(match.key!.generation, 2);
  assert.equal(match.records.size, 0);
  const after = await openMatchKey(fromBase64(match.key!.sealed!), who.aigul.file.identity, directory);
  assert.notDeepEqual(after!.key.key, before!.key.key);
  await assert.rejects(open(fromBase64(match.key!.sealed!), [who.samal.file.identity]), CannotOpen);
  assert.equal(await madeBy("aigul", IDS[0]), true);
});

test("its maker is lost as a reader is; a reader's other keys are another reader's; a key of before that a server brings back is seen to be due", async () => {
  await makeMatchKey(await comesIn("oryn"));
  const old = match.key!;
  directory = directoryOf({ ...USUAL, oryn: ["translator"], marat: ["coordinator"] });
  const marat = await comesIn("marat");
  assert.equal(isDue(marat, (await marat.matchKeys.state(marat))!), true, "who made it knows it");
  await makeMatchKey(marat);

  directory = { ...directory, people: directory.people.map((one) => (one.id === "bolat" ? { ...one, recipient: who.samal.recipient } : one)) };
  const again = await comesIn("marat");
  assert.equal(isDue(again, (await again.matchKeys.state(again))!), true, "the key before opens with Bolat’s old identity");

  directory = directoryOf({ aigul: ["reviewer"], oryn: ["coordinator"], tilek: ["matcher"] });
  match.key = { ...old, readers: [readerName(who.aigul.recipient)] };
  const aigul = await comesIn("aigul");
  assert.equal(isDue(aigul, (await aigul.matchKeys.state(aigul))!), true, "the server names fewer readers, and the signed text names Bolat");
});

test("a reviewer who came later is given the same key by one who has it", async () => {
  await makeMatchKey(await comesIn("oryn"));
  directory = directoryOf({ ...USUAL, samal: ["reviewer"] });
  const samal = await comesIn("samal");
  assert.equal((await samal.matchKeys.state(samal))!.mine, undefined);
  assert.equal(await madeBy("aigul", IDS[0]), true);
  assert.equal(match.key!.generation, 1);
  assert.equal(match.records.size, 1, "the records stay");
  const key = await openMatchKey(fromBase64(match.key!.sealed!), who.samal.file.identity, directory);
  assert.equal(key!.key.by.id, "oryn", "as it was signed");
  assert.equal(await madeBy("aigul", IDS[1]), true);
  assert.equal(log.entries.filter(({ entry }) => entry.includes('"case":""')).length, 2, "made once, sealed anew once");
});

test("a matcher finds the pair, suggests it to both cases, and is not shown it again", async () => {
  await allMade();
  const tilek = await comesIn("tilek");
  const progress: number[] = [];
  const opened = (await openRecords(tilek, async (done, all) => progress.push(done) > 0 && all === 3))!;
  assert.deepEqual([opened.generation, opened.records.length, opened.unread], [1, 3, 0]);
  assert.deepEqual(progress, [0, 1, 2]);
  const [pair, ...others] = (await pairsOf(opened.records, goesOn))!;
  assert.deepEqual([pair!.a.case, pair!.b.case], [IDS[0], IDS[1]]);
  assert.equal(pair!.comparison.grade, "likely");
  assert.deepEqual(others, [], "the record of nobody is like nobody");
  assert.ok(!JSON.stringify(pair).includes("анат"));

  await suggest(tilek, pair!);
  for (const [i, id] of [IDS[0], IDS[1]].entries()) {
    const key = (await openCase(cases.get(id)!.served, [who.aigul.file.identity])).compartments.find(({ name }) => name === "case")!.identity as Identity;
    const { pieces, unread } = await openWork(id, desk.of(id).work, key, directory);
    assert.deepEqual(unread, []);
    const [thought] = suggestions(pieces);
    assert.equal(thought!.by.id, "tilek");
    assert.equal(thought!.work.other, IDS[1 - i]);
    assert.ok(thought!.work.reasons.includes("same-year"));
  }
  assert.deepEqual(desk.of(IDS[2]).work, []);
  const said = await Said.read(tilek);
  assert.equal(said.has(pair!), false);
  await said.add(pair!);
  assert.equal((await Said.read(await comesIn("tilek"))).has(pair!), true);
  await assert.rejects(open(fromBase64(match.said.get("tilek")!), [who.aigul.file.identity]), CannotOpen, "sealed to the matcher alone");
});

test("nothing is sealed to a key that the server made up, and a record in another's place is not compared", async () => {
  await allMade();
  const tilek = await comesIn("tilek");
  const [pair] = (await pairsOf((await openRecords(tilek, goesOn))!.records, goesOn))!;
  const served = cases.get(IDS[1])!.served as { recipients: Record<string, string> };
  const own = served.recipients.case!;
  served.recipients.case = who.bolat.recipient;
  await assert.rejects(suggest(tilek, pair!), new Problem("matchKeyOther"));
  served.recipients.case = own;
  assert.deepEqual([desk.of(IDS[0]).work, desk.of(IDS[1]).work], [[], []], "neither case");

  match.records.set(IDS[2], match.records.get(IDS[0])!);
  match.records.set(IDS[1], { madeOf: "", sealed: base64(utf8("no record")) });
  const opened = (await openRecords(tilek, goesOn))!;
  assert.deepEqual([opened.records.map((one) => one.case), opened.unread], [[IDS[0]], 2]);
});

test("who leaves the page ends the work, and a server that gives the same again ends it too", async () => {
  await allMade();
  const tilek = await comesIn("tilek");
  assert.equal(await openRecords(tilek, async (done) => done < 1), undefined);
  const records = (await openRecords(tilek, goesOn))!.records;
  assert.equal(await pairsOf(records, async (done) => done < 1), undefined);
  const { server } = tilek;
  const always = await server.matchRecords("", {} as never).catch(() => undefined);
  assert.equal(always, undefined, "not without an entry of the log");
  const first = { case: IDS[0], sealed: match.records.get(IDS[0])!.sealed };
  Object.assign(server, { matchRecords: async () => ({ generation: 1, all: 10, records: [first] }) });
  assert.ok((await openRecords(tilek, goesOn))!.records.length <= 2);
});
