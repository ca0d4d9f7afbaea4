import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { words, type LanguageTag, type StringId } from "../console/strings.ts";

const TAGS: readonly LanguageTag[] = ["en", "kk-Cyrl", "kk-Arab", "ru", "zh-Hans", "ug-Arab"];

/** The names of what a file of words has in English. */
function idsIn(file: string): string[] {
  const english = /\n  en: \{\n([^]*?)\n  \},/.exec(readFileSync(join(WEB, "console", file), "utf8"))?.[1] ?? "";
  return [...english.matchAll(/^ {4}"?([\w-]+)"?:/gm)].map(([, id]) => id!);
}

test("no two groups of the console's words have a name in common: the compiler would then say something about numbers", () => {
  const owners = new Map<string, string>();
  for (const file of readdirSync(join(WEB, "console")).filter((name) => /^strings(-\w+)?\.ts$/.test(name))) {
    for (const id of idsIn(file)) {
      assert.equal(owners.get(id), undefined, `${id} stands in ${owners.get(id)} and in ${file}`);
      owners.set(id, file);
    }
  }
  assert.ok(owners.size > 400, String(owners.size));
  assert.deepEqual(Object.keys(words.en).filter((id) => !owners.has(id)), []);
});

test("every language has a place for what is filled in", () => {
  const places = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort();
  const english = words.en;
  for (const tag of TAGS) {
    const other = words[tag];
    for (const id of Object.keys(english) as StringId[]) {
      assert.deepEqual(places(other[id]), places(english[id]), `${tag}: ${id}`);
    }
  }
});
