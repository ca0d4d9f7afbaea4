import { el, replace } from "../shared/dom.ts";

interface Words {
  readonly tag: string;
  readonly rightToLeft: boolean;
  readonly waiting: string;
  readonly noAnswer: string;
  readonly again: string;
}

/** In the script itself: the words of the page count only with a directory that vouches for them. */
const WORDS: readonly Words[] = [
  {
    tag: "kk-Cyrl",
    rightToLeft: false,
    waiting: "Бет жаңарып жатыр. Сәл күте тұрыңыз.",
    noAnswer: "Бет әлі жаңарған жоқ: байланыс нашар. Сәлден соң қайталап көріңіз.",
    again: "Қайталап көру",
  },
  {
    tag: "kk-Arab",
    rightToLeft: true,
    waiting: "بەت جاڭارىپ جاتىر. ٴسال كۇتە تۇرىڭىز.",
    noAnswer: "بەت ٴالى جاڭارعان جوق: بايلانىس ناشار. سالدەن سوڭ قايتالاپ كورىڭىز.",
    again: "قايتالاپ كورۋ",
  },
  {
    tag: "ug-Arab",
    rightToLeft: true,
    waiting: "بەت يېڭىلىنىۋاتىدۇ. بىردەم ساقلاپ تۇرۇڭ.",
    noAnswer: "بەت تېخى يېڭىلانمىدى: تور ئاجىز. بىردەمدىن كېيىن قايتا سىناپ بېقىڭ.",
    again: "قايتا سىناش",
  },
  {
    tag: "ru",
    rightToLeft: false,
    waiting: "Страница обновляется. Подождите немного, пожалуйста.",
    noAnswer: "Страница пока не обновилась: связь слабая. Попробуйте ещё раз чуть позже.",
    again: "Попробовать ещё раз",
  },
  {
    tag: "zh-Hans",
    rightToLeft: false,
    waiting: "页面正在更新，请稍等。",
    noAnswer: "页面还没有更新：网络信号不好。请过一会儿再试一次。",
    again: "再试一次",
  },
  {
    tag: "en",
    rightToLeft: false,
    waiting: "The page is being renewed. Please wait a moment.",
    noAnswer: "The page is not renewed yet: the line is weak. Please try again in a moment.",
    again: "Try again",
  },
];

/** Those of ours that the device names, each of its scripts too; all of ours where it names none. */
export function wordsFor(wanted: readonly string[]): readonly Words[] {
  const primary = (tag: string): string => tag.split("-")[0]!.toLowerCase();
  const named = WORDS.filter(({ tag }) => wanted.some((one) => primary(one) === primary(tag)));
  return named.length === 0 ? WORDS : named;
}

/**
 * Where nothing can begin without the server's directory: a calm sentence; and, when no answer came, another one and a button.
 *
 * @param ask whether something came: it takes the place of this view
 */
export function renewalView(wanted: readonly string[], ask: () => Promise<boolean>): HTMLElement {
  const languages = wordsFor(wanted);
  const said = el("div", { role: "status" });
  const below = el("div", { class: "row" });
  const say = (words: (of: Words) => string): void =>
    replace(said, ...languages.map((of) => el("p", { lang: of.tag, dir: of.rightToLeft ? "rtl" : "ltr" }, words(of))));
  const look = async (): Promise<void> => {
    say(({ waiting }) => waiting);
    replace(below);
    if (await ask()) {
      return;
    }
    say(({ noAnswer }) => noAnswer);
    const labels = languages.map(({ tag, again }) => el("div", { lang: tag, dir: "auto" }, again));
    replace(below, el("button", { type: "button", class: "main", click: () => void look() }, ...labels));
  };
  void look();
  return el("main", { class: "renewal" }, said, below);
}
