import { readArabic } from "./arabic.ts";
import { readCyrillic } from "./cyrillic.ts";
import { pinyinOf } from "./hanzi.ts";
import { readLatin } from "./latin.ts";
import { asOne, withoutParticles, wordOf, type Word } from "./parts.ts";
import { readPinyin, readSyllables } from "./pinyin.ts";
import { MOST_SOUNDS } from "./sounds.ts";

/** One way to read one spelling of a name: its words in the order in which they were written. */
export type Reading = readonly Word[];

/** What somebody may paste into a field; no name is longer. In UTF-16 units before cleaning, and in words. */
const MOST_TYPED = 2_000;
const MOST_WORDS = 5;
const MOST_READINGS = 6;

interface Written {
  readonly text: string;
  readonly script: "cyrillic" | "arabic" | "latin" | "han";
}

/** All readings of all spellings, without those that say the same; none for a text without letters of these scripts. */
export function readNames(names: readonly string[]): Reading[] {
  const found = new Map<string, Reading>();
  for (const reading of names.flatMap(readings)) {
    const key = reading.map((word) => `${word.sounds}${word.kind}${word.chinese}`).join(" ");
    if (reading.length > 0 && !found.has(key)) {
      found.set(key, reading);
    }
  }
  const all = [...found.values()].slice(0, MOST_READINGS);
  const parted = all.filter((reading) => reading.length === 2);
  return [...all, ...parted.map((reading) => [asOne(reading)])];
}

/** A name in Latin letters that is pinyin in every word is read as both: `Ali`, `Aman` and `Dana` are. */
function readings(name: string): Reading[] {
  const written = wordsOf(name);
  const asSpelled = joined(written.map((word) => heard(word)));
  const asPinyin = written.every(({ script }) => script === "latin") ? written.map(({ text }) => readPinyin(text)) : [undefined];
  if (written.length === 0 || asPinyin.includes(undefined)) {
    return [asSpelled];
  }
  return [asSpelled, joined(asPinyin.map((sounds) => wordOf(sounds ?? "", true)))];
}

const joined = (words: readonly Word[]): Reading => withoutParticles(words.filter(({ sounds }) => sounds !== "")).slice(0, MOST_WORDS);

function heard({ text, script }: Written): Word {
  switch (script) {
    case "cyrillic":
      return wordOf(readCyrillic(text), false);
    case "arabic":
      return wordOf(readArabic(text), false);
    case "latin":
      return wordOf(readLatin(text), false);
    case "han":
      return wordOf(readSyllables(pinyinOf(text)), true);
  }
}

/** Marks that no table knows, marks of direction and what joins letters are dropped; a hyphen joins, as in `Abdu-weli`; any other sign parts words. */
function wordsOf(name: string): Written[] {
  const text = name
    .slice(0, MOST_TYPED)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}ـٴء]/gu, "")
    .replace(/[’‘ʻʼ`´ʹ]/g, "'")
    .replace(/[‐‑–]/g, "-");
  const words: Written[] = [];
  for (const [word] of text.matchAll(/\p{Script=Cyrillic}[\p{Script=Cyrillic}'-]*|\p{Script=Arabic}[\p{Script=Arabic}-]*|\p{Script=Latin}[\p{Script=Latin}'-]*|\p{Script=Han}+/gu)) {
    words.push({ text: word.slice(0, 2 * MOST_SOUNDS), script: scriptOf(word) });
  }
  return words.slice(0, 2 * MOST_WORDS).map((word) => (word.script === "latin" ? word : { ...word, text: word.text.replace(/['-]/g, "") }));
}

const scriptOf = (word: string): Written["script"] =>
  /^\p{Script=Cyrillic}/u.test(word) ? "cyrillic" : /^\p{Script=Arabic}/u.test(word) ? "arabic" : /^\p{Script=Han}/u.test(word) ? "han" : "latin";
