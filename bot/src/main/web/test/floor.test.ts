import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { parse, type AnyNode, type ecmaVersion } from "acorn";
import { full } from "acorn-walk";

/**
 * How old a browser may be. The form runs on what families have: telephones of 2020 (Chrome 80, Safari 14). The console runs on volunteers' own computers and may
 * ask for a browser of 2022, as the practice pages do. What is built is looked at, and not the sources: packages come with it.
 */
const FLOORS: Readonly<Record<string, { version: ecmaVersion; lacks: number }>> = {
  "form.html": { version: 2020, lacks: 2020 },
  "console.html": { version: 2022, lacks: 2022 },
  "phone.html": { version: 2022, lacks: 2022 },
  "index.html": { version: 2022, lacks: 2022 },
};

/** What came after 2020, and the year from which Chrome, Firefox and Safari all have it. Names that other things have too stand with what they belong to. */
const LATER: Readonly<Record<string, number>> = {
  at: 2022, replaceAll: 2021, findLast: 2022, findLastIndex: 2022, toSorted: 2023, toReversed: 2023, toSpliced: 2023, fromAsync: 2024,
  "Object.hasOwn": 2022, "Object.groupBy": 2024, "Map.groupBy": 2024, "Promise.any": 2021, "Promise.withResolvers": 2024, "Promise.try": 2025,
  structuredClone: 2022, WeakRef: 2021, FinalizationRegistry: 2021, AggregateError: 2021, TransformStream: 2022, CompressionStream: 2023,
  randomUUID: 2022, "AbortSignal.timeout": 2022, "AbortSignal.any": 2024, throwIfAborted: 2022, "URL.canParse": 2023, "ReadableStream.from": 2025,
  "Intl.Segmenter": 2024, "Intl.ListFormat": 2021, "Intl.DisplayNames": 2021, "Intl.DurationFormat": 2025, supportedValuesOf: 2022,
  showModal: 2022, replaceChildren: 2020, showPopover: 2024, requestIdleCallback: 2026, isWellFormed: 2023, toWellFormed: 2023, sanitizer: 2026,
  stream: 2021, toHex: 2025, fromHex: 2025, toBase64: 2025, "Uint8Array.fromBase64": 2025, "Error.isError": 2026, "Symbol.dispose": 2026, transferToFixedLength: 2024,
};

/** Of the form, looked at by a person: what `older-browsers.ts` supplies, and what is asked for before it is used. */
const SUPPLIED = ["Object.hasOwn", "TransformStream", "replaceAll"];
const ASKED_FOR = ["FinalizationRegistry", "Uint8Array.fromBase64", "WeakRef", "fromHex", "toBase64", "toHex"];

/** Of the console: `segments.ts` asks for it, and cuts at the marks where it is not there. */
const ASKED_FOR_IN_CONSOLE = ["Intl.Segmenter"];

const pages = mkdtempSync(join(tmpdir(), "komir-floor-"));

before(async () => {
  const { buildPages } = (await import(pathToFileURL(join(WEB, "build.mjs")).href)) as { buildPages(output: string): Promise<object> };
  await buildPages(pages);
});

/** Names that stand alone. */
const GLOBALS = Object.keys(LATER).filter((name) => /^[A-Z]\w*$|^structuredClone$|^requestIdleCallback$/.test(name));

const scriptOf = (html: string): string => /<script>([^]*)<\/script>\s*<\/body>/.exec(html)![1]!;

/** Each later thing that a script names, once. */
function laterThan(year: number, script: string, version: ecmaVersion): string[] {
  const found = new Set<string>();
  const look = (name: string): void => {
    if (Object.hasOwn(LATER, name) && LATER[name]! > year) {
      found.add(name);
    }
  };
  full(parse(script, { ecmaVersion: version }), (node) => {
    const any = node as AnyNode;
    if (any.type === "CallExpression" && any.callee.type === "MemberExpression" && !any.callee.computed && any.callee.property.type === "Identifier") {
      const { object, property } = any.callee;
      look(property.name);
      if (object.type === "Identifier") {
        look(`${object.name}.${property.name}`);
      }
    } else if (any.type === "MemberExpression" && any.object.type === "Identifier" && any.property.type === "Identifier") {
      look(`${any.object.name}.${any.property.name}`);
    } else if (any.type === "Identifier" && GLOBALS.includes(any.name)) {
      look(any.name);
    } else if (any.type === "Literal" && any.regex !== undefined) {
      // Safari reads lookbehind from 2023 on; before, the whole script is an error to it.
      if (year < 2023 && /\(\?<[=!]/.test(any.regex.pattern)) {
        found.add("lookbehind");
      }
    }
  });
  return [...found].sort();
}

for (const [page, { version, lacks }] of Object.entries(FLOORS)) {
  test(`${page} is read by browsers of ${lacks} and calls nothing that they lack`, () => {
    const later = laterThan(lacks, scriptOf(readFileSync(join(pages, page), "utf8")), version);
    const known = page === "form.html" ? [...SUPPLIED, ...ASKED_FOR] : page === "console.html" ? [...ASKED_FOR, ...ASKED_FOR_IN_CONSOLE] : ASKED_FOR;
    assert.deepEqual(later.filter((name) => !known.includes(name)), []);
  });
}

test("what is later is found", () => {
  const script = "const a=[1].at(-1),b=Object.hasOwn({},'a'),c=structuredClone(a),d=/(?<=a)b/,e=new Intl.Segmenter('kk');x.hasOwn();";
  assert.deepEqual(laterThan(2020, script, 2020), ["Intl.Segmenter", "Object.hasOwn", "at", "lookbehind", "structuredClone"]);
  assert.throws(() => laterThan(2020, "class A{#a=1}", 2020), SyntaxError);
});
