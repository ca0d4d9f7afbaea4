import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { seal } from "../crypto/age.ts";
import { base64, fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad } from "../crypto/padding.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import type { Directory } from "../record/directory.ts";
import type { ServedFollowUp } from "../record/follow-up.ts";
import type { ServedLink } from "../record/links.ts";
import { recordsOf } from "../record/open-case.ts";
import { isShown, openTakenBack, type Whose } from "../record/taken-back.ts";
import { directoryText, madeUpLink, madeUpNumber, onlyThreats, sealCase, signedFollowUp, volunteer, type MadeUpNumber, type Panels, type SealedCase, type Volunteer } from "./made-up.ts";

/** Whose a wish in what was taken back can be shown to be: `docs/record-format.md`, step 26. */

const FIRST = "00112233445566778899aabbccddeeff";
const LATER = "ff112233445566778899aabbccddee00";

let inPanel: Volunteer;
let outside: Volunteer;
let dana: Volunteer;
let directory: Directory;
let panels: Panels;
let number: MadeUpNumber;
let second: MadeUpNumber;
let third: MadeUpNumber;
let thief: MadeUpNumber;
let first: SealedCase;
let later: SealedCase;

before(async () => {
  const rootKey = verifyingKey(crypto.getRandomValues(new Uint8Array(32)));
  [inPanel, outside, dana] = (await Promise.all(["aigul", "bolat", "dana"].map((id) => volunteer(id, id, rootKey)))) as [Volunteer, Volunteer, Volunteer];
  directory = JSON.parse(
    directoryText([
      [inPanel, ["reviewer", "security"]],
      [outside, ["custodian", "security"]],
      [dana, ["second"]],
    ]),
  ) as Directory;
  panels = { case: [inPanel.recipient], threats: [inPanel.recipient, outside.recipient], custodians: [outside.recipient], seconds: [dana.recipient] };
  [number, second, third, thief] = (await Promise.all([1, 2, 3, 4].map(madeUpNumber))) as [MadeUpNumber, MadeUpNumber, MadeUpNumber, MadeUpNumber];
  first = await sealCase(FIRST, panels, [{ question: "story", value: { text: "Көктемде" } }, wish("keep_sealed")], "kk-Cyrl", [], { way: number });
  later = await sealCase(LATER, panels, [{ question: "story", value: { text: "Хат келді" } }, wish("delete")], "kk-Cyrl", [], { questionnaire: "news.1", day: "2026-12-02" });
});

const wish = (choice: string) => ({ question: "directive", compartment: "threats", value: { choice } });
const by = ({ id, file }: Volunteer): readonly [string, Bytes] => [id, file.signingSeed];
const parts = (cases: readonly ServedFollowUp[], who: Volunteer, links: readonly ServedLink[] = []) =>
  openTakenBack({ case: FIRST, cases, links }, [who.file.identity], directory);
const whose = async (cases: readonly ServedFollowUp[], who: Volunteer, links: readonly ServedLink[] = []): Promise<Whose[]> =>
  (await parts(cases, who, links)).map((part) => part.whose);
/** To the officer in the panel, and to the one outside. */
const toBoth = async (served: ServedFollowUp, links: readonly ServedLink[] = []): Promise<(Whose | undefined)[]> =>
  Promise.all([inPanel, outside].map(async (who) => (await whose([onlyThreats(first, true), served], who, links))[1]));
const firstToBoth = async (served: ServedFollowUp): Promise<(Whose | undefined)[]> => Promise.all([inPanel, outside].map(async (who) => (await whose([served], who))[0]));
const signedBy = (seed: Bytes, kind?: "manifest" | "recipient"): ServedFollowUp => onlyThreats(later, false, signedFollowUp(later, seed, kind));
/** Whoever has the server can seal a record to the public key of the compartment. */
const forged = async ({ served }: SealedCase, seq: number) => {
  const record = { format: "komir-record/1", case: served.case, compartment: "threats", seq, kind: "answered", question: "directive", value: { choice: "ask_person" } };
  return { seq, compartment: "threats", sealed: base64(await seal(pad(utf8(JSON.stringify(record))), [served.recipients.threats!])) };
};

test("who opens the list sees that a number of the family signed it, and that it names the wish", async () => {
  const [one, two] = await parts([onlyThreats(first, true), signedBy(number.seed)], inPanel);
  assert.deepEqual([one!.whose, two!.whose], ["first", "listed"]);
  for (const { opened } of [one!, two!]) {
    assert.deepEqual(opened.compartments.map(({ name }) => name), ["threats"], "record 0 and the list are not shown as answers");
  }
  assert.deepEqual(recordsOf(two!.opened).map(({ value }) => value.choice), [undefined, "delete"]);
  assert.deepEqual(await whose([onlyThreats(first, false)], inPanel), ["first"], "where nothing followed, record 0 is not needed");
});

test("who cannot open record 0 knows no number of the family, whatever the server says, and learns just this", async () => {
  assert.deepEqual(await toBoth(signedBy(number.seed)), ["listed", "unknown"]);
  assert.deepEqual(await toBoth(signedBy(thief.seed)), ["author", "unknown"]);
  const byBefore = madeUpLink(FIRST, thief, ["author", thief.seed]);
  assert.deepEqual(await toBoth(signedBy(thief.seed), [byBefore]), ["author", "unknown"], "a link that the server made");
  assert.deepEqual((await whose([onlyThreats(first, true)], outside))[0], "first-sealed");
});

test("a number that two people gave is known to everybody, and its signature without the list says no more than whose case it is", async () => {
  const twoPeople = madeUpLink(FIRST, second, by(outside), by(dana));
  assert.deepEqual(await toBoth(signedBy(second.seed), [twoPeople]), ["listed", "signed"]);
  assert.deepEqual(await toBoth(signedBy(number.seed), [twoPeople]), ["listed", "unknown"], "the number before");
  assert.deepEqual(await toBoth(signedBy(thief.seed), [twoPeople]), ["author", "unknown"]);
  const mixed = [madeUpLink(FIRST, second, ["author", number.seed]), madeUpLink(FIRST, third, by(outside), by(dana))];
  assert.deepEqual(await toBoth(signedBy(third.seed), mixed), ["listed", "signed"]);
  assert.deepEqual(await toBoth(signedBy(second.seed), mixed), ["listed", "unknown"]);
  const onward = [twoPeople, madeUpLink(FIRST, third, ["author", second.seed])];
  assert.deepEqual(await toBoth(signedBy(third.seed), onward), ["listed", "signed"]);
  assert.deepEqual(await toBoth(signedBy(third.seed), [madeUpLink(LATER, third, by(outside), by(dana))]), ["author", "unknown"], "of another case");
  assert.deepEqual(await toBoth(signedBy(third.seed), [madeUpLink(FIRST, third, by(outside))]), ["author", "unknown"], "one person alone");
});

test("what the number signed in the chat covers the key alone, for whoever can open the list too", async () => {
  const twoPeople = [madeUpLink(FIRST, second, by(outside), by(dana))];
  assert.deepEqual(await toBoth(signedBy(second.seed, "recipient"), twoPeople), ["chat", "chat"]);
  assert.deepEqual(await toBoth(signedBy(number.seed, "recipient")), ["chat", "unknown"]);
  assert.deepEqual(await toBoth(signedBy(thief.seed, "recipient")), ["author", "unknown"]);
});

test("another text, another list or another case is refused whoever reads it", async () => {
  const good = signedFollowUp(later, number.seed);
  const signed = (statement: string) => ({ statement, signature: base64(sign(number.seed, "author", utf8(statement))) });
  const other = await sealCase(LATER, panels, [wish("ask_person")], "kk-Cyrl", [], { questionnaire: "news.1" });
  const refused: Record<string, ServedFollowUp> = {
    "nobody signed": onlyThreats(later, false),
    "the list of another": onlyThreats(other, false, good),
    "the key of another": onlyThreats(other, false, signedFollowUp(later, number.seed, "recipient")),
    "a blank more": onlyThreats(later, false, signed(`${good.statement} `)),
    "another id": onlyThreats(later, false, signed(good.statement.replace(LATER, FIRST))),
    "no list": { ...signedBy(number.seed), records: signedBy(number.seed).records.filter(({ compartment }) => compartment === "threats") },
  };
  for (const [why, served] of Object.entries(refused)) {
    assert.deepEqual(await toBoth(served), ["statement", "statement"], why);
  }
  const notTheList = later.served.records.filter(({ compartment }) => compartment === "case")[1]!;
  const told = JSON.stringify({ format: "komir-author/1", case: LATER, manifest: sha256Hex(fromBase64(notTheList.sealed)) });
  const exchanged = { ...signedBy(number.seed), records: [...signedBy(number.seed).records.slice(0, -1), notTheList], author: signed(told) };
  assert.equal((await toBoth(exchanged))[0], "statement", "an answer in the place of the list");
  assert.deepEqual(await toBoth({ ...signedBy(number.seed), author: { ...good, signature: "!" } }), ["author", "unknown"]);
});

test("a wish that was exchanged, added or left out is seen by who opens the list, and nobody else is told that it is whole", async () => {
  const twoPeople = [madeUpLink(FIRST, second, by(outside), by(dana))];
  const whole = signedBy(second.seed);
  const told = whole.records.filter(({ compartment }) => compartment === "threats").at(-1)!;
  const changes: Record<string, ServedFollowUp["records"]> = {
    exchanged: [...whole.records.filter((record) => record !== told), await forged(later, told.seq)],
    added: [...whole.records, await forged(later, 3)],
    "added behind the list": [...whole.records, await forged(later, 90)],
    "left out": whole.records.filter((record) => record !== told),
    twice: [...whole.records, await forged(later, told.seq)],
  };
  for (const [why, records] of Object.entries(changes)) {
    assert.deepEqual(await toBoth({ ...whole, records }, twoPeople), ["altered", "signed"], why);
  }
  const given = onlyThreats(first, true);
  const kept = given.records.filter(({ compartment }) => compartment === "threats").at(-1)!;
  assert.deepEqual(await firstToBoth({ ...given, records: [...given.records.filter((record) => record !== kept), await forged(first, kept.seq)] }), ["altered", "first-sealed"]);
  assert.deepEqual(await firstToBoth({ ...given, records: given.records.filter(({ compartment }) => compartment === "threats") }), ["altered", "first-sealed"], "without its list");
  assert.deepEqual(await firstToBoth({ ...given, keys: { ...given.keys, case: later.served.keys.case! } }), ["altered", "first-sealed"], "with another key file");
});

test("record 0 that the list does not name says nothing of the family's number", async () => {
  const record = { format: "komir-record/1", case: FIRST, compartment: "case", seq: 0, kind: "receipt", value: { recipient_sha256: thief.recipientSha256, author: thief.author } };
  const zero = { seq: 0, compartment: "case", sealed: base64(await seal(pad(utf8(JSON.stringify(record))), [first.served.recipients.case!])) };
  const given = onlyThreats(first, true);
  const head = { ...given, records: given.records.map((each) => (each.seq === 0 ? zero : each)) };
  assert.deepEqual(await whose([head, signedBy(thief.seed)], inPanel), ["first", "author"]);
});

test("the same case twice is shown once, and what stands in the first one's place is not the first one", async () => {
  const good = signedBy(number.seed);
  assert.deepEqual(await whose([onlyThreats(first, true), good, good, onlyThreats(first, true)], inPanel), ["first", "listed", "author", "author"]);
  assert.deepEqual(await whose([onlyThreats(first, true), signedBy(thief.seed), good], inPanel), ["first", "author", "listed"]);
  assert.deepEqual(await whose([good], inPanel), ["unknown"], "without the first one nobody knows the number");
  assert.deepEqual(await whose([onlyThreats(later, false), onlyThreats(first, true)], inPanel), ["statement", "first"]);
});

test("what is not shown to be the family's is named as such", () => {
  const all: Record<Whose, boolean> = { first: true, "first-sealed": true, listed: true, signed: true, chat: true, unknown: false, statement: false, author: false, altered: false };
  for (const [each, shown] of Object.entries(all)) {
    assert.equal(isShown(each as Whose), shown, each);
  }
});
