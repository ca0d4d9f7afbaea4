import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { open, seal, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { sealNested } from "../crypto/panel.ts";
import { verifyingKey } from "../crypto/signature.ts";
import { Log } from "../console/log.ts";
import { MatchKeys } from "../console/match-keys.ts";
import { panelFor, recipientsIn, refill, type ServedKey, type ServedKeys } from "../console/reseal.ts";
import { Acquaintances } from "../console/same-view.ts";
import { LogMoved, Problem, type Server } from "../console/server.ts";
import type { Session } from "../console/session.ts";
import type { Directory } from "../record/directory.ts";
import { readEntry, type SignedEntry } from "../record/log-entry.ts";
import { directoryText, sealCase, volunteer, type SealedCase, type Volunteer } from "./made-up.ts";
import { MockLog } from "./mock-log.ts";

const ID = "5e".repeat(16);
const LATER = "6f".repeat(16);

let readers: readonly Volunteer[];
let escrow: Volunteer;
let dana: Volunteer;
let erlan: Volunteer;
let bolat: Volunteer;
let present: Directory;
let sealed: SealedCase;

before(async () => {
  const rootKey = verifyingKey(new Uint8Array(32));
  const named = (id: string): Promise<Volunteer> => volunteer(id, id, rootKey);
  readers = await Promise.all(["a", "b", "c", "d", "e", "f", "g"].map(named));
  [escrow, dana, erlan, bolat] = (await Promise.all(["escrow", "dana", "erlan", "bolat"].map(named))) as [Volunteer, Volunteer, Volunteer, Volunteer];
  const text = directoryText([...readers.map((one) => [one, ["reviewer"]] as const), [dana, ["second", "security"]], [erlan, ["second", "security"]], [bolat, ["custodian"]]]);
  present = { ...(JSON.parse(text) as Directory), panel: 3, escrow: escrow.recipient };
  const panel = [...readers.slice(0, 2), escrow].map(({ recipient }) => recipient);
  sealed = await sealCase(ID, { case: [...panel, (await named("gone")).recipient], threats: [dana.recipient], custodians: [bolat.recipient], seconds: [dana.recipient, escrow.recipient] }, []);
});

const key = (changes: Partial<ServedKey> = {}): ServedKey => ({
  case: ID,
  compartment: "case",
  recipient: sealed.served.recipients.case!,
  sealed: sealed.served.keys.case!,
  panel: ["a", "b", "gone"],
  nested: false,
  waits: true,
  ...changes,
});

const line = (): Bytes => utf8(`${sealed.keys.case}\n`);
const sealedTo = async (content: Bytes, ...people: readonly Volunteer[]): Promise<string> => base64(await seal(content, [...people, escrow].map(({ recipient }) => recipient)));

interface Sent {
  readonly id: string;
  readonly compartment: string;
  readonly sealed: string;
  readonly panel: readonly string[];
  readonly before: string;
}

/** One who has come in, on a server that gives these key files and takes what is sent. */
async function comesIn(who: Volunteer, given: Partial<ServedKeys>, log = new MockLog(keyOf)): Promise<{ session: Session; sent: Sent[]; good: string[]; log: MockLog }> {
  const sent: Sent[] = [];
  const good: string[] = [];
  const appended = (act: "keys" | "reseal", id: string, sha256: string, entry: SignedEntry): void => {
    const refused = log.append(who.id, act, id, sha256, entry);
    if (refused !== undefined) {
      throw refused.error === "log_moved" ? new LogMoved(log.head()) : new Problem("unexpected");
    }
  };
  const server = {
    now: () => Date.now(),
    log: async (from: number) => log.read(from),
    keyFiles: async (id: string, entry: SignedEntry) => {
      appended("keys", id, "", entry);
      return { case: ID, excluded: [], readers: undefined, keys: [], ...given };
    },
    reseal: async (id: string, change: Omit<Sent, "id">, entry: SignedEntry) => {
      appended("reseal", id, sha256Hex(fromBase64(change.sealed)), entry);
      sent.push({ id, ...change });
    },
    opensWell: async (id: string, _compartment: string, sha256: string, entry: SignedEntry) => {
      appended("reseal", id, sha256, entry);
      good.push(sha256);
    },
  } as unknown as Server;
  const memory = { read: () => undefined, keep: () => undefined };
  const session = { file: who.file, me: present.people.find(({ id }) => id === who.id)!, directory: present, present, revocations: [], server, log: await Log.entered(server, who.id, who.file.signingSeed, memory), acquaintances: new Acquaintances(), matchKeys: new MatchKeys() };
  return { session, sent, good, log };
}

const keyOf = (id: string): string => present.people.find((one) => one.id === id)!.signing;

test("who is left stays, and who takes the free place is drawn, each as likely; nobody who must not see it", () => {
  const drawn = new Map<string, number>();
  for (let i = 0; i < 800; i++) {
    const panel = panelFor(key(), { case: ID, excluded: ["g"], readers: undefined }, present).map(({ id }) => id);
    assert.equal(panel.length, 3);
    assert.deepEqual(panel.slice(0, 2), ["a", "b"]);
    drawn.set(panel[2]!, (drawn.get(panel[2]!) ?? 0) + 1);
  }
  assert.deepEqual([...drawn.keys()].sort(), ["c", "d", "e", "f"]);
  // 200 times each on average; six standard deviations are 74.
  assert.ok([...drawn.values()].every((times) => times > 126 && times < 274), [...drawn.values()].join());
});

test("of five reviewers and fewer all read; what followed goes to those who read the first; other roles are sealed to everybody of theirs", () => {
  const ids = (of: ServedKey, more: Partial<ServedKeys> = {}, directory = present): string[] => panelFor(of, { case: ID, excluded: [], readers: undefined, ...more }, directory).map(({ id }) => id);
  const five = { ...present, people: present.people.filter(({ id }) => !["f", "g"].includes(id)) };
  assert.deepEqual(ids(key(), {}, five).sort(), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(ids(key({ case: LATER, panel: ["b"] }), { readers: ["c", "e", "gone"] }), ["c", "e"]);
  assert.deepEqual(ids(key({ panel: ["a", "b", "c", "d"] })).sort(), ["a", "b", "c", "d"], "nobody is thrown out");
  assert.deepEqual(ids(key({ compartment: "threats" })), ["dana", "erlan"]);
  assert.deepEqual(ids(key({ compartment: "needs" })), ["dana", "erlan"], "nobody is in aid");
  const helped = { ...present, people: [...present.people, { ...present.people[0]!, id: "zhanar", roles: ["aid"] }] };
  assert.deepEqual(ids(key({ compartment: "needs" }), {}, helped), ["zhanar"]);
  assert.deepEqual(ids(key({ compartment: "needs" }), { excluded: ["zhanar"] }, helped), []);
  assert.deepEqual(ids(key({ compartment: "identity", nested: true, panel: ["dana"] }), { excluded: ["dana"] }), ["erlan"]);
});

test("a key file is sealed anew to those who are there, and the log has its hash", async () => {
  const { session, sent, log } = await comesIn(readers[0]!, { keys: [key()] });
  assert.deepEqual(await refill(session, ID), { sealed: 1, checked: 0, bad: [] });
  const [one] = sent;
  const file = fromBase64(one!.sealed);
  assert.equal(recipientsIn(file), 4);
  assert.equal(one!.before, sha256Hex(fromBase64(sealed.served.keys.case!)));
  assert.deepEqual(one!.panel, [...one!.panel].sort());
  for (const who of [...readers.filter(({ id }) => one!.panel.includes(id)), escrow]) {
    assert.deepEqual(await open(file, [who.file.identity]), line());
  }
  await assert.rejects(open(file, [bolat.file.identity]));
  assert.deepEqual(log.entries.map(({ entry }) => [readEntry(entry)!.act, readEntry(entry)!.sha256]), [["keys", ""], ["reseal", sha256Hex(file)]]);
});

test("nothing is sealed anew from a key that is not that of the case, or from a file with more readers than the panel names", async () => {
  const other = await sealedTo(utf8(`${sealed.keys.threats}\n`), readers[0]!, readers[1]!, bolat);
  const foreign = await comesIn(readers[0]!, { keys: [key({ sealed: other })] });
  assert.deepEqual((await refill(foreign.session, ID)).bad, [{ case: ID, by: undefined, mended: false }]);
  assert.deepEqual(foreign.sent, []);
  const wider = await comesIn(readers[0]!, { keys: [key({ panel: ["a", "b", "c", "d", "gone"] })] });
  assert.equal((await refill(wider.session, ID)).sealed, 0);
  await assert.rejects(
    async () => refill((await comesIn(readers[0]!, { case: LATER, keys: [key()] })).session, ID),
    (e) => e instanceof Problem && e.text === "unexpected",
  );
});

test("what somebody else sealed anew is opened, and said to open", async () => {
  const file = await sealedTo(line(), readers[0]!, readers[2]!);
  const anew = key({ sealed: file, panel: ["a", "c"], waits: false, by: "a", before: sealed.served.keys.case! });
  const other = await comesIn(readers[2]!, { keys: [anew] });
  assert.deepEqual(await refill(other.session, ID), { sealed: 0, checked: 1, bad: [] });
  assert.deepEqual(other.good, [sha256Hex(fromBase64(file))]);
  const sealer = await comesIn(readers[0]!, { keys: [anew] });
  assert.deepEqual(await refill(sealer.session, ID), { sealed: 0, checked: 0, bad: [] });
  assert.deepEqual(sealer.good, [], "nobody confirms what they sealed");
});

test("a bad one is sealed anew from the one before, and by the log who sealed it is named", async () => {
  const log = new MockLog(keyOf);
  const worse = await sealedTo(utf8("no key\n"), readers[0]!, readers[1]!, readers[2]!);
  const liar = await comesIn(readers[0]!, {}, log);
  await liar.session.log.with({ act: "reseal", case: ID, sha256: sha256Hex(fromBase64(worse)) }, (entry) => liar.session.server.reseal(ID, { compartment: "case", sealed: worse, panel: [], before: "" }, entry));
  const bad = key({ sealed: worse, panel: ["a", "b", "c"], waits: false, by: "f", before: sealed.served.keys.case! });

  const mends = await comesIn(readers[1]!, { keys: [bad] }, log);
  assert.deepEqual(await refill(mends.session, ID), { sealed: 1, checked: 0, bad: [{ case: ID, by: "a", mended: true }] }, "the server named another");
  assert.deepEqual(await open(fromBase64(mends.sent[0]!.sealed), [readers[1]!.file.identity]), line());
  assert.deepEqual(mends.good, []);
  // Who came in with the new one has no key to the one before.
  const cannot = await comesIn(readers[2]!, { keys: [bad] }, log);
  assert.deepEqual(await refill(cannot.session, ID), { sealed: 0, checked: 0, bad: [{ case: ID, by: "a", mended: false }] });
});

test("of a nested key the outer layer alone is sealed anew, and only who opened the one before confirms it", async () => {
  const nested = (changes: Partial<ServedKey>): ServedKey => key({ compartment: "identity", recipient: sealed.served.recipients.identity!, sealed: sealed.served.keys.identity!, panel: ["dana"], nested: true, ...changes });
  const { session, sent } = await comesIn(dana, { keys: [nested({})] });
  assert.equal((await refill(session, ID)).sealed, 1);
  const file = fromBase64(sent[0]!.sealed);
  assert.deepEqual(sent[0]!.panel, ["dana", "erlan"]);
  const inner = await open(file, [erlan.file.identity]);
  assert.deepEqual(inner, await open(fromBase64(sealed.served.keys.identity!), [dana.file.identity]));
  await assert.rejects(open(inner, [erlan.file.identity]));
  assert.deepEqual(await open(inner, [bolat.file.identity]), utf8(`${sealed.keys.identity}\n`));

  const anew = nested({ sealed: sent[0]!.sealed, panel: ["dana", "erlan"], waits: false, before: sealed.served.keys.identity! });
  const knew = await comesIn(dana, { keys: [{ ...anew, by: "erlan" }] });
  assert.equal((await refill(knew.session, ID)).checked, 1);
  const isNew = await comesIn(erlan, { keys: [{ ...anew, by: "dana" }] });
  assert.deepEqual(await refill(isNew.session, ID), { sealed: 0, checked: 0, bad: [] }, "what is inside nobody new can compare");

  const exchanged = base64(await sealNested(utf8("another\n"), [bolat.recipient], [dana, erlan, escrow].map(({ recipient }): Recipient => recipient)));
  const found = await comesIn(dana, { keys: [{ ...anew, sealed: exchanged, by: "erlan" }] });
  const { bad, checked } = await refill(found.session, ID);
  assert.deepEqual([bad.length, bad[0]?.mended, checked], [1, true, 0]);
});
