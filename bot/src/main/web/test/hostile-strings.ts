import { utf8 } from "../crypto/bytes.ts";

/**
 * Strings that somebody sends to break the page of whoever reads them: markup that would call `ran()`, marks of direction, formulas, names without end, letters under heaps of marks, names of files that are paths.
 * None is from a list: each kind is put together from its parts, and a number in it tells which one it was.
 */
export type Kind = "markup" | "direction" | "formula" | "giant" | "heaped" | "path" | "control";

export interface Hostile {
  readonly kind: Kind;
  readonly text: string;
}

const call = (n: number): string => `ran(${n})`;

const TAGS = ["img src=x", "svg", "body", "iframe src=about:blank", "video src=x", "audio src=x", "details open", "input autofocus", "select autofocus", "marquee", "object data=x", "math", "style", "a href=#", "button autofocus", "form"];
const EVENTS = ["onerror", "onload", "onfocus", "onpointerenter", "onanimationstart", "ontoggle", "onbegin", "onclick"];
const QUOTES = ["", '"', "'", "`"];
const BREAKS = ["", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>", "</style>", "</option></select>"];
const ADDRESSES = ["javascript:", "JaVaScRiPt:", "java\tscript:", "data:text/html,<script>", " javascript:", "vbscript:", "&#106;avascript:"];
const SCRIPTS = [(n: number) => `<script>${call(n)}</script>`, (n: number) => `<ScRiPt >${call(n)}</sCrIpT>`, (n: number) => `<scr<script>ipt>${call(n)}</scr</script>ipt>`, (n: number) => `\${${call(n)}}`, (n: number) => `{{constructor.constructor('${call(n)}')()}}`, (n: number) => `%3Cscript%3E${call(n)}%3C/script%3E`, (n: number) => `&lt;script&gt;${call(n)}&lt;/script&gt;`, (n: number) => `<base href=https://elsewhere.invalid/${n}/>`, (n: number) => `<link rel=stylesheet href=https://elsewhere.invalid/${n}.css>`, (n: number) => `<meta http-equiv=refresh content="0;url=https://elsewhere.invalid/${n}">`, (n: number) => `<img src=https://elsewhere.invalid/${n}.png>`, (n: number) => `__proto__ constructor toString ${n}`];

const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

function markup(n: number): string {
  switch (n % 4) {
    case 0:
      return `${at(BREAKS, n)}<${at(TAGS, n >> 2)} ${at(EVENTS, n >> 3)}=${at(QUOTES, n >> 4)}${call(n)}${at(QUOTES, n >> 4)}>`;
    case 1:
      return `${at(BREAKS, n)}${at(SCRIPTS, n >> 2)(n)}`;
    case 2:
      return `${at(BREAKS, n)}<a href=${at(QUOTES, n >> 3)}${at(ADDRESSES, n >> 2)}${call(n)}${at(QUOTES, n >> 3)}>қара</a>`;
    default:
      return `Айгүл" ${at(EVENTS, n >> 2)}="${call(n)}" style="position:fixed;inset:0;background:url(https://elsewhere.invalid/${n})" x="`;
  }
}

const DIRECTION = ["\u202e", "\u202d", "\u202b", "\u2067", "\u2066", "\u200f", "\u061c"];
const direction = (n: number): string => `${at(DIRECTION, n).repeat(1 + (n % 60))}Қанат ${n} قانات ${at(DIRECTION, n >> 3)}exe.gpj`;

const FORMULAS = ["=HYPERLINK(\"https://elsewhere.invalid\",\"x\")", "=1+1", "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", ";=1+1", "=IMPORTXML(\"https://elsewhere.invalid\",\"//a\")"];
const formula = (n: number): string => `${at(FORMULAS, n)}${n}`;

const LETTERS = ["Қ", "ق", "W", "中", "ﷺ", "𒐫", "👩‍👩‍👧‍👦", "꧅", "i"];
/** A record has room for 32 KiB, and one of these is in it twice. */
const LONGEST = 12_000;
const giant = (n: number): string => `${n}${at(LETTERS, n).repeat(Math.min(300 + (n % 9) * 300, Math.floor(LONGEST / utf8(at(LETTERS, n)).length)))}`;

const MARKS = ["\u0300", "\u0338", "\u0489", "\u20dd", "\u0670", "\u064b", "\u0e4e", "\u1abb"];
const heaped = (n: number): string => [...`Қанат ${n}`].map((letter, i) => letter + at(MARKS, n + i).repeat(5 + (n % 40))).join("");

const PATHS = ["../../etc/passwd", "..\\..\\хат.html", "CON", "/dev/null", "C:\\a.exe", "сурет.png\u202egpj.exe", "a\u0000b.png", ".htaccess", "~/.ssh/id", "хат.pdf.html", "%2e%2e%2f", "a b\"c'.svg"];
const path = (n: number): string => `${n}-${at(PATHS, n)}`;

const CONTROLS = ["\u0007", "\u001b[31m", "\u200b", "\u2028", "\u2029", "\ufeff", "\ud800", "\udfff", "\u00ad", "\u0085", "\r\n\r\nSet-Cookie: a=b", "\\u0000", "%n%s"];
const control = (n: number): string => `Қан${at(CONTROLS, n)}ат${at(CONTROLS, n >> 4)}${n}`;

const MAKERS: Readonly<Record<Kind, (n: number) => string>> = { markup, direction, formula, giant, heaped, path, control };
const TURN: readonly Kind[] = ["markup", "direction", "markup", "formula", "markup", "heaped", "giant", "markup", "path", "control"];

/** The first so many, always the same ones. */
export const hostile = (many: number): Hostile[] =>
  Array.from({ length: many }, (_, n) => {
    const kind = at(TURN, n);
    return { kind, text: MAKERS[kind](n) };
  });
