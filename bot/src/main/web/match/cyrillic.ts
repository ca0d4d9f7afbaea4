import { isVowel, type Sounds } from "./sounds.ts";

/**
 * Kazakh, Uyghur and Russian Cyrillic. General: the letters of GOST 7.79, of the Kazakh alphabet of 1940 and of the Uyghur one of 1947. Rules: ц is read as s, since no name of these languages has
 * it by itself; ъ and ь are not heard; у is a glide beside a vowel, which Kazakh orthography means by it and which Russian spelling shares.
 */
const LETTERS: Readonly<Record<string, string>> = {
  а: "a", ә: "a", б: "b", в: "w", г: "g", ғ: "g", д: "d", е: "e", ё: "yo", ж: "j", җ: "j", з: "z", и: "i", й: "y", к: "k", қ: "k", л: "l", м: "m", н: "n", ң: "ng",
  о: "o", ө: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ұ: "u", ү: "u", ф: "f", х: "h", һ: "h", ц: "s", ч: "c", ш: "x", щ: "x", ъ: "", ы: "i", і: "i", ь: "", э: "e",
  ю: "yu", я: "ya",
};

export function readCyrillic(word: string): Sounds {
  const text = word.replaceAll("дж", "ж");
  let sounds = "";
  for (const [i, letter] of [...text].entries()) {
    const sound = LETTERS[letter] ?? "";
    const next = LETTERS[text[i + 1] ?? ""]?.[0];
    sounds += letter === "у" && (isVowel(sounds.at(-1)) || isVowel(next)) ? "w" : sound;
  }
  return sounds;
}
