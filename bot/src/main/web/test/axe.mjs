// Whether what a page shows just now can be used by everybody: axe-core over WCAG 2.0, 2.1 and 2.2, A and AA, and its contrast in the dark too.
// One line in any walk: await assertAccessible(page, "what is shown").
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/**
 * What axe finds wrong, a line for each part of the page; empty where nothing is.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  // Not as an element of the page, which its policy would stop.
  await page.evaluate(AXE);
  // What a bar that stays covers just now can be scrolled from under it.
  const [left, top] = await page.evaluate(() => {
    const at = [scrollX, scrollY];
    scrollTo(0, 0);
    return at;
  });
  const inLight = await run(page, { runOnly: { type: "tag", values: TAGS }, rules: { "target-size": { enabled: true } } });
  await page.emulateMedia({ colorScheme: "dark" });
  const inDark = await run(page, { runOnly: { type: "rule", values: ["color-contrast"] } });
  await page.emulateMedia({ reducedMotion: null, colorScheme: null });
  await page.evaluate(([x, y]) => scrollTo(x, y), [left, top]);
  return [...inLight, ...inDark.map((line) => `in the dark: ${line}`)];
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} where names the state of the page where it is told
 */
export async function assertAccessible(page, where) {
  assert.deepEqual(await violations(page), [], `not for everybody: ${where}`);
}

async function run(page, options) {
  return page.evaluate(async (how) => {
    const { violations } = await globalThis.axe.run(document, { ...how, resultTypes: ["violations"], elementRef: false });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html, any }) => `${id}: ${help}: ${target.join(" ")} ${html.slice(0, 200)} ${any.map(({ message }) => message).join("; ")}`),
    );
  }, options);
}
