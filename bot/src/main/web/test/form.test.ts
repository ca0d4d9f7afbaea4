import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { open, recipientOf, seal as sealTo } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, hex, sha256, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { padme } from "../crypto/padding.ts";
import { receiptOf } from "../crypto/receipt.ts";
import { verify, verifyingKey } from "../crypto/signature.ts";
import { PageData, type FormData } from "../form/data.ts";
import { greetingIn, heardIn } from "../form/heard.ts";
import { panelsOf } from "../form/panels.ts";
import { pieces } from "../form/pieces.ts";
import { fetchRecording, type GivePiece } from "../form/player.ts";
import { wordsFor } from "../form/renewal-view.ts";
import { letterOf, readLetter, Sending } from "../form/send.ts";
import { servedDirectory } from "../form/served-directory.ts";
import { hashOf, sealedFile } from "../record/sealed-file.ts";
import { prepare, TooLong, type Prepared, type Testimony } from "../form/submission.ts";
import type { Kept, Telling } from "../form/telling.ts";
import { solve } from "../form/work.ts";
import type { Directory } from "../record/directory.ts";
import { letterFits, openFamilyLetter, sealFamilyLetter } from "../record/family-letter.ts";
import { openCase, type OpenedCase, type ServedCase } from "../record/open-case.ts";
import type { TestimonyRecord } from "../record/record.ts";
import { directoryText, questionnaireVersion, signDirectory, volunteer, type Volunteer } from "./made-up.ts";

const rootSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
const COMPARTMENTS = { case: "reviewers", identity: "custodians", threats: "security", needs: "aid" };
const OF_CLASS_ONE = 32 + 3 * 8;

let aigul: Volunteer;
let bolat: Volunteer;
let dana: Volunteer;
let directory: Directory;

before(async () => {
  aigul = await volunteer("aigul", "Айгүл", rootSeed);
  bolat = await volunteer("bolat", "Болат", rootSeed);
  dana = await volunteer("dana", "Дана", rootSeed);
  directory = JSON.parse(
    directoryText([
      [aigul, ["reviewer", "security"]],
      [bolat, ["custodian"]],
      [dana, ["second"]],
    ]),
  ) as Directory;
});

const readForm = (block: (id: string) => string, newer: string | undefined, now: Date) => new PageData(block).read(newer, now);

const words = (question: string, text: string, compartment = "case", part = 1): Kept => ({
  question,
  compartment,
  item: 1,
  part,
  answer: { kind: "words", text },
});

const testimony = (kept: readonly Kept[], changes: Partial<Testimony> = {}): Testimony => ({
  questionnaire: "detained-relative.1",
  version: questionnaireVersion,
  compartments: COMPARTMENTS,
  language: "kk-Cyrl",
  day: "2026-11-23",
  urgent: false,
  kept: [{ question: "consent", compartment: "case", item: 1, part: 1, answer: { kind: "agreed", option: "yes", text: "Бәрі", invitation: "" } }, ...kept],
  attachments: new Map(),
  receipt: undefined,
  ...changes,
});

const seal = (told: Testimony): Promise<Prepared> => prepare(told, directory, () => undefined);

interface Header {
  readonly case: string;
  readonly urgent: boolean;
  readonly mailbox: string;
  readonly recipient: string;
  readonly author: string;
  readonly author_statement: string;
  readonly signature: string;
  readonly keys: readonly { readonly compartment: string; readonly recipient: string; readonly size: number }[];
  readonly records: readonly { readonly seq: number; readonly compartment: string; readonly size: number; readonly files: readonly string[] }[];
}

/** Takes a submission apart as the server does, and gives it as the server gives it to a volunteer. */
function served({ body }: Prepared): { header: Header; case: ServedCase } {
  const length = new DataView(body.buffer, body.byteOffset).getUint32(0);
  const header = JSON.parse(new TextDecoder().decode(body.subarray(4, 4 + length))) as Header;
  let at = 4 + length;
  const take = ({ size }: { size: number }): string => base64(body.subarray(at, (at += size)));
  const keys = Object.fromEntries(header.keys.map((key) => [key.compartment, take(key)]));
  const records = header.records.map((record) => ({ seq: record.seq, compartment: record.compartment, sealed: take(record) }));
  assert.equal(at, body.length, "nothing stands behind the last record");
  const recipients = Object.fromEntries(header.keys.map(({ compartment, recipient }) => [compartment, recipient]));
  return { header, case: { case: header.case, keys, recipients, records } };
}

const everybody = () => [aigul, bolat, dana].map(({ file }) => file.identity);

function recordsOf(opened: OpenedCase): TestimonyRecord[] {
  return opened.compartments.flatMap(({ records }) => records.map((record) => (assert.equal(record.state, "read"), record.state === "read" ? record.record : undefined!)));
}

test("what the form seals, the console opens, whole and in its place", async () => {
  const kept = [
    words("p_name", "Ахмет"),
    { ...words("p_birth", ""), answer: { kind: "dated", edtf: "1962~", words: "1962 жыл шамасы" } as const },
    { ...words("p_place", ""), answer: { kind: "located", code: "6540" } as const },
    { ...words("p_id", ""), answer: { kind: "numbered", number: "650102196203051234", words: "6501 0219 6203 0512 34" } as const },
    { ...words("who", ""), answer: { kind: "chosen", option: "brother" } as const },
    { ...words("resp", ""), answer: { kind: "chosenMany", options: ["police", "village"] } as const },
    { ...words("p_health", ""), answer: { kind: "unknown" } as const },
    words("t_name", "Сәуле", "identity"),
    words("th_what", "Қоңырау шалды", "threats"),
  ];
  const opened = await openCase(served(await seal(testimony(kept))).case, everybody());
  assert.deepEqual({ ...opened.manifest }, { found: true, complete: true, missing: [], altered: [], extra: [], later: [] });
  const answers = recordsOf(opened).filter(({ question }) => question !== "");
  const told = Object.fromEntries(answers.map(({ question, compartment, kind, value }) => [question, { compartment, kind, value }]));
  assert.deepEqual(told["p_name"], { compartment: "case", kind: "answered", value: { text: "Ахмет" } });
  assert.deepEqual(told["p_birth"]!.value, { edtf: "1962~", words: "1962 жыл шамасы" });
  assert.deepEqual(told["p_place"]!.value, { code: "6540" });
  assert.deepEqual(told["p_id"]!.value, { number: "650102196203051234", words: "6501 0219 6203 0512 34" });
  assert.deepEqual(told["who"]!.value, { choice: "brother" });
  assert.deepEqual(told["resp"]!.value, { choices: ["police", "village"] });
  assert.deepEqual(told["p_health"], { compartment: "case", kind: "unknown", value: {} });
  assert.equal(told["t_name"]!.compartment, "identity");
  assert.equal(told["th_what"]!.compartment, "threats");
  assert.deepEqual(told["consent"]!.value, { choice: "yes", textSha256: sha256Hex(utf8("Бәрі")) });
  assert.ok(answers.every(({ channel, day, language }) => channel === "form" && day === "2026-11-23" && language === "kk-Cyrl"));
});

test("nobody opens alone who testifies, and nobody opens what is sealed to others", async () => {
  const { case: one } = served(await seal(testimony([words("t_name", "Сәуле", "identity")])));
  const states = async (...who: Volunteer[]) =>
    Object.fromEntries((await openCase(one, who.map(({ file }) => file.identity))).compartments.map(({ name, key }) => [name, key]));
  assert.deepEqual(await states(bolat), { case: "sealed", identity: "sealed", needs: "sealed", threats: "sealed" });
  assert.equal((await states(bolat, dana))["identity"], "open");
  // In this directory the escrow is the first volunteer: it is on both sides.
  assert.deepEqual(await states(aigul), { case: "open", identity: "open", needs: "open", threats: "open" });
});

test("all submissions of a class look alike, whatever the language and however much was told", async () => {
  const little = served(await seal(testimony([])));
  const much = served(
    await seal(
      testimony(
        Array.from({ length: 24 }, (_, i) => words(`q${i}`, "会".repeat(i * 10))),
        { language: "zh-Hans" },
      ),
    ),
  );
  const shape = ({ header }: { header: Header }) => header.records.map(({ seq, compartment, size }) => [seq, compartment, size]);
  assert.equal(little.header.records.length, OF_CLASS_ONE);
  assert.deepEqual(shape(little), shape(much));
  const order = little.header.records.map(({ compartment }) => compartment);
  assert.deepEqual(order, [...Array<string>(31).fill("case"), ...Array<string>(8).fill("identity"), ...Array<string>(8).fill("needs"), ...Array<string>(8).fill("threats"), "case"]);
  const sizes = new Set(little.header.records.slice(0, -1).map(({ size }) => size));
  assert.equal(sizes.size, 1);
});

test("who tells more is in a larger class, and too much is said to be too much", async () => {
  const answers = (count: number, compartment = "case") => Array.from({ length: count }, (_, i) => words(`q${i}`, "сөз", compartment));
  // The receipt, the manifest, the opening and the consent are there already.
  assert.equal(served(await seal(testimony(answers(28)))).header.records.length, OF_CLASS_ONE);
  assert.equal(served(await seal(testimony(answers(29)))).header.records.length, 2 * OF_CLASS_ONE);
  assert.equal(served(await seal(testimony(answers(8, "threats")))).header.records.length, 2 * OF_CLASS_ONE);
  await assert.rejects(seal(testimony(answers(600))), TooLong);
});

test("long words go on in further parts of the same answer, and nothing of them is lost", async () => {
  const story = Array.from({ length: 120 }, (_, i) => `Түнде келді, ${i} рет 😀 сұрады. «Көмір жеткілікті».`).join(" ");
  const prepared = await seal(testimony([words("story", story), { ...words("story", "соңы"), part: 2 }]));
  const opened = await openCase(served(prepared).case, everybody());
  const parts = recordsOf(opened).filter(({ question }) => question === "story");
  assert.deepEqual(parts.map(({ part }) => part), parts.map((_, i) => i + 1));
  assert.equal(parts.map(({ value }) => value.text).join(""), `${story}соңы`);
  assert.ok(parts.length > 3);
});

test("a text is cut where a reader draws breath, and never inside a character", () => {
  assert.deepEqual(pieces("", 10), []);
  assert.deepEqual(pieces("Келді. Кетті.", 9), ["Келді. ", "Кетті."]);
  assert.deepEqual(pieces("бір екі үш төрт", 9), ["бір екі ", "үш төрт"]);
  for (const text of ["😀".repeat(50), "а\u0301".repeat(50), "👨‍👩‍👧".repeat(20)]) {
    for (const most of [5, 7, 16]) {
      const cut = pieces(text, most);
      assert.equal(cut.join(""), text);
      assert.ok(cut.every((piece) => piece.length <= most && !/^[\udc00-\udfff\u0301]/.test(piece)));
    }
  }
});

test("a receipt is named only by what follows from it; without one nobody can tell", async () => {
  const receipt = await receiptOf("123456789012345678901234");
  const { header, case: one } = served(await seal(testimony([], { receipt })));
  assert.equal(header.mailbox, hex(sha256(receipt.mailboxId)));
  assert.equal(header.recipient, await recipientOf(receipt.identity));
  assert.equal(header.author, base64(verifyingKey(receipt.authorSeed)));
  const record = recordsOf(await openCase(one, everybody())).find(({ kind }) => kind === "receipt")!;
  assert.deepEqual([record.seq, record.compartment], [0, "case"]);
  assert.deepEqual(record.value, { recipientSha256: sha256Hex(utf8(header.recipient)), author: header.author });
  const none = served(await seal(testimony([])));
  assert.match(none.header.mailbox, /^[0-9a-f]{64}$/);
  assert.deepEqual(recordsOf(await openCase(none.case, everybody())).find(({ kind }) => kind === "receipt")!.value, {});
});

test("of six reviewers three are drawn, each as likely; the escrow is always there", async () => {
  const six = await Promise.all(["a", "b", "c", "d", "e", "f"].map((id) => volunteer(id, id, rootSeed)));
  const larger = JSON.parse(directoryText([...six.map((one) => [one, ["reviewer"]] as const), [aigul, ["security"]], [bolat, ["custodian"]], [dana, ["second"]]])) as Directory;
  const escrowed = { ...larger, escrow: dana.recipient };
  const drawn = new Map<string, number>();
  for (let i = 0; i < 600; i++) {
    const panel = panelsOf(escrowed, { case: "reviewers" }, undefined).get("case")!;
    assert.ok(panel.kind === "one" && panel.recipients.length === 4 && panel.recipients[3] === dana.recipient);
    assert.deepEqual(panel.ids.panel, panel.recipients.slice(0, 3).map((recipient) => six.find((one) => one.recipient === recipient)!.id).sort());
    panel.recipients.slice(0, 3).forEach((recipient) => drawn.set(recipient, (drawn.get(recipient) ?? 0) + 1));
  }
  assert.deepEqual([...drawn.keys()].sort(), six.map(({ recipient }) => recipient).sort());
  // 300 times each on average; six standard deviations are 74.
  assert.ok([...drawn.values()].every((times) => times > 220 && times < 380), [...drawn.values()].join());
  assert.deepEqual(panelsOf({ ...escrowed, people: [] }, { case: "reviewers" }, undefined).get("case"), { kind: "one", recipients: [dana.recipient], ids: { panel: [] } });
  assert.throws(() => panelsOf(larger, { case: "everybody" }, undefined));
});

test("a receipt draws the same reviewers again; who left is replaced, and the others stay", async () => {
  const nine = await Promise.all(["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((id) => volunteer(id, id, rootSeed)));
  const directoryOf = (people: readonly Volunteer[]) =>
    JSON.parse(directoryText([...people.map((one) => [one, ["reviewer"]] as const), [aigul, ["security"]], [bolat, ["custodian"]], [dana, ["second"]]])) as Directory;
  const panel = (people: readonly Volunteer[], seed: Bytes): string[] => {
    const drawn = panelsOf(directoryOf(people), { case: "reviewers" }, seed).get("case")!;
    const recipients = drawn.kind === "one" ? drawn.recipients.slice(0, 3) : [];
    return recipients.map((recipient) => nine.find((one) => one.recipient === recipient)!.id);
  };
  const { panelSeed } = await receiptOf("123456789012345678901234");
  const first = panel(nine, panelSeed);
  assert.equal(new Set(first).size, 3);
  assert.deepEqual(panel([...nine].reverse(), panelSeed), first, "whatever the order in the directory");
  const byHand = nine
    .map(({ id }) => [sha256Hex(new Uint8Array([...panelSeed, ...utf8(id)])), id] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);
  assert.deepEqual(first, byHand.slice(0, 3));
  for (const gone of first) {
    const after = panel(nine.filter(({ id }) => id !== gone), panelSeed);
    assert.deepEqual(after, [...first.filter((id) => id !== gone), byHand[3]]);
  }
  const others = ["1", "2", "3", "4", "5", "6"].map((other) => panel(nine, sha256(utf8(other))).join());
  assert.ok(new Set([...others, first.join()]).size > 1, "another number, other people");
});

test("every submission is signed by the author key that its header names, and for its own manifest", async () => {
  const receipt = await receiptOf("123456789012345678901234");
  for (const given of [receipt, undefined]) {
    const prepared = await seal(testimony([], { receipt: given }));
    const { header } = served(prepared);
    assert.equal(header.author_statement, `{"format":"komir-author/1","case":"${prepared.caseId}","manifest":"${prepared.manifest}"}`);
    assert.ok(verify(fromBase64(header.author), "author", utf8(header.author_statement), fromBase64(header.signature)));
    assert.ok(!verify(fromBase64(header.author), "link", utf8(header.author_statement), fromBase64(header.signature)));
    assert.equal(header.author === base64(verifyingKey(receipt.authorSeed)), given !== undefined);
  }
});

for (const size of [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 3_000_000]) {
  test(`a file of ${size} bytes is sealed as it is read, and opened as it was`, async () => {
    const bytes = new Uint8Array(size).map((_, i) => (i * 31) % 251);
    const content = new Blob([bytes]);
    const { case: one } = served(await seal(testimony([])));
    const key = (await openCase(one, everybody())).compartments[0]!.identity!;
    const { stream, size: sealedSize } = await sealedFile(content, await recipientOf(key));
    const file = new Uint8Array(await new Response(stream).arrayBuffer());
    assert.equal(file.length, sealedSize);
    const plain = await open(file, [key]);
    assert.equal(plain.length, padme(size));
    assert.deepEqual(plain.subarray(0, size), bytes);
    assert.ok(plain.subarray(size).every((byte) => byte === 0));
    assert.equal(await hashOf(content), sha256Hex(bytes));
  });
}

test("work is done when the hash begins with so many zeros, and can be stopped", async () => {
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const nonce = await solve(challenge, 10, new AbortController().signal);
  const hash = sha256(new Uint8Array([...utf8("komir/work/v1\n"), ...challenge, ...nonce]));
  assert.equal((hash[0]! << 8 | hash[1]!) >> 6, 0);
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(solve(challenge, 60, stop.signal));
});

test("a letter can be carried as text or as a file, and what is missing of it is seen", async () => {
  const prepared = await seal(testimony([words("p_name", "Ахмет")]));
  const { text, file } = await letterOf({ prepared, files: [], intake: undefined, send: () => Promise.reject(new Error("offline")) });
  const back = await readLetter(file);
  assert.deepEqual(new Uint8Array(await back!.body.arrayBuffer()), prepared.body);
  const mailed = `Сәлем!\r\n> ${text!.replace(/\n/g, "\r\n> ")}\r\nРақмет`;
  assert.deepEqual(new Uint8Array(await (await readLetter(new Blob([mailed])))!.body.arrayBuffer()), prepared.body);
  assert.equal(await readLetter(new Blob([text!.slice(0, -400)])), undefined);
  assert.equal(await readLetter(new Blob([text!.replace(/\n[^\n]{64}\n/, "\n")])), undefined);
  assert.equal(await readLetter(new Blob(["no letter"])), undefined);

  const photo = new Blob([new Uint8Array(5000).fill(7)]);
  const withFile = await letterOf({
    prepared,
    files: [{ name: "0123456789abcdef0123456789abcdef", content: photo, compartment: "case" }],
    intake: undefined,
    send: () => Promise.reject(new Error("offline")),
  });
  assert.equal(withFile.text, undefined);
  const carried = await readLetter(withFile.file);
  assert.equal(carried!.files[0]!.name, "0123456789abcdef0123456789abcdef");
  const key = (await openCase(served(prepared).case, everybody())).compartments[0]!.identity!;
  const plain = await open(new Uint8Array(await carried!.files[0]!.content.arrayBuffer()), [key]);
  assert.ok(plain.subarray(0, 5000).every((byte) => byte === 7));
  assert.equal(await readLetter(withFile.file.slice(0, withFile.file.size - 1)), undefined);
});

test("the page rests on the root key alone, and says what is wrong", () => {
  const form = JSON.stringify({ format: "komir-form/1", keys: [], words: {} });
  const now = new Date();
  const blocks = (changes: { form?: string; version?: number; root?: Bytes; expires?: string } = {}) => {
    const text = directoryText([[aigul, ["reviewer"]]], {
      form: sha256Hex(utf8(form)),
      version: changes.version ?? 3,
      ...(changes.expires === undefined ? {} : { expires: changes.expires }),
    });
    const signed = JSON.stringify({ directory: text, signature: signDirectory(text, changes.root ?? rootSeed) });
    const all: Record<string, string> = {
      "komir-root": JSON.stringify({ rootKey: base64(verifyingKey(rootSeed)) }),
      "komir-directory": signed,
      "komir-form": changes.form ?? form,
    };
    return { block: (id: string) => all[id] ?? "", signed };
  };
  const good = readForm(blocks().block, undefined, now);
  assert.equal(good.problem, undefined);
  assert.equal(good.problem === undefined ? good.form.rootWords.length : 0, 7);
  assert.equal(readForm(blocks({ form: form.replace("{}", '{"ru":[]}') }).block, undefined, now).problem, "altered");
  assert.equal(readForm(blocks({ root: crypto.getRandomValues(new Uint8Array(32)) }).block, undefined, now).problem, "altered");
  assert.equal(readForm(() => "", undefined, now).problem, "altered");
  const expired = blocks({ expires: "2020-01-01" });
  assert.equal(readForm(expired.block, undefined, now).problem, "expired");

  const version = (read: ReturnType<typeof readForm>) => (read.problem === undefined ? read.form.directory.version : read.problem);
  assert.equal(version(readForm(blocks().block, blocks({ version: 4 }).signed, now)), 4, "a newer one takes its place");
  assert.equal(version(readForm(blocks().block, blocks({ version: 2 }).signed, now)), 3, "an older one never does");
  assert.equal(version(readForm(blocks().block, blocks({ version: 9, root: crypto.getRandomValues(new Uint8Array(32)) }).signed, now)), 3);
  assert.equal(version(readForm(blocks().block, "no answer", now)), 3);
});

test("the directory is waited for only so long, and an answer that is none counts as none", async () => {
  const real = globalThis.fetch;
  try {
    globalThis.fetch = (_, options) => new Promise((_resolve, reject) => options?.signal?.addEventListener("abort", () => reject(new Error("stopped"))));
    assert.equal(await servedDirectory(20), undefined, "a line that hangs");
    globalThis.fetch = () => Promise.resolve(new Response("no", { status: 503 }));
    assert.equal(await servedDirectory(), undefined);
    globalThis.fetch = () => Promise.reject(new Error("no network"));
    assert.equal(await servedDirectory(), undefined);
    globalThis.fetch = () => Promise.resolve(new Response("signed"));
    assert.equal(await servedDirectory(), "signed");
  } finally {
    globalThis.fetch = real;
  }
});

test("a case is sealed to one directory: the newest that is known when its sealing begins", async () => {
  const newer = JSON.parse(directoryText([[dana, ["reviewer", "security", "aid"]], [bolat, ["custodian"]], [aigul, ["second"]]], { version: 4 })) as Directory;
  const data = { questionnaires: [{ name: "detained-relative.1", sha256: questionnaireVersion, offered: true, compartments: COMPARTMENTS, questions: [] }] } as unknown as FormData;
  let known = directory;
  const telling = { questionnaire: "detained-relative.1", kept: testimony([]).kept, urgent: false } as unknown as Telling;
  const sending = new Sending(async () => ({ directory: known, sealedTo: known, data, recordings: [], rootWords: [] }), data, "ru", telling, undefined);
  const opens = async (sealed: Prepared, who: Volunteer) => (await openCase(served(sealed).case, [who.file.identity])).compartments.map(({ key }) => key === "open");
  const first = await sending.seal(() => (known = newer));
  assert.deepEqual(await opens(first.prepared, dana), [false, false, false, false], "a newer one that comes in the middle does not count");
  assert.deepEqual(await opens(first.prepared, aigul), [true, true, true, true]);
  const second = await sending.seal(() => undefined);
  const [ofCase, , needs, threats] = await opens(second.prepared, dana);
  assert.deepEqual([ofCase, needs, threats], [true, true, true], "the next sealing is to the newer one");
  assert.deepEqual(await opens(second.prepared, aigul), [false, false, false, false]);
});

test("the sentence for a page that is too old stands in the device's languages, or in all of ours", () => {
  const tags = (wanted: string[]) => wordsFor(wanted).map(({ tag }) => tag);
  assert.deepEqual(tags(["kk-KZ", "ru-RU"]), ["kk-Cyrl", "kk-Arab", "ru"]);
  assert.deepEqual(tags(["zh-CN"]), ["zh-Hans"]);
  assert.deepEqual(tags(["tr-TR"]), ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"]);
  for (const { tag, waiting, noAnswer, again } of wordsFor([])) {
    assert.ok([waiting, noAnswer, again].every((text) => text !== "") && new Set([waiting, noAnswer, again]).size === 3, tag);
  }
});

test("a family reads only what a volunteer of the directory has signed for that place", async () => {
  const receipt = await receiptOf("987654321098765432109876");
  const to = await recipientOf(receipt.identity);
  const letter = { id: "00112233445566778899aabbccddeeff", volunteer: "aigul", day: "2026-11-23", text: "Сәлеметсіз бе", attachments: [] };
  const opened = (sealed: Bytes, id = letter.id, from = directory) => openFamilyLetter(sealed, id, receipt.identity, from);
  const sealed = await sealFamilyLetter(letter, aigul.file.signingSeed, to);
  assert.deepEqual(await opened(sealed), letter);
  assert.equal(await opened(sealed, "ff112233445566778899aabbccddeeff"), undefined, "put in another's place");
  assert.equal(await opened(sealed, letter.id, { ...directory, people: [] }), undefined, "somebody who has left");
  assert.equal(await opened(await sealFamilyLetter(letter, dana.file.signingSeed, to)), undefined, "signed by another");
  assert.equal(await opened(await sealFamilyLetter({ ...letter, volunteer: "dana" }, dana.file.signingSeed, to)), undefined, "who may not read cases");
  assert.equal(await opened(await sealFamilyLetter(letter, aigul.file.signingSeed, aigul.recipient)), undefined, "sealed to others");
  const sizes = await Promise.all(["", "а".repeat(500)].map((text) => sealFamilyLetter({ ...letter, text }, aigul.file.signingSeed, to)));
  assert.equal(sizes[0]!.length, sizes[1]!.length);
});

test("the files of a letter are signed with its words, and too many of them are seen before it is sealed", async () => {
  const receipt = await receiptOf("987654321098765432109876");
  const to = await recipientOf(receipt.identity);
  const file = { file: "0".repeat(32), kind: "photo", size: 5, sha256: "ab".repeat(32), type: "image/jpeg", name: undefined };
  const letter = { id: "00112233445566778899aabbccddeeff", volunteer: "aigul", day: "2026-11-23", text: "Хат", attachments: [file] };
  const sealed = await sealFamilyLetter(letter, aigul.file.signingSeed, to);
  assert.deepEqual(await openFamilyLetter(sealed, letter.id, receipt.identity, directory), letter);
  const plain = JSON.parse(fromUtf8(await open(sealed, [receipt.identity]))) as { letter: string };
  const exchanged = { ...plain, letter: plain.letter.replace("ab", "cd") };
  const forged = await sealTo(utf8(JSON.stringify(exchanged)), [to]);
  assert.equal(await openFamilyLetter(forged, letter.id, receipt.identity, directory), undefined);
  assert.ok(letterFits({ ...letter, text: "а".repeat(3000) }));
  assert.ok(!letterFits({ ...letter, text: "а".repeat(3000), attachments: Array(20).fill(file) }));
  assert.ok(!letterFits({ ...letter, text: "\n".repeat(4000) }), "a line end is as long as it is when it is written down twice");
});

test("what is not base64 is no letter", async () => {
  assert.equal(await readLetter(new Blob(["-----BEGIN KOMIR LETTER-----\n!!!\n-----END KOMIR LETTER-----"])), undefined);
  assert.throws(() => fromBase64("!!!"));
});

const GREETING: Bytes = new Uint8Array(3 * 64 * 1024 + 17).map((_, i) => i % 251);
const greeting = { name: "kk-Arab/greeting.ogg", size: GREETING.length, sha256: sha256Hex(GREETING) };

/** A server that has these bytes, and gives them in pieces of 64 KiB. */
const givesPiecesOf =
  (bytes: Bytes): GivePiece =>
  async (_, piece) => {
    const whole = new Uint8Array(64 * 1024);
    whole.set(bytes.subarray(piece * whole.length, (piece + 1) * whole.length));
    return whole;
  };

test("a recording is played whole, and only if it is the one that the directory vouches for", async () => {
  const { signal } = new AbortController();
  const fetched = await fetchRecording(greeting, signal, givesPiecesOf(GREETING));
  assert.ok("sound" in fetched);
  assert.equal(fetched.sound.type, "audio/ogg");
  assert.deepEqual(new Uint8Array(await fetched.sound.arrayBuffer()), GREETING);

  const changed = GREETING.slice();
  changed[100_000]! ^= 1;
  assert.deepEqual(await fetchRecording(greeting, signal, givesPiecesOf(changed)), { problem: "altered" });
  assert.deepEqual(await fetchRecording(greeting, signal, async () => new Uint8Array(0)), { problem: "altered" });
  assert.deepEqual(await fetchRecording(greeting, signal, () => Promise.reject(new Error("no network"))), { problem: "failed" });
});

test("only what the directory vouches for is offered, and without it the page is whole all the same", () => {
  const form = JSON.stringify({ format: "komir-form/1", keys: [], words: {} });
  const list = `komir-recordings/1\n${greeting.sha256} ${greeting.size} ${greeting.name}\n`;
  const read = (recordings: string | undefined, block: string) => {
    const text = directoryText([[aigul, ["reviewer"]]], { form: sha256Hex(utf8(form)), recordings, address: "12 Made-up Street" });
    const all: Record<string, string> = {
      "komir-root": JSON.stringify({ rootKey: base64(verifyingKey(rootSeed)) }),
      "komir-directory": JSON.stringify({ directory: text, signature: signDirectory(text, rootSeed) }),
      "komir-form": form,
      "komir-recordings": block,
    };
    const page = readForm((id) => all[id] ?? "", undefined, new Date());
    assert.equal(page.problem, undefined);
    return page.problem === undefined ? page.form : assert.fail();
  };
  assert.equal(read(undefined, "").directory.address, "12 Made-up Street");
  assert.deepEqual(read(sha256Hex(utf8(list)), JSON.stringify(list)).recordings, [greeting]);
  assert.deepEqual(read(sha256Hex(utf8(list)), JSON.stringify(list.replace("17", "18").replace("a", "b"))).recordings, []);
  assert.deepEqual(read(undefined, JSON.stringify(list)).recordings, []);
  for (const nothing of ["", "[]", "no JSON", "7"]) {
    assert.deepEqual(read(sha256Hex(utf8(list)), nothing).recordings, []);
  }
});

test("of a text that says something else in a chat, only the form's own recording is played", () => {
  const data = { keys: ["form/instead.screens.promise", "q.1/screens/promise", "q.1/p_name"], questionnaires: [{ name: "q.1" }] as never };
  const recordings = (...names: string[]) => names.map((name) => ({ ...greeting, name }));
  const all = (type: string) => type !== "";
  const heard = (names: string[], plays = all) => Object.fromEntries(Array.from(heardIn(data, recordings(...names), plays), ([name, { name: file }]) => [name, file]));
  assert.deepEqual(heard(["ru/q.1/screens/promise.ogg", "ru/q.1/p_name.ogg"]), { "ru/q.1/p_name": "ru/q.1/p_name.ogg" });
  assert.equal(heard(["ru/q.1/screens/promise.ogg", "ru/form/instead.screens.promise.ogg"])["ru/q.1/screens/promise"], "ru/form/instead.screens.promise.ogg");
  const two = ["ru/q.1/p_name.ogg", "ru/q.1/p_name.mp3"];
  assert.deepEqual(heard(two), { "ru/q.1/p_name": "ru/q.1/p_name.ogg" });
  assert.deepEqual(heard(two, (type) => type === "audio/mpeg"), { "ru/q.1/p_name": "ru/q.1/p_name.mp3" });
  assert.deepEqual(heard(["ru/q.1/p_name.ogg"], (type) => type === "audio/mpeg"), {}, "what cannot be played has no button");
});

test("a greeting is heard in the language of the card, or in the same language in other letters", () => {
  const heard = new Map(["kk-Arab/greeting", "ru/greeting", "kk-Arab/q.1/p_name"].map((name) => [name, greeting]));
  assert.equal(greetingIn(heard, "ru"), "ru/greeting");
  assert.equal(greetingIn(heard, "kk-Cyrl"), "kk-Arab/greeting");
  assert.equal(greetingIn(heard, "ug-Arab"), undefined);
});
