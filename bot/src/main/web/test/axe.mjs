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
  const lookAgain = () => run(page, { runOnly: { type: "tag", values: TAGS }, rules: { "target-size": { enabled: true } } });
  const inLight = await unobscured(page, await lookAgain(), lookAgain);
  await page.emulateMedia({ colorScheme: "dark" });
  const inDark = await run(page, { runOnly: { type: "rule", values: ["color-contrast"] } });
  await page.emulateMedia({ reducedMotion: null, colorScheme: null });
  return [...inLight, ...inDark.map((line) => `in the dark: ${line}`)];
}

/** What a bar that stays in its place covers just now can be scrolled from under it: only what is covered elsewhere too is a fault. */
async function unobscured(page, found, lookAgain) {
  if (!found.some((line) => line.includes("obscured"))) {
    return found;
  }
  const part = (line) => line.slice(0, line.indexOf(" <"));
  const [left, top] = await page.evaluate(() => [scrollX, scrollY]);
  await page.evaluate((y) => scrollTo(0, y >= innerHeight / 3 ? y - innerHeight / 3 : y + innerHeight / 3), top);
  const elsewhere = new Set((await lookAgain()).map(part));
  await page.evaluate(([x, y]) => scrollTo(x, y), [left, top]);
  return found.filter((line) => !line.includes("obscured") || elsewhere.has(part(line)));
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
