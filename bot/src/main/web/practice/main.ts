import { languages } from "../record/languages.ts";
import { el, replace } from "../shared/dom.ts";
import { chosenLanguage, rememberLanguage } from "../shared/language.ts";

interface Info {
  readonly volunteer: string;
  readonly passphrase: string;
  readonly words: string | readonly string[];
}

const strings = {
  en: {
    practice: "Practice. Everything here is made up; nobody’s real testimony belongs here.",
    about: "Kömir asks the families of people detained in Xinjiang, one question at a time, and seals every answer before it is kept. Here you can try both sides.",
    phone: "The phone",
    phoneText: "Be the family. Talk to the bot as on a phone.",
    form: "The sealed form",
    formText: "Be the family in the browser. Here the answers are sealed on the telephone itself.",
    console: "The volunteers’ console",
    consoleText: "Be the volunteer. Open and check what came in.",
    volunteer: "The practice volunteer",
    passphrase: "Their passphrase",
    words: "Their key in seven words",
    real: "This is not for real work: the passphrase of a real volunteer stands on no page.",
    language: "Language",
  },
  "kk-Cyrl": {
    practice: "Жаттығу. Мұндағының бәрі ойдан шығарылған; шын айғақты мұнда жазбаңыз.",
    about: "Көмір Шыңжаңда ұсталғандардың отбасынан сұрақтарды бір-бірлеп сұрайды, әр жауапты сақтамас бұрын мөрлейді. Мұнда екі жағын да байқап көруге болады.",
    phone: "Телефон",
    phoneText: "Отбасының орнында болып көріңіз. Ботпен телефондағыдай сөйлесіңіз.",
    form: "Мөрленетін бет",
    formText: "Отбасының орнында браузерде болып көріңіз. Мұнда жауаптар телефонның өзінде мөрленеді.",
    console: "Еріктілер беті",
    consoleText: "Еріктінің орнында болып көріңіз. Келгенін ашып, тексеріңіз.",
    volunteer: "Жаттығу еріктісі",
    passphrase: "Оның құпия сөзі",
    words: "Оның кілті жеті сөзбен",
    real: "Бұл шын жұмысқа арналмаған: шын еріктінің құпия сөзі ешбір бетте тұрмайды.",
    language: "Тіл",
  },
  "kk-Arab": {
    practice: "جاتتىعۋ. مۇنداعىنىڭ ٴبارى ويدان شىعارىلعان؛ شىن ايعاقتى مۇندا جازباڭىز.",
    about: "كومىر شىڭجاڭدا ۇستالعانداردىڭ وتباسىنان سۇراقتاردى ٴبىر-بىرلەپ سۇرايدى، ٴار جاۋاپتى ساقتاماس بۇرىن مورلەيدى. مۇندا ەكى جاعىن دا بايقاپ كورۋگە بولادى.",
    phone: "تەلەفون",
    phoneText: "وتباسىنىڭ ورنىندا بولىپ كورىڭىز. بوتپەن تەلەفونداعىداي سويلەسىڭىز.",
    form: "مورلەنەتىن بەت",
    formText: "وتباسىنىڭ ورنىندا براۋزەردە بولىپ كورىڭىز. مۇندا جاۋاپتار تەلەفوننىڭ وزىندە مورلەنەدى.",
    console: "ەرىكتىلەر بەتى",
    consoleText: "ەرىكتىنىڭ ورنىندا بولىپ كورىڭىز. كەلگەنىن اشىپ، تەكسەرىڭىز.",
    volunteer: "جاتتىعۋ ەرىكتىسى",
    passphrase: "ونىڭ قۇپيا ٴسوزى",
    words: "ونىڭ كىلتى جەتى سوزبەن",
    real: "بۇل شىن جۇمىسقا ارنالماعان: شىن ەرىكتىنىڭ قۇپيا ٴسوزى ەشبىر بەتتە تۇرمايدى.",
    language: "ٴتىل",
  },
  ru: {
    practice: "Учебный режим. Здесь всё вымышлено; настоящих свидетельств здесь быть не должно.",
    about: "Kömir по одному вопросу расспрашивает семьи людей, задержанных в Синьцзяне, и запечатывает каждый ответ прежде, чем сохранить. Здесь можно попробовать обе стороны.",
    phone: "Телефон",
    phoneText: "Побудьте семьёй. Поговорите с ботом, как по телефону.",
    form: "Запечатываемая страница",
    formText: "Побудьте семьёй в браузере. Здесь ответы запечатываются прямо на телефоне.",
    console: "Страница волонтёра",
    consoleText: "Побудьте волонтёром. Откройте и проверьте то, что пришло.",
    volunteer: "Учебный волонтёр",
    passphrase: "Его парольная фраза",
    words: "Его ключ семью словами",
    real: "Не для настоящей работы: парольная фраза настоящего волонтёра не стоит ни на одной странице.",
    language: "Язык",
  },
  "zh-Hans": {
    practice: "练习模式。这里的一切都是虚构的，请不要放入真实的证词。",
    about: "Kömir 向在新疆被拘押者的家人逐一提问，每个回答先封存再保存。在这里两边都可以试一试。",
    phone: "手机",
    phoneText: "扮演家属，像在手机上一样和机器人对话。",
    form: "封存页面",
    formText: "在浏览器里扮演家属。在这里，回答在手机上就已封存。",
    console: "志愿者工作台",
    consoleText: "扮演志愿者，打开并核对收到的内容。",
    volunteer: "练习志愿者",
    passphrase: "口令",
    words: "用七个词表示的密钥",
    real: "不可用于真实工作：真正志愿者的口令不会出现在任何页面上。",
    language: "语言",
  },
} as const;

type Tag = keyof typeof strings;
const isTag = (tag: string): tag is Tag => Object.hasOwn(strings, tag);
const asTag = (tag: string): Tag => (isTag(tag) ? tag : "en");

let tag = asTag(chosenLanguage(isTag));
let info: Info | undefined;

function draw(): void {
  const words = strings[tag];
  document.documentElement.lang = tag;
  document.documentElement.dir = languages.find((language) => language.tag === tag)?.rightToLeft ? "rtl" : "ltr";
  document.title = "Kömir";
  const select = el(
    "select",
    {
      "aria-label": words.language,
      change: () => {
        tag = asTag(select.value);
        rememberLanguage(tag);
        draw();
      },
    },
    ...languages.map((language) =>
      el("option", { value: language.tag, lang: language.tag, selected: language.tag === tag }, language.name),
    ),
  );
  const way = (href: string, title: string, text: string) => el("a", { href }, el("strong", {}, title), el("span", {}, text));
  const fact = (title: string, value: string, lang?: string) =>
    el("div", {}, el("dt", {}, title), el("dd", {}, el("bdi", { lang }, value)));
  replace(
    document.body,
    el("p", { class: "practice", role: "note" }, words.practice),
    el(
      "main",
      {},
      el("div", { class: "top" }, el("h1", {}, "Kömir"), select),
      el("p", {}, words.about),
      el(
        "div",
        { class: "ways" },
        way("/phone", words.phone, words.phoneText),
        way("/form", words.form, words.formText),
        way(`/console#lang=${tag}`, words.console, words.consoleText),
      ),
      info !== undefined &&
        el(
          "dl",
          {},
          fact(words.volunteer, info.volunteer),
          fact(words.passphrase, info.passphrase, "en"),
          fact(words.words, typeof info.words === "string" ? info.words : info.words.join(" "), "en"),
        ),
      info !== undefined && el("p", { class: "quiet" }, words.real),
    ),
  );
}

draw();
void fetch("/practice/info")
  .then((response) => (response.ok ? (response.json() as Promise<Info>) : undefined))
  .then(
    (found) => {
      info = found;
      draw();
    },
    () => undefined,
  );
