/**
 * A search over what was opened, kept in memory alone. Exact, for beginnings of words: letters of Cyrillic, Arabic and Latin script that sound alike are one letter here, so that a name is
 * found in whatever script it was written; what stands above or below a letter, and signs that turn the direction of writing, do not count.
 */

/** By sound, roughly; what is two letters in one script and one in another is written as in Latin. */
const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ["a", "аәاآأإٱٵ"],
    ["b", "бب"],
    ["p", "пپ"],
    ["t", "тتطث"],
    ["j", "жجژ"],
    ["ch", "чچ"],
    ["h", "хһҳحخھہ"],
    ["d", "дدضذ"],
    ["r", "рر"],
    ["z", "зزظ"],
    ["s", "сسص"],
    ["sh", "шщش"],
    ["g", "гғعغگ"],
    ["f", "фف"],
    ["k", "кқقكک"],
    ["n", "нңنڭ"],
    ["l", "лل"],
    ["m", "мم"],
    ["e", "еэёەهةې"],
    ["o", "оөوۆ"],
    ["u", "уұүۇۈۋw"],
    ["v", "вۏ"],
    ["i", "иійыىيیy"],
    ["ts", "ц"],
    ["iu", "ю"],
    ["ia", "я"],
    ["k", "q"],
    ["h", "x"],
    ["", "ъьءئؤٴـ"],
  ].flatMap(([latin, letters]) => [...letters!].map((letter) => [letter, latin!])),
);

/** Two Latin letters for what is one elsewhere. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/zh|dj/g, "j"],
  [/kh/g, "h"],
  [/gh/g, "g"],
];

const HAN = /\p{Script=Han}/u;
const LONGEST_WORD = 60;

/** A text as it is compared: words of letters that sound alike, a space between two. */
export function folded(text: string): string {
  // Composed letters first: in Cyrillic й, and in Arabic ئ, are letters and not marks upon others.
  const plain = [...text.normalize("NFKC").toLowerCase()].map((letter) => LETTERS[letter] ?? letter).join("");
  const latin = plain
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/\p{Nd}/gu, digit)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return PAIRS.reduce((before, [pair, one]) => before.replace(pair, one), latin);
}

/** Of any script, in the decimal digits of this one. */
function digit(letter: string): string {
  const code = letter.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
    zero--;
  }
  return /[0-9]/.test(letter) ? letter : String((code - zero) % 10);
}

/** Han is written without spaces: each character begins a word that goes on to the end of its run. */
function wordsIn(text: string): string[] {
  return folded(text)
    .split(" ")
    .flatMap((word) => (HAN.test(word) ? [...word].map((_, i, all) => all.slice(i, i + LONGEST_WORD).join("")) : [word.slice(0, LONGEST_WORD)]))
    .filter((word) => word !== "");
}

/** A text that was opened. `W` says where it stands. */
export interface Text<W> {
  readonly where: W;
  readonly text: string;
}

export interface Hit<W> {
  readonly case: string;
  readonly found: readonly Text<W>[];
}

/** All that this page has opened since it was entered. To leave it is to forget it. */
export class SearchIndex<W> {
  readonly #texts = new Map<number, { readonly case: string; readonly text: Text<W> }>();
  readonly #numbers = new Map<string, number[]>();
  readonly #cases = new Map<string, ReadonlySet<number>>();
  #next = 0;
  #sorted: readonly string[] | undefined;

  get size(): number {
    return this.#cases.size;
  }

  has(id: string): boolean {
    return this.#cases.has(id);
  }

  /** What was read anew takes the place of what was there. */
  put(id: string, texts: readonly Text<W>[]): void {
    this.forget(id);
    const numbers = new Set<number>();
    for (const text of texts) {
      const number = this.#next++;
      this.#texts.set(number, { case: id, text });
      numbers.add(number);
      for (const word of new Set(wordsIn(text.text))) {
        const list = this.#numbers.get(word);
        if (list === undefined) {
          this.#numbers.set(word, [number]);
          this.#sorted = undefined;
        } else {
          list.push(number);
        }
      }
    }
    this.#cases.set(id, numbers);
  }

  /** Not even its words are left. */
  forget(id: string): void {
    const gone = this.#cases.get(id);
    if (gone === undefined) {
      return;
    }
    gone.forEach((number) => this.#texts.delete(number));
    for (const [word, numbers] of this.#numbers) {
      const left = numbers.filter((number) => !gone.has(number));
      if (left.length === 0) {
        this.#numbers.delete(word);
      } else if (left.length < numbers.length) {
        this.#numbers.set(word, left);
      }
    }
    this.#sorted = undefined;
    this.#cases.delete(id);
  }

  /** Cases in which every word begins some word; in each, the texts in which one of them does. Most texts first. */
  search(query: string): Hit<W>[] {
    const words = folded(query).split(" ").filter((word) => word !== "");
    const each = words.map((word) => this.#withWord(word));
    const [first, ...others] = each;
    if (first === undefined) {
      return [];
    }
    return [...first.keys()]
      .filter((id) => others.every((found) => found.has(id)))
      .map((id) => {
        const numbers = [...new Set(each.flatMap((found) => found.get(id)!))].sort((a, b) => a - b);
        return { case: id, found: numbers.map((number) => this.#texts.get(number)!.text) };
      })
      .sort((a, b) => b.found.length - a.found.length || (a.case < b.case ? -1 : 1));
  }

  #withWord(beginning: string): Map<string, number[]> {
    const found = new Map<string, number[]>();
    const sorted = (this.#sorted ??= [...this.#numbers.keys()].sort());
    for (let i = firstNotBefore(sorted, beginning); i < sorted.length && sorted[i]!.startsWith(beginning); i++) {
      for (const number of this.#numbers.get(sorted[i]!)!) {
        const { case: id } = this.#texts.get(number)!;
        const numbers = found.get(id);
        if (numbers === undefined) {
          found.set(id, [number]);
        } else {
          numbers.push(number);
        }
      }
    }
    return found;
  }
}

/** Where a word stands in a sorted list, or would stand. */
function firstNotBefore(sorted: readonly string[], word: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < word) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
