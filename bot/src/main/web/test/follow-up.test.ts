import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { newIdentity, open, recipientOf, seal, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad } from "../crypto/padding.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import { completed, hashPrefix, words } from "../crypto/words.ts";
import { heldUntil, readDecision, signDecision } from "../record/decision.ts";
import type { Directory } from "../record/directory.ts";
import { openFollowUps, type FollowUp, type ServedFollowUp } from "../record/follow-up.ts";
import { followLinks, linkStatement, readLinkRequest, type ServedLink } from "../record/links.ts";
import { openCase, wayBack } from "../record/open-case.ts";
import { noticeOf, witnessKey } from "../record/tell-here.ts";
import { directoryText, madeUpLink, madeUpNumber, sealCase, signedFollowUp, volunteer, type MadeUpNumber, type Panels, type SealedCase, type Volunteer } from "./made-up.ts";

/** What follows a case, and who is believed to have written it: `docs/record-format.md`, steps 22 to 26. */

const FIRST = "00112233445566778899aabbccddeeff";
const LATER = "ff112233445566778899aabbccddee00";
const TODAY = new Date().toISOString().slice(0, 10);
const intakeSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));

let aigul: Volunteer;
let bolat: Volunteer;
let dana: Volunteer;
let erlan: Volunteer;
let both: Volunteer;
let directory: Directory;
let panels: Panels;
let number: MadeUpNumber;
let second: MadeUpNumber;
let third: MadeUpNumber;
let thief: MadeUpNumber;
let later: SealedCase;

before(async () => {
  const rootKey = verifyingKey(crypto.getRandomValues(new Uint8Array(32)));
  [aigul, bolat, dana, erlan, both] = (await Promise.all(["aigul", "bolat", "dana", "erlan", "both"].map((id) => volunteer(id, id, rootKey)))) as [Volunteer, Volunteer, Volunteer, Volunteer, Volunteer];
  const people = [
    [aigul, ["reviewer", "security"]],
    [bolat, ["custodian", "security"]],
    [dana, ["second"]],
    [erlan, ["custodian"]],
    [both, ["custodian", "second"]],
  ] as const;
  directory = JSON.parse(directoryText(people, { intake: base64(verifyingKey(intakeSeed)) })) as Directory;
  panels = { case: [aigul.recipient], threats: [bolat.recipient], custodians: [bolat.recipient], seconds: [dana.recipient] };
  [number, second, third, thief] = (await Promise.all([1, 2, 3, 4].map(madeUpNumber))) as [MadeUpNumber, MadeUpNumber, MadeUpNumber, MadeUpNumber];
  later = await sealCase(LATER, panels, [{ question: "story", value: { text: "Хат келді" } }], "kk-Cyrl", [], { questionnaire: "news.1", day: "2026-12-02" });
});

const by = ({ id, file }: Volunteer): readonly [string, Bytes] => [id, file.signingSeed];
const follow = (...links: ServedLink[]) => followLinks(FIRST, number, links, directory);
const broken = { way: undefined, broken: true };
const result = (links: readonly ServedLink[]) => {
  const { way, broken: isBroken } = follow(...links);
  return { way, broken: isBroken };
};
const reached = ({ recipientSha256, author }: MadeUpNumber) => ({ way: { recipientSha256, author }, broken: false });

// --- links

test("without a link a case is where the family sealed it to be", () => {
  assert.deepEqual(follow(), { way: number, authors: [number.author], broken: false });
  assert.deepEqual(followLinks(FIRST, undefined, [], directory), { way: undefined, authors: [], broken: false });
});

test("the number before may name the next one, and so may a custodian with a second person", () => {
  const signed = madeUpLink(FIRST, second, ["author", number.seed]);
  assert.deepEqual(result([signed]), reached(second));
  assert.deepEqual(result([madeUpLink(FIRST, second, by(bolat), by(dana))]), reached(second));
  assert.deepEqual(result([madeUpLink(FIRST, second, by(dana), by(bolat))]), reached(second));
  const both_ = follow(signed, madeUpLink(FIRST, third, by(erlan), by(dana)));
  assert.deepEqual(both_.authors, [number.author, second.author, third.author]);
  const alone = followLinks(FIRST, undefined, [madeUpLink(FIRST, second, by(bolat), by(dana))], directory);
  assert.deepEqual(alone.authors, [second.author], "a case without a number is given one by two people");
});

test("no other signatures lead anywhere", () => {
  const cases: Record<string, ServedLink> = {
    "nobody signed": madeUpLink(FIRST, thief),
    "the new number signed for itself": madeUpLink(FIRST, thief, ["author", thief.seed]),
    "one person twice": madeUpLink(FIRST, thief, by(bolat), by(bolat)),
    "one person of both roles, twice": madeUpLink(FIRST, thief, by(both), by(both)),
    "a custodian alone": madeUpLink(FIRST, thief, by(bolat)),
    "two custodians": madeUpLink(FIRST, thief, by(bolat), by(erlan)),
    "a reviewer and a second person": madeUpLink(FIRST, thief, by(aigul), by(dana)),
    "somebody outside the directory": madeUpLink(FIRST, thief, ["guest", thief.seed], by(dana)),
    "a custodian's name over another key": madeUpLink(FIRST, thief, ["bolat", thief.seed], by(dana)),
    "a volunteer's key as the author": madeUpLink(FIRST, thief, ["author", bolat.file.signingSeed]),
    "another case": madeUpLink(LATER, thief, by(bolat), by(dana)),
  };
  for (const [why, link] of Object.entries(cases)) {
    assert.deepEqual(result([link]), broken, why);
    assert.deepEqual(follow(link).authors, [number.author], why);
  }
});

test("a link is exactly the text that was signed, for this purpose", () => {
  const good = madeUpLink(FIRST, second, by(bolat), by(dana));
  const resigned = (statement: string, domain: "link" | "author" = "link"): ServedLink => ({
    statement,
    signatures: [bolat, dana].map(({ id, file }) => ({ by: id, signature: base64(sign(file.signingSeed, domain, utf8(statement))) })),
  });
  assert.deepEqual(result([resigned(good.statement)]), reached(second));
  assert.deepEqual(result([resigned(good.statement, "author")]), broken);
  assert.deepEqual(result([{ ...good, statement: good.statement.replace(second.author, thief.author) }]), broken);
  for (const changed of [`${good.statement} `, good.statement.replace("link/1", "link/2"), good.statement.replace('"case"', '"more":1,"case"'), "[]", "null", "{"]) {
    assert.deepEqual(result([resigned(changed)]), broken, changed);
  }
});

test("the author of a link is the one that the link before named", () => {
  const toSecond = madeUpLink(FIRST, second, ["author", number.seed]);
  const toThird = madeUpLink(FIRST, third, ["author", second.seed]);
  assert.deepEqual(result([toSecond, toThird]), reached(third));
  assert.deepEqual(result([toThird, toSecond]), broken, "out of order");
  assert.deepEqual(result([toThird]), broken, "one is left out");
  assert.deepEqual(result([toSecond, madeUpLink(FIRST, thief, ["author", number.seed])]), broken, "a number that was replaced signs no more");
  assert.deepEqual(follow(toSecond, madeUpLink(FIRST, thief, ["author", number.seed]), toThird).authors, [number.author, second.author], "nothing behind a bad one counts");
});

test("what two people sign follows from the family's own request", () => {
  const text = JSON.stringify({ format: "komir-link-request/1", mailbox: second.mailbox, recipient: second.recipient, author: second.author });
  assert.equal(linkStatement(FIRST, readLinkRequest(text)!), madeUpLink(FIRST, second).statement);
  for (const changed of [`${text} `, text.replace(second.recipient, "age1pq1x"), text.replace(second.author, "AAAA"), text.replace("request/1", "request/2"), "7", ""]) {
    assert.equal(readLinkRequest(changed), undefined);
  }
  const seven = words(utf8(text));
  assert.ok(sha256Hex(utf8(text)).startsWith(hashPrefix(seven)!));
  assert.equal(hashPrefix(seven)!.length, 19);
  assert.deepEqual(seven.map((word) => completed(word.slice(0, 4))), seven);
  assert.deepEqual(["", "a", "zzzz", "ability", "ABIL", "act"].map(completed), [undefined, undefined, undefined, "ability", "ability", "act"]);
  assert.equal(hashPrefix(seven.slice(1)), undefined);
  assert.equal(hashPrefix([...seven.slice(1), "komir"]), undefined);
});

// --- what follows

const opened = async (served: ServedFollowUp | readonly ServedFollowUp[], authors = [number.author], who = aigul): Promise<FollowUp[]> =>
  openFollowUps(FIRST, Array.isArray(served) ? (served as ServedFollowUp[]) : [served as ServedFollowUp], authors, [who.file.identity]);
const from = async (served: ServedFollowUp, authors?: string[]) => (await opened(served, authors))[0]!.from;

test("what follows is the family's when a number of the family signed its manifest, or in the chat its key", async () => {
  const [form] = await opened({ ...later.served, author: signedFollowUp(later, number.seed) });
  assert.equal(form!.from, "family");
  assert.equal(form!.questionnaire, "news");
  assert.equal(form!.day, "2026-12-02");
  assert.equal(form!.agreesAnew, false);
  assert.deepEqual(form!.opened.manifest, { found: true, complete: true, missing: [], altered: [], extra: [], later: [] });
  assert.equal(await from({ ...later.served, author: signedFollowUp(later, number.seed, "recipient") }), "family");
  const { authors } = follow(madeUpLink(FIRST, second, by(bolat), by(dana)));
  assert.equal(await from({ ...later.served, author: signedFollowUp(later, second.seed) }, [...authors]), "family");
});

test("another author, another text, another manifest or another key is not the family's", async () => {
  const good = signedFollowUp(later, number.seed);
  const signed = (statement: string, domain: "author" | "link" = "author") => ({ statement, signature: base64(sign(number.seed, domain, utf8(statement))) });
  const other = await sealCase(LATER, panels, [{ question: "story", value: { text: "басқа" } }], "kk-Cyrl", [], { questionnaire: "news.1" });
  assert.equal(await from({ ...later.served, author: signedFollowUp(later, thief.seed) }), "author");
  assert.equal(await from({ ...later.served, author: good }, []), "author", "a family without a number has signed nothing");
  assert.equal(await from({ ...later.served, author: signed(good.statement, "link") }), "author");
  assert.equal(await from({ ...later.served, author: { ...good, signature: "!" } }), "author");
  assert.equal(await from(later.served), "statement");
  assert.equal(await from({ ...other.served, author: good }), "statement", "the manifest of another");
  assert.equal(await from({ ...other.served, author: signedFollowUp(later, number.seed, "recipient") }), "statement", "the key of another");
  assert.equal(await from({ ...later.served, case: FIRST, author: good }), "statement", "under another id");
  assert.equal(await from({ ...later.served, author: signed(`${good.statement} `) }), "statement");
  assert.equal(await from({ ...later.served, author: signed(good.statement.replace('"manifest"', '"more":1,"manifest"')) }), "statement");
  const { records } = later.served;
  assert.equal(await from({ ...later.served, records: records.slice(0, -1), author: good }), "statement", "the manifest was left out");
  const notManifest = JSON.stringify({ format: "komir-author/1", case: LATER, manifest: sha256Hex(fromBase64(records[records.length - 2]!.sealed)) });
  assert.equal(await from({ ...later.served, records: records.slice(0, -1), author: signed(notManifest) }), "statement", "the last record is no manifest");
});

test("the same case twice, or the first one again, is not news", async () => {
  const served = { ...later.served, author: signedFollowUp(later, number.seed) };
  assert.deepEqual((await opened([served, served])).map((each) => each.from).sort(), ["author", "family"]);
  const first = await sealCase(FIRST, panels, [], "kk-Cyrl", [], { way: number });
  assert.equal(await from({ ...first.served, author: signedFollowUp(first, number.seed) }), "author");
});

test("a record that was exchanged is seen in what follows too", async () => {
  const records = later.served.records.filter(({ seq }) => seq !== 4);
  const [each] = await opened({ ...later.served, records, author: signedFollowUp(later, number.seed) });
  assert.equal(each!.from, "family");
  assert.deepEqual(each!.opened.manifest.found && each!.opened.manifest.missing, [{ seq: 4, compartment: "case" }]);
});

test("what is sealed to others says so; the oldest day comes first", async () => {
  const older = await sealCase("0a".repeat(16), panels, [{ question: "story", value: { text: "a" } }], "ru", [], { questionnaire: "answer.1", day: "2026-12-01" });
  const hidden = await sealCase("0b".repeat(16), { ...panels, case: [dana.recipient] }, [], "ru", [], { questionnaire: "news.1", day: "2026-11-30" });
  const served = [later, hidden, older].map((each) => ({ ...each.served, author: signedFollowUp(each, number.seed) }));
  const found = await opened(served);
  assert.deepEqual(found.map((each) => [each.questionnaire, each.from]), [["answer", "family"], ["news", "family"], ["", "sealed"]]);
  const foreign = await opened({ ...hidden.served, author: signedFollowUp(hidden, thief.seed) });
  assert.equal(foreign[0]!.from, "author");
});

test("another agreement is noticed, also within news", async () => {
  const made = async (questionnaire: string, value: object | undefined) => {
    const told = value === undefined ? [] : [{ question: "u_change", value }];
    const each = await sealCase(LATER, panels, told, "ru", [], { questionnaire });
    return (await opened({ ...each.served, author: signedFollowUp(each, number.seed) }))[0]!.agreesAnew;
  };
  assert.deepEqual(
    [await made("agreement.1", undefined), await made("news.1", { choice: "anew" }), await made("news.1", { choice: "nothing" }), await made("news.1", { choice: "as_before" }), await made("news.1", undefined)],
    [true, true, true, false, false],
  );
});

test("only record 0 that the manifest lists says where the family is reached", async () => {
  const first = await sealCase(FIRST, panels, [{ question: "p_name", value: { text: "Ахмет" } }], "kk-Cyrl", [], { way: number });
  const way = async (records: typeof first.served.records) => wayBack(await openCase({ ...first.served, records }, [aigul.file.identity]));
  const { recipientSha256, author } = number;
  assert.deepEqual(await way(first.served.records), { recipientSha256, author });
  const forged = async (seq: number) => {
    const record = { format: "komir-record/1", case: FIRST, compartment: "case", seq, kind: "receipt", value: { recipient_sha256: thief.recipientSha256, author: thief.author } };
    return { seq, compartment: "case", sealed: base64(await seal(pad(utf8(JSON.stringify(record))), [first.served.recipients.case!])) };
  };
  const without = first.served.records.filter(({ seq }) => seq !== 0);
  assert.equal(await way(without), undefined);
  assert.equal(await way([await forged(0), ...without]), undefined, "anybody can seal to the case's public key");
  assert.equal(await way([...without, await forged(90)]), undefined);
});

// --- to be told, and decisions

const witnessText = (recipient: Recipient, day: string): string => JSON.stringify({ format: "komir-witness/1", recipient, day });
const dayBefore = (days: number): string => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);

test("a wish goes only to a process whose key the intake key signed", async () => {
  const recipient = await recipientOf(await newIdentity());
  const key = (statement: string, seed = intakeSeed, domain: "witness" | "proof" = "witness") =>
    witnessKey({ statement, signature: base64(sign(seed, domain, utf8(statement))) }, directory, TODAY);
  for (const days of [-1, 0, 1, 90]) {
    assert.equal(key(witnessText(recipient, dayBefore(days))), recipient, String(days));
  }
  assert.equal(key(witnessText(recipient, dayBefore(91))), undefined);
  assert.equal(key(witnessText(recipient, dayBefore(-2))), undefined);
  assert.equal(key(witnessText(recipient, TODAY), number.seed), undefined, "another key");
  assert.equal(key(witnessText(recipient, TODAY), intakeSeed, "proof"), undefined, "for another purpose");
  assert.equal(key(witnessText("age1pq1", TODAY)), undefined);
  assert.equal(key(witnessText(recipient, TODAY).replace("witness/1", "witness/2")), undefined);
  assert.equal(key(witnessText(recipient, "today")), undefined);
  assert.equal(witnessKey(undefined, directory, TODAY), undefined);
  const { intake: _intake, ...without } = directory;
  const good = witnessText(recipient, TODAY);
  assert.equal(witnessKey({ statement: good, signature: base64(sign(intakeSeed, "witness", utf8(good))) }, without, TODAY), undefined);
});

test("a wish is sealed anew with nothing but the chat and its token", async () => {
  const caseKey = await newIdentity();
  const process = await newIdentity();
  const tell = async (wish: object) => base64(await seal(pad(utf8(JSON.stringify(wish))), [await recipientOf(caseKey)]));
  const wish = { format: "komir-tell/1", chat: 7000000001, token: "AAAAAAAAAAAAAAAAAAAAAA" };
  const notice = await noticeOf(await tell({ ...wish, more: "x" }), caseKey, await recipientOf(process));
  const plain = await open(notice!, [process]);
  assert.equal(plain.length, 2048);
  assert.deepEqual(JSON.parse(fromUtf8(plain)), { ...wish, format: "komir-notice/1" });
  for (const bad of [{ ...wish, format: "komir-tell/2" }, { ...wish, chat: "7" }, { ...wish, token: "short" }, {}]) {
    assert.equal(await noticeOf(await tell(bad), caseKey, await recipientOf(process)), undefined);
  }
  assert.equal(await noticeOf(await tell(wish), process, await recipientOf(process)), undefined, "of another case");
  assert.equal(await noticeOf("!", caseKey, await recipientOf(process)), undefined);
});

test("a decision counts when a security officer of the directory signed it for this case", () => {
  const signed = signDecision(FIRST, "hold", "aigul", dayBefore(-30), aigul.file.signingSeed);
  assert.equal(signed.statement, `{"format":"komir-decision/1","case":"${FIRST}","kind":"hold","volunteer":"aigul","until":"${dayBefore(-30)}"}`);
  const read = readDecision(signed, FIRST, directory);
  assert.deepEqual([read?.kind, read?.by.id, read?.until], ["hold", "aigul", dayBefore(-30)]);
  assert.equal(readDecision(signed, LATER, directory), undefined);
  assert.equal(readDecision(signDecision(FIRST, "hold", "bolat", TODAY, aigul.file.signingSeed), FIRST, directory), undefined, "another's name");
  assert.equal(readDecision(signDecision(FIRST, "restore", "dana", TODAY, dana.file.signingSeed), FIRST, directory), undefined, "no security officer");
  assert.equal(readDecision({ ...signed, statement: signed.statement.replace("hold", "restore") }, FIRST, directory), undefined);
  assert.equal(readDecision({ ...signed, statement: "x" }, FIRST, directory), undefined);
});

test("two officers hold until the earlier of their days", () => {
  const decision = (who: Volunteer, until: string, kind: "hold" | "restore" = "hold") => readDecision(signDecision(FIRST, kind, who.id, until, who.file.signingSeed), FIRST, directory)!;
  const [soon, late] = [dayBefore(-5), dayBefore(-20)];
  assert.equal(heldUntil([decision(aigul, late), decision(bolat, soon)], TODAY), soon);
  assert.equal(heldUntil([decision(aigul, late), decision(aigul, soon)], TODAY), undefined, "one person is one");
  assert.equal(heldUntil([decision(aigul, late), decision(bolat, dayBefore(1))], TODAY), undefined, "one has run out");
  assert.equal(heldUntil([decision(aigul, late), decision(bolat, TODAY, "restore")], TODAY), undefined);
  assert.equal(heldUntil([decision(aigul, TODAY), decision(bolat, TODAY)], TODAY), TODAY);
});
