import { boundsOf } from "./edtf.ts";
import { language } from "./languages.ts";

type Months = Readonly<Record<string, string>>;

/** A date in one of the forms that `Edtf.java` keeps, in the words of a language; undefined for any other text or language. */
export function dateInWords(edtf: string, tag: string): string | undefined {
  const months = language(tag)?.months;
  return months === undefined ? undefined : dateInWordsOf(edtf, tag, months);
}

/** @param months the names of the months 1 to 12 and of the seasons 21 to 24 */
export function dateInWordsOf(edtf: string, tag: string, months: Months): string | undefined {
  const words = phrases[tag];
  if (words === undefined || boundsOf(edtf) === undefined) {
    return undefined;
  }
  const [first = "", second] = edtf.split("/");
  if (second === undefined) {
    return point(words, months, first);
  }
  const from = point(words, months, first);
  const to = point(words, months, second);
  if (first === "..") {
    return to === undefined ? undefined : words.andEarlier(to);
  }
  if (second === "..") {
    return from === undefined ? undefined : words.andLater(from);
  }
  // Joined by a dash, not by "from ... to": that would need a case ending in most of our languages.
  return from === undefined || to === undefined ? undefined : `${from} – ${to}`;
}

function point(words: Phrases, months: Months, text: string): string | undefined {
  const match = /^(\d{3}[\dX])(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year = "", second, third, mark = ""] = match;
  const plain = datePart(words, months, year, second, third);
  if (plain === undefined) {
    return undefined;
  }
  const about = mark === "~" || mark === "%" ? words.about(plain) : plain;
  return mark === "?" || mark === "%" ? words.doubtful(about) : about;
}

function datePart(
  words: Phrases,
  months: Months,
  year: string,
  second: string | undefined,
  third: string | undefined,
): string | undefined {
  if (year.endsWith("X")) {
    return second === undefined ? words.decade(`${year.slice(0, 3)}0`) : undefined;
  }
  if (second === undefined) {
    return words.year(year);
  }
  const number = Number(second);
  const name = months[number];
  if (name === undefined || (number > 12 && third !== undefined)) {
    return undefined;
  }
  if (number > 12) {
    return words.season(year, name.toLowerCase());
  }
  return third === undefined ? words.month(year, name, number) : words.day(year, name, number, Number(third));
}

interface Phrases {
  year(year: string): string;
  decade(firstYear: string): string;
  season(year: string, season: string): string;
  month(year: string, month: string, number: number): string;
  day(year: string, month: string, number: number, day: number): string;
  about(date: string): string;
  doubtful(date: string): string;
  andEarlier(date: string): string;
  andLater(date: string): string;
}

const RUSSIAN_GENITIVE =
  "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(" ");

const phrases: Readonly<Record<string, Phrases>> = {
  en: {
    year: (year) => year,
    decade: (year) => `the ${year}s`,
    season: (year, season) => `${season} ${year}`,
    month: (year, month) => `${month} ${year}`,
    day: (year, month, _, day) => `${day} ${month} ${year}`,
    about: (date) => `about ${date}`,
    doubtful: (date) => `${date}, not certain`,
    andEarlier: (date) => `${date} and earlier`,
    andLater: (date) => `${date} and later`,
  },
  "kk-Cyrl": {
    year: (year) => `${year} жыл`,
    decade: (year) => `${year}-жылдар`,
    season: (year, season) => `${year} жыл, ${season}`,
    month: (year, month) => `${year} жыл, ${month.toLowerCase()}`,
    day: (year, month, _, day) => `${year} жыл, ${day} ${month.toLowerCase()}`,
    about: (date) => `шамамен ${date}`,
    doubtful: (date) => `${date}, анық емес`,
    andEarlier: (date) => `${date} және одан бұрын`,
    andLater: (date) => `${date} және одан кейін`,
  },
  "kk-Arab": {
    year: (year) => `${year} جىل`,
    decade: (year) => `${year}-جىلدار`,
    season: (year, season) => `${year} جىل، ${season}`,
    month: (year, month) => `${year} جىل، ${month}`,
    day: (year, month, _, day) => `${year} جىل، ${day} ${month}`,
    about: (date) => `شامامەن ${date}`,
    doubtful: (date) => `${date}، انىق ەمەس`,
    andEarlier: (date) => `${date} جانە ودان بۇرىن`,
    andLater: (date) => `${date} جانە ودان كەيىن`,
  },
  ru: {
    year: (year) => `${year} год`,
    decade: (year) => `${year}-е годы`,
    season: (year, season) => `${season} ${year} года`,
    month: (year, month) => `${month.toLowerCase()} ${year} года`,
    day: (year, _, number, day) => `${day} ${RUSSIAN_GENITIVE[number - 1]} ${year} года`,
    about: (date) => `примерно ${date}`,
    doubtful: (date) => `${date}, не точно`,
    andEarlier: (date) => `${date} и раньше`,
    andLater: (date) => `${date} и позже`,
  },
  "zh-Hans": {
    year: (year) => `${year}年`,
    decade: (year) => `${year}年代`,
    season: (year, season) => `${year}年${season}`,
    month: (year, month) => `${year}年${month}`,
    day: (year, month, _, day) => `${year}年${month}${day}日`,
    about: (date) => `大约${date}`,
    doubtful: (date) => `${date}（不确定）`,
    andEarlier: (date) => `${date}及以前`,
    andLater: (date) => `${date}及以后`,
  },
  "ug-Arab": {
    year: (year) => `${year}-يىل`,
    decade: (year) => `${year}-يىللار`,
    season: (year, season) => `${year}-يىل، ${season}`,
    month: (year, _, number) => `${year}-يىل ${number}-ئاي`,
    day: (year, _, number, day) => `${year}-يىل ${number}-ئاينىڭ ${day}-كۈنى`,
    about: (date) => `تەخمىنەن ${date}`,
    doubtful: (date) => `${date}، ئېنىق ئەمەس`,
    andEarlier: (date) => `${date} ۋە ئۇنىڭدىن بۇرۇن`,
    andLater: (date) => `${date} ۋە ئۇنىڭدىن كېيىن`,
  },
};
