import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { CannotOpen, open, publicKey, seal } from "../crypto/age.ts";
import { base64, fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";
import { approve, readPublicHalf } from "../console/people.ts";
import { Problem, type Server } from "../console/server.ts";
import { enter, renewRevocations, type Session } from "../console/session.ts";
import { sealIdentityFile } from "../crypto/identity-file.ts";
import { PageData, type Form } from "../form/data.ts";
import { panelsOf } from "../form/panels.ts";
import type { Directory, Role } from "../record/directory.ts";
import { readFreeze, signFreeze, signFreezeAgain } from "../record/freeze.ts";
import { NONE_BEFORE } from "../record/log-entry.ts";
import { inForce, readRevocation, readServed, signAgain, signRevocation, withoutRevoked, type ServedRevocation } from "../record/revocation.ts";
import { directoryText, signDirectory, volunteer, type Volunteer } from "./made-up.ts";

const rootSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
const rootKey = verifyingKey(rootSeed);
const DAY = new Date().toISOString().slice(0, 10);
const PASSPHRASE = "tas kömir köp eken";
const form = JSON.stringify({ format: "komir-form/1", keys: [], words: {} });

let readers: readonly Volunteer[];
let gulnar: Volunteer;
let marat: Volunteer;
let sara: Volunteer;
let office: Volunteer;
let escrow: Volunteer;
let text: string;
let directory: Directory;

before(async () => {
  readers = await Promise.all(["a", "b", "c", "d", "e", "f", "g", "leaver"].map((id) => volunteer(id, id, rootKey)));
  [gulnar, marat, sara, office, escrow] = (await Promise.all(["gulnar", "marat", "sara", "office", "escrow"].map((id) => volunteer(id, id, rootKey)))) as [Volunteer, Volunteer, Volunteer, Volunteer, Volunteer];
  text = directoryOf(4);
  directory = JSON.parse(text) as Directory;
});

const directoryOf = (version: number, changes: object = {}): string =>
  directoryText(
    [
      ...readers.map((one) => [one, ["reviewer"]] as const),
      [gulnar, ["coordinator"]],
      [marat, ["coordinator"]],
      [sara, ["coordinator", "security"]],
      [office, ["custodian"]],
    ],
    { version, escrow: escrow.recipient, form: sha256Hex(utf8(form)), ...changes },
  );

const personOf = ({ id }: Volunteer) => directory.people.find((person) => person.id === id)!;

function revocation(of: Volunteer, by: readonly Volunteer[], day = DAY): ServedRevocation {
  const { statement } = signRevocation(directory, personOf(of), day, by[0]!.file.signingSeed);
  return { statement, signatures: by.map(({ id, file }) => ({ by: id, signature: signAgain(statement, file.signingSeed).signature })) };
}

const revokedIn = (served: readonly ServedRevocation[]): string[] => inForce(served, directory).map(({ id }) => id);

const leaver = (): Volunteer => readers[7]!;

test("a revocation is in force when two coordinators have signed it, neither of whom is the person", () => {
  const whole = revocation(leaver(), [gulnar, marat]);
  assert.equal(whole.statement, `{"format":"komir-revocation/1","organisation":"Practice","id":"leaver","signing":"${personOf(leaver()).signing}","day":"${DAY}"}`);
  assert.deepEqual(revokedIn([whole]), ["leaver"]);
  const [first, second] = whole.signatures as [ServedRevocation["signatures"][0], ServedRevocation["signatures"][0]];
  const others: readonly (readonly [string, ServedRevocation])[] = [
    ["one signature", revocation(leaver(), [gulnar])],
    ["one signature twice", { ...whole, signatures: [first, first] }],
    ["one signature under two names", { ...whole, signatures: [first, { by: "marat", signature: first.signature }] }],
    ["a signature by a reviewer", revocation(leaver(), [gulnar, readers[0]!])],
    ["the person", revocation(sara, [gulnar, sara])],
    ["another text", { ...whole, statement: whole.statement.replace(DAY, "2020-01-01") }],
    ["more than the text", { ...whole, statement: whole.statement.replace("}", ',"x":1}') }],
    ["another purpose", { ...whole, signatures: [first, { ...second, signature: base64(sign(marat.file.signingSeed, "decision", utf8(whole.statement))) }] }],
    ["no base64", { ...whole, signatures: [first, { ...second, signature: "?" }] }],
    ["no JSON", { ...whole, statement: "{" }],
  ];
  others.forEach(([what, served]) => assert.deepEqual(revokedIn([served]), [], what));
  const foreign = { ...directory, organisation: "Another" };
  assert.deepEqual(inForce([whole], foreign), [], "of another organisation");
});

test("who was revoked earlier revokes nobody", () => {
  const ofSara = revocation(sara, [gulnar, marat]);
  const bySara = revocation(leaver(), [gulnar, sara]);
  assert.deepEqual(revokedIn([bySara, ofSara]), ["leaver", "sara"], "what was in force before stays");
  assert.deepEqual(revokedIn([ofSara, bySara]), ["sara"]);
  assert.equal(readRevocation(bySara, directory, new Set([personOf(sara).signing]))!.by.length, 1);
});

test("it holds for the key, whatever directory is signed later; who returns with new keys is there", () => {
  const served = [revocation(leaver(), [gulnar, marat])];
  const later = JSON.parse(directoryOf(9)) as Directory;
  const left = withoutRevoked(later, inForce(served, later));
  assert.equal(left.people.some(({ id }) => id === "leaver"), false);
  assert.equal(left.people.length, later.people.length - 1);
  const returned = { ...later, people: later.people.map((person) => (person.id === "leaver" ? { ...person, signing: base64(verifyingKey(rootSeed)) } : person)) };
  assert.ok(withoutRevoked(returned, inForce(served, returned)).people.some(({ id }) => id === "leaver"));
});

test("what a server gives as its list is a list of texts, or nothing", () => {
  assert.deepEqual(readServed([]), []);
  for (const other of [undefined, null, {}, [{}], [null], [{ statement: "", signatures: [{}] }], [{ statement: 1, signatures: [] }]]) {
    assert.equal(readServed(other), undefined, JSON.stringify(other));
  }
});

const blocks = (revocations: string): ((id: string) => string) => {
  const all: Record<string, string> = {
    "komir-root": JSON.stringify({ rootKey: base64(rootKey) }),
    "komir-directory": JSON.stringify({ directory: text, signature: signDirectory(text, rootSeed) }),
    "komir-revocations": revocations,
    "komir-form": form,
  };
  return (id) => all[id] ?? "";
};

const served = (revocations: unknown, of = text): string => JSON.stringify({ directory: of, signature: signDirectory(of, rootSeed), revocations });

function formOf(read: ReturnType<PageData["read"]>): Form {
  assert.equal(read.problem, undefined);
  return read.problem === undefined ? read.form : undefined!;
}

const isThere = ({ sealedTo }: Form): boolean => sealedTo.people.some(({ id }) => id === "leaver");

test("the leaver: 1,000 of 1,000 new cases of the form are closed to the leaver's key", async () => {
  const page = new PageData(blocks("[]"));
  const before = formOf(page.read(undefined, new Date()));
  const in1000 = (of: Form): number => {
    let times = 0;
    for (let i = 0; i < 1000; i++) {
      const panels = panelsOf(of.sealedTo, { case: "reviewers", needs: "aid", threats: "security", identity: "custodians" }, undefined);
      const sealed = [...panels.values()].some((panel) => (panel.kind === "one" ? panel.recipients : [...panel.inner, ...panel.outer]).includes(leaver().recipient));
      times += sealed ? 1 : 0;
    }
    return times;
  };
  const control = in1000(before);
  // 375 on average; six standard deviations are 92.
  assert.ok(control > 283 && control < 467, `${control} of 1,000 before`);
  // A page that was opened before: the next answer has it.
  const after = formOf(page.read(served([revocation(leaver(), [gulnar, marat])]), new Date()));
  assert.equal(in1000(after), 0);
  assert.equal(after.directory.people.some(({ id }) => id === "leaver"), true, "what was signed before is still checked");
  for (let i = 0; i < 25; i++) {
    const panel = panelsOf(after.sealedTo, { case: "reviewers" }, undefined).get("case")!;
    assert.ok(panel.kind === "one" && panel.recipients.length === 4);
    const file = await seal(utf8("key"), panel.recipients);
    await assert.rejects(open(file, [leaver().file.identity]), (e) => e instanceof CannotOpen && e.failure === "not-for-this-key");
    assert.deepEqual(await open(file, [escrow.file.identity]), utf8("key"));
  }
});

test("a role that is left empty leaves the escrow alone, on both sides of a nested panel", () => {
  const empty = { ...directory, people: [] };
  const alone = [escrow.recipient];
  const panels = panelsOf(empty, { case: "reviewers", needs: "aid", threats: "security", identity: "custodians" }, undefined);
  assert.deepEqual(panels.get("case"), { kind: "one", recipients: alone, ids: { panel: [] } });
  assert.deepEqual(panels.get("needs"), { kind: "one", recipients: alone, ids: { panel: [] } });
  assert.deepEqual(panels.get("threats"), { kind: "one", recipients: alone, ids: { panel: [] } });
  assert.deepEqual(panels.get("identity"), { kind: "nested", inner: alone, outer: alone, ids: { panel: [], outer: [] } });
  const seconds = { ...directory, people: directory.people.filter(({ id }) => id === "office") };
  assert.deepEqual(panelsOf(seconds, { identity: "custodians" }, undefined).get("identity"), { kind: "nested", inner: [office.recipient, escrow.recipient], outer: alone, ids: { panel: ["office"], outer: [] } });
});

test("the page keeps whom it knows to be revoked, and takes a newer directory with them", () => {
  const list = [revocation(leaver(), [gulnar, marat])];
  assert.equal(isThere(formOf(new PageData(blocks("")).read(undefined, new Date()))), true, "an empty block revokes nobody");
  assert.equal(isThere(formOf(new PageData(blocks(JSON.stringify(list))).read(undefined, new Date()))), false);
  assert.equal(new PageData(blocks("{")).read(undefined, new Date()).problem, "altered");
  assert.equal(new PageData(blocks("{}")).read(undefined, new Date()).problem, "altered");
  const page = new PageData(blocks("[]"));
  assert.equal(isThere(formOf(page.read(served(list), new Date()))), false);
  for (const forgotten of [undefined, "no answer", served([]), served(7), served([revocation(leaver(), [gulnar])])]) {
    assert.equal(isThere(formOf(page.read(forgotten, new Date()))), false, forgotten);
  }
  const newer = formOf(page.read(served([], directoryOf(5)), new Date()));
  assert.deepEqual([newer.directory.version, isThere(newer)], [5, false]);
  const older = formOf(page.read(served(list, directoryOf(4)), new Date()));
  assert.equal(older.directory.version, 5, "a newer one that was seen is not given back");
});

// --- the console

class OneServer {
  list: readonly ServedRevocation[] = [];
  logins = 0;
  readonly today = () => DAY;
  readonly now = () => Date.now();
  readonly directory = async () => ({ directory: text, signature: signDirectory(text, rootSeed) });
  readonly revocations = async () => this.list;
  readonly login = async () => void this.logins++;
  readonly log = async () => ({ n: 0, sha256: NONE_BEFORE, at: "1970-01-01T00:00:00Z", entries: [] });
}

async function comesIn(who: Volunteer, server: OneServer): Promise<Session> {
  (globalThis as { localStorage?: object }).localStorage = { getItem: () => null, setItem: () => undefined };
  return enter(server as unknown as Server, await sealIdentityFile(who.file, PASSPHRASE, 12), PASSPHRASE, async () => undefined);
}

const problem = (id: string) => (e: unknown) => e instanceof Problem && e.text === id;

test("the console seals to nobody who was revoked, and lets them in no more", async () => {
  const server = new OneServer();
  const session = await comesIn(readers[0]!, server);
  assert.ok(session.present.people.some(({ id }) => id === "leaver"));
  await comesIn(leaver(), server);
  assert.equal(server.logins, 2);
  server.list = [revocation(leaver(), [gulnar, marat])];
  await renewRevocations(session);
  assert.ok(!session.present.people.some(({ id }) => id === "leaver"));
  assert.ok(session.directory.people.some(({ id }) => id === "leaver"));
  await assert.rejects(comesIn(leaver(), server), problem("revokedYou"));
  assert.equal(server.logins, 2, "the server is not even asked");
  server.list = [];
  await renewRevocations(session);
  assert.ok(!session.present.people.some(({ id }) => id === "leaver"), "a server that forgets brings nobody back");
});

test("an approval is signed only for the keys whose words were typed, and for what the directory takes", async () => {
  const server = new OneServer();
  server.list = [revocation(leaver(), [gulnar, marat])];
  const session = await comesIn(sara, server);
  const newcomer = await volunteer("nurlan", "nurlan", rootKey);
  const half = (of: Volunteer, changes: object = {}): string =>
    JSON.stringify({ format: "komir-public/1", id: of.id, recipient: of.recipient, signing: base64(verifyingKey(of.file.signingSeed)), ...changes });
  const said = (of: Volunteer, roles: readonly Role[] = ["reviewer"]) => ({
    recipientWords: words(publicKey(of.recipient)).join(" "),
    signingWords: words(verifyingKey(of.file.signingSeed)).join(", ").toUpperCase(),
    roles: new Set(roles),
  });
  const signed = JSON.parse(approve(session, readPublicHalf(half(newcomer)), said(newcomer, ["translator", "reviewer"]))) as { approval: string };
  assert.deepEqual(Object.keys(JSON.parse(signed.approval) as object), ["format", "organisation", "id", "roles", "recipient", "signing", "by", "day"]);
  assert.deepEqual((JSON.parse(signed.approval) as { roles: string[] }).roles, ["reviewer", "translator"]);
  const refused = (id: string, of: string, choice = said(newcomer)): void => assert.throws(() => approve(session, readPublicHalf(of), choice), problem(id), id);
  refused("peopleThere", half(newcomer, { id: "marat" }));
  refused("peopleSelf", half(sara, { id: "sara2" }), said(sara));
  refused("peopleKeysTaken", half(marat, { id: "marat2" }), said(marat));
  refused("peopleKeysTaken", half(newcomer, { recipient: escrow.recipient }));
  refused("peopleRevokedKeys", half(leaver(), { id: "returns" }), said(leaver()));
  refused("peopleWordsForm", half(newcomer), { ...said(newcomer), signingWords: "coal" });
  refused("peopleWordsWrong", half(newcomer), { ...said(newcomer), signingWords: said(marat).signingWords });
  refused("peopleWordsWrong", half(newcomer), { ...said(newcomer), recipientWords: said(marat).recipientWords });
  refused("peopleNoRole", half(newcomer), said(newcomer, []));
  refused("peopleTogether", half(newcomer), said(newcomer, ["custodian", "second"]));
  refused("peopleTogether", half(newcomer), said(newcomer, ["matcher", "reviewer"]));
  for (const other of ["", "{}", "null", half(newcomer, { id: "Ab" }), half(newcomer, { recipient: "age1" }), half(newcomer, { signing: "AAAA" }), half(newcomer, { format: "komir-public/2" })]) {
    assert.throws(() => readPublicHalf(other), problem("peopleNotPublic"), other);
  }
  assert.equal(fromBase64(readPublicHalf(half(newcomer)).signing).length, 32);
});

test("a freeze is one exact text for this directory, and counts the coordinators who signed it", () => {
  const { statement, signature } = signFreeze(directory, DAY, gulnar.file.signingSeed);
  assert.equal(statement, `{"format":"komir-freeze/1","organisation":"Practice","version":4,"day":"${DAY}"}`);
  const by = ({ id, file }: Volunteer, of = statement) => ({ by: id, signature: signFreezeAgain(of, file.signingSeed).signature });
  const read = (signatures: ServedRevocation["signatures"], of = statement, people = directory): string[] | undefined => readFreeze({ statement: of, signatures }, people)?.by.map(({ id }) => id);
  assert.deepEqual(read([{ by: "gulnar", signature }, by(marat)]), ["gulnar", "marat"]);
  assert.deepEqual(read([by(gulnar), by(gulnar)]), ["gulnar"], "nobody is two");
  assert.deepEqual(read([by(readers[0]!), { ...by(marat), by: "sara" }, { by: "marat", signature: "" }]), []);
  const gone = { ...directory, people: directory.people.filter(({ id }) => id !== "gulnar") };
  assert.deepEqual(read([by(gulnar), by(marat)], statement, gone), ["marat"], "who was revoked freezes nothing");
  for (const other of [statement.replace(":4,", ":5,"), statement.replace("Practice", "Another"), `${statement} `, "{}", ""]) {
    assert.equal(read([by(gulnar, other), by(marat, other)], other), undefined);
  }
});
