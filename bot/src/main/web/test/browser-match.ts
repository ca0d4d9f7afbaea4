import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { readEntry } from "../record/log-entry.ts";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE } from "./mock-server.ts";

const NARROW = { width: 360, height: 760 };

/** One person in two cases, whom a matcher finds without a name, and what a reviewer sees of it. */
export function matchInBrowser({ inBrowser, open, picture, comeIn, accessible, mock }: Browsing): void {
  async function comeInAs(page: Page, name: "oryn" | "tilek"): Promise<void> {
    const buffer = Buffer.from(await mock().identityOf(name));
    await page.locator("input[type=file]").setInputFiles({ name: `${name}.age`, mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator(".bar.queue").waitFor();
  }

  async function fits(page: Page, name: string): Promise<void> {
    for (const tag of ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"]) {
      await page.locator(".top select").selectOption(tag);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${name} scrolls sideways in ${tag}`);
      await picture(page, `${name}-${tag}-360`);
    }
  }

  inBrowser("matching: a key is made, records follow the cases, a matcher finds the pair, and a reviewer links it", async () => {
    const { match, desk, log } = mock();
    match.clear();
    const coordinator = await open("/console#lang=en", NARROW, true);
    await comeInAs(coordinator, "oryn");
    const make = coordinator.getByRole("button", { name: "Make a new key", exact: true });
    await make.waitFor();
    await fits(coordinator, "match-key-due");
    await accessible(coordinator, "a match key that is due");
    await make.click();
    await coordinator.getByText("The new key is made.").waitFor();
    assert.equal(await make.count(), 0);
    assert.equal(match.key!.generation, 1);
    await coordinator.close();

    const reviewer = await open("/console#lang=en");
    await comeIn(reviewer);
    await reviewer.keyboard.press("/");
    await reviewer.getByRole("button", { name: "Open my cases to search" }).click();
    await reviewer.getByRole("button", { name: "Open them" }).click();
    await reviewer.getByRole("button", { name: "Open my cases to search" }).waitFor();
    assert.ok(match.records.size >= 2, `${match.records.size} records`);
    const made = log.entries.map(({ entry }) => readEntry(entry)!).filter(({ act, case: about }) => act === "match" && about !== "");
    assert.deepEqual(made.map((entry) => entry.case).sort(), [...match.records.keys()].sort(), "each has its entry of the log");
    await reviewer.close();

    const matcher = await open("/console#lang=en", NARROW, true);
    await comeInAs(matcher, "tilek");
    await matcher.getByRole("button", { name: "Find the same person", exact: true }).click();
    await matcher.locator(".pairs li").first().waitFor();
    await fits(matcher, "match-pairs");
    await accessible(matcher, "pairs for a matcher");
    const shown = await matcher.locator("main").innerText();
    assert.match(shown, /likely the same person/);
    assert.match(shown, /the same name · the same father’s name/);
    assert.ok(!/قانات|Қанат|1984/.test(shown), "no name and no year");
    const [one, other] = await matcher.locator(".pairs li").first().locator(".id").evaluateAll((marks) => marks.map((mark) => mark.getAttribute("title")!));
    const before = await matcher.locator(".pairs li").count();
    await matcher.locator(".pairs li").first().getByRole("button", { name: "Suggest it" }).click();
    await matcher.getByText("Suggested. Whoever reads one of the two cases will see it.").waitFor();
    assert.equal(await matcher.locator(".pairs li").count(), before - 1);
    assert.equal(desk.of(one!).work.length > 0 && desk.of(other!).work.length > 0, true);
    while ((await matcher.locator(".pairs li").count()) > 0) {
      const left = await matcher.locator(".pairs li").count();
      await matcher.locator(".pairs li").first().getByRole("button", { name: "Not the same" }).click();
      await matcher.waitForFunction((n) => document.querySelectorAll(".pairs li").length < n, left);
    }
    await matcher.getByText("There is no pair left that you have not answered.").waitFor();
    await matcher.getByRole("button", { name: "Back to the cases" }).click();
    await matcher.getByRole("button", { name: "Find the same person", exact: true }).click();
    await matcher.getByText("There is no pair left that you have not answered.").waitFor();
    await matcher.close();

    const again = await open("/console#lang=en");
    await comeIn(again);
    await again.locator(`button[data-case="${one}"]`).click();
    const suggested = again.locator(".suggested li", { hasText: other!.slice(0, 4) });
    await suggested.getByText(/Suggested by Тілек, .*, who sees no name\. Why: the same name/).waitFor();
    await picture(again, "case-suggested");
    await accessible(again, "a case with a suggestion");
    await suggested.getByRole("button", { name: "It is the same person" }).click();
    await again.locator(".suggested li", { hasText: /Айгүл, .*: the same person/ }).waitFor();
    await again.keyboard.press("r");
    await again.locator("table").waitFor();
    await again.close();
    match.clear();
  });
}
