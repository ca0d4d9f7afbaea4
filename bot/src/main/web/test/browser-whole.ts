import type { Page } from "playwright-core";
import type { Browsing } from "./browser-way-back.ts";

export const TAGS = ["en", "kk-Cyrl", "kk-Arab", "ru", "zh-Hans", "ug-Arab"] as const;
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 760 };

/** Opens the case that has something of everything. */
export async function openWhole({ comeIn, mock }: Browsing, page: Page): Promise<void> {
  await comeIn(page);
  await page.locator(`button[data-case="${mock().whole}"]`).click();
  await page.locator(".answer").first().waitFor();
}

export async function putBack(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press("r");
  await page.locator("table").waitFor();
}
