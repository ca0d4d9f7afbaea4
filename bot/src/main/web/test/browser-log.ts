import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import type { SignedEntry } from "../record/log-entry.ts";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE } from "./mock-server.ts";

/** The console's part of the log: what it refuses, and what a coordinator sees. */
export function logInBrowser({ inBrowser, open, picture, comeIn, accessible, mock }: Browsing): void {
  inBrowser("the console refuses a log that is shorter or another than it saw, with a sentence", async () => {
    const page = await open("/console#lang=en");
    await comeIn(page);
    await page.keyboard.press("n");
    await page.locator(".answer").first().waitFor();
    await page.keyboard.press("r");
    await page.locator("table").waitFor();
    assert.equal((await page.evaluate((key) => localStorage.getItem(key), mock().logKey))?.split(" ")[0], String(mock().log.head().n));
    for (const [said, spoil] of [
      [/The server’s log is shorter/, (all: readonly SignedEntry[]) => all.slice(0, -1)],
      [/is not the one that this console saw before/, (all: readonly SignedEntry[]) => [...all.slice(0, -1), { ...all.at(-1)!, entry: all.at(-1)!.entry.replace("open", "close") }]],
    ] as const) {
      await page.getByText("Log out").click();
      mock().log.spoil.entries = spoil;
      await page.locator("main > button").click();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[type=password]")?.value !== "");
      await page.locator("button.main").click();
      await page.locator(".status.trouble").waitFor();
      assert.match(await page.locator(".status").innerText(), said);
      assert.equal(await page.locator("table").count(), 0);
      await picture(page, "log-refused");
      delete mock().log.spoil.entries;
      await comeIn(page);
    }
    await page.close();
  });

  inBrowser("others may write in between: the console tries again on theirs", async () => {
    const page = await open("/console#lang=en");
    await comeIn(page);
    const before = mock().log.head().n;
    for (let i = 0; i < 3; i++) {
      mock().log.entries.push(mock().wrote("bolat", "letter", mock().log.head().at, ""));
    }
    await page.keyboard.press("n");
    await page.locator(".answer").first().waitFor();
    assert.equal(mock().log.head().n, before + 4);
    await page.keyboard.press("r");
    await page.locator("table").waitFor();
    await page.close();
  });

  inBrowser("a coordinator reads who opened what, sees who opened far more, and saves it", async () => {
    const now = new Date().toISOString().slice(0, 19) + "Z";
    for (let i = 0; i < 40; i++) {
      mock().log.entries.push(mock().wrote("bolat", "open", now, `${i}`.padStart(32, "0")));
    }
    const page = await open("/console#lang=en");
    const buffer = Buffer.from(await mock().identityOf("oryn"));
    await page.locator("input[type=file]").setInputFiles({ name: "oryn.age", mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator(".queue").waitFor();
    await page.locator(".top").getByText("The log").click();
    await page.locator("#log-entries").waitFor();
    const text = await page.locator("main").innerText();
    assert.match(text, /Each entry follows from the one before it/);
    assert.match(await page.locator("tr", { has: page.locator("th", { hasText: "Болат" }) }).innerText(), /Far more than the others/);
    assert.doesNotMatch(await page.locator("tr", { has: page.locator("th", { hasText: "Айгүл" }) }).innerText(), /Far more/);
    assert.match(await page.locator("section").last().locator("tbody tr").first().innerText(), new RegExp(`^${mock().log.head().n}\\s`));
    await picture(page, "log");
    await accessible(page, "the log");
    await page.locator("#log-act").selectOption("letter");
    assert.equal(await page.locator("section").last().locator("tbody tr").count(), mock().log.entries.filter(({ entry }) => entry.includes('"act":"letter"')).length);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Save the log").click()]);
    const lines = readFileSync(await download.path(), "utf8").trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line) as SignedEntry), mock().log.entries);
    for (const tag of ["kk-Arab", "ru"]) {
      await page.setViewportSize({ width: 360, height: 760 });
      await page.locator(".top select").selectOption(tag);
      await page.locator("#log-entries").waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `the log scrolls sideways in ${tag}`);
      await picture(page, `log-${tag}-360`);
    }
    mock().log.spoil.entries = (all) => all.map((one, i) => (i === 1 ? { ...one, entry: one.entry.replace(/"case":"."/, '"case":"0"').replace(/"at":"20/, '"at":"19') } : one));
    await page.keyboard.press("Escape");
    await page.locator(".queue").waitFor();
    await page.locator(".top select").selectOption("en");
    await page.locator(".top").getByText("The log").click();
    await page.locator(".check.bad").waitFor();
    assert.match(await page.locator(".check.bad").innerText(), /Entry 2 does not follow/);
    delete mock().log.spoil.entries;
    await page.close();
  });
}
