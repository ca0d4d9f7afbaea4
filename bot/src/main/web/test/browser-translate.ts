import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import type { Browsing } from "./browser-way-back.ts";
import { NARROW, openWhole, putBack, TAGS, WIDE } from "./browser-whole.ts";
import { PASSPHRASE } from "./mock-server.ts";


/** Transcripts, translations and what volunteers found, in a browser. */
export function translateInBrowser(browsing: Browsing): void {
  const { inBrowser, open, picture, accessible, mock } = browsing;

  const recording = (page: Page): Locator => page.locator(".file", { hasText: "дауыс.wav" });
  const story = (page: Page): Locator => page.locator(".said", { hasText: "Содан кейін оны көрген жоқпыз" });

  const fits = async (page: Page, name: string): Promise<void> => {
    for (const tag of TAGS) {
      await page.locator(".top select").selectOption(tag);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${name} scrolls sideways in ${tag}`);
      const beyond = await page.evaluate(() =>
        Array.from(document.querySelectorAll(".case-page *"))
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1)
          .map(({ outerHTML }) => outerHTML.slice(0, 120)),
      );
      assert.deepEqual(beyond, [], `${name} in ${tag}`);
      await picture(page, `${name}-${tag}-360`);
    }
    await page.locator(".top select").selectOption("en");
  };

  inBrowser("a recording is to be written down; its transcript stands beside it, plays from a time, and a correction stands first", async () => {
    mock().desk.forgetKept();
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const todo = page.locator(".todo");
    assert.match(await todo.innerText(), /Recordings to write down[\s\S]*Voice/);
    await todo.getByRole("link").first().click();
    await recording(page).getByRole("button", { name: "Open", exact: true }).click();
    await recording(page).locator(".transcript textarea").waitFor();
    await recording(page).getByRole("button", { name: "Add the transcript" }).click();
    await recording(page).getByText("Please write something first.").waitFor();
    await recording(page).locator(".transcript textarea").fill("[0:02] Ағамды лагерьге алып кетті.\n[0:12] <b>Содан</b> бері хабар жоқ.");
    await accessible(page, "a recording that is being written down");
    await picture(page, "transcript-writing");
    await recording(page).getByRole("button", { name: "Add the transcript" }).click();
    await page.locator(".said-lines li").first().waitFor();
    assert.match(await recording(page).locator(".written").first().innerText(), /Written down by Айгүл[\s\S]*0:02[\s\S]*<b>Содан<\/b> бері хабар жоқ/);
    assert.equal(await todo.count(), 0, "nothing is left to be written down");
    assert.equal(JSON.stringify(mock().desk.of(mock().whole)).includes("лагерь"), false, "it is sealed");
    assert.equal(await page.locator("audio").count(), 0);
    await recording(page).getByRole("button", { name: "Play from 0:12" }).click();
    await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) >= 12);
    await recording(page).getByRole("button", { name: "Correct the last one" }).click();
    const field = recording(page).locator(".transcript textarea");
    assert.equal(await field.inputValue(), "[0:02] Ағамды лагерьге алып кетті.\n[0:12] <b>Содан</b> бері хабар жоқ.");
    await field.fill("[0:02] Ағамды лагерьге алып кетті.\n[0:12] Содан бері хабар жоқ.");
    await recording(page).getByRole("button", { name: "Add the transcript" }).click();
    await recording(page).locator(".earlier").waitFor();
    assert.ok(!(await recording(page).locator(".written").first().innerText()).includes("<b>"), "the last one stands first");
    await recording(page).locator(".earlier summary").click();
    assert.ok((await recording(page).locator(".earlier").innerText()).includes("<b>Содан</b>"), "the earlier one stays");
    await accessible(page, "a transcript beside its recording");
    await picture(page, "transcript");
    mock().desk.of(mock().whole).work = [];
    await putBack(page);
    await page.close();
  });

  inBrowser("a transcript that is too long for one piece is several, and is read as one", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    await recording(page).getByRole("button", { name: "Open", exact: true }).click();
    const text = Array.from({ length: 400 }, (_, i) => `[0:${String(i % 60).padStart(2, "0")}] сөз ${i} ${"көмір ".repeat(8)}`.trim()).join("\n");
    await recording(page)
      .locator(".transcript textarea")
      .evaluate((field: HTMLTextAreaElement, value) => {
        field.value = value;
        field.dispatchEvent(new Event("input"));
      }, text);
    await recording(page).getByRole("button", { name: "Add the transcript" }).click();
    await page.locator(".said-lines li").nth(399).waitFor();
    assert.ok(mock().desk.of(mock().whole).work.length > 1);
    assert.equal(await recording(page).locator(".written").count(), 1);
    mock().desk.of(mock().whole).work.pop();
    await page.keyboard.press("Escape");
    await page.locator(`button[data-case="${mock().whole}"]`).click();
    await page.getByText("Parts of this are not here: 1.").waitFor();
    mock().desk.of(mock().whole).work = [];
    await putBack(page);
    await page.close();
  });

  inBrowser("an answer is translated part by part beside the original, with the words of the glossary, and what was begun survives a lock", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    await story(page).getByRole("button", { name: "Translate" }).click();
    await story(page).getByLabel("Into").selectOption("en");
    const fields = story(page).locator(".segments textarea");
    assert.equal(await fields.count(), 2);
    await story(page).getByRole("button", { name: /шақыртып алды → told to come/ }).click();
    assert.equal(await fields.first().inputValue(), "told to come");
    await fields.first().fill("My brother was told to come in 2017.");
    await story(page).getByRole("button", { name: "Add the translation" }).click();
    await story(page).getByText("This part is still empty.").waitFor();
    assert.equal(await fields.nth(1).evaluate((element) => element === document.activeElement), true);
    await accessible(page, "a translation that is being written");
    await picture(page, "translation-writing");
    await page.getByRole("button", { name: "Lock" }).click();
    await page.locator("input[type=password]").waitFor();
    await page.waitForTimeout(300);
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.getByText("You had begun something here").waitFor();
    assert.equal(await fields.first().inputValue(), "My brother was told to come in 2017.");
    await fields.nth(1).fill("We have not seen him since. <i>Never.</i>");
    await story(page).getByRole("button", { name: "Add the translation" }).click();
    await story(page).locator(".translation").waitFor();
    assert.match(await story(page).locator(".translation").innerText(), /English · translated by Айгүл[\s\S]*My brother was told to come in 2017\.\s+We have not seen him since\. <i>Never\.<\/i>[\s\S]*Nobody else has read it yet\./);
    assert.equal(JSON.stringify(mock().desk.of(mock().whole)).includes("brother"), false, "it is sealed");
    await story(page).getByText("Beside the original").click();
    assert.equal(await story(page).locator(".translation .segments li").count(), 2);
    assert.equal(await story(page).getByRole("button", { name: "Read as second person" }).count(), 0, "nobody is the second reader of their own");
    await accessible(page, "a translation");
    await picture(page, "translation");
    await page.setViewportSize(NARROW);
    await story(page).getByRole("button", { name: "Change it" }).click();
    await fits(page, "translation-writing");
    await accessible(page, "a translation on a telephone");
    await page.close();
    const dark = await open("/console#lang=ug-Arab", NARROW, true);
    await openWhole(browsing, dark);
    await picture(dark, "translation-dark-360");
    await accessible(dark, "a translation in the dark");
    await putBack(dark);
    await dark.close();
  });

  inBrowser("what a volunteer found stands beside what was told, with the date in words and on the timeline", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const born = page.locator(".field", { hasText: "about 1984" });
    await born.getByText("Add what you found").click();
    const save = born.getByRole("button", { name: "Add it beside what was told" });
    await save.click();
    await born.getByText("Please write the date as in the examples.").waitFor();
    await born.getByLabel("The date").fill("1984-05-");
    assert.match(await born.innerText(), /For example: 2017-04-03/);
    await born.getByLabel("The date").fill("1984-05-12");
    await born.getByText("Read as: 12 May 1984").waitFor();
    await save.click();
    await born.getByText("Please write why, in a sentence.").waitFor();
    await born.getByLabel("Why you think so").fill("The number on the paper <b>says</b> so.");
    await born.getByLabel("How sure it is").selectOption({ label: "sure" });
    await accessible(page, "something found of a field");
    await picture(page, "found-writing");
    await save.click();
    await page.locator(".field", { hasText: "found by Айгүл" }).waitFor();
    const shown = await page.locator(".field", { hasText: "found by Айгүл" }).innerText();
    assert.match(shown, /about 1984[\s\S]*12 May 1984[\s\S]*sure[\s\S]*<b>says<\/b> so/);
    const other = page.locator("#part-fields details.adding");
    await other.locator("summary").click();
    await other.getByLabel("What it is about").selectOption({ label: "Died on" });
    await other.getByLabel("The date").fill("2020-02");
    await other.getByLabel("Why you think so").fill("A neighbour wrote it.");
    await other.getByRole("button", { name: "Add it beside what was told" }).click();
    await page.locator("#part-years .entry", { hasText: "found by Айгүл" }).waitFor();
    assert.equal(JSON.stringify(mock().desk.of(mock().whole)).includes("neighbour"), false, "it is sealed");
    await picture(page, "found");
    await page.setViewportSize(NARROW);
    await page.locator(".field", { hasText: "found by Айгүл" }).getByText("Add what you found").click();
    await fits(page, "found");
    await accessible(page, "something found, on a telephone");
    mock().desk.of(mock().whole).work = [];
    await putBack(page);
    await page.close();
  });

  inBrowser("a translator gets sentences without names or case, and the answer comes back with the names, by whoever made it", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    // A story with the relative's name in it: what a volunteer wrote down of the recording.
    await recording(page).getByRole("button", { name: "Open", exact: true }).click();
    await recording(page).locator(".transcript textarea").fill("[0:01] Алтынбекті лагерьге алып кетті.\n[0:05] Біз кейін Сәкенмен Ойданды көрдік. Тел 87011234567.");
    await recording(page).getByRole("button", { name: "Add the transcript" }).click();
    await page.locator(".said-lines li").first().waitFor();
    await recording(page).getByRole("button", { name: "Give to a translator" }).click();
    const bundle = recording(page).locator(".bundle");
    assert.match(await bundle.locator(".bundle-text").innerText(), /Person 1-ті лагерьге алып кетті\.[\s\S]*Сәкенмен Person 1-ды көрдік\.[\s\S]*Number 2/);
    const doubt = bundle.locator(".check").getByRole("button", { name: "Сәкенмен" });
    await doubt.waitFor();
    await bundle.getByRole("button", { name: "Seal the bundle" }).click();
    await bundle.getByText("Please look at every sentence first.").waitFor();
    await bundle.getByLabel(/I have looked at every sentence/).check();
    await accessible(page, "a bundle that is looked at");
    await picture(page, "bundle-writing");
    await doubt.click();
    assert.equal(await bundle.getByLabel(/I have looked at every sentence/).isChecked(), false, "what changed was not looked at");
    assert.equal(await bundle.getByLabel("Hide these too").inputValue(), "Сәкенмен");
    await bundle.getByLabel("Hide these too").fill("Сәкен");
    await bundle.getByText("Person 2-мен").waitFor();
    await bundle.getByLabel(/I have looked at every sentence/).check();
    await bundle.getByRole("button", { name: "Seal the bundle" }).click();
    const saved = async (of: Page, link: Locator): Promise<{ name: string; mimeType: string; buffer: Buffer }> => {
      const [download] = await Promise.all([of.waitForEvent("download"), link.click()]);
      return { name: download.suggestedFilename(), mimeType: "application/octet-stream", buffer: readFileSync(await download.path()) };
    };
    const file = await saved(page, bundle.getByRole("link", { name: "Save the bundle" }));
    assert.match(file.name, /^[0-9a-f]{8}\.bundle\.age$/);
    assert.ok(!mock().whole.startsWith(file.name.slice(0, 8)), "the number is not the case");

    const desk = await open("/console#lang=en", NARROW);
    const identity = { name: "marat.age", mimeType: "application/octet-stream", buffer: Buffer.from(await mock().identityOf("marat")) };
    await desk.locator("input[type=file]").setInputFiles(identity);
    await desk.locator("input[type=password]").fill(PASSPHRASE);
    await desk.locator("button.main").click();
    await desk.locator(".bar.queue").waitFor();
    await desk.getByRole("button", { name: "Translate a bundle" }).click();
    await desk.locator("main input[type=file]").setInputFiles({ ...file, buffer: file.buffer.subarray(0, 900) });
    await desk.getByText("This is no such file of ours, or it was altered.").waitFor();
    await desk.locator("main input[type=file]").setInputFiles(file);
    await desk.getByText("Айгүл asks you to translate from").waitFor();
    const seen = await desk.locator("main").innerText();
    assert.ok(!/Алтынбек|Ойдан|Сәкен|87011234567/.test(seen) && !seen.includes(mock().whole.slice(0, 4)), seen);
    const fields = desk.locator(".segments textarea");
    assert.equal(await fields.count(), 3);
    await fields.nth(0).fill("Person 1 was taken away to a camp.");
    await desk.getByRole("button", { name: "Lock" }).click();
    await desk.locator("input[type=password]").fill(PASSPHRASE);
    await desk.locator("button.main").click();
    await fields.first().waitFor();
    assert.equal(await fields.nth(0).inputValue(), "Person 1 was taken away to a camp.", "a lock loses nothing");
    await fields.nth(1).fill("Later we saw person 1 with Person 2.");
    await desk.getByRole("button", { name: "Seal the translation" }).click();
    await desk.getByText("This part is still empty.").waitFor();
    await fields.nth(2).fill("Telephone Number 2.");
    await desk.getByRole("button", { name: "Seal the translation" }).click();
    await desk.getByRole("link", { name: "Save the translation" }).waitFor();
    for (const tag of TAGS) {
      await desk.locator(".top select").selectOption(tag);
      assert.equal(await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, tag);
      await picture(desk, `bundle-desk-${tag}-360`);
    }
    await desk.locator(".top select").selectOption("en");
    await accessible(desk, "a bundle on a translator's table");
    await desk.getByRole("button", { name: "Seal the translation" }).click();
    const answer = await saved(desk, desk.getByRole("link", { name: "Save the translation" }));
    await desk.close();

    await bundle.getByRole("button", { name: "I have saved it" }).click();
    await page.locator(".given", { hasText: "Марат" }).waitFor();
    await page.locator(".given input[type=file]").setInputFiles(file);
    await page.locator(".given").getByText("This file is sealed to somebody else.").waitFor();
    await page.locator(".given input[type=file]").setInputFiles(answer);
    await recording(page).locator(".translation").waitFor();
    assert.match(
      await recording(page).locator(".translation").innerText(),
      /English · translated by Марат, taken in by Айгүл[\s\S]*Алтынбек Ойдан was taken away to a camp\.[\s\S]*Later we saw Алтынбек Ойдан with Сәкен\. Telephone 87011234567\./,
    );
    await accessible(page, "a translation that was taken in");
    await picture(page, "bundle-taken-in");
    await recording(page).getByRole("button", { name: "Read as second person" }).click();
    await recording(page).getByRole("button", { name: "I have read it: sign" }).click();
    await recording(page).getByText(/translated by Марат, read by Айгүл/).waitFor();
    mock().desk.of(mock().whole).work = [];
    await putBack(page);
    await page.close();
  });
}
