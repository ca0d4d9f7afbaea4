// Two volunteers at once, each in a browser of its own: both reach for the same case, one has it and the other is told by whom; a lease runs out under an open case and
// what was begun is kept and offered again; what one finds the other must find too; and what somebody altered on the server is named. The folder is how these two and the
// test around them wait for each other. KOMIR_SCREENSHOTS names a folder for pictures.
import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { assertAccessible } from "../../main/web/test/axe.mjs";

const [server, chromium, folder] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const pictures = process.env.KOMIR_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });
const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"] });
const complaints = [];

async function volunteer(button, size = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ viewport: size, locale: "en-GB" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(String(e)));
  page.on("console", (m) => m.type() === "error" && !/Failed to load resource/.test(m.text()) && complaints.push(m.text()));
  await page.goto(`${server}/console#lang=en`);
  page.comesIn = async () => {
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
    await page.locator("button.main").click();
    await page.locator(".bar.queue").waitFor();
  };
  await page.comesIn();
  return page;
}
const picture = async (page, name) => {
  if (pictures) await page.screenshot({ path: join(pictures, `two-${name}.png`), fullPage: true });
};
/** The test around these two does something. */
async function around(wish) {
  writeFileSync(join(folder, wish), "");
  for (let i = 0; i < 600 && !existsSync(join(folder, `${wish}-done`)); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(existsSync(join(folder, `${wish}-done`)), wish);
}

const aigul = await volunteer("Use the practice volunteer");
const serik = await volunteer("Use the second practice volunteer", { width: 390, height: 844 });
await aigul.locator("[data-case]").first().waitFor();
await serik.locator("[data-case]").first().waitFor();

// --- both claim: one wins, the other is told by whom
await Promise.all([aigul, serik].map((page) => page.locator("[data-case]").first().click()));
const both = [[aigul, "Aigül (practice)"], [serik, "Serik (practice)"]];
await Promise.all(both.map(([page]) => page.waitForFunction(() => document.querySelector(".verdict") !== null || /has just taken this case/.test(document.querySelector("p.status")?.textContent ?? ""))));
const [won] = await Promise.all(both.map(([page]) => page.locator(".verdict").count()));
const [[winner, name], [loser]] = won === 1 ? both : [both[1], both[0]];
assert.equal(await loser.locator(".verdict").count(), 0, "one of them has it");
assert.equal(await loser.locator("p.status").innerText(), `${name} has just taken this case.`);
await picture(loser, "told-by-whom");

// --- a lease runs out under an open case: what was begun is kept, sealed, and nobody else reads it
await winner.locator("#note").fill("Her neighbour says the sa");
await winner.getByRole("button", { name: "Lock" }).click();
await winner.locator("input[type=password]").waitFor();
await winner.waitForTimeout(1000);
await around("half-an-hour");
await loser.reload();
await loser.comesIn();
await loser.locator("[data-case]").first().click();
await loser.locator(".verdict").waitFor();
assert.equal(await loser.locator("#note").inputValue(), "");
assert.equal(await loser.getByText("Her neighbour").count(), 0);

// --- what one finds the other must find too
async function finds(page, why) {
  await page.getByLabel("Verified", { exact: true }).check();
  await page.locator(".check-row", { hasText: "The places exist" }).getByLabel("Yes").check();
  await page.locator("#verdict-why").fill(why);
  await page.getByRole("button", { name: "Sign", exact: true }).click();
}
await finds(loser, "The county and the years fit what two others told.");
await loser.getByText("One more person is needed.").waitFor();
await finds(loser, "Once more.");
await loser.locator(".verdict").getByText("You have found just this already.").waitFor();
await assertAccessible(loser, "a case with one verdict, on a telephone");
await picture(loser, "one-verdict");
await loser.keyboard.press("Escape");
await loser.locator(".standing", { hasText: "one of two: Verified" }).waitFor();
await loser.locator("[data-case]").first().click();
await loser.getByRole("button", { name: "Put back", exact: true }).click();
await loser.locator(".bar.queue").waitFor();

await winner.reload();
await winner.comesIn();
await winner.getByText("You have begun something in these cases:").waitFor();
await picture(winner, "begun");
await winner.locator(".begun li button").first().click();
await winner.locator("#note").waitFor();
assert.equal(await winner.locator("#note").inputValue(), "Her neighbour says the sa");
await winner.locator("#note").fill("Her neighbour says the same.");
await winner.getByRole("button", { name: "Add the note" }).click();
await winner.locator(".notes-of-case li", { hasText: "Her neighbour says the same." }).waitFor();
await winner.locator("ol.verdicts > li", { hasText: "The county and the years fit" }).waitFor();
await picture(winner, "before-the-second");
await finds(winner, "I asked the neighbour myself.");
await winner.locator(".bar.queue").waitFor();
assert.equal(await winner.locator("p.status").innerText(), "Signed. Thank you.");
assert.equal(await winner.locator("[data-case]").count(), 0, "two people found the same: it is closed");

// --- what somebody altered on the server is named
await around("altered");
await winner.getByRole("button", { name: "Look again", exact: true }).click();
await winner.locator("[data-case]").first().click();
await winner.locator(".verdicts [role=alert]").first().waitFor();
assert.match(await winner.locator(".verdicts [role=alert]").first().innerText(), /A verdict that is laid to .* was altered/);
await picture(winner, "altered");
await winner.keyboard.press("Escape");

await around("log-cut");
await winner.reload();
await winner.getByRole("button", { name: "Use the practice volunteer", exact: true }).or(winner.getByRole("button", { name: "Use the second practice volunteer", exact: true })).first().click();
await winner.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
await winner.locator("button.main").click();
await winner.locator("p.status.trouble").waitFor();
await picture(winner, "log-cut");
assert.match(await winner.locator("p.status").innerText(), /log/);

assert.deepEqual(complaints, []);
await browser.close();
process.exit(0);
