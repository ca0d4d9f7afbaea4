import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { verifyingKey } from "../crypto/signature.ts";
import { open } from "../crypto/age.ts";
import { fromUtf8 } from "../crypto/bytes.ts";
import { BundleRefused, openAnswer, openBundle, sealAnswer, sealBundle } from "../record/bundle.ts";
import type { Directory } from "../record/directory.ts";
import { fieldsOf } from "../record/fields.ts";
import { knownNames } from "../record/known-names.ts";
import { recordsOf } from "../record/open-case.ts";
import { folded, hidden, hide, namedIn, numbersIn, restore, suspects, type Known } from "../record/pseudonyms.ts";
import { directoryText, volunteer, type Volunteer } from "./made-up.ts";
import { openedCase } from "./made-up-whole.ts";

/** What a translator learns: `docs/record-format.md`, step 37. All people are made up. */

const ID = "00112233445566778899aabbccddeeff";
const person = (...spellings: string[]): Known => ({ kind: "person", spellings });
const under = (text: string, into: string, ...known: Known[]): string => hidden(text, namedIn(known, into));

test("a name is hidden in every spelling and with its endings, and who did what to whom stays", () => {
  const name = person("Алтынбек Ойдан", "阿勒腾别克·奥依丹", "التىنبەك ويدان", "Altynbek Oidan");
  assert.equal(under("Алтынбек Ойданды 2017 жылы шақырды. Алтынбектің інісі АЛТЫНБЕК деді.", "en", name), "Person 1-ды 2017 жылы шақырды. Person 1-тің інісі Person 1 деді.");
  assert.equal(under("阿勒腾别克被带走了，奥依丹家", "en", name), "Person 1被带走了，Person 1家");
  assert.equal(under("التىنبەكتى اپاردى", "zh-Hans", name), "某人 1-تى اپاردى");
  assert.equal(under("Алтынбеком и Altynbek’s", "ru", name), "Человек 1-ом и Человек 1’s");
  assert.equal(under("Ұлы Алтынбекұлы келді", "en", name), "Ұлы Person 1 келді", "an ending that may be a part of a name goes too");
  assert.equal(under("бізалтынбекті көрдік", "en", name), "Person 1-ті көрдік", "a long name is found inside of a word, and the rest of the word goes with it");
  assert.equal(under("ойдағы", "en", name), "ойдағы", "a word that only begins alike stays");
});

test("marks, joiners, other letters for the same sound and other signs between the parts hide nobody", () => {
  const name = person("قانات احمەت ۇلى", "Ахмет-Қанат");
  assert.equal(under("قا\u0640نات\u200c كەتتى", "en", name), "Person 1 كەتتى");
  assert.equal(under("احمةت, احمهت", "en", name), "Person 1, Person 1");
  assert.equal(under("Ахмет Қанат пен Қ\u0430нат", "en", name), "Person 1 пен Person 1");
  assert.equal(under("王小明说，小明在家", "en", person("王小明")), "Person 1说，Person 1在家");
});

test("people, places and numbers are told apart, and two letters are a name only as they were written", () => {
  const known = [person("Ли Бо"), person("Сәуле"), { kind: "place" as const, spellings: ["Қызыл Ту ауылы"] }, { kind: "number" as const, spellings: ["65422119840512003X"] }];
  assert.equal(under("Ли келді ме? Сәуле Қызыл Ту ауылында, нөмірі 65422119840512003X.", "en", ...known), "Person 1 келді ме? Person 2 Place 1-нда, нөмірі Number 1.");
  assert.equal(under("не знаю, был ли он", "en", ...known), "не знаю, был ли он");
  assert.deepEqual(numbersIn(["тел. +7 701 123-45-67, 2017 жыл"]).map(({ spellings }) => spellings[0]), ["7 701 123-45-67"]);
});

test("what a case names is known from its fields: the relative, others, places below the county, numbers", () => {
  const opened = openedCase(ID, [
    { question: "p_name", value: { text: "Алтынбек Ойдан" } },
    { question: "p_name_other", value: { text: "阿勒腾别克·奥依丹" } },
    { question: "t_name", value: { text: "Сәуле Ойдан" } },
    { question: "p_home", value: { code: "654221", words: "Дөрбілжін, Қызыл Ту ауылы" } },
    { question: "e_where", value: { code: "6542", words: "Тарбағатай" } },
    { question: "d_number", value: { number: "65422119840512003X" } },
  ]);
  assert.deepEqual(knownNames(fieldsOf([opened]), recordsOf(opened)), [
    { kind: "person", spellings: ["Алтынбек Ойдан", "阿勒腾别克·奥依丹"] },
    { kind: "person", spellings: ["Сәуле Ойдан"] },
    { kind: "place", spellings: ["Қызыл Ту ауылы"] },
    { kind: "number", spellings: ["65422119840512003X"] },
  ]);
});

test("names come back in the script of the translation, with what the language adds", () => {
  const names = namedIn([person("Алтынбек", "阿勒腾别克", "Altynbek"), ...Array.from({ length: 11 }, (_, i) => person(`Name${i}`))], "en");
  assert.equal(restore("Person 1 and person 12's brother, Persons 1", names, "en"), "Altynbek and Name10's brother, Altynbek");
  assert.equal(restore("Человека 1 забрали", namedIn([person("Алтынбек", "Altynbek")], "ru"), "ru"), "Алтынбек забрали");
  assert.equal(restore("某人1被带走，某人 1说", namedIn([person("Алтынбек", "阿勒腾别克")], "zh-Hans"), "zh-Hans"), "阿勒腾别克被带走，阿勒腾别克说");
  assert.equal(restore("Кісі 1-ді алып кетті", namedIn([person("Алтынбек")], "kk-Cyrl"), "kk-Cyrl"), "Алтынбек-ді алып кетті");
});

test("what may be a name and is not known is shown to the reviewer", () => {
  const names = namedIn([person("Алтынбек Ойдан", "قانات")], "en");
  const doubts = (text: string): string[] => suspects(hide(text, names), names);
  assert.deepEqual(doubts("Содан кейін Алтынбик келді. Біз Маратты көрдік."), ["Алтынбик", "Маратты"]);
  assert.deepEqual(doubts("قاناد كەلدى"), ["قاناد"]);
  assert.deepEqual(doubts("他叫阿里·汗"), ["他叫阿里·汗"]);
  assert.deepEqual(doubts("тел 123456"), ["123456"]);
  assert.deepEqual(doubts("Ағам келді. Біз күттік."), [], "the beginning of a sentence is no name");
});

// --- no name gets out

function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("over made-up cases no name in any spelling is in what a translator gets", () => {
  const random = chance(7);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const sounds = {
    cyrillic: ["ал", "тын", "бек", "қа", "нат", "сәу", "ле", "ой", "дан", "мұ", "рат", "ер", "лан", "гүл", "жан", "ах", "мет"],
    arabic: ["ال", "تىن", "بەك", "قا", "نات", "ساۋ", "لە", "وي", "دان", "مۇ", "رات", "ەر", "لان", "گۇل", "جان"],
    latin: ["al", "tyn", "bek", "qa", "nat", "sau", "le", "oi", "dan", "mu", "rat", "er", "lan"],
    han: ["阿", "勒", "腾", "别", "克", "奥", "依", "丹", "马", "木", "提", "江"],
  };
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const word = (script: keyof typeof sounds): string => capital(Array.from({ length: script === "han" ? 2 + random(3) : 2 + random(2) }, () => pick(sounds[script])).join(""));
  const name = (script: keyof typeof sounds): string => `${word(script)}${pick(script === "han" ? ["·"] : [" ", "-", " "])}${word(script)}`;
  const endings = ["", "ды", "тің", "ға", "мен", "дан", "ова", "ом", "а", "نىڭ", "عا", "دى", "лар", "дікі"];
  const filler = ["2017 жылы", "шақыртып алды", "кеше", "біз", "他们", "来了", "كەتتى", "then", "дом"];
  for (let i = 0; i < 400; i++) {
    const known = Array.from({ length: 1 + random(3) }, () => person(...Array.from({ length: 1 + random(3) }, () => name(pick(["cyrillic", "arabic", "latin", "han"] as const)))));
    const names = known.flatMap(({ spellings }) => spellings);
    const parts = names.flatMap((one) => one.split(/[ ·-]/));
    const said = (): string => {
      const one = pick([...names, ...parts]);
      return pick(["", "", "", "біз", "x"]) + pick([one, one.toUpperCase(), one.toLowerCase(), one.normalize("NFD"), one.replace(/[ ·-]/, pick([" ", "  ", "-", "·", ", "]))]) + pick(endings);
    };
    const text = Array.from({ length: 3 + random(12) }, () => pick([said, () => pick(filler)])()).join(pick([" ", ", ", ". "]));
    const named = namedIn(known, pick(["en", "ru", "zh-Hans", "kk-Cyrl", "kk-Arab"]));
    const plain = folded(hidden(text, named));
    for (const part of parts.map(folded)) {
      const long = part.length >= 5 || /\p{Script=Han}/u.test(part);
      const found = new RegExp(long ? part : `(?<![\\p{L}])${part}`, "u").exec(plain);
      assert.equal(found, null, `${part} in ${hidden(text, named)}, of ${text}`);
    }
    assert.equal(hide(text, named).map((piece) => piece.hidden ?? piece.text).join(""), text, "nothing else was lost");
  }
});

// --- the files

let aigul: Volunteer;
let marat: Volunteer;
let dana: Volunteer;
let directory: Directory;

before(async () => {
  const rootKey = verifyingKey(crypto.getRandomValues(new Uint8Array(32)));
  [aigul, marat, dana] = (await Promise.all(["aigul", "marat", "dana"].map((id) => volunteer(id, id, rootKey)))) as [Volunteer, Volunteer, Volunteer];
  directory = JSON.parse(directoryText([[aigul, ["reviewer"]], [marat, ["translator"]], [dana, ["security"]]])) as Directory;
});

const NUMBER = "f".repeat(32);
const refused = (reason: string) => (e: unknown) => e instanceof BundleRefused && e.reason === reason;

test("a bundle opens for the translator it is for, says who asks, and has nothing but sentences", async () => {
  const bundle = { number: NUMBER, from: "aigul", language: "kk-Cyrl", into: "en", segments: ["Person 1-ді алып кетті. "] };
  const file = await sealBundle(bundle, aigul.file.signingSeed, [marat.recipient]);
  const opened = await openBundle(file, marat.file.identity, directory);
  assert.deepEqual({ ...opened, asks: opened.asks.id }, { ...bundle, asks: "aigul" });
  const inside = JSON.parse(fromUtf8(await open(file, [marat.file.identity]))) as { signed: string };
  assert.deepEqual(Object.keys(JSON.parse(inside.signed) as object), ["format", "number", "from", "language", "into", "segments"]);
  await assert.rejects(openBundle(file, dana.file.identity, directory), refused("not-for-you"));
  await assert.rejects(openBundle(file.slice(0, -1), marat.file.identity, directory), refused("unknown"));
  await assert.rejects(openBundle(await sealBundle({ ...bundle, from: "dana" }, dana.file.signingSeed, [marat.recipient]), marat.file.identity, directory), refused("unknown"), "only who reads cases asks");
  await assert.rejects(openBundle(await sealBundle(bundle, dana.file.signingSeed, [marat.recipient]), marat.file.identity, directory), refused("unknown"), "as if by another");
});

test("an answer opens for who asked, with the translator's signature", async () => {
  const answer = { number: NUMBER, by: "marat", into: "en", segments: [{ of: "Person 1-ді алып кетті. ", text: "Person 1 was taken away." }] };
  const file = await sealAnswer(answer, marat.file.signingSeed, aigul.recipient);
  assert.deepEqual(await openAnswer(file, aigul.file.identity, directory), answer);
  await assert.rejects(openAnswer(file, marat.file.identity, directory), refused("not-for-you"));
  await assert.rejects(openBundle(file, aigul.file.identity, directory), refused("unknown"), "an answer is no bundle");
  await assert.rejects(openAnswer(await sealAnswer({ ...answer, by: "aigul" }, aigul.file.signingSeed, aigul.recipient), aigul.file.identity, directory), refused("unknown"), "only a translator answers");
  await assert.rejects(openAnswer(await sealAnswer(answer, dana.file.signingSeed, aigul.recipient), aigul.file.identity, directory), refused("unknown"));
});
