import { isVowel, type Sounds } from "./sounds.ts";

/**
 * Kazakh (töte jazu) and Uyghur Arabic script. General: the letters of both alphabets as in `config/languages` and Unicode 16, and the look-alikes that keyboards write for them. Rule: hamza
 * only makes vowels front, which no other spelling keeps, so it is not heard; ۆ is Kazakh v and Uyghur ö, and a word is Uyghur when it has a letter that Kazakh does not.
 */
const LETTERS: Readonly<Record<string, string>> = {
  ا: "a", آ: "a", أ: "a", ە: "e", ې: "e", ى: "i", ی: "y", ي: "y", و: "o", ۇ: "u", ۈ: "u", ۋ: "u", ب: "b", پ: "p", ت: "t", ط: "t", د: "d", ض: "z", ج: "j", ژ: "j",
  چ: "c", ح: "h", خ: "h", ھ: "h", ه: "h", ر: "r", ز: "z", ذ: "z", ظ: "z", س: "s", ص: "s", ث: "s", ش: "x", ع: "g", غ: "g", ف: "f", ق: "k", ك: "k", ک: "k", گ: "g",
  ڭ: "ng", ل: "l", م: "m", ن: "n", ة: "e",
};
const UYGHUR_ALONE = /[ئېۈغخژ]/;

export function readArabic(word: string): Sounds {
  const text = word.replace(/تس/g, "س").replace(/ه$/, "ە");
  const beforeVowel = UYGHUR_ALONE.test(text) ? "o" : "w";
  let sounds = "";
  for (const [i, letter] of [...text].entries()) {
    const sound = letter === "ۆ" ? beforeVowel : (LETTERS[letter] ?? "");
    const besideVowel = isVowel(sounds.at(-1)) || isVowel(LETTERS[text[i + 1] ?? ""]);
    if (letter === "ۋ" && besideVowel) {
      sounds += "w";
    } else {
      sounds += sound === "y" && !besideVowel ? "i" : sound;
    }
  }
  return sounds;
}
