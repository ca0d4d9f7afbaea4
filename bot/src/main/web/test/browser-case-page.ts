import { strict as assert } from "node:assert";
import type { Locator, Page } from "playwright-core";
import type { Browsing } from "./browser-way-back.ts";
import { NARROW, openWhole, putBack, TAGS, WIDE } from "./browser-whole.ts";


/** The page of one case: its columns, fields and years, files, and the care for whoever reads. */
export function casePageInBrowser(browsing: Browsing): void {
  const { inBrowser, open, picture, accessible, mock } = browsing;

  const sideways = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  const column = (page: Page, id: string): Promise<{ x: number; y: number; width: number; height: number }> =>
    page.locator(id).evaluate((element) => {
      const { x, y, width, height } = (element.closest(".column") ?? element).getBoundingClientRect();
      return { x, y, width, height };
    });

  inBrowser("a case is three columns on a wide screen, from right to left too, and each moves alone", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const at = async (): Promise<number[]> => [(await column(page, "#part-testimony")).x, (await column(page, "#part-fields")).x, (await column(page, "#part-work")).x];
    const [told, fields, work] = await at();
    assert.ok(told! < fields! && fields! < work!, "side by side");
    assert.equal(await page.locator(".parts").isVisible(), false);
    await page.locator("#part-testimony").evaluate((element) => (element.scrollTop = 600));
    assert.equal(await page.locator("#part-testimony").evaluate(({ scrollTop }) => scrollTop), 600);
    assert.equal(await page.locator("#part-work").evaluate(({ scrollTop }) => scrollTop), 0);
    assert.ok((await page.locator(".bar.case").boundingBox())!.y >= 0, "the bar stays");
    await page.locator("#part-testimony").evaluate((element) => (element.scrollTop = 0));
    for (const tag of TAGS) {
      await page.locator(".top select").selectOption(tag);
      assert.equal(await sideways(page), 0, tag);
      const inside = await page.locator(".column").evaluateAll((columns) => columns.map((each) => each.scrollWidth - each.clientWidth));
      assert.deepEqual(inside, [0, 0, 0], `${tag}: a column is wider than its room`);
      const order = await at();
      assert.deepEqual([...order].sort((a, b) => (tag.endsWith("Arab") ? b - a : a - b)), order, tag);
      await picture(page, `case-page-${tag}-1440`);
    }
    await accessible(page, "a case in three columns, from right to left");
    await putBack(page);
    await page.close();
  });

  inBrowser("a case is one column on a telephone, in all languages, and its parts are a tap away", async () => {
    const page = await open("/console#lang=en", NARROW);
    await openWhole(browsing, page);
    for (const tag of TAGS) {
      await page.locator(".top select").selectOption(tag);
      assert.equal(await sideways(page), 0, tag);
      const beyond = await page.evaluate(() =>
        Array.from(document.querySelectorAll(".case-page *"))
          .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1)
          .map(({ outerHTML }) => outerHTML.slice(0, 120)),
      );
      assert.deepEqual(beyond, [], `${tag}: wider than a small telephone`);
      await picture(page, `case-page-${tag}-360`);
    }
    await page.locator(".top select").selectOption("en");
    for (const [name, id] of [["Work", "part-work"], ["The years", "part-years"], ["Testimony", "part-testimony"], ["Fields", "part-fields"]] as const) {
      await page.locator(".parts").getByRole("link", { name, exact: true }).click();
      assert.equal(await page.evaluate(() => document.activeElement?.id), id);
      const { y } = (await page.locator(`#${id}`).boundingBox())!;
      assert.ok(y < NARROW.height - 100, `${id} is on the screen: ${y}`);
      assert.ok((await page.locator(".parts").boundingBox())!.y >= 0 && (await page.locator(".parts").boundingBox())!.y < 10, "the parts stay at hand");
    }
    assert.match(page.url(), /#lang=en$/, "and the language in the address");
    await accessible(page, "a case on a telephone");
    await putBack(page);
    await page.close();
    const dark = await open("/console#lang=ug-Arab", NARROW, true);
    await openWhole(browsing, dark);
    await picture(dark, "case-page-dark-360");
    await accessible(dark, "a case in the dark");
    await putBack(dark);
    await dark.close();
  });

  inBrowser("a field says who told it, how they know it and when, and leads to the answer itself", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const field = (name: string): Locator => page.locator(".field", { has: page.getByText(name, { exact: true }) });
    assert.deepEqual(await field("Name").locator(".told").allInnerTexts(), ["Алтынбек Ойдан", "阿勒腾别克·奥依丹"]);
    assert.match(await field("Born").innerText(), /about 1984/);
    assert.match(await field("Status").innerText(), /In prison\s+Record 12 · the testifier, through an interpreter, heard it from somebody, told by officials · 23 November 2026 · chat/);
    const number = await field("Number of a paper").innerText();
    assert.ok(number.includes("✓ Checked: the number fits.") && number.includes("born 12 May 1984") && number.includes("a man"), number);
    assert.match(await field("May be published").innerText(), /They would rather not say/);
    await field("Home").getByRole("link").click();
    assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /Дөрбілжін/);
    assert.ok(await page.evaluate(() => document.querySelector("#part-testimony")!.contains(document.activeElement)));
    await putBack(page);
    await page.close();
  });

  inBrowser("the years are a list in words, with what does not agree and what has no date", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    assert.deepEqual(await page.locator(".year > h3").allInnerTexts(), ["2017", "2018", "2019", "2026", "Without a date"]);
    const entries = await page.locator(".entry").allInnerTexts();
    assert.match(entries[0]!, /Taken · Tarbagatay[^]*spring 2017/);
    assert.match(entries[1]!, /Camp[^]*From: between April 2017 and June 2017 · Until: about December 2018[^]*cannot have been at the same time[^]*saw it/);
    assert.match(entries[2]!, /Hospital[^]*2018, not certain/);
    assert.match(entries[4]!, /Prison[^]*15 жыл[^]*шетелге барған дейді/);
    assert.match(entries[5]!, /Prison[^]*Known on: October 2026/);
    assert.match(entries[6]!, /Let go[^]*білмейміз/);
    await page.emulateMedia({ media: "print" });
    await picture(page, "case-page-print");
    assert.equal(await page.locator("#part-work, .top, .bar.case").filter({ visible: true }).count(), 0, "only what was told is printed");
    assert.ok(await page.locator(".entry").last().isVisible());
    await page.emulateMedia({ media: null });
    await putBack(page);
    await page.close();
  });

  inBrowser("what is hard to read waits behind a warning, for this passage or for all, and a source leads to the warning", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const warnings = page.locator(".hard");
    const before = await warnings.count();
    assert.ok(before >= 3, String(before));
    assert.equal(await page.getByText("Аяғын баса алмай қалған").count(), 0, "not even in the page");
    const told = page.locator("#part-testimony .hard");
    const inTestimony = await told.count();
    await picture(page, "case-page-hard");
    await accessible(page, "warnings before hard passages");
    await page.locator("#part-fields .hard").first().getByRole("button", { name: "Read it now" }).click();
    await page.locator("#part-fields .passage .source a").first().click();
    assert.ok(await page.evaluate(() => document.activeElement?.closest(".hard") !== null), "the warning first");
    assert.equal(await told.count(), inTestimony);
    await page.keyboard.press("Enter");
    assert.equal(await told.count(), inTestimony - 1);
    assert.ok(await page.evaluate(() => document.activeElement?.matches(".passage")));
    await page.locator(".top select").selectOption("ru");
    assert.equal(await told.count(), inTestimony - 1, "what was opened stays open");
    await page.locator(".top select").selectOption("en");
    await page.getByRole("button", { name: "Show me everything today" }).first().click();
    assert.equal(await warnings.count(), 0);
    assert.equal(await page.getByText("Аяғын баса алмай қалған").count(), 1);
    await page.keyboard.press("Escape");
    await page.locator(`button[data-case="${mock().whole}"]`).click();
    await page.locator(".answer").first().waitFor();
    assert.equal(await warnings.count(), 0, "for the session");
    await putBack(page);
    await page.close();
  });

  inBrowser("a picture is turned and enlarged by hand and by keyboard, and leaves nothing open", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const file = page.locator(".file").first();
    await file.getByRole("button", { name: "Open" }).click();
    const stage = file.locator(".stage");
    await page.waitForFunction(() => document.querySelector<HTMLElement>(".stage")?.offsetWidth === 300);
    const shape = async (of: Locator): Promise<number[]> => of.evaluate((element) => [element.getBoundingClientRect().width, element.getBoundingClientRect().height].map(Math.round));
    assert.deepEqual(await shape(stage), [300, 200]);
    await file.getByRole("button", { name: "Turn right" }).click();
    assert.deepEqual(await shape(stage), [200, 300]);
    assert.deepEqual(await shape(file.locator("img")), [200, 300]);
    await picture(page, "case-page-turned");
    const enlarge = file.getByRole("button", { name: "Enlarge" });
    await enlarge.focus();
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog.viewer[open]");
    await dialog.waitFor();
    await page.waitForFunction(() => (document.querySelector<HTMLElement>("dialog .stage")?.offsetHeight ?? 0) > 0);
    const large = await shape(dialog.locator(".stage"));
    assert.ok(large[1]! > 400 && large[0]! < large[1]!, `as turned before, and large: ${large}`);
    await page.keyboard.press("+");
    assert.ok((await shape(dialog.locator(".stage")))[1]! > large[1]! * 1.4);
    await picture(page, "case-page-enlarged");
    await accessible(page, "an enlarged picture");
    await page.keyboard.press("r");
    await page.keyboard.press("0");
    const upside = await shape(dialog.locator(".stage"));
    assert.ok(upside[0]! > upside[1]!, "turned by its key");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Enlarge", "the keyboard is back where it was");
    await page.setViewportSize(NARROW);
    await enlarge.click();
    assert.equal(await sideways(page), 0);
    await picture(page, "case-page-enlarged-360");
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await putBack(page);
    await page.close();
  });

  inBrowser("a recording goes slower, back and round, and what is said is written beside its time", async () => {
    const page = await open("/console#lang=en", WIDE);
    await openWhole(browsing, page);
    const file = page.locator(".file").nth(1);
    await file.getByRole("button", { name: "Open" }).click();
    await page.waitForFunction(() => document.querySelector("audio")?.duration === 20);
    const audio = (what: "currentTime" | "playbackRate"): Promise<number> => page.evaluate((name) => document.querySelector("audio")![name], what);
    const seek = (to: number): Promise<void> =>
      page.evaluate(
        (at) =>
          new Promise<void>((resolve) => {
            const element = document.querySelector("audio")!;
            element.addEventListener("seeked", () => resolve(), { once: true });
            element.currentTime = at;
          }),
        to,
      );
    assert.deepEqual(await file.getByLabel("Speed").locator("option").allInnerTexts(), ["0.5×", "0.75×", "1×", "1.25×", "1.5×"]);
    await file.getByLabel("Speed").selectOption("0.75");
    assert.equal(await audio("playbackRate"), 0.75);
    await seek(12);
    await page.waitForFunction(() => document.querySelector(".time")?.textContent === "0:12 / 0:20");
    await file.getByRole("button", { name: "5 seconds back" }).click();
    assert.equal(await audio("currentTime"), 7);
    await file.getByRole("button", { name: "Repeat from here" }).click();
    await seek(9);
    await file.getByRole("button", { name: "Repeat until here" }).click();
    assert.match(await file.locator(".tools").first().innerText(), /Repeats 0:07 – 0:09/);
    await file.getByLabel("Speed").selectOption("1.5");
    await page.evaluate(() => document.querySelector("audio")!.play());
    // What is played stays within the part, and comes round.
    const heard = await page.evaluate(async () => {
      const places: number[] = [];
      for (let i = 0; i < 40; i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        places.push(document.querySelector("audio")!.currentTime);
      }
      return places;
    });
    assert.ok(heard.some((place, i) => i > 0 && place < heard[i - 1]! - 1), `never came round: ${heard}`);
    assert.ok(Math.max(...heard) < 10.5, String(Math.max(...heard)));
    await file.getByRole("button", { name: "No repeating" }).click();
    const text = file.getByLabel("What is said");
    await text.fill("Ол айтты");
    await page.keyboard.press("F8");
    assert.equal(await page.evaluate(() => document.querySelector("audio")!.paused), true);
    await seek(11);
    await page.keyboard.press("F7");
    assert.equal(await audio("currentTime"), 6);
    await page.keyboard.press("F9");
    assert.equal(await text.inputValue(), "Ол айтты\n[0:06] ");
    await page.keyboard.type("көмір");
    await picture(page, "case-page-recording");
    await accessible(page, "a recording and what is said in it");
    await page.setViewportSize(NARROW);
    assert.equal(await sideways(page), 0);
    await picture(page, "case-page-recording-360");
    await page.locator(".top select").selectOption("kk-Cyrl");
    await page.locator(".file").nth(1).locator("button").click();
    assert.equal(await page.locator(".transcript textarea").inputValue(), "Ол айтты\n[0:06] көмір", "a draft of the open case");
    assert.deepEqual(await page.evaluate(async () => [Object.keys(sessionStorage), await caches.keys(), document.cookie]), [[], [], ""], "nothing is cached");
    await putBack(page);
    await page.close();
  });

  inBrowser("after fifty minutes of reading a break is suggested, quietly", async () => {
    const page = await open("/console#lang=en", WIDE);
    await page.clock.install();
    await page.reload();
    await openWhole(browsing, page);
    for (let minute = 0; minute < 51; minute++) {
      await page.clock.runFor(60_000);
      await page.mouse.move(200 + minute, 300);
    }
    const line = page.locator(".break");
    assert.match(await line.innerText(), /a short break does good\. The case waits for you/);
    await picture(page, "case-page-break");
    await accessible(page, "a break is suggested");
    await line.getByRole("button").click();
    assert.equal(await line.innerText(), "");
    await putBack(page);
    await page.close();
  });
}
