/** What a translator must not learn: one person, place or number, in all the spellings that are known. */
export interface Known {
  readonly kind: "person" | "place" | "number";
  readonly spellings: readonly string[];
}

/** What stands for it in the language of the translation. */
export interface Named {
  readonly as: string;
  readonly spellings: readonly string[];
}

const WORDS: Readonly<Record<string, Readonly<Record<Known["kind"], string>>>> = {
  en: { person: "Person", place: "Place", number: "Number" },
  ru: { person: "Человек", place: "Место", number: "Номер" },
  "zh-Hans": { person: "某人", place: "某地", number: "号码" },
  "kk-Cyrl": { person: "Кісі", place: "Жер", number: "Нөмір" },
  "kk-Arab": { person: "كىسى", place: "جەر", number: "نومىر" },
};

/** Numbered by kind, in the order in which they are given. @param into the language of the translation */
export function namedIn(known: readonly Known[], into: string): Named[] {
  const words = WORDS[into] ?? WORDS.en!;
  const counts = { person: 0, place: 0, number: 0 };
  return known.map(({ kind, spellings }) => ({ as: `${words[kind]} ${++counts[kind]}`, spellings }));
}

// --- letters

/** A text as it is compared: each letter with where it stood. Small letters, one form of each, and nothing that is not seen. */
interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of the text, where its letter begins in the original; behind the last one its end. */
  readonly at: readonly number[];
}

const ALIKE: Readonly<Record<string, string>> = { ي: "ى", ی: "ى", ې: "ى", ک: "ك", ه: "ە", ة: "ە", ھ: "ە", ہ: "ە", أ: "ا", إ: "ا", آ: "ا", ё: "е", "’": "'", ʼ: "'", "·": " ", "•": " ", "・": " ", "‧": " ", "-": " ", "‐": " ", "–": " " };

function fold(original: string): Folded {
  let text = "";
  const at: number[] = [];
  let i = 0;
  for (const letter of original) {
    // Marks above letters, joiners, tatweel, the hamza before a Kazakh word: written or left out as it comes.
    const plain = letter.normalize("NFKD").replace(/[\p{M}\p{Cf}\u0640\u0674]/gu, "").toLowerCase().normalize("NFKC");
    for (const unit of Array.from(plain, (one) => ALIKE[one] ?? one).join("")) {
      text += unit;
      at.push(...Array.from({ length: unit.length }, () => i));
    }
    i += letter.length;
  }
  return { text, at: [...at, original.length] };
}

export const folded = (text: string): string => fold(text).text;

const HAN = /\p{Script=Han}/u;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
const LETTER = /[\p{L}\p{N}]/u;

/** Case, number and possession in Kazakh, Uyghur and Russian, as they are seen behind a name; anything else behind it may be a part of it, and is hidden too. */
const ENDINGS: ReadonlySet<string> = new Set(
  (
    "ға ге қа ке на не ны ні ды ді ты ті дан ден тан тен нан нен да де та те нда нде ның нің дың дің тың тің мен бен пен лар лер дар дер тар тер дікі нікі " +
    "а у ой ом ем е ы и ов ова ову овым овой ём ей ю я " +
    "عا گە قا كە نا نە نى دى تى دان دەن تان تەن نان نەن دا دە تا تە نىڭ دىڭ تىڭ مەن بەن پەن لار لەر دار دەر تار تەر غا غە قە ىنى"
  )
    .split(" ")
    .map(folded),
);

const SHORTEST_PART = 3;
/** Of so many letters it is no part of other words by chance, and is found inside of them too. */
const SURELY_A_NAME = 5;

const partsOf = (spelling: string): string[] => spelling.split(/[^\p{L}\p{N}\p{M}'\u0674\u0640]+/u).filter((part) => part !== "");

interface Pattern {
  readonly text: string;
  readonly index: number;
  /** In capitals only: a name of two letters is a word in most languages. */
  readonly exact: string | undefined;
}

/** Whole names first, then their parts, the long before the short. */
function patterns(names: readonly Named[]): Pattern[] {
  const all = names.flatMap(({ spellings }, index) =>
    spellings.flatMap((spelling) => {
      const whole = spelling.trim();
      const parts = partsOf(whole);
      const han = parts.filter((part) => HAN.test(part));
      // Of 王小明 people also say 小明.
      const given = han.filter((part) => part.length === 3).map((part) => part.slice(1));
      const initial = (part: string): boolean => part.length < SHORTEST_PART && !HAN.test(part);
      return [whole, ...parts.filter((part) => !HAN.test(part) || part.length > 1), ...given].map((text): Pattern => ({ text: folded(text).trim().replace(/\s+/g, " "), index, exact: initial(text) ? text : undefined }));
    }),
  );
  const unique = all.filter(({ text }, i) => text !== "" && all.findIndex((other) => other.text === text) === i);
  return unique.sort((a, b) => b.text.length - a.text.length);
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly index: number;
  /** An ending that stays, since who did what to whom hangs on it. */
  readonly ending: string;
}

function foundIn(original: string, all: readonly Pattern[]): Found[] {
  const { text, at } = fold(original);
  const taken = new Array<boolean>(text.length).fill(false);
  const found: Found[] = [];
  for (const { text: name, index, exact } of all) {
    const pattern = new RegExp(name.split(" ").map(escaped).join("[\\s,.']+"), "gu");
    for (const match of text.matchAll(pattern)) {
      const [first, last] = [match.index, match.index + match[0].length];
      const inside = first > 0 && LETTER.test(text[first - 1]!) && !HAN.test(name);
      const rest = HAN.test(name) ? "" : (/^[\p{L}\p{N}]*/u.exec(text.slice(last))?.[0] ?? "");
      if (taken.slice(first, last).some(Boolean) || (inside && name.length < SURELY_A_NAME)) {
        continue;
      }
      if (exact !== undefined && (rest !== "" || original.slice(at[first], at[last]) !== exact)) {
        continue;
      }
      const keeps = ENDINGS.has(rest) && !all.some((other) => other.text === rest);
      const end = last + rest.length;
      // What stands before it in the same word belongs to it as well.
      let begin = first;
      while (inside && begin > 0 && LETTER.test(text[begin - 1]!) && !taken[begin - 1]) {
        begin--;
      }
      taken.fill(true, begin, end);
      found.push({ from: at[begin]!, to: at[end]!, index, ending: keeps ? original.slice(at[last], at[end]) : "" });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** A piece of a text: as it was, or a pseudonym with the ending that the name had. */
export interface Piece {
  readonly text: string;
  /** What is not said of it. */
  readonly hidden?: string;
}

export function hide(text: string, names: readonly Named[]): Piece[] {
  const all = patterns(names);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, index, ending } of foundIn(text, all)) {
    if (from > at) {
      pieces.push({ text: text.slice(at, from) });
    }
    // A name in two words is one person.
    const last = pieces.at(-1);
    const as = `${names[index]!.as}${ending === "" ? "" : `-${ending}`}`;
    pieces.push({ text: as, hidden: text.slice(from, to) });
    at = to;
    const before = pieces.at(-3);
    if (last !== undefined && last.hidden === undefined && /^\s+$/u.test(last.text) && before?.hidden !== undefined && before.text === names[index]!.as) {
      pieces.splice(-3, 3, { text: as, hidden: before.hidden + last.text + text.slice(from, to) });
    }
  }
  return at < text.length ? [...pieces, { text: text.slice(at) }] : pieces;
}

export const hidden = (text: string, names: readonly Named[]): string =>
  hide(text, names)
    .map((piece) => piece.text)
    .join("");

const scriptOf = (tag: string): RegExp => (tag === "zh-Hans" ? HAN : tag.endsWith("Arab") ? /\p{Script=Arabic}/u : tag === "en" ? /\p{Script=Latin}/u : /\p{Script=Cyrillic}/u);

/** The names again, in the script of the translation where they are known in it. What a language adds behind a pseudonym stays. */
export function restore(text: string, names: readonly Named[], into: string): string {
  // The longest number first: Person 12 is not Person 1.
  const longestFirst = [...names].sort((a, b) => b.as.length - a.as.length);
  return longestFirst.reduce((all, { as, spellings }) => {
    const [word = "", number = ""] = as.split(" ");
    const name = spellings.find((spelling) => scriptOf(into).test(spelling)) ?? spellings[0] ?? as;
    const endings = HAN.test(word) ? "" : "\\p{L}{0,4}";
    return all.replace(new RegExp(`(^|[^\\p{L}])${escaped(word)}${endings}[\\s-]?${number}(?!\\d)`, "giu"), (_, before: string) => before + name);
  }, text);
}

// --- what is not found

const NUMBER = /\d(?:[\s-]?\d){6,}/gu;

/** Long numbers: of papers and telephones. Each is one more thing that is hidden. */
export const numbersIn = (texts: readonly string[]): Known[] =>
  [...new Set(texts.flatMap((text) => text.match(NUMBER) ?? []))].map((number) => ({ kind: "number", spellings: [number] }));

/** Words that may be names in another spelling, or of somebody who is not known: a person has to look at each. */
export function suspects(pieces: readonly Piece[], names: readonly Named[]): string[] {
  const parts = names.flatMap(({ spellings }) => spellings.flatMap(partsOf)).map(folded).filter((part) => part.length > SHORTEST_PART);
  const shown = pieces.filter((piece) => piece.hidden === undefined).map(({ text }) => text);
  return [...new Set(shown.flatMap((text) => wordsIn(text).filter(({ word, begins }) => looksLikeName(word, begins) || parts.some((part) => isNear(folded(word), part))).map(({ word }) => word)))];
}

interface Word {
  readonly word: string;
  /** Whether a sentence begins with it. */
  readonly begins: boolean;
}

const wordsIn = (text: string): Word[] =>
  Array.from(text.matchAll(/[\p{L}\p{M}\p{N}'’·]+/gu), ({ 0: word, index }) => ({ word, begins: /(?:^|[.!?…\n«"“—–-])\s*$/u.test(text.slice(0, index)) }));

/** In the scripts that have capitals. Digits of some length may be a number of something; in Chinese a dot stands between the parts of a foreign name. */
const looksLikeName = (word: string, begins: boolean): boolean => (/^\p{Lu}/u.test(word) && !begins && word.length > 1) || /\d{5,}/u.test(word) || (HAN.test(word) && word.includes("·"));

/** Whether one is the other with a letter or two changed, perhaps with an ending behind it. */
function isNear(word: string, part: string): boolean {
  const most = part.length > 5 ? 2 : 1;
  if (word.length < part.length - most) {
    return false;
  }
  return [0, -1, 1].some((more) => distance(word.slice(0, part.length + more), part) <= most);
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
