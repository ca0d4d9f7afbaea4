import type { Sounds } from "./sounds.ts";

/**
 * Syllables of pinyin and the sounds of a Turkic name that they stand for. General: initials and finals of ISO 7098. Rules, from how transcription uses them: j, zh for j; q for ch; x and sh for sh and
 * s; a final ng is only an n with a colour; er alone is an r (or l); what stands between a consonant and the main vowel of ia, ie, ua, uo is not heard.
 */
const INITIALS: Readonly<Record<string, string>> = {
  b: "b", p: "p", m: "m", f: "f", d: "d", t: "t", n: "n", l: "l", g: "g", k: "k", h: "h", j: "j", q: "c", x: "x", zh: "j", ch: "c", sh: "x", r: "r", z: "z", c: "s", s: "s", y: "y",
  w: "w", "": "",
};
const FINALS: Readonly<Record<string, string>> = {
  a: "a", o: "o", e: "e", i: "i", u: "u", ü: "u", ai: "ay", ei: "ey", ao: "aw", ou: "ow", an: "an", en: "en", in: "in", un: "un", ün: "un", ang: "an", eng: "en", ing: "in", ong: "un",
  ia: "a", ie: "e", iao: "aw", iu: "iw", ian: "an", iang: "an", iong: "un", ua: "wa", uo: "o", ui: "uy", uai: "way", uan: "wan", uang: "wan", üe: "e", ue: "e", üan: "an",
};
/** lüe and nüe are in no such name, and would swallow the er of `Nuerlan`. */
const NOT_READ = new Set(["nue", "lue"]);

function soundsOf(syllable: string): Sounds | undefined {
  if (syllable === "er") {
    return "r";
  }
  if (NOT_READ.has(syllable)) {
    return undefined;
  }
  const initial = /^(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?/.exec(syllable)![0];
  const rest = syllable.slice(initial.length);
  const final = Object.hasOwn(FINALS, rest) ? FINALS[rest] : undefined;
  return final === undefined ? undefined : `${INITIALS[initial]}${final}`;
}

const LONGEST_SYLLABLE = 6;

/** @param syllables known to be such, of characters */
export const readSyllables = (syllables: readonly string[]): Sounds => syllables.map((syllable) => soundsOf(syllable) ?? "").join("");

/** Undefined for a word that is not pinyin as a whole. A tone is not written in names; an apostrophe parts syllables. */
export function readPinyin(word: string): Sounds | undefined {
  const parts = word.replaceAll("v", "ü").split(/['’]/).filter((part) => part !== "");
  const read = parts.map((part) => segmented(part));
  return read.length === 0 || read.includes(undefined) ? undefined : read.join("");
}

/** The longest syllables first; `dead` are places from which the end was not reached, so that a long word costs no more than its length. */
function segmented(text: string): Sounds | undefined {
  const dead = new Set<number>();
  const from = (at: number): Sounds | undefined => {
    if (at === text.length) {
      return "";
    }
    for (let length = dead.has(at) ? 0 : LONGEST_SYLLABLE; length > 0; length--) {
      const sounds = at + length <= text.length ? soundsOf(text.slice(at, at + length)) : undefined;
      const rest = sounds === undefined ? undefined : from(at + length);
      if (rest !== undefined) {
        return sounds + rest;
      }
    }
    dead.add(at);
    return undefined;
  };
  return from(0);
}
