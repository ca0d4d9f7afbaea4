/** Why the page does not begin. */
export type Problem = "altered" | "expired" | "browser";

/**
 * In all languages at once, and in the script itself: where the data of the page cannot be trusted, neither can its words, nor the choice of a language.
 */
const WORDS: Readonly<Record<Problem, readonly string[]>> = {
  altered: [
    "Бұл бет біз жасаған күйінде емес. Бұл жерге ештеңе жазбаңыз. Бізден таныс адамыңыздан басқа жолды сұраңыз.",
    "بۇل بەت ٴبىز جاساعان كۇيىندە ەمەس. بۇل جەرگە ەشتەڭە جازباڭىز. بىزدەن تانىس ادامىڭىزدان باسقا جولدى سۇراڭىز.",
    "بۇ بەت بىز ياسىغان ھالەتتە ئەمەس. بۇ يەرگە ھېچنېمە يازماڭ. بىزدىن تونۇيدىغان كىشىڭىزدىن باشقا يول سوراڭ.",
    "Эта страница не такая, какой мы её сделали. Ничего здесь не пишите. Спросите у знакомого Вам человека из наших другой путь.",
    "这个页面与我们制作的不一样。请不要在这里写任何内容。请向您认识的我们的人询问别的办法。",
    "This page is not as we made it. Please do not write anything here. Ask somebody of us whom you know for another way.",
  ],
  expired: [
    "Бұл бет тым ескі. Жаңасын ашыңыз.",
    "بۇل بەت تىم ەسكى. جاڭاسىن اشىڭىز.",
    "بۇ بەت بەك كونا. يېڭىسىنى ئېچىڭ.",
    "Эта страница слишком старая. Откройте новую.",
    "这个页面太旧了。请打开新的页面。",
    "This page is too old. Please open a new one.",
  ],
  browser: [
    "Бұл бет осы браузерде жұмыс істемейді. Басқа браузерден ашып көріңіз.",
    "بۇل بەت وسى براۋزەردە جۇمىس ىستەمەيدى. باسقا براۋزەردەن اشىپ كورىڭىز.",
    "بۇ بەت بۇ توركۆرگۈدە ئىشلىمەيدۇ. باشقا توركۆرگۈدە ئېچىپ بېقىڭ.",
    "Эта страница не работает в этом браузере. Попробуйте другой браузер.",
    "此页面无法在这个浏览器中使用。请换一个浏览器试试。",
    "This page does not work in this browser. Please try another one.",
  ],
};

export const problemWords = (problem: Problem): readonly string[] => WORDS[problem];
