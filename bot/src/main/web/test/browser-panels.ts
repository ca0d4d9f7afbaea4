import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { open as openAge } from "../crypto/age.ts";
import { fromBase64, utf8 } from "../crypto/bytes.ts";
import { readEntry } from "../record/log-entry.ts";
import type { Browsing } from "./browser-way-back.ts";

const NARROW = { width: 360, height: 760 };

/** Panels that lost somebody are filled again, and who must not see a case is not shown it. */
export function panelsInBrowser({ inBrowser, open, picture, comeIn, accessible, mock }: Browsing): void {
  /** In words that do not hang on the language. */
  async function fits(page: Page, name: string): Promise<void> {
    for (const tag of ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"]) {
      await page.locator(".top select").selectOption(tag);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${name} scrolls sideways in ${tag}`);
      await picture(page, `${name}-${tag}-360`);
    }
  }

  inBrowser("one button seals anew all that waits, and looks at what others sealed anew", async () => {
    const { aigul, bolat, samal } = mock().people;
    const id = mock().wayBack.id;
    const seen = mock().whole;
    mock().panels.short(mock().served(id), ["aigul", "gone"]);
    mock().panels.short(mock().served(seen), ["aigul", "bolat"]);
    await mock().panels.sealedAnewBy(seen, bolat, [aigul, bolat].map(({ recipient }) => recipient), ["aigul", "bolat"], undefined);
    const page = await open("/console#lang=en", NARROW, true);
    await comeIn(page);
    await page.getByText("panel not full").waitFor();
    await page.getByRole("button", { name: "Refill the panels" }).click();
    await page.getByText("Cases that wait for you: 2").waitFor();
    await fits(page, "console-panels");
    await accessible(page, "panels");
    await page.getByRole("button", { name: "Refill now" }).click();
    await page.getByText(/Sealed anew: [01]\. Checked, and they open: [01]\./).waitFor();
    await page.getByText("No case waits for you.").waitFor();

    const anew = mock().panels.keys.get(id)!;
    assert.equal(anew.waits, false);
    assert.equal(anew.by, "aigul");
    assert.ok(anew.panel.includes("aigul") && !anew.panel.includes("gone"), anew.panel.join());
    for (const who of [aigul, ...[bolat, samal].filter((one) => anew.panel.includes(one.id))]) {
      assert.deepEqual((await openAge(fromBase64(anew.sealed), [who.file.identity])).subarray(0, 18), utf8("AGE-SECRET-KEY-PQ-"));
    }
    assert.equal(mock().panels.keys.get(seen)!.before, undefined, "it was said to open");
    const acts = mock().log.entries.map(({ entry }) => readEntry(entry)!.act);
    assert.equal(acts.filter((act) => act === "keys").length, 2);
    assert.equal(acts.filter((act) => act === "reseal").length, 2);
    mock().panels.keys.clear();
    await page.close();
  });

  inBrowser("a key that somebody sealed badly is named, and sealed anew from the one before", async () => {
    const { aigul, bolat } = mock().people;
    const id = mock().whole;
    mock().panels.short(mock().served(id), ["aigul", "bolat"]);
    await mock().panels.sealedAnewBy(id, bolat, [aigul, bolat].map(({ recipient }) => recipient), ["aigul", "bolat"], utf8("no key\n"));
    const page = await open("/console#lang=en", NARROW, true);
    await comeIn(page);
    await page.locator(`button[data-case="${id}"]`).click();
    await page.getByText("was sealed anew by Болат, and does not open for you").waitFor();
    await page.getByRole("button", { name: "Back to the cases" }).click();
    await page.getByRole("button", { name: "Refill the panels" }).click();
    await page.getByRole("button", { name: "Refill now" }).click();
    await page.getByText("did not open. It is sealed anew from the one before.").waitFor();
    await accessible(page, "panels");
    assert.equal(mock().panels.keys.get(id)!.by, "aigul");
    mock().panels.keys.clear();
    await page.close();
  });

  inBrowser("who must not see a case says so, and is not shown it any more", async () => {
    const id = mock().wayBack.id;
    const page = await open("/console#lang=en", NARROW, true);
    await comeIn(page);
    await page.locator(`button[data-case="${id}"]`).click();
    await page.getByRole("button", { name: "I must not see this" }).click();
    await accessible(page, "panels");
    await page.getByRole("button", { name: "Yes, take it away from me" }).click();
    await page.getByText("It is put back, and is not shown to you any more.").waitFor();
    assert.equal(await page.locator(`button[data-case="${id}"]`).count(), 0);
    assert.equal(readEntry(mock().log.entries.at(-1)!.entry)!.act, "exclude");
    mock().panels.excluded.clear();
    await page.close();
  });
}
