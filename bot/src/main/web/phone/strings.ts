/** What the phone itself says, by the language that it reports to the bot. */
export const phoneStrings = {
  kk: {
    lang: "kk-Cyrl",
    practice: "Жаттығу телефоны. Мұнда ешкімнің шын айғағын жазбаңыз.",
    badge: "ЖАТТЫҒУ",
    start: "Бастау",
    write: "Хабар",
    send: "Жіберу",
    attach: "Сурет, дауыс не құжат жіберу",
    another: "Басқа телефон",
    language: "Телефонның тілі",
    trouble: "Серверге жете алмай тұрмыз. Қайта көріп жатырмыз.",
    home: "Басты бет",
  },
  "kk-CN": {
    lang: "kk-Arab",
    practice: "جاتتىعۋ تەلەفونى. مۇندا ەشكىمنىڭ شىن ايعاعىن جازباڭىز.",
    badge: "جاتتىعۋ",
    start: "باستاۋ",
    write: "حابار",
    send: "جىبەرۋ",
    attach: "سۋرەت، داۋىس نە قۇجات جىبەرۋ",
    another: "باسقا تەلەفون",
    language: "تەلەفوننىڭ ٴتىلى",
    trouble: "سەرۆەرگە جەتە الماي تۇرمىز. قايتا كورىپ جاتىرمىز.",
    home: "باستى بەت",
  },
  ru: {
    lang: "ru",
    practice: "Учебный телефон. Не пишите сюда настоящих свидетельств.",
    badge: "УЧЕБНЫЙ",
    start: "Начать",
    write: "Сообщение",
    send: "Отправить",
    attach: "Отправить фото, голос или документ",
    another: "Другой телефон",
    language: "Язык телефона",
    trouble: "Сервер недоступен. Пробуем ещё раз.",
    home: "На главную",
  },
  "zh-hans": {
    lang: "zh-Hans",
    practice: "练习用手机。请不要在这里写真实的证词。",
    badge: "练习",
    start: "开始",
    write: "消息",
    send: "发送",
    attach: "发送照片、语音或文件",
    another: "另一部手机",
    language: "手机语言",
    trouble: "连接不到服务器，正在重试。",
    home: "首页",
  },
  en: {
    lang: "en",
    practice: "Practice phone. Nobody’s real testimony belongs here.",
    badge: "PRACTICE",
    start: "Start",
    write: "Message",
    send: "Send",
    attach: "Send a photo, voice or a document",
    another: "Another phone",
    language: "The phone’s language",
    trouble: "The server cannot be reached. Trying again.",
    home: "Home",
  },
} as const;

/** As a telephone reports it to Telegram. */
export type PhoneLanguage = keyof typeof phoneStrings;

export const isPhoneLanguage = (code: string): code is PhoneLanguage => Object.hasOwn(phoneStrings, code);

export const phoneLanguageNames: Readonly<Record<PhoneLanguage, string>> = {
  kk: "Қазақша",
  "kk-CN": "قازاقشا",
  ru: "Русский",
  "zh-hans": "中文",
  en: "English",
};
