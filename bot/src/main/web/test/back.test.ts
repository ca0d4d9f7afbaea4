import { strict as assert } from "node:assert";
import { afterEach, before, beforeEach, test } from "node:test";
import { recipientOf, seal } from "../crypto/age.ts";
import { base64, concat, fromBase64, hex, sha256, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { padme } from "../crypto/padding.ts";
import { receiptOf, type Receipt } from "../crypto/receipt.ts";
import { verify, verifyingKey } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";
import { LinkRequest, Visit } from "../form/mailbox.ts";
import { Refused, sendLetter } from "../form/send.ts";
import { readStatement } from "../form/statement.ts";
import { prepare, type Prepared } from "../form/submission.ts";
import { markOf } from "../form/wallet-card.ts";
import type { Directory } from "../record/directory.ts";
import { sealFamilyLetter, type LetterAttachment } from "../record/family-letter.ts";
import { harmlessName, mediaOf } from "../shared/media.ts";
import { directoryText, questionnaireVersion, volunteer, type Volunteer } from "./made-up.ts";
import { signStatement, startMockForm, type MockForm } from "./mock-form-server.ts";

const rootSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
const intakeSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));
const long = (size: number): Bytes => new Uint8Array(size).map((_, i) => (i * 31) % 251);
const silent = { bytes: () => undefined, waiting: () => undefined };

let aigul: Volunteer;
let directory: Directory;
let receipt: Receipt;
let stranger: Receipt;
let server: MockForm;

before(async () => {
  aigul = await volunteer("aigul", "Айгүл", rootSeed);
  const roles = ["reviewer", "security", "custodian", "second"];
  directory = JSON.parse(directoryText([[aigul, roles]], { intake: base64(verifyingKey(intakeSeed)) })) as Directory;
  receipt = await receiptOf("123456789012345678901234");
  stranger = await receiptOf("432109876543210987654321");
});

beforeEach(async () => {
  server = await startMockForm(receipt, intakeSeed);
});

afterEach(() => server.stop());

const visit = (who = receipt): Promise<Visit> => Visit.with(who, () => directory, new AbortController().signal);

interface Sent {
  readonly day?: string;
  readonly text?: string;
  readonly files?: readonly { readonly bytes: Bytes; readonly sealed?: Bytes; readonly told?: Partial<LetterAttachment> }[];
}

/** A letter as the console sends it, with files of these bytes; `sealed` and `told` are what a liar would have there. */
async function write({ day = "2026-11-24", text = "Сәлем", files = [] }: Sent): Promise<LetterAttachment[]> {
  const to = await recipientOf(receipt.identity);
  const id = hex(random(16));
  const attachments: LetterAttachment[] = [];
  for (const { bytes, sealed, told } of files) {
    const file = hex(random(16));
    server.files.set(file, sealed ?? (await seal(concat(bytes, new Uint8Array(padme(bytes.length) - bytes.length)), [to])));
    attachments.push({ file, kind: "voice", size: bytes.length, sha256: sha256Hex(bytes), type: "audio/ogg", name: undefined, ...told });
  }
  const letter = { id, volunteer: "aigul", day, text, attachments };
  const sealed = base64(await sealFamilyLetter(letter, aigul.file.signingSeed, to));
  server.letters.push({ id, sealed, files: attachments.map(({ file }) => file) });
  return attachments;
}

test("letters are found on all pages, in the order of their days, with their files; nobody else finds them", async () => {
  const bytes = random(1000);
  await write({ day: "2026-11-26", text: "екінші" });
  const attachments = await write({ day: "2026-11-24", text: "бірінші", files: [{ bytes }] });
  server.letters.push({ id: hex(random(16)), sealed: server.letters[0]!.sealed, files: [] });
  const mail = (await (await visit()).mail())!;
  assert.deepEqual(mail.letters.map(({ text }) => text), ["бірінші", "екінші"]);
  assert.deepEqual(mail.letters[0]!.attachments, attachments);
  assert.equal(mail.notOurs, 1, "a letter that was put in another's place");
  assert.deepEqual([mail.stage, mail.day, mail.statement.state], ["with_volunteers", "2026-11-23", "none"]);
  assert.equal(await (await visit(stranger)).mail(), undefined);
});

test("a file comes in pieces over a line that breaks, and nothing that has come is asked for again", async () => {
  const bytes = long(200_000);
  const [attachment] = await write({ files: [{ bytes }] });
  for (const broken of [2, 5]) {
    server.breaks.add(broken);
  }
  let waited = 0;
  const seen: number[] = [];
  const back = await visit();
  const told = { bytes: (done: number) => void seen.push(done), waiting: () => void waited++ };
  const opened = await back.file(attachment!, new AbortController().signal, told);
  assert.ok(opened?.state === "whole");
  assert.deepEqual(opened.bytes, bytes);
  assert.equal(waited, 2);
  const once = [...new Set(server.asked)];
  assert.deepEqual(once, [0, 1, 2, 3].map((n) => n * 64 * 1024).concat(server.files.get(attachment!.file)!.length));
  assert.equal(server.asked.length, once.length + 2);
  assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  await back.file(attachment!, new AbortController().signal, silent);
  assert.equal(server.asked.length, once.length + 2, "a second look costs nothing");
});

test("what was stopped goes on from where it was", async () => {
  const bytes = long(200_000);
  const [attachment] = await write({ files: [{ bytes }] });
  const back = await visit();
  const stop = new AbortController();
  const stopping = { bytes: (done: number) => done > 0 && stop.abort(), waiting: () => undefined };
  await assert.rejects(back.file(attachment!, stop.signal, stopping));
  const opened = await back.file(attachment!, new AbortController().signal, silent);
  assert.equal(opened?.state, "whole");
  assert.equal(server.asked.filter((from) => from === 0).length, 1);
});

test("a file that is not the one that was signed is refused", async () => {
  const bytes = random(3000);
  const to = await recipientOf(receipt.identity);
  const padded = (content: Bytes, filling: number): Bytes => concat(content, new Uint8Array(padme(3000) - 3000).fill(filling));
  const why = async (sent: NonNullable<Sent["files"]>[number]) => {
    const [attachment] = await write({ files: [sent] });
    const opened = await (await visit()).file(attachment!, new AbortController().signal, silent);
    return opened?.state === "broken" ? opened.why : opened?.state;
  };
  assert.equal(await why({ bytes }), "whole");
  assert.equal(await why({ bytes, sealed: await seal(padded(random(3000), 0), [to]) }), "another", "exchanged");
  assert.equal(await why({ bytes, sealed: await seal(padded(bytes, 1), [to]) }), "another", "something behind it");
  assert.equal(await why({ bytes, sealed: await seal(bytes, [to]) }), "another", "without its padding");
  assert.equal(await why({ bytes, told: { size: 2999 } }), "another", "another size");
  assert.equal(await why({ bytes, sealed: await seal(padded(bytes, 0), [await recipientOf(stranger.identity)]) }), "not-for-this-key");
  assert.equal(await why({ bytes, sealed: random(3000) }), "unknown-format");
  assert.equal(await why({ bytes, sealed: new Uint8Array(700_000) }), "another", "endless");
});

test("a file that no letter names any more is told apart from a line that is gone", async () => {
  const [attachment] = await write({ files: [{ bytes: random(10) }] });
  const back = await visit();
  server.letters.length = 0;
  assert.equal(await back.file(attachment!, new AbortController().signal, silent), undefined);
});

test("a visit outlasts its ticket", async () => {
  server.visits = 2;
  const back = await visit();
  for (let i = 0; i < 5; i++) {
    assert.equal((await back.mail())?.stage, "with_volunteers");
  }
  server.visits = 0;
  await assert.rejects(back.mail().then(() => back.mail()).then(() => back.mail()));
});

const followUp = (who: Receipt | undefined): Promise<Prepared> =>
  prepare(
    {
      questionnaire: "news.1",
      version: questionnaireVersion,
      compartments: { case: "reviewers", identity: "custodians", threats: "security" },
      language: "kk-Cyrl",
      day: "2026-11-24",
      urgent: false,
      kept: [{ question: "story", compartment: "case", item: 1, part: 1, answer: { kind: "words", text: "Хат келді" } }],
      attachments: new Map(),
      receipt: who,
    },
    directory,
    () => undefined,
  );

test("what follows is taken to the first case by its mailbox, recipient and author together, and only with a good signature", async () => {
  const handIn = ({ body }: Prepared): Promise<void> => sendLetter({ body: new Blob([body]), files: [] });
  const mine = await followUp(receipt);
  await handIn(mine);
  assert.deepEqual(server.followed, [mine.caseId]);
  await handIn(await followUp(stranger));
  await handIn(await followUp(undefined));
  assert.equal(server.followed.length, 1);
  assert.equal(server.alone.length, 2);
  const body = new Uint8Array(mine.body);
  body[body.length - 1]! ^= 1;
  await assert.rejects(handIn({ ...mine, body }), Refused, "signed for another manifest");
});

test("taking back is signed, and afterwards there is a statement that can be shown", async () => {
  await write({});
  await (await visit(stranger)).withdraw();
  assert.equal(server.stage, "with_volunteers");
  const back = await visit();
  await back.withdraw();
  const mail = (await back.mail())!;
  assert.deepEqual([mail.stage, mail.letters.length], ["withdrawn", 0]);
  assert.ok(mail.statement.state === "good");
  assert.deepEqual([mail.statement.organisation, mail.statement.day], ["Practice", "2026-11-24"]);
  const file = JSON.parse(mail.statement.file) as { statement: string; signature: string; intake: string };
  assert.ok(verify(fromBase64(file.intake), "statement", utf8(file.statement), fromBase64(file.signature)));
});

test("a statement is shown only where the intake key of the directory has signed just that", () => {
  const text = (changes: object = {}): string =>
    JSON.stringify({ format: "komir-statement/1", organisation: "Practice", day: "2026-11-24", ...changes });
  const state = (given: unknown, from = directory): string => readStatement(given, from).state;
  assert.equal(state(signStatement(intakeSeed, text())), "good");
  assert.equal(state(undefined), "none");
  assert.equal(state(signStatement(random(32), text())), "forged", "another key");
  assert.equal(state({ ...signStatement(intakeSeed, text()), statement: text({ day: "2026-11-25" }) }), "forged", "another day");
  assert.equal(state(signStatement(intakeSeed, text({ organisation: "Another" }))), "forged");
  assert.equal(state(signStatement(intakeSeed, text({ format: "komir-proof/1" }))), "forged");
  assert.equal(state(signStatement(intakeSeed, text({ day: "tomorrow" }))), "forged");
  const { intake: _, ...without } = directory;
  assert.equal(state(signStatement(intakeSeed, text()), without), "forged");
  for (const odd of ["", 1, {}, { statement: "{", signature: "!" }]) {
    assert.equal(state(odd), "forged");
  }
});

test("a new number's request names its public halves alone, and its words are those of exactly this text", async () => {
  const request = await LinkRequest.of(receipt);
  await request.send();
  const [text = ""] = server.requests;
  assert.deepEqual(JSON.parse(text), {
    format: "komir-link-request/1",
    mailbox: hex(sha256(receipt.mailboxId)),
    recipient: await recipientOf(receipt.identity),
    author: base64(verifyingKey(receipt.authorSeed)),
  });
  assert.deepEqual(Object.keys(JSON.parse(text) as object), ["format", "mailbox", "recipient", "author"]);
  assert.equal(request.words.length, 7);
  assert.deepEqual(request.words, words(utf8(text)));
  assert.deepEqual((await LinkRequest.of(receipt)).words, request.words, "the same number, the same words");
  assert.notDeepEqual((await LinkRequest.of(stranger)).words, request.words);
  await request.send();
  assert.equal(server.requests[0], server.requests[1]);
});

test("a card has twelve digits of the case, and no more", () => {
  assert.equal(markOf("0123456789abcdef0123456789abcdef"), "0123 4567 89ab");
});

test("what a browser could run is never shown, and no name is a path", () => {
  const media = (type: string | undefined) => mediaOf(type).media;
  assert.deepEqual(["image/png", "Audio/WebM;codecs=opus", "video/mp4"].map(media), ["picture", "sound", "film"]);
  assert.deepEqual(["image/svg+xml", "text/html", "application/pdf", "", undefined].map(media), ["other", "other", "other", "other", "other"]);
  assert.equal(harmlessName("../хат.html", "x"), "_хат.html");
  assert.equal(harmlessName("..", "x"), "x");
  assert.equal(harmlessName(undefined, "x"), "x");
});
