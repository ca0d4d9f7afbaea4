import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import type { SignedText } from "../record/links.ts";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE } from "./mock-server.ts";

/** What a volunteer writes about a case, in a browser: it is kept, sealed, signed, and named where it is not what it seems. */
export function workInBrowser({ inBrowser, open, picture, comeIn, accessible, mock }: Browsing): void {
  const status = (page: Page) => page.locator("p.status");

  async function opened(page: Page): Promise<string> {
    await comeIn(page);
    await page.keyboard.press("n");
    await page.locator(".verdict").waitFor();
    return (await page.locator(".bar.case .id").getAttribute("title"))!;
  }

  inBrowser("a verdict needs a finding and a reason, is sealed with its checks, and the same person cannot be the second", async () => {
    const page = await open("/console#lang=en");
    const id = await opened(page);
    const sign = page.getByRole("button", { name: "Sign", exact: true });
    await sign.click();
    await page.locator(".verdict").getByText("Please choose what you found.").waitFor();
    await page.getByLabel("Verified", { exact: true }).check();
    await sign.click();
    await page.locator(".verdict").getByText("Please write why, in a sentence.").waitFor();
    await page.locator(".check-row", { hasText: "The places exist" }).getByLabel("Yes").check();
    await page.locator("#verdict-why").fill("Two neighbours say the same. <b>Both</b> were asked.");
    await accessible(page, "a case with a verdict being written");
    await picture(page, "verdict");
    await sign.click();
    await page.locator("ol.verdicts > li").waitFor();
    assert.match(await page.locator("ol.verdicts > li").innerText(), /Айгүл.*Verified[\s\S]*<b>Both<\/b> were asked[\s\S]*The places exist: Yes/);
    assert.equal(await status(page).innerText(), "Signed. Thank you. Another person will look at it.");
    assert.equal(await page.getByText("One more person is needed.").count(), 1);
    assert.equal(await page.locator("#verdict-why").inputValue(), "", "what was signed is not offered again");

    await page.getByLabel("Verified", { exact: true }).check();
    await page.locator("#verdict-why").fill("Once more.");
    await sign.click();
    await page.locator(".verdict").getByText("You have found just this already.").waitFor();
    assert.equal(mock().desk.of(id).verdicts.length, 1);
    assert.equal(JSON.stringify(mock().desk.of(id)).includes("neighbours"), false, "reasons are sealed");
    await page.keyboard.press("r");
  });

  inBrowser("whom a family agreed to meet stands above the work until its day, and until it is taken back", async () => {
    const page = await open("/console#lang=en", { width: 360, height: 760 }, true);
    const id = await opened(page);
    const before = mock().desk.of(id).work.length;
    const view = page.locator(".agreements");
    await view.getByText("Write down an agreement").click();
    const save = view.getByRole("button", { name: "Sign the agreement", exact: true });
    await save.click();
    await view.getByText("Please write with whom.").waitFor();
    await view.getByLabel("With whom").fill("Anna <b>of</b> the news");
    await save.click();
    await view.getByText("Please write until when: a date with an end.").waitFor();
    await view.getByLabel("Until when").fill("2090-03");
    await view.getByText("until 31 March 2090").waitFor();
    await save.click();
    await view.getByText("Please write who said so.").waitFor();
    for (const tag of ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"]) {
      await page.locator(".top select").selectOption(tag);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `an agreement scrolls sideways in ${tag}`);
      await picture(page, `agreement-${tag}-360`);
    }
    await view.getByLabel("Who said so").fill("the grandmother");
    await accessible(page, "an agreement that is being written");
    await save.click();
    await view.locator("li.holds").waitFor();
    assert.match(await view.locator("li.holds").innerText(), /journalist: Anna <b>of<\/b> the news\s+until 31 March 2090\s+not named · no voice · no picture\s+Said by the grandmother, in person. Written down by Айгүл/);
    await view.getByText("It was taken back").click();
    await view.getByRole("button", { name: "Sign that it ends" }).click();
    await view.getByText("Please write who said so.").waitFor();
    await view.getByLabel("Who said so, and how it was heard").fill("she called");
    await view.getByRole("button", { name: "Sign that it ends" }).click();
    await view.locator("li.over").waitFor();
    assert.match(await view.locator("li.over").innerText(), /Taken back\. she called \(Айгүл/);
    await accessible(page, "an agreement that was taken back");
    await picture(page, "agreement-over");
    assert.equal(mock().desk.of(id).work.length, before + 2, "nothing is overwritten");
    assert.equal(JSON.stringify(mock().desk.of(id)).includes("Anna"), false, "it is sealed");
    await page.keyboard.press("r");
  });

  inBrowser("a verdict that was altered on the server is named with whom it is laid to", async () => {
    const page = await open("/console#lang=en");
    const id = await opened(page);
    await page.getByLabel("More is needed").check();
    await page.locator("#verdict-why").fill("A date is missing.");
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    await page.locator("ol.verdicts > li", { hasText: "More is needed" }).waitFor();
    const desk = mock().desk.of(id);
    desk.verdicts = desk.verdicts.map((one): SignedText => ({ ...one, statement: one.statement.replace("needs_more", "hostile") }));
    await page.reload();
    await comeIn(page);
    await page.locator(`button[data-case="${id}"]`).click();
    await page.locator(".verdicts [role=alert]").first().waitFor();
    assert.match(await page.locator(".verdicts [role=alert]").first().innerText(), /laid to Айгүл was altered/);
    await picture(page, "verdict-altered");
    desk.verdicts = [];
    await page.keyboard.press("r");
  });

  inBrowser("a note is read by whoever opens the case next, and one that is not whole is told", async () => {
    const page = await open("/console#lang=en", { width: 360, height: 740 }, true);
    const id = await opened(page);
    await page.getByRole("button", { name: "Add the note" }).click();
    await page.getByText("Please write something first.").waitFor();
    await page.locator("#note").fill("The photo is of 2015.");
    await page.getByRole("button", { name: "Add the note" }).click();
    await page.locator(".notes-of-case li", { hasText: "The photo is of 2015." }).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the telephone");
    await accessible(page, "notes on a telephone, in the dark");
    await picture(page, "notes-360-dark");
    const desk = mock().desk.of(id);
    desk.work = [...desk.work, { name: "f".repeat(32), sealed: desk.work[0]!.sealed }];
    await page.reload();
    await comeIn(page);
    await page.locator(`button[data-case="${id}"]`).click();
    await page.getByText("Something that was added here was altered").waitFor();
    desk.work = [];
    await page.keyboard.press("r");
  });

  inBrowser("when the lease runs out under an open case what was begun is kept, sealed, and offered again", async () => {
    const page = await open("/console#lang=en");
    mock().spoil.lease = 20_000;
    const id = await opened(page);
    delete mock().spoil.lease;
    await page.locator("#note").fill("Half a sentence about her brot");
    await page.locator("#verdict-why").fill("Her sister says the sa");
    await page.getByText("What you had begun is kept for you").waitFor({ timeout: 40_000 });
    assert.equal(JSON.stringify(mock().desk.kept("aigul")).includes("brot"), false, "it is sealed");
    await page.getByText("You have begun something in these cases:").waitFor();
    await picture(page, "begun");
    await accessible(page, "the queue with something begun");
    await page.locator(`.begun li:has([title="${id}"]) button`).click();
    await page.getByText("You had begun something here, and did not end it.").waitFor();
    assert.equal(await page.locator("#note").inputValue(), "Half a sentence about her brot");
    assert.equal(await page.locator("#verdict-why").inputValue(), "Her sister says the sa");
    await page.getByRole("button", { name: "Throw it away" }).click();
    await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>("#note")?.value === "");
    assert.equal(mock().desk.begun("aigul").includes(id), false);
    assert.equal((await page.locator(".bar.case .id").getAttribute("title"))!, id);
    await page.keyboard.press("r");
  });

  inBrowser("what was begun is kept when the page locks", async () => {
    const page = await open("/console#lang=en");
    const id = await opened(page);
    await page.locator("#note").fill("Before the lock");
    await page.getByRole("button", { name: "Lock" }).click();
    await page.locator("input[type=password]").waitFor();
    await page.waitForTimeout(200);
    assert.ok(mock().desk.begun("aigul").includes(id));
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator("#note").waitFor();
    assert.equal(await page.locator("#note").inputValue(), "Before the lock");
    await page.locator("#note").fill("");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
  });
}
