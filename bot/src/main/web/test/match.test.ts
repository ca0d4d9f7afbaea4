import { strict as assert } from "node:assert";
import { test } from "node:test";
import { newIdentity, open, recipientOf } from "../crypto/age.ts";
import { fromUtf8, hex } from "../crypto/bytes.ts";
import { features } from "../match/hashed.ts";
import { compare, compareHashed, HashedIndex, matchRecord, MATCH_KEY_BYTES, pairsOf, PeopleIndex, REASONS, readMatchRecord, sealMatchRecord, type Person } from "../match/match.ts";
import { readNames } from "../match/reading.ts";

const CASE = "00112233445566778899aabbccddeeff";
const OTHER_CASE = "ffeeddccbbaa99887766554433221100";
const TO = "0123456789abcdef".repeat(4);
const key = crypto.getRandomValues(new Uint8Array(MATCH_KEY_BYTES));

const person = (name: string, more: Omit<Person, "names"> = {}): Person => ({ names: [name], birth: "1985", place: "654023", ...more });
const hashed = (one: Person, other: Person) => compareHashed(features(one, CASE, key), features(other, OTHER_CASE, key));
const heard = (name: string): string[] => readNames([name]).map((words) => words.map(({ sounds }) => sounds).join(" "));

const SAME = [
  "Ерлан Ахметұлы", "Ерлан Ахмет", "ەرلان احمەت", "ەرلان احمەتۇلى", "Yerlan Akhmet", "Erlan Ahmet", "Ахметов Ерлан", "АХМЕТОВ ЕРЛАН АХМЕТОВИЧ", "Yeerlan Aihemaiti", "叶尔兰·艾合买提", "Erlan Ahmetoğlu",
];

test("one name in eleven spellings is one person, with names and with hashes alone", () => {
  for (const one of SAME) {
    for (const other of SAME) {
      assert.equal(compare(person(one), person(other)).grade, "likely", `${one} and ${other}`);
      assert.equal(hashed(person(one), person(other)).grade, "likely", `hashes of ${one} and ${other}`);
    }
  }
});

test("a Uyghur name is read in its five scripts and spellings", () => {
  const spellings = ["گۈلنار ئابدۇرېھىم", "Гүлнар Абдуреһим", "Gülnar Abduréhim", "Gulnar Abdurehim", "Гульнар Абдурехим", "Gulinaer Abudureyimu", "古丽娜尔·阿布都热依木"];
  for (const other of spellings) {
    assert.equal(compare(person(spellings[0]!), person(other)).grade, "likely", other);
  }
});

test("words are read by their sounds, whatever their letters", () => {
  assert.deepEqual(heard("Жұмабекқызы"), ["jumabek"]);
  assert.deepEqual(heard("Zhumabekkyzy"), ["jumabek"]);
  assert.deepEqual(heard("جۇمابەكقىزى"), ["jumabek"]);
  assert.deepEqual(heard("Нұр-Сұлтан"), heard("Nursultan"));
  assert.deepEqual(heard("叶尔江"), ["erjan"]);
  assert.deepEqual(heard("ءساۋىر"), heard("Сәуір"));
  assert.deepEqual(heard("Şerik Ğali"), heard("Sherik Ghali"));
  assert.ok(heard("Nuerlan").includes("nurlan"), "er is a syllable, nue is none");
  assert.deepEqual(heard("Иванов"), ["iwan"]);
});

test("the reasons say what was found", () => {
  const reasons = (a: Person, b: Person): readonly string[] => compare(a, b).reasons;
  assert.deepEqual(reasons(person("Ерлан Ахмет"), person("Yerlan Ahmet")), ["same-name", "same-father", "same-year", "same-county"]);
  assert.deepEqual(reasons(person("Ерлан Ахмет"), person("Yerlan")), ["same-name", "father-left-out", "same-year", "same-county"]);
  assert.ok(reasons(person("Ерлан Ахмет"), person("Ерлан Ахмет", { birth: "1986" })).includes("year-one-apart"));
  assert.ok(reasons(person("Ерлан Ахмет"), person("Ерлан Ахмет", { birth: "1984~" })).includes("year-may-be-the-same"));
  assert.ok(reasons(person("Ерлан Ахмет"), person("Ахмет Ерлан")).includes("words-in-another-order"));
  assert.ok(reasons(person("Нұржан Ахмет"), person("Нұр Ахмет")).every((reason) => reason !== "other-father"));
  assert.ok(reasons(person("Memetjan Tursun"), person("Memet Tursun")).includes("ending-left-out"));
  assert.ok(reasons(person("Ерлан", { place: "654121" }), person("Ерлан", { place: "654002" })).includes("same-prefecture"));
  assert.ok(reasons(person("Ерлан", { place: "654123" }), person("Ерлан", { place: "654023" })).includes("same-county"), "a code of before 2001");
});

test("a brother, a sister and a namesake are not suggested like the person", () => {
  const brother = compare(person("Ерлан Ахметұлы"), person("Серік Ахметұлы", { birth: "1987" }));
  assert.equal(brother.grade, "no");
  assert.ok(brother.reasons.includes("brother-or-sister"));
  const rhyming = compare(person("Нұржан Ахмет"), person("Нұрлан Ахмет", { birth: "1988" }));
  assert.notEqual(rhyming.grade, "likely");
  const namesake = compare(person("Ерлан Ахмет"), person("Ерлан Ахмет", { birth: "1961", place: "653101" }));
  assert.notEqual(namesake.grade, "likely");
  assert.ok(namesake.reasons.includes("namesake"));
  const father = compare(person("Ерлан Ахмет"), person("Ахмет Болат", { birth: "1955" }));
  assert.equal(father.grade, "no");
  for (const other of [person("Серік Ахметұлы", { birth: "1987" }), person("Ерлан Ахмет", { birth: "1961", place: "653101" })]) {
    assert.notEqual(hashed(person("Ерлан Ахмет"), other).grade, "likely");
  }
});

/** With the check digit of GB 11643. @param digits the first 17 */
const china = (digits: string): string => digits + "10X98765432"[[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11];

test("a number with its check digit decides, one that differs speaks against, and another state's does not", () => {
  const withNumber = (name: string, number: string): Person => person(name, { number });
  const number = china("65412119850306001");
  const spaced = withNumber("Болат", `${number.slice(0, 6)} ${number.slice(6)}`);
  assert.equal(compare(withNumber("Ерлан Ахмет", number), spaced).grade, "likely");
  assert.ok(compare(withNumber("Ерлан Ахмет", number), withNumber("Ерлан", "654121850306001")).reasons.includes("same-number"), "the 15 digits of before 1999");
  assert.ok(hashed(withNumber("Ерлан Ахмет", number), spaced).reasons.includes("same-number"));
  const other = withNumber("Ерлан Ахмет", china("65412119850306003"));
  for (const found of [compare(withNumber("Ерлан Ахмет", number), other), hashed(withNumber("Ерлан Ахмет", number), other)]) {
    assert.equal(found.grade, "no");
    assert.ok(found.reasons.includes("other-number"));
  }
  const mistyped = number.slice(0, 17) + (number.endsWith("1") ? "2" : "1");
  assert.ok(!compare(withNumber("Ерлан", mistyped), withNumber("Болат", mistyped)).reasons.includes("same-number"), "a wrong check digit decides nothing");
  assert.equal(compare(withNumber("Ерлан Ахмет", number), withNumber("Ерлан Ахмет", "061211600012")).reasons.includes("other-number"), false);
  const twice = features(person("Ерлан"), CASE, key);
  assert.ok(!compareHashed(twice, twice).reasons.includes("same-number"), "what fills an empty place is no number");
});

test("the index finds one among many, and says nothing of people without names", () => {
  const people = new PeopleIndex<string>();
  const hashes = new HashedIndex<string>();
  const names = ["Серік Болат", "Айгүл Жұмабек", "Memet Tursun", "古丽努尔·居马别克", "Қайрат Оразұлы", "ەرلان احمەتۇلى", "Нұрлан Сейіт"];
  names.forEach((name, i) => {
    people.add(name, person(name, { birth: String(1960 + i) }));
    hashes.add(name, features(person(name, { birth: String(1960 + i) }), String(i).padStart(32, "0"), key));
  });
  const asked = person("Yeerlan Aihemaiti", { birth: "1965" });
  assert.equal(people.candidates(asked, 3)[0]!.id, "ەرلان احمەتۇلى");
  assert.equal(hashes.candidates(features(asked, CASE, key), 3)[0]!.id, "ەرلان احمەتۇلى");
  assert.deepEqual(people.candidates({ names: [] }, 3), []);
});

test("of all pairs those that may be one person are found without comparing everybody with everybody", async () => {
  const given = ["Ерлан", "Қанат", "Айгүл", "Нұрлан", "Memet", "Гүлнар", "Серік", "Bolat"];
  const fathers = ["Ахметұлы", "Seyit", "Жұмабек", "Tursun", "Оразұлы"];
  const records = given.flatMap((name, i) => fathers.map((father, j) => person(`${name} ${father}`, { birth: String(1960 + ((i * 7 + j * 3) % 20)) })));
  const all = [...SAME.slice(0, 6).map((name) => person(name)), ...records].map((one, i) => readMatchRecord(matchRecord(i.toString(16).padStart(32, "0"), TO, one, key))!);
  const name = (a: string, b: string): string => `${Number.parseInt(a, 16)} ${Number.parseInt(b, 16)}`;
  const everybody = all.flatMap((a, i) => all.slice(i + 1).filter((b) => compareHashed(a, b).grade !== "no").map((b) => name(a.case, b.case)));
  const found = (await pairsOf(all, async () => true))!;
  assert.deepEqual(found.map(({ a, b }) => name(a.case, b.case)).sort(), everybody.sort());
  assert.ok(found.slice(0, 15).every(({ comparison }) => comparison.grade === "likely"), "the likeliest first");
});

test("hostile names are harmless and quick", () => {
  const hostile = [
    "", " ", "\u202e\u2066\u200f", "Е".repeat(10_000), "a".repeat(10_000), "zhang".repeat(2_000), "nue".repeat(3_000), "叶".repeat(10_000), "A" + "\u0301".repeat(10_000), "uly ".repeat(3_000), "'".repeat(10_000),
    "-".repeat(10_000), "<img src=x onerror=alert(1)>", "__proto__", "constructor", "\ud800", "\0", "🙂🙂", "ﷺ".repeat(3_000), "ā".repeat(5_000), "(a+)+$".repeat(1_000),
  ];
  const started = performance.now();
  for (const name of hostile) {
    const one: Person = { names: [name, name], birth: name, place: name, number: name };
    for (const { score } of [compare(one, one), compare(one, person("Ерлан Ахмет")), hashed(one, person("Ерлан"))]) {
      assert.ok(score >= 0 && score <= 1);
    }
    assert.equal(matchRecord(CASE, TO, one, key).length, 8192);
  }
  assert.ok(performance.now() - started < 20_000);
  assert.equal(compare({ names: ["E\u200drl\u202ean"] }, { names: ["Erlan"] }).reasons[0], "same-name", "marks that nobody sees change nothing");
  assert.equal(compare({ names: [] }, { names: [] }).grade, "no");
});

test("a match record has one size, no name, and hashes that only the key makes", () => {
  const long = person("Абдурахман Мухаммедұлы", { sex: "MALE", number: "654121198503060014" });
  const text = matchRecord(CASE, TO, long, key);
  assert.equal(text.length, 8192);
  assert.equal(new TextEncoder().encode(matchRecord(CASE, TO, { names: [] }, key)).length, 8192);
  assert.equal(text, matchRecord(CASE, TO, long, key), "nothing in it is random");
  assert.ok(!/абдура|abdura|apt|1985|654023|654121|male/i.test(text.replaceAll(/"[A-Za-z0-9_-]{11}"/g, "")), "a matcher's view");
  const words = readMatchRecord(text)!.words;
  assert.ok(words.every(({ open, fewer, fewest }) => open.length === 8 && fewer.length === 8 && fewest.length === 28));
  const hashes = (made: string): Set<string> => new Set(made.match(/"[A-Za-z0-9_-]{11}"/g));
  const others = hashes(matchRecord(CASE, TO, long, crypto.getRandomValues(new Uint8Array(MATCH_KEY_BYTES))));
  assert.deepEqual([...hashes(text)].filter((hash) => others.has(hash)), [], "a known name and another key give nothing");
  const elsewhere = hashes(matchRecord(OTHER_CASE, TO, { names: [] }, key));
  assert.deepEqual([...hashes(text)].filter((hash) => elsewhere.has(hash)), [], "what fills is equal to nothing");
});

test("what the server holds of one person twice shares nothing but the header's words and the size", async () => {
  const identity = await newIdentity();
  const recipient = await recipientOf(identity);
  const one = await sealMatchRecord(matchRecord(CASE, TO, person("Ерлан Ахмет"), key), [recipient]);
  const again = await sealMatchRecord(matchRecord(OTHER_CASE, TO, person("Ерлан Ахмет"), key), [recipient]);
  const nobody = await sealMatchRecord(matchRecord(OTHER_CASE, TO, { names: [] }, key), [recipient]);
  assert.equal(one.length, again.length);
  assert.equal(one.length, nobody.length);
  const constant = "age-encryption.org/v1\n-> mlkem768x25519 ";
  assert.equal(fromUtf8(one.subarray(0, constant.length)), constant);
  const windows = new Set(Array.from({ length: one.length - 7 - constant.length }, (_, i) => hex(one.subarray(constant.length + i, constant.length + i + 8))));
  for (let at = constant.length; at + 8 <= again.length; at++) {
    assert.ok(!windows.has(hex(again.subarray(at, at + 8))), `equal bytes at ${at}`);
  }
  assert.equal(readMatchRecord(fromUtf8(await open(one, [identity])))?.case, CASE);
});

test("a record that is none is not taken, nor one whose lists would keep a browser busy", () => {
  const text = matchRecord(CASE, TO, person("Ерлан Ахмет"), key);
  const changed = (change: (record: Record<string, unknown>) => void): string => {
    const record = JSON.parse(text) as Record<string, unknown>;
    change(record);
    return JSON.stringify(record).padEnd(8192);
  };
  assert.ok(readMatchRecord(changed(() => undefined)) !== undefined);
  for (const change of [
    (record: Record<string, unknown>) => (record["format"] = "komir-match/2"),
    (record: Record<string, unknown>) => (record["case"] = "1"),
    (record: Record<string, unknown>) => (record["to"] = "1"),
    (record: Record<string, unknown>) => (record["words"] = []),
    (record: Record<string, unknown>) => (record["years"] = ["x"]),
    (record: Record<string, unknown>) => (record["county"] = null),
    (record: Record<string, unknown>) => (record["known"] = "zz"),
  ]) {
    assert.equal(readMatchRecord(changed(change)), undefined);
  }
  assert.equal(readMatchRecord(text.trimEnd()), undefined);
  assert.equal(readMatchRecord("x".repeat(8192)), undefined);
  assert.equal(readMatchRecord("null".padEnd(8192)), undefined);
  assert.throws(() => matchRecord(CASE, "x", person("Ерлан"), key));
  assert.throws(() => matchRecord("x", TO, person("Ерлан"), key));
  assert.throws(() => matchRecord(CASE, TO, person("Ерлан"), new Uint8Array(16)));
});

test("every reason is one that the console can say", () => {
  assert.equal(new Set(REASONS).size, REASONS.length);
  const found = SAME.flatMap((one) => compare(person(one), person("Гүлнұр Болат", { birth: "1950", place: "653101", sex: "FEMALE" })).reasons);
  assert.ok(found.every((reason) => REASONS.includes(reason)));
});
