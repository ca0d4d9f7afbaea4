import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE, type Said } from "./mock-server.ts";

/** The queue of two volunteers at once: what is for today, who has what, what is handed over, found and searched. */
export function queueInBrowser({ inBrowser, open, picture, comeIn, accessible, mock }: Browsing): void {
  const ids = (): readonly string[] => [...mock().queue.keys()];

  async function comeInAs(page: Page, name: "samal" | "bolat"): Promise<void> {
    const buffer = Buffer.from(await mock().identityOf(name));
    await page.locator("input[type=file]").setInputFiles({ name: `${name}.age`, mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator(".list table").waitFor();
  }

  /** Says something of cases for one test. */
  async function said(of: Readonly<Record<string, Said>>, run: () => Promise<void>): Promise<void> {
    unsay();
    Object.entries(of).forEach(([id, what]) => Object.assign(mock().queue.get(id)!, what));
    try {
      await run();
    } finally {
      unsay();
    }
  }

  /** What tests before said and held is forgotten too. */
  function unsay(): void {
    for (const one of mock().queue.values()) {
      const left = one as Said & { holder: string | null };
      left.holder = left.holder === "bolat" ? "bolat" : null;
      for (const word of ["urgent", "urgency", "handedBy", "unopened", "closed", "standing"] as const) {
        delete left[word];
      }
    }
  }

  const row = (page: Page, id: string) => page.locator("tr", { has: page.locator(`button[data-case="${id}"]`) });

  inBrowser("queue: what is for today stands on top, and who is the first of two is told so", async () => {
    const [one, , three, four, five] = ids() as [string, string, string, string, string];
    const half = (by: string): Said => ({ standing: { kind: "verified", whole: false, by: [by] } });
    await said({ [one]: { urgent: true, ...half("aigul") }, [three]: { urgency: "today" }, [four]: { urgency: "week", unopened: true }, [five]: half("samal") }, async () => {
      const page = await open("/console#lang=en");
      await page.locator("main > button").click();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[type=password]")?.value !== "");
      await page.locator("button.main").click();
      await page.locator(".duty-desk").waitFor();
      assert.equal(await page.locator(".duty-desk tbody tr").count(), 2);
      assert.match(await row(page, one).innerText(), /you are the first of two/);
      assert.match(await row(page, four).innerText(), /this week[\s\S]*unopened for 7 days/);
      assert.doesNotMatch(await row(page, five).innerText(), /first of two/);
      assert.match(await page.locator(".here").innerText(), /Nobody else is here now|Here now/);
      await picture(page, "queue-duty");
      await accessible(page, "the queue with a duty desk");
      await page.getByRole("button", { name: /For a second pair of eyes/ }).click();
      assert.equal(await page.locator(".list tbody tr").count(), 1);
      await page.getByRole("button", { name: /^All/ }).click();
      // Not the one of which this volunteer is the first of two.
      await page.keyboard.press("n");
      await page.locator(".answer").first().waitFor();
      assert.equal(await page.locator(".bar.case .id").getAttribute("title"), three);
      await page.keyboard.press("r");
      await page.locator(".list table").waitFor();
      for (const [tag, width, dark] of [["ru", 360, false], ["kk-Arab", 360, false], ["kk-Cyrl", 360, false], ["ug-Arab", 1280, false], ["zh-Hans", 360, false]] as const) {
        await page.setViewportSize({ width, height: 760 });
        await page.locator(".top select").selectOption(tag);
        await page.locator(".filters summary").click();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(wide, 0, `the queue scrolls sideways in ${tag} ${dark}`);
        await picture(page, `queue-${tag}-${width}`);
      }
      await accessible(page, "the queue on a telephone");
      await page.close();
      const night = await open("/console#lang=en", { width: 1280, height: 900 }, true);
      await comeInAs(night, "samal");
      await picture(night, "queue-dark");
      await accessible(night, "the queue in the dark");
      await night.close();
    });
  });

  inBrowser("queue: of two who take a case one has it, the other is told who; it is handed over and opened anew", async () => {
    await said({}, async () => {
      const id = mock().whole;
      const hers = await open("/console#lang=en");
      await comeInAs(hers, "samal");
      const mine = await open("/console#lang=en");
      await comeIn(mine);
      await hers.locator(`button[data-case="${id}"]`).waitFor();
      await mine.locator(`button[data-case="${id}"]`).click();
      await mine.locator(".answer").first().waitFor();
      await hers.locator(`button[data-case="${id}"]`).click();
      await hers.locator(".status.trouble").waitFor();
      assert.match(await hers.locator(".status").innerText(), /Айгүл/);
      await hers.getByText("Айгүл · here", { exact: false }).first().waitFor();
      assert.match(await hers.locator(".here").innerText(), /Айгүл/);
      await picture(hers, "queue-told-by-whom");

      await mine.locator("#soon").selectOption("today");
      await mine.getByText("Noted. The others see it").waitFor();
      await mine.keyboard.press("Escape");
      await mine.locator(".duty-desk").waitFor();
      await mine.locator(`button[data-case="${id}"]`).click();
      await mine.locator("#hand").waitFor();
      assert.equal(await mine.locator("#soon").inputValue(), "today");
      await mine.getByRole("button", { name: "Hand over", exact: true }).click();
      assert.match(await mine.locator(".status").innerText(), /choose a colleague first/);
      assert.match((await mine.locator("#hand option").nth(1).textContent()) ?? "", /Самал · here/);
      assert.doesNotMatch((await mine.locator("#hand").textContent()) ?? "", /Орын/);
      await picture(mine, "case-hand-over");
      await accessible(mine, "a case that can be handed over");
      await mine.locator("#hand").selectOption("samal");
      await mine.getByRole("button", { name: "Hand over", exact: true }).click();
      await mine.locator(".queue").waitFor();
      assert.match(await mine.locator(".status").innerText(), /Самал/);

      await hers.getByRole("button", { name: "Look again" }).first().click();
      await hers.locator(".handed").waitFor();
      assert.match(await hers.locator(".handed").innerText(), /Айгүл handed this to you/);
      await picture(hers, "queue-handed");
      await hers.locator(".handed button").click();
      await hers.locator(".bar.case").waitFor();
      const acts = mock().log.entries.slice(-2).map(({ entry }) => (JSON.parse(entry) as { act: string; volunteer: string }));
      assert.deepEqual(acts.map(({ act, volunteer }) => `${volunteer} ${act}`), ["aigul hand", "samal open"]);
      await hers.keyboard.press("r");
      await hers.locator(".list table").waitFor();
      await mine.close();
      await hers.close();
    });
  });

  inBrowser("queue: a break locks with a kind sentence and keeps what was begun", async () => {
    await said({}, async () => {
      const page = await open("/console#lang=en");
      await comeIn(page);
      await page.locator(`button[data-case="${mock().whole}"]`).click();
      await page.locator(".notes-of-case textarea").first().fill("Қанат туралы жазба");
      await page.locator("h1").first().click();
      await page.locator(".bar.case").getByText("I need a break").click();
      await page.getByText("Take your time.").waitFor();
      assert.match(await page.locator("main").innerText(), /What you began is kept/);
      await picture(page, "pause");
      await accessible(page, "a break");
      await page.locator("input[type=password]").fill(PASSPHRASE);
      await page.locator("button.main").click();
      await page.locator(".bar.case").waitFor();
      assert.equal(await page.locator(".notes-of-case textarea").first().inputValue(), "Қанат туралы жазба");
      await page.locator(".notes-of-case textarea").first().fill("");
      await page.keyboard.press("Tab");
      await page.locator("h1").first().click();
      await page.keyboard.press("r");
      await page.locator(".list table").waitFor();
      await page.close();
    });
  });

  inBrowser("queue: keys, filters and views of one's own", async () => {
    await said({ [ids()[0]!]: { urgency: "week" } }, async () => {
      const page = await open("/console#lang=en");
      await comeIn(page);
      await page.keyboard.press("?");
      await page.locator("dialog").waitFor();
      await picture(page, "keys");
      await accessible(page, "the keys");
      await page.keyboard.press("Escape");
      await page.keyboard.press("f");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "filter-who");
      await page.locator("#filter-soon").selectOption("week");
      assert.equal(await page.locator(".list tbody tr").count(), 1);
      await page.locator("#filter-name").fill("My week");
      await page.getByRole("button", { name: "Keep this view" }).click();
      await page.getByRole("button", { name: "Show all" }).click();
      assert.ok((await page.locator(".list tbody tr").count()) > 1);
      await page.getByRole("button", { name: /My week/ }).click();
      assert.equal(await page.locator(".list tbody tr").count(), 1);
      await picture(page, "queue-filter");
      await accessible(page, "a filter");
      await page.locator("#filter-mark").fill("zz");
      await page.locator("#filter-mark").blur();
      await page.getByText("Nothing here.").waitFor();
      await page.getByRole("button", { name: /^All/ }).click();
      await page.locator("h1").first().click();
      await page.keyboard.press("j");
      await page.keyboard.press("o");
      await page.locator(".bar.case").waitFor();
      await page.keyboard.press("u");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "soon");
      await page.locator("h1").first().click();
      await page.keyboard.press("r");
      await page.locator(".list table").waitFor();
      await page.close();
    });
  });

  inBrowser("queue: what was opened is searched in any script, and forgotten when the page locks", async () => {
    await said({}, async () => {
      const page = await open("/console#lang=en");
      await comeIn(page);
      await page.keyboard.press("/");
      await page.locator("#search").fill("qanat");
      await page.getByText("Found in cases: 0").waitFor();
      const before = mock().log.head().n;
      await page.getByRole("button", { name: "Open my cases to search" }).click();
      assert.match(await page.locator("dialog").innerText(), /Each is an entry of the log with your name/);
      assert.equal(mock().log.head().n, before);
      await page.getByRole("button", { name: "Open them" }).click();
      await page.getByText(/Found in cases: [1-9]/).waitFor();
      assert.ok(mock().log.head().n > before);
      assert.match(await page.locator(".hit").first().innerText(), /قانات|Қанат/);
      assert.ok([...mock().queue.values()].every((one) => (one as unknown as { holder: string | null }).holder !== "aigul"), "they are put back");
      await picture(page, "search");
      await accessible(page, "the search");
      await page.setViewportSize({ width: 360, height: 760 });
      await page.locator(".top select").selectOption("kk-Arab");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await picture(page, "search-kk-Arab-360");
      await page.locator(".top select").selectOption("en");
      await page.locator(".top").getByText("Lock").click();
      await page.locator("input[type=password]").fill(PASSPHRASE);
      await page.locator("button.main").click();
      await page.locator(".list table").waitFor();
      await page.keyboard.press("/");
      assert.equal(await page.locator("#search").inputValue(), "");
      await page.getByText("Cases that can be searched: 0").waitFor();
      await page.close();
    });
  });

  inBrowser("queue: a closed case is found among the closed ones, and looked at again", async () => {
    const id = ids()[2]!;
    await said({ [id]: { closed: true, standing: { kind: "verified", whole: true, by: ["aigul", "bolat"] } } }, async () => {
      const page = await open("/console#lang=en");
      await comeIn(page);
      assert.equal(await page.locator(`button[data-case="${id}"]`).count(), 0);
      await page.getByRole("button", { name: "Closed", exact: true }).click();
      await row(page, id).waitFor();
      assert.equal(await page.locator(".list tbody tr").count(), 1);
      await picture(page, "queue-closed");
      await accessible(page, "closed cases");
      await page.locator(`button[data-case="${id}"]`).click();
      await page.locator("dialog").getByRole("button", { name: "Take another look" }).click();
      await page.getByText("The case waits again.").waitFor();
      assert.match(await row(page, id).innerText(), /waiting/);
      assert.equal((JSON.parse(mock().log.entries.at(-1)!.entry) as { act: string }).act, "reopen");
      await page.close();
    });
  });
}
