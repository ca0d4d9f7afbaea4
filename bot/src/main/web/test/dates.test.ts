import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dateInWords, dateInWordsOf } from "../record/dates.ts";
import { boundsOf } from "../record/edtf.ts";
import { languages } from "../record/languages.ts";
import { FINDINGS, readIdentityNumber, type Sex } from "../record/identity-number.ts";

const TABLES = join(WEB, "../../test/resources");
const rows = (file: string): string[][] =>
  readFileSync(join(TABLES, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("\t"));

const edtf = rows("dates/edtf.tsv");
const ours = edtf.filter(([, earliest]) => earliest !== "-").map(([form = ""]) => form);
const UYGHUR: Record<string, string> = { 21: "ئەتىياز", 22: "ياز", 23: "كۈز", 24: "قىش" };
for (let month = 1; month <= 12; month++) {
  UYGHUR[month] = `${month}-ئاي`;
}

test("a form has its first and last day, as Java says", () => {
  for (const [form = "", earliest, latest] of edtf) {
    const bounds = boundsOf(form);
    const told = bounds === undefined ? ["-", "-"] : [bounds.earliest ?? "open", bounds.latest ?? "open"];
    assert.deepEqual(told, [earliest, latest], form);
  }
});

test("every form that is stored has words in every language, and no two the same", () => {
  const said = (tag: string, words: (form: string) => string | undefined) => {
    const all = ours.map((form) => {
      const told = words(form);
      assert.ok(told !== undefined && !/[~?%X/]|\.\./.test(told), `${form} ${tag} ${told}`);
      return told;
    });
    assert.equal(new Set(all).size, ours.length, tag);
  };
  languages.forEach(({ tag }) => said(tag, (form) => dateInWords(form, tag)));
  said("ug-Arab", (form) => dateInWordsOf(form, "ug-Arab", UYGHUR));
});

test("what can be typed can be shown", () => {
  for (const [typed, , form = ""] of rows("dates/typed-dates.tsv").filter(([, , form]) => form !== "-")) {
    languages.forEach(({ tag }) => assert.ok(dateInWords(form, tag), `${typed} ${form} ${tag}`));
  }
});

test("dates in words", () => {
  const known: [string, string, string | undefined][] = [
    ["2017", "en", "2017"],
    ["2017-21", "en", "spring 2017"],
    ["2017-03-05", "en", "5 March 2017"],
    ["196X", "en", "the 1960s"],
    ["1960~", "en", "about 1960"],
    ["2017?", "en", "2017, not certain"],
    ["2017-03%", "en", "about March 2017, not certain"],
    ["2017/2018", "en", "2017 – 2018"],
    ["2017-03~/2018", "en", "about March 2017 – 2018"],
    ["2018/..", "en", "2018 and later"],
    ["../2017", "en", "2017 and earlier"],
    ["2017-03-05", "ru", "5 марта 2017 года"],
    ["2017-03", "ru", "март 2017 года"],
    ["196X", "ru", "1960-е годы"],
    ["2017/2018", "ru", "2017 год – 2018 год"],
    ["2018-03/..", "ru", "март 2018 года и позже"],
    ["../2017~", "ru", "примерно 2017 год и раньше"],
    ["2017-21", "kk-Cyrl", "2017 жыл, көктем"],
    ["2017/2018", "kk-Cyrl", "2017 жыл – 2018 жыл"],
    ["2018/..", "kk-Cyrl", "2018 жыл және одан кейін"],
    ["2017-21", "kk-Arab", "2017 جىل، كوكتەم"],
    ["../2017", "kk-Arab", "2017 جىل جانە ودان بۇرىن"],
    ["2017-03-05", "zh-Hans", "2017年3月5日"],
    ["2017-03/2018-05", "zh-Hans", "2017年3月 – 2018年5月"],
    ["2018/..", "zh-Hans", "2018年及以后"],
    ["196X", "zh-Hans", "1960年代"],
    ["2017-13", "en", undefined],
    ["2017-02-30", "en", undefined],
    ["2017-21-03", "en", undefined],
    ["2018/2017", "en", undefined],
    ["../..", "en", undefined],
    ["2017", "xx", undefined],
    ["2017", "constructor", undefined],
  ];
  for (const [form, tag, words] of known) {
    assert.equal(dateInWords(form, tag), words, `${form} ${tag}`);
  }
  assert.equal(dateInWordsOf("2017-03-05", "ug-Arab", UYGHUR), "2017-يىل 3-ئاينىڭ 5-كۈنى");
  assert.equal(dateInWordsOf("2017-21", "ug-Arab", UYGHUR), "2017-يىل، ئەتىياز");
});

test("an identity number is read as Java reads it", () => {
  const table = rows("identity-numbers/readings.tsv");
  assert.ok(table.length >= 100);
  for (const [typed = "", birth, sex, today = "", ...expected] of table) {
    const known = { birth: birth || undefined, sex: (sex || undefined) as Sex | undefined };
    const read = readIdentityNumber(typed, known, today);
    assert.deepEqual(
      [
        read.normalised,
        read.kind,
        read.findings.join(" ") || "-",
        read.birth ?? "-",
        read.sex ?? "-",
        read.area ?? "-",
      ],
      expected,
      typed,
    );
    assert.deepEqual(read.findings, FINDINGS.filter((finding) => read.findings.includes(finding)));
  }
});
