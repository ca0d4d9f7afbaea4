import { isVowel, type Sounds } from "./sounds.ts";

/**
 * Latin spellings as newspapers, passports and keyboards have them. General: BGN/PCGN (zh, kh, gh, sh, ch, y), the Kazakh alphabets of 2017 (g', s'), 2018 (ǵ, ń, sh, ch, ı, ý) and 2021 (ğ, ñ, ş, ū),
 * the Uyghur Latin alphabet (ULY: x for kh, zh, ö, ë), Turkish (c for j, ç, ş, ğ, ı), French and German press (ou, dj, tch, dsch, sch). Rules: c by itself is Turkish, x is kh and q is k: what
 * Chinese means by them is read in `pinyin.ts`.
 */
const GROUPS: ReadonlyArray<readonly [string, string]> = [
  ["shch", "x"], ["dsch", "j"], ["tsch", "c"], ["sch", "x"], ["dzh", "j"], ["tch", "c"], ["zh", "j"], ["dj", "j"], ["sh", "x"], ["ch", "c"], ["kh", "h"], ["gh", "g"], ["ck", "k"],
  ["ph", "f"], ["th", "t"], ["ts", "s"], ["tz", "s"], ["s'", "x"], ["c'", "c"], ["y'", "w"], ["ou", "u"], ["oo", "u"], ["ee", "i"],
];
const LETTERS: Readonly<Record<string, string>> = {
  a: "a", ä: "a", á: "a", ə: "a", æ: "a", b: "b", c: "j", ç: "c", č: "c", d: "d", e: "e", é: "e", ë: "e", ê: "e", f: "f", g: "g", ğ: "g", ǵ: "g", ġ: "g", h: "h", i: "i", ı: "i", í: "i",
  j: "j", k: "k", l: "l", m: "m", n: "n", ñ: "ng", ń: "ng", ŋ: "ng", o: "o", ö: "o", ó: "o", ø: "o", p: "p", q: "k", r: "r", s: "s", ş: "x", ș: "x", š: "x", ś: "x", t: "t", u: "u", ü: "u",
  ú: "u", ū: "u", v: "w", w: "w", x: "h", ý: "w", y: "y", z: "z", ž: "j",
};

export function readLatin(word: string): Sounds {
  const text = word.replace(/dd?sch/g, "dsch");
  let sounds = "";
  for (let at = 0; at < text.length; ) {
    const group = GROUPS.find(([letters]) => text.startsWith(letters, at));
    if (group !== undefined) {
      sounds += group[1];
      at += group[0].length;
      continue;
    }
    const letter = text[at]!;
    const sound = LETTERS[letter] ?? plain(letter);
    const next = LETTERS[text[at + 1] ?? ""];
    const besideVowel = isVowel(sounds.at(-1)) || isVowel(next);
    sounds += (sound === "y" || sound === "w") && letter !== "v" && !besideVowel ? (sound === "y" ? "i" : "u") : sound;
    at++;
  }
  return glides(sounds);
}

/** A letter with a mark that no table has: without it. */
const plain = (letter: string): string => LETTERS[letter.normalize("NFD")[0] ?? ""] ?? "";

/** `ai` and `ay`, `au` and `aw` are the same sound; Cyrillic writes a letter for it. */
const glides = (sounds: string): string => sounds.replace(/([aeou])i(?![aeou])/g, "$1y").replace(/([aeoi])u/g, "$1w");
