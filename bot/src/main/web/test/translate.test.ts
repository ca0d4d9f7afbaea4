import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import glossary from "komir:glossary";
import { draftFrom, keptOf, type TranslationDraft } from "../console/translation-draft.ts";
import type { Person } from "../record/directory.ts";
import { inParts } from "../record/parts.ts";
import { byMarks, segmentsOf } from "../record/segments.ts";
import { termsIn } from "../record/terms.ts";
import { linesOf, textOf, wordsOf } from "../record/transcript.ts";
import { workFits, type About, type Piece, type TimedLine, type Work } from "../record/work.ts";
import { signersOf, transcriptsOf, translationsOf } from "../record/written.ts";

/** Transcripts and translations: `docs/record-format.md`, step 33. */

const ABOUT: About = { case: "0".repeat(32), seq: 5, file: "1".repeat(32) };

/** The same numbers in every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test("a transcript is read as it is typed and written back exactly", () => {
  const text = "Сәлем\n[0:06] көмір көп\n  дейді\n\n[1:02:05] болды\n[0:07] ";
  assert.deepEqual(linesOf(text), [{ text: "Сәлем" }, { at: 6, text: "көмір көп" }, { text: "  дейді" }, { text: "" }, { at: 3725, text: "болды" }, { at: 7, text: "" }]);
  assert.equal(textOf(linesOf(text)), text);
  assert.equal(wordsOf(linesOf(text)), "Сәлем\nкөмір көп\n  дейді\n\nболды\n");
  assert.deepEqual(linesOf("[01:05]сөз [0:09] жоқ"), [{ at: 65, text: "сөз [0:09] жоқ" }], "by hand too, at the beginning of a line only");
  const random = chance(1);
  const words = ["көмір", "煤", "كومىر", "[x]", "5:00", ""];
  for (let i = 0; i < 500; i++) {
    const lines: TimedLine[] = Array.from({ length: 1 + random(6) }, () => ({ ...(random(3) === 0 ? {} : { at: random(20_000) }), text: Array.from({ length: random(4) }, () => words[random(words.length)]).join(" ") }));
    assert.deepEqual(linesOf(textOf(lines)), lines);
  }
});

test("segments are sentences, and joined they are the original to the last character", () => {
  assert.deepEqual(segmentsOf("Ағамды шақыртып алды. Содан кейін көрмедік!\n\nБолды.", "kk-Cyrl"), ["Ағамды шақыртып алды. ", "Содан кейін көрмедік!\n\n", "Болды."]);
  assert.deepEqual(segmentsOf("他被带走了。没有消息！", "zh-Hans"), ["他被带走了。", "没有消息！"]);
  assert.equal(segmentsOf("ئۇ كەتتى. قايتمىدىمۇ؟ بىلمەيمىز.", "ug-Arab").length, 3);
  assert.deepEqual(segmentsOf("", "en"), []);
  assert.deepEqual(segmentsOf(" \n", "en"), [" \n"]);
  assert.deepEqual(byMarks("One. Two?.. «Three!» 四。五\nSix? 3.5 a"), ["One. ", "Two?.. ", "«Three!» ", "四。", "五\n", "Six? ", "3.5 a"]);
  const random = chance(2);
  const alphabet = ["а", "Б", ".", "!", "?", "…", "؟", "۔", "。", " ", "\n", "\r\n", "»", "”", "煤", "ك", "😀", "1", "\u2066", "\u0301"];
  for (let i = 0; i < 2000; i++) {
    const text = Array.from({ length: random(40) }, () => alphabet[random(alphabet.length)]).join("");
    for (const language of ["kk-Cyrl", "kk-Arab", "ug-Arab", "zh-Hans", "ru", "en", "no such language!"]) {
      const segments = segmentsOf(text, language);
      assert.equal(segments.join(""), text);
      assert.ok(text.trim() === "" || segments.every((segment) => segment.trim() !== ""), "none is only white space");
    }
    assert.equal(byMarks(text).join(""), text);
  }
});

test("where a browser has no rules for sentences the marks do", () => {
  const { Segmenter } = Intl;
  try {
    delete (Intl as { Segmenter?: unknown }).Segmenter;
    assert.deepEqual(segmentsOf("Бір. Екі?\nҮш", "kk-Cyrl"), ["Бір. ", "Екі?\n", "Үш"]);
  } finally {
    (Intl as { Segmenter?: unknown }).Segmenter = Segmenter;
  }
});

test("what is too long for one piece is as few pieces as will do, each of which fits", () => {
  const lines = Array.from({ length: 900 }, (_, i) => ({ at: i, text: "сөз ".repeat(30) }));
  const writer = { volunteer: "aigul", at: "2026-11-30T09:12:03Z" };
  const work = (some: readonly TimedLine[]): Work => ({ kind: "transcript", language: "kk-Cyrl", lines: some, about: ABOUT });
  const fits = (some: readonly TimedLine[]): boolean => workFits(ABOUT.case, writer, work(some));
  const parts = inParts(lines, fits)!;
  assert.ok(parts.length > 3 && parts.every(fits));
  assert.deepEqual(parts.flat(), lines);
  assert.ok(parts.slice(1).every((part, i) => !fits([...parts[i]!, part[0]!])), "none could take one more");
  assert.equal(inParts([{ text: "x".repeat(40_000) }], fits), undefined);
});

const person = (id: string): Person => ({ id, name: id, roles: [], recipient: "", signing: "" });
const piece = (n: number, by: string, work: Work): Piece => ({ name: String(n).padStart(32, "0"), sha256: String(n).padStart(64, "0"), by: person(by), at: `2026-11-30T09:${String(n).padStart(2, "0")}:00Z`, work });

test("the last transcript of a recording stands first, pieces are one again, and a piece that is not there is told", () => {
  const part = (n: number, of = "a") => ({ of: of.repeat(32), n, all: 2 });
  const lines = (text: string) => ({ kind: "transcript" as const, language: "kk-Cyrl", lines: [{ at: 1, text }], about: ABOUT });
  const pieces = [
    piece(1, "aigul", lines("first")),
    piece(2, "aigul", { ...lines("elsewhere"), about: { ...ABOUT, file: "2".repeat(32) } }),
    piece(3, "bolat", { ...lines("two"), part: part(2) }),
    piece(4, "bolat", { ...lines("one"), part: part(1) }),
    piece(5, "dana", { ...lines("pushed in"), part: part(1) }),
  ];
  assert.deepEqual(transcriptsOf(pieces, ABOUT).map(({ by, lines: all, missing }) => [by.id, all.map(({ text }) => text).join(" "), missing]), [
    ["dana", "pushed in", 1],
    ["bolat", "one two", 0],
    ["aigul", "first", 0],
  ]);
});

test("who translated and who read are never the same person", () => {
  const work = (text: string, reads?: number, from?: string): Work => ({ kind: "translation", language: "en", segments: [{ of: "Хат", text }], about: ABOUT, ...(reads === undefined ? {} : { reads: String(reads).padStart(64, "0") }), ...(from === undefined ? {} : { from }) });
  const signers = (...written: readonly (readonly [string, Work])[]) => {
    const all = translationsOf(written.map(([by, each], i) => piece(i + 1, by, each)), ABOUT);
    const { translator, reader } = signersOf(all[0]!, all);
    return [translator, reader];
  };
  assert.deepEqual(signers(["aigul", work("A letter")]), ["aigul", undefined]);
  assert.deepEqual(signers(["aigul", work("A letter")], ["bolat", work("A letter", 1)]), ["aigul", "bolat"]);
  assert.deepEqual(signers(["aigul", work("A letter")], ["bolat", work("The letter", 1)]), ["aigul", "bolat"], "with changes too");
  assert.deepEqual(signers(["aigul", work("A letter")], ["aigul", work("A letter", 1)]), ["aigul", undefined], "nobody reads their own");
  assert.deepEqual(signers(["aigul", work("A letter")], ["bolat", work("The letter", 1)], ["aigul", work("The letter", 2)]), ["aigul", "bolat"]);
  assert.deepEqual(signers(["aigul", work("A letter")], ["bolat", work("The letter", 1)], ["aigul", work("Letters", 2)]), ["aigul", undefined], "changed since it was read");
  assert.deepEqual(signers(["aigul", work("A letter")], ["bolat", work("A letter", 7)]), ["bolat", undefined], "what it says it read is not here");
  assert.deepEqual(signers(["aigul", work("A letter", undefined, "marat")]), ["marat", undefined], "taken in");
  assert.deepEqual(signers(["aigul", work("A letter", undefined, "marat")], ["aigul", work("A letter", 1)]), ["marat", "aigul"]);
  assert.deepEqual(signers(["aigul", work("A letter", undefined, "marat")], ["marat", work("A letter", 1)]), ["marat", undefined]);
});

test("a translation in pieces is read as one", () => {
  const work = (n: number, reads?: string): Work => ({ kind: "translation", language: "en", segments: [{ of: `${n}`, text: `${n}` }], about: ABOUT, part: { of: (reads === undefined ? "a" : "b").repeat(32), n, all: 2 }, ...(reads === undefined ? {} : { reads }) });
  const first = [piece(1, "aigul", work(1)), piece(2, "aigul", work(2))];
  const { mark } = translationsOf(first, ABOUT)[0]!;
  const all = translationsOf([...first, piece(3, "bolat", work(1, mark)), piece(4, "bolat", work(2, mark))], ABOUT);
  assert.deepEqual(all.map(({ segments }) => segments.length), [2, 2]);
  assert.deepEqual(signersOf(all[0]!, all), { translator: "aigul", reader: "bolat" });
});

test("a translation that was begun comes back to the same words, and to no others", () => {
  const draft: TranslationDraft = { about: ABOUT, language: "en", segments: [{ of: "Бір. ", text: "One." }, { of: "Екі.", text: "" }], reads: "0".repeat(64) };
  const kept = JSON.parse(JSON.stringify(keptOf(draft)));
  assert.equal(JSON.stringify(kept).includes("Бір"), false, "the original is in the case already");
  assert.deepEqual(draftFrom(kept, ["Басқа.", "Бір. Екі."]), draft);
  assert.equal(draftFrom(kept, ["Бір. Үш."]), undefined);
});

test("every glossary has the same things, and none is empty", () => {
  const ids = Object.keys(glossary.en!);
  assert.deepEqual(Object.keys(glossary).sort(), ["en", "kk-Arab", "kk-Cyrl", "ru", "ug-Arab", "zh-Hans"]);
  for (const words of Object.values(glossary)) {
    assert.deepEqual(Object.keys(words).sort(), [...ids].sort());
    assert.ok(Object.values(words).every((word) => word.trim() !== ""));
  }
});

test("words of the glossary are found with their endings, and not inside of other words", () => {
  const into = (segment: string, from: string, to: string) => termsIn(segment, from, to).map((term) => term.into);
  assert.deepEqual(into("Ағамды лагерьге алып кетті.", "kk-Cyrl", "en"), ["camp", "taken away"]);
  assert.deepEqual(into("Ол түрмеде отыр", "kk-Cyrl", "zh-Hans"), ["监狱"]);
  assert.ok(into("Его держат в лагере.", "ru", "kk-Cyrl").includes("лагерь"));
  assert.deepEqual(into("اعامدى لاگەرگە اپاردى", "kk-Arab", "en"), ["camp"]);
  assert.deepEqual(into("他在监狱里", "zh-Hans", "ru"), ["тюрьма"]);
  assert.deepEqual(into("ئۇ تۈرمىدە", "ug-Arab", "en"), ["prison"]);
  assert.deepEqual(into("The campaign was imprisoned in words", "en", "ru"), []);
  assert.deepEqual(into("лагерь", "kk-Cyrl", "no-such"), []);
});

test("of the console only the part that speaks with its server reaches the network: no words go to a translator on the web", () => {
  const asks = /\b(?:fetch\((?!attachment\.file)|XMLHttpRequest|sendBeacon|WebSocket|EventSource|RTCPeerConnection|importScripts|new Worker)/;
  const sources = ["console", "record", "shared", "crypto"].flatMap((folder) => readdirSync(join(WEB, folder)).filter((file) => file.endsWith(".ts")).map((file) => `${folder}/${file}`));
  assert.deepEqual(sources.filter((file) => asks.test(readFileSync(join(WEB, file), "utf8"))), ["console/server.ts"]);
});
