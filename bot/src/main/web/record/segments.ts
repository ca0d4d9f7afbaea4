/**
 * A text cut into sentences, for translation. Joined again they are the text, to the last character: white space goes with the sentence before it.
 *
 * @param language a tag of ours; where the browser has no rules for it, or none at all, the marks that end a sentence in our languages count
 */
export function segmentsOf(text: string, language: string): string[] {
  const pieces = sentences(text, language);
  // White space alone is nothing to translate: at the beginning it goes with what follows, elsewhere with what came before.
  const found: string[] = [];
  let begin = "";
  for (const piece of pieces) {
    if (piece.trim() !== "") {
      found.push(begin + piece);
      begin = "";
    } else if (found.length === 0) {
      begin += piece;
    } else {
      found[found.length - 1] += piece;
    }
  }
  return begin === "" ? found : [begin];
}

function sentences(text: string, language: string): string[] {
  if (typeof Intl === "undefined" || !("Segmenter" in Intl)) {
    return byMarks(text);
  }
  try {
    return Array.from(new Intl.Segmenter(language, { granularity: "sentence" }).segment(text), ({ segment }) => segment);
  } catch {
    // Of a record's language anything can be said.
    return byMarks(text);
  }
}

/** At the marks of the Latin, Cyrillic, Arabic and Chinese scripts, and at the ends of lines. */
export const byMarks = (text: string): string[] =>
  text.match(/(?:[^.!?…؟۔。！？\n]|[.!?…؟۔](?![\s"'»”’)\]]|$))*(?:[.!?…؟۔]["'»”’)\]]*|[。！？]+["'»”’）]*|\n|$)[^\S\n]*/gu)?.filter((piece) => piece !== "") ?? [];
