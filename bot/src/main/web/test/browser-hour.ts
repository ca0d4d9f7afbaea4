import { strict as assert } from "node:assert";
import type { Locator, Page } from "playwright-core";
import { openWhole, TAGS, WIDE } from "./browser-whole.ts";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE } from "./mock-server.ts";

/** One hour of a volunteer and a quarter of one of her colleague's, from the queue to a case that two people verified; a picture of each step, to be looked at. */
export function hourInBrowser(browsing: Browsing): void {
  const { inBrowser, open, picture, accessible, mock } = browsing;

  inBrowser("a volunteer's hour: read, listened to, written down, translated, checked, asked about, verified by two", async () => {
    const page = await open("/console#lang=en", WIDE);
    let step = 0;
    const seen = (name: string): Promise<void> => picture(page, `hour-${String(++step).padStart(2, "0")}-${name}`);
    const recording = page.locator(".file", { hasText: "дауыс.wav" });
    const story = page.locator(".said", { hasText: "Содан кейін оны көрген жоқпыз" });

    // What waits, and what of it she takes.
    mock().desk.forgetKept();
    await openWhole(browsing, page);
    await seen("case");
    assert.equal(await page.getByText("✓ Everything is here").count(), 1);

    // What is hard to read is opened when she wants it.
    await page.locator("#part-testimony .hard").first().getByRole("button", { name: "Read it now" }).click();
    await page.locator("#part-testimony .passage").first().scrollIntoViewIfNeeded();
    await seen("hard-passage");

    // A paper that was photographed lying on its side.
    const paper = page.locator(".file").first();
    await paper.getByRole("button", { name: "Open" }).click();
    await paper.getByRole("button", { name: "Turn right" }).click();
    await paper.scrollIntoViewIfNeeded();
    await seen("paper");

    // A voice: slowly, once more, and written down.
    await recording.getByRole("button", { name: "Open", exact: true }).click();
    await recording.getByLabel("Speed").selectOption("0.75");
    await recording.locator(".transcript textarea").fill("[0:02] Ағамды лагерьге алып кетті.\n[0:12] Содан бері хабар жоқ.");
    await seen("writing-down");
    await recording.getByRole("button", { name: "Add the transcript" }).click();
    await recording.locator(".said-lines li").first().waitFor();

    // Sentence by sentence, beside the original.
    await story.getByRole("button", { name: "Translate" }).click();
    await story.getByLabel("Into").selectOption("en");
    const sentences = story.locator(".segments textarea");
    await sentences.nth(0).fill("My brother was told to come in 2017.");
    await sentences.nth(1).fill("We have not seen him since.");
    await seen("translating");
    await story.getByRole("button", { name: "Add the translation" }).click();
    await story.locator(".translation").waitFor();

    // The paper says the day of birth; the family said the year.
    const born = page.locator(".field", { hasText: "about 1984" });
    await born.getByText("Add what you found").click();
    await born.getByLabel("The date").fill("1984-05-12");
    await born.getByLabel("Why you think so").fill("It stands on the paper, and the number agrees.");
    await born.getByLabel("How sure it is").selectOption({ label: "sure" });
    await born.getByRole("button", { name: "Add it beside what was told" }).click();
    await page.locator(".field", { hasText: "found by Айгүл" }).waitFor();
    await page.locator(".field", { hasText: "found by Айгүл" }).scrollIntoViewIfNeeded();
    await seen("found");

    // A note for whoever comes next, a break, and on.
    const readTo = page.locator("#part-testimony");
    await readTo.evaluate((column) => (column.scrollTop = 300));
    await page.locator("#note").fill("The paper and the voice are of the same week.");
    await page.getByRole("button", { name: "Add the note" }).click();
    await page.locator(".notes-of-case li", { hasText: "of the same week" }).waitFor();
    await page.getByLabel("Yes").first().check();
    await page.getByRole("button", { name: "I need a break" }).click();
    await page.locator("input[type=password]").waitFor();
    await seen("break");
    assert.equal(await page.getByText("Алтынбек").count(), 0, "nothing of the case is left on the screen");
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.getByText("You had begun something here").waitFor();
    assert.equal(await readTo.evaluate(({ scrollTop }) => scrollTop), 300, "the testimony is where it was left, after a note and after a break");

    // What she checked, and what she found.
    await finds(page, "The number, the day and the county agree; two neighbours say the same.");
    await page.getByText("One more person is needed.").waitFor();
    await page.locator(".verdict").scrollIntoViewIfNeeded();
    await seen("one-of-two");
    await accessible(page, "a case at the end of an hour");

    // Gently into the hands of a colleague.
    await page.getByLabel("Hand over to").selectOption({ label: "Болат" });
    await page.getByRole("button", { name: "Hand over" }).click();
    await page.locator(".bar.queue").waitFor();
    await seen("handed-over");
    await page.close();

    const colleague = await open("/console#lang=en", WIDE);
    await comesInAs(colleague, "bolat");
    const mine: Locator = colleague.locator(`button[data-case="${mock().whole}"]`);
    await picture(colleague, "hour-second-queue");
    await mine.click();
    await colleague.locator(".verdict").waitFor();
    assert.match(await colleague.locator("ol.verdicts > li").first().innerText(), /Айгүл.*Verified/);
    await story2(colleague).getByRole("button", { name: "Read as second person" }).click();
    await colleague.getByRole("button", { name: "I have read it: sign" }).click();
    await colleague.getByText(/translated by Айгүл, read by Болат/).waitFor();
    mock().desk.whole = true;
    await finds(colleague, "I asked the second neighbour myself.");
    await colleague.locator(".bar.queue").waitFor();
    await picture(colleague, "hour-second-done");

    mock().desk.whole = false;
    await colleague.close();

    // All of it stands in the log, and not a word of the case.
    const coordinator = await open("/console#lang=en", WIDE);
    await comesInAs(coordinator, "oryn");
    await coordinator.getByRole("button", { name: "The log" }).click();
    await coordinator.getByText("Each entry follows from the one before it.").waitFor();
    for (const tag of TAGS) {
      await coordinator.locator(".top select").selectOption(tag);
      await picture(coordinator, `hour-log-${tag}`);
    }
    await coordinator.close();
  });

  const story2 = (page: Page): Locator => page.locator(".said", { hasText: "Содан кейін оны көрген жоқпыз" });

  async function finds(page: Page, why: string): Promise<void> {
    await page.getByLabel("Verified", { exact: true }).check();
    for (const question of ["The identity number agrees", "The dates are possible", "The places exist"]) {
      await page.locator(".check-row", { hasText: question }).getByLabel("Yes").check();
    }
    await page.locator("#verdict-why").fill(why);
    await page.getByRole("button", { name: "Sign", exact: true }).click();
  }

  async function comesInAs(page: Page, name: "bolat" | "oryn"): Promise<void> {
    const buffer = Buffer.from(await mock().identityOf(name));
    await page.locator("input[type=file]").setInputFiles({ name: `${name}.age`, mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator(".bar.queue").waitFor();
  }
}
