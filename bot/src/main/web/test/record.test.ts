import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import config from "komir:config";
import { newIdentity, seal } from "../crypto/age.ts";
import { base64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import { DirectoryRefused, readDirectory, type Refusal } from "../record/directory.ts";
import { languages } from "../record/languages.ts";
import { openCase, type OpenedCase, type ServedCase } from "../record/open-case.ts";
import { agreement, place, questionnaire } from "../record/questionnaires.ts";
import { parseRecord } from "../record/record.ts";
import { directoryText, questionnaireVersion, sealCase, signDirectory, volunteer, type SealedCase, type Volunteer } from "./made-up.ts";

const ID = "00112233445566778899aabbccddeeff";
const rootSeed: Bytes = crypto.getRandomValues(new Uint8Array(32));
const rootKey = verifyingKey(rootSeed);
const TODAY = new Date().toISOString().slice(0, 10);

let aigul: Volunteer;
let custodian: Volunteer;
let second: Volunteer;
let sealed: SealedCase;

before(async () => {
  aigul = await volunteer("aigul", "Айгүл", rootKey);
  custodian = await volunteer("custodian", "C", rootKey);
  second = await volunteer("second", "S", rootKey);
  const panels = {
    case: [aigul.recipient],
    threats: [second.recipient],
    custodians: [custodian.recipient],
    seconds: [second.recipient],
  };
  sealed = await sealCase(ID, panels, [
    { question: "p_name", value: { text: "Ахмет" } },
    { question: "t_name", compartment: "identity", value: { text: "Сәуле" } },
    { question: "th_threats", compartment: "threats", value: { choices: ["call"] } },
    { question: "p_birth", kind: "unknown" },
  ]);
});

const refused = (reason: Refusal) => (e: unknown) => e instanceof DirectoryRefused && e.reason === reason;

test("a directory is taken when the pinned root key signed it", () => {
  const text = directoryText([[aigul, ["reviewer"]]]);
  const directory = readDirectory(text, signDirectory(text, rootSeed), rootKey, TODAY, 3);
  assert.equal(directory.version, 3);
  assert.equal(directory.people[0]!.recipient, aigul.recipient);
});

test("an altered, foreign, expired, too long, older or malformed directory is refused", () => {
  const read = (text: string, signature = signDirectory(text, rootSeed), today = TODAY, highest = 0) =>
    readDirectory(text, signature, rootKey, today, highest);
  const text = directoryText([[aigul, ["reviewer"]]]);
  const signature = signDirectory(text, rootSeed);
  assert.throws(() => read(text.replace("reviewer", "security"), signature), refused("signature"));
  assert.throws(() => read(`${text} `, signature), refused("signature"));
  assert.throws(() => read(text, signDirectory(text, crypto.getRandomValues(new Uint8Array(32)))), refused("signature"));
  assert.throws(() => read(text, base64(sign(rootSeed, "login", utf8(text)))), refused("signature"));
  assert.throws(() => read(text, "not base64!"), refused("signature"));
  assert.throws(() => read(text, signature, "2099-01-01"), refused("expired"));
  assert.throws(() => read(text, signature, TODAY, 4), refused("older"));
  assert.throws(() => read(directoryText([[aigul, []]], { expires: "2098-01-01" })), refused("too-long"));
  assert.throws(() => read(directoryText([[aigul, []]], { issued: "2026-13-99" })), refused("format"));
  assert.throws(() => read(directoryText([[aigul, []]], { format: "komir-directory/2" })), refused("format"));
  assert.throws(() => read(directoryText([[aigul, []]], { people: [{ id: "x" }] })), refused("format"));
  assert.throws(() => read("{"), refused("format"));
});

const compartment = (opened: OpenedCase, name: string) => opened.compartments.find((c) => c.name === name)!;
const change = (served: ServedCase, changes: Partial<ServedCase>): ServedCase => ({ ...served, ...changes });

test("a reviewer opens the case's compartment, and the others stay sealed", async () => {
  const opened = await openCase(sealed.served, [aigul.file.identity]);
  assert.equal(compartment(opened, "case").key, "open");
  assert.equal(compartment(opened, "identity").key, "sealed");
  assert.equal(compartment(opened, "threats").key, "sealed");
  const name = compartment(opened, "case").records.find((r) => r.state === "read" && r.record.question === "p_name");
  assert.ok(name?.state === "read" && name.record.value.text === "Ахмет");
  assert.deepEqual(opened.manifest, { found: true, complete: true, missing: [], altered: [], extra: [], later: [] });
});

test("identity opens for a custodian and a second person together alone", async () => {
  const state = async (...who: Volunteer[]) =>
    compartment(await openCase(sealed.served, who.map((v) => v.file.identity)), "identity").key;
  assert.equal(await state(custodian), "sealed");
  assert.equal(await state(second), "sealed");
  assert.equal(await state(custodian, second), "open");
});

test("a key that is not the case's is noticed", async () => {
  const other = await newIdentity();
  const keys = { ...sealed.served.keys, case: base64(await seal(utf8(`${other}\n`), [aigul.recipient])) };
  const opened = await openCase(change(sealed.served, { keys }), [aigul.file.identity]);
  assert.equal(compartment(opened, "case").key, "foreign");
  assert.ok(compartment(opened, "case").records.every((record) => record.state === "sealed"));
});

test("a missing, an altered and an added record are told apart, and the others stay readable", async () => {
  const records = sealed.served.records;
  const dropped = await openCase(change(sealed.served, { records: records.filter((r) => r.seq !== 5) }), [aigul.file.identity]);
  assert.ok(dropped.manifest.found);
  assert.deepEqual(dropped.manifest.missing, [{ seq: 5, compartment: "identity" }]);

  const forged = {
    format: "komir-record/1", case: ID, compartment: "case", seq: 4, kind: "answered", question: "p_name", value: { text: "x" },
  };
  const resealed = base64(await seal(utf8(JSON.stringify(forged)), [sealed.served.recipients.case!]));
  const altered = await openCase(
    change(sealed.served, { records: records.map((r) => (r.seq === 4 ? { ...r, sealed: resealed } : r)) }),
    [aigul.file.identity],
  );
  assert.ok(altered.manifest.found);
  assert.deepEqual(altered.manifest.altered, [{ seq: 4, compartment: "case" }]);

  const extra = { seq: 4, compartment: "threats", sealed: records[2]!.sealed };
  const later = { seq: 90, compartment: "case", sealed: resealed };
  const added = await openCase(change(sealed.served, { records: [...records, extra, later] }), [aigul.file.identity]);
  assert.ok(added.manifest.found);
  assert.deepEqual(added.manifest.extra, [{ seq: 4, compartment: "threats" }]);
  assert.deepEqual(added.manifest.later, [{ seq: 90, compartment: "case" }]);
  const misplaced = compartment(added, "case").records.find((r) => r.seq === 90);
  assert.deepEqual(misplaced, { seq: 90, state: "broken", why: "misplaced" });

  const twice = await openCase(change(sealed.served, { records: [...records, records[3]!] }), [aigul.file.identity]);
  assert.ok(twice.manifest.found);
  assert.deepEqual(twice.manifest.extra, [{ seq: 4, compartment: "case" }]);
});

test("without its list a case says so", async () => {
  const records = sealed.served.records.slice(0, -1);
  assert.deepEqual((await openCase(change(sealed.served, { records }), [aigul.file.identity])).manifest, { found: false });
});

test("records that were exchanged, damaged or are none are shown as such beside the others", async () => {
  const { records, recipients } = sealed.served;
  const flipped = Uint8Array.from(Buffer.from(records[3]!.sealed, "base64"));
  flipped[flipped.length - 1]! ^= 1;
  const cases: [string, string][] = [
    [records[6]!.sealed, "misplaced"],
    [base64(flipped), "damaged"],
    ["!", "unknown-format"],
    [records[5]!.sealed, "not-for-this-key"],
    [base64(await seal(utf8("{}"), [recipients.case!])), "not-a-record"],
    [base64(await seal(Uint8Array.of(0xff), [recipients.case!])), "not-a-record"],
  ];
  for (const [bytes, why] of cases) {
    const changed = records.map((r) => (r.seq === 4 ? { ...r, sealed: bytes } : r));
    const opened = compartment(await openCase(change(sealed.served, { records: changed }), [aigul.file.identity]), "case");
    assert.deepEqual(opened.records.find((r) => r.seq === 4), { seq: 4, state: "broken", why });
    assert.ok(opened.records.filter((r) => r.seq !== 4).every((r) => r.state === "read"));
  }
});

test("a record of another case is refused even when it opens", async () => {
  const opened = await openCase(change(sealed.served, { case: "ff".repeat(16) }), [aigul.file.identity]);
  assert.ok(compartment(opened, "case").records.every((r) => r.state === "broken" && r.why === "misplaced"));
});

test("a record's fields of the wrong type count as absent", () => {
  const record = parseRecord(
    utf8('{"format":"komir-record/1","case":"c","compartment":"case","seq":1,"kind":"answered","value":{"text":7,"choices":[1,"a"]}}  '),
  );
  assert.deepEqual(record?.value, { choices: ["a"] });
  for (const broken of ["[]", "null", '{"format":"komir-record/2"}', '{"format":"komir-record/1","kind":"answered"}', ""]) {
    assert.equal(parseRecord(utf8(broken)), undefined);
  }
});

test("the questionnaires are built in under the hash of their file", () => {
  const found = questionnaire(questionnaireVersion)!;
  assert.match(found.name, /^detained-relative\.\d+$/);
  for (const { tag } of languages) {
    for (const question of found.questions) {
      assert.ok(question.text[tag], `${question.id} ${tag}`);
    }
    for (const channel of ["chat", "form"]) {
      const shown = agreement(found, channel, tag)!;
      assert.ok(shown.text.endsWith(found.questions[0]!.text[tag]!), "what was agreed to is the screens, and then the question");
      assert.equal(shown.sha256, sha256Hex(utf8(shown.text)));
    }
  }
  assert.notEqual(agreement(found, "form", "en")!.sha256, agreement(found, "chat", "en")!.sha256);
  assert.match(agreement(found, "form", "en")!.text, /sealed on this device/);
  assert.equal(agreement(found, "form", "en")!.choices["yes"], "Yes, we begin");
  assert.equal(agreement(found, "form", "en")!.choices["no"], agreement(found, "chat", "en")!.choices["no"]);
  assert.equal(agreement(found, "chat", "constructor"), undefined);
  assert.equal(questionnaire("constructor"), undefined);
  assert.equal(place("xinjiang", "6540", "en"), "Ili (Ghulja)");
  assert.equal(place("xinjiang", "654221", "kk-Cyrl"), "Дөрбілжін");
  assert.equal(place("xinjiang", "654121", "kk-Arab"), place("xinjiang", "654021", "kk-Arab"), "abolished in 2001");
  assert.equal(place("xinjiang", "652303", "zh-Hans"), "米泉市", "abolished, with a name of its own");
  assert.equal(place("xinjiang", "toString", "en"), undefined);
});

test("what was agreed to is known of every questionnaire, also of one without screens", () => {
  const all = Object.values(config.questionnaires);
  const named = all.map(({ name }) => name);
  assert.ok(named.includes("answer.1") && named.includes("agreement.1"), named.join());
  for (const each of all) {
    for (const { tag } of languages) {
      const [chat, form] = [agreement(each, "chat", tag)!, agreement(each, "form", tag)!];
      const alone = chat.text === each.questions[0]!.text[tag];
      assert.equal(alone, ["answer.1", "agreement.1"].includes(each.name), each.name);
      assert.equal(alone, form.sha256 === chat.sha256, `${each.name} ${tag}`);
      assert.equal(chat.sha256, sha256Hex(utf8(chat.text)));
      assert.equal(form.sha256, sha256Hex(utf8(form.text)));
    }
  }
});
