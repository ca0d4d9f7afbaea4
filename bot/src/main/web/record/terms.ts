import glossary from "komir:glossary";

/** Id of a thing to its word, by language. */
export type Glossary = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Term {
  /** As the glossary has it. */
  readonly word: string;
  /** Its word in the other language. */
  readonly into: string;
}

const MOST_SUFFIX = 12;
const quotes = /[«»“”"„]/gu;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** What a word loses before an ending, in the languages where it loses something. */
const LAST: Readonly<Record<string, RegExp>> = { ru: /[аеёийоуыьэюя]{1,2}$/u, "ug-Arab": /[اە]$/u };

/** All but Chinese words take endings. */
function pattern(word: string, language: string): RegExp {
  const plain = word.replace(quotes, "").trim().toLowerCase();
  if (language === "zh-Hans") {
    return new RegExp(escaped(plain), "u");
  }
  const stems = plain.split(/\s+/u).map((part) => {
    const stem = part.length > 4 ? part.replace(LAST[language] ?? /$^/u, "") : part;
    return `${escaped(stem)}[\\p{L}\\p{M}'’-]{0,${language === "en" ? 3 : MOST_SUFFIX}}`;
  });
  return new RegExp(`(?:^|[^\\p{L}\\p{M}])${stems.join("\\s+")}(?![\\p{L}\\p{M}])`, "iu");
}

/** Words of the glossary that stand in a segment, in the order of the glossary, with the fitting word of the other language. */
export function termsIn(segment: string, from: string, to: string, of: Glossary = glossary): Term[] {
  const [words, others] = [of[from] ?? {}, of[to] ?? {}];
  const found = Object.entries(words).filter(([id, word]) => others[id] !== undefined && pattern(word, from).test(segment.toLowerCase()));
  return found.map(([id, word]) => ({ word, into: others[id]! }));
}
