import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { utf8 } from "../crypto/bytes.ts";
import { NARROW, putBack, WIDE } from "./browser-whole.ts";
import type { Browsing } from "./browser-way-back.ts";
import { hostile, type Hostile } from "./hostile-strings.ts";
import type { SealedFile, Told } from "./made-up.ts";

/** In one case; KOMIR_HOSTILE says how many there are altogether. */
const OF_A_CASE = 50;
const FILES = 5;
const MANY = Number(process.env.KOMIR_HOSTILE ?? "100");

/** As a name, as words of a place and a date, as a choice and a question that no form has, as stories, and as names of files. */
function testimonyOf(strings: readonly Hostile[]): { told: Told[]; files: SealedFile[] } {
  const [name, where, when, choice, question, ...stories] = strings.slice(FILES).map(({ text }) => text) as [string, string, string, string, string, ...string[]];
  return {
    told: [
      { question: "p_name", value: { text: name } },
      { question: "e_where", value: { code: "6542", words: where } },
      { question: "p_birth", value: { edtf: "1984~", words: when } },
      { question: "e_taken", value: { choice } },
      { question, version: "0".repeat(64), value: { text: question } },
      ...stories.map((text, i) => ({ question: "story", part: i + 1, value: { text } })),
    ],
    files: strings.slice(0, FILES).map(({ text }) => ({ name: text, bytes: utf8("<script>ran(-1)</script>"), type: "text/html", kind: "document" })),
  };
}

/** What is wider than the page, unless something around it scrolls or cuts it; and what turns the direction of the words after it. */
const faults = (page: Page): Promise<{ sideways: number; beyond: string[]; turns: string[] }> =>
  page.evaluate(() => {
    const kept = (element: Element): boolean => element.parentElement !== null && (getComputedStyle(element.parentElement).overflowX !== "visible" || kept(element.parentElement));
    const beyond = Array.from(document.querySelectorAll("main *")).filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > innerWidth + 1 || left < -1) && !kept(element);
    });
    const turns: string[] = [];
    const walker = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const around = node.parentElement!;
      if (/[\u202a-\u202e\u2066-\u2069]/.test(node.textContent ?? "") && !/isolate|plaintext/.test(getComputedStyle(around).unicodeBidi) && around.tagName !== "TEXTAREA") {
        turns.push(around.outerHTML.slice(0, 160));
      }
    }
    return { sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth, beyond: beyond.slice(0, 3).map(({ outerHTML }) => outerHTML.slice(0, 160)), turns: turns.slice(0, 3) };
  });

/** Which of these do not stand in the page, letter by letter. Through JSON, since half a surrogate pair would not come over whole. */
const missing = (page: Page, texts: readonly string[]): Promise<number[]> =>
  page.evaluate((json) => {
    const shown = new Set(Array.from(document.querySelectorAll(".testimony .words, .testimony bdi, .notes-of-case .words")).map(({ textContent }) => textContent));
    return (JSON.parse(json) as string[]).flatMap((text, i) => (shown.has(text) ? [] : [i]));
  }, JSON.stringify(texts));

/** Answers, names and names of files that want to break the page of whoever reads them. */
export function hostileInBrowser({ inBrowser, open, picture, comeIn, accessible, mock }: Browsing): void {
  inBrowser(`${MANY} strings that want to break the page are text: nothing runs, nothing is fetched, nothing is wider than its room`, async () => {
    const strings = hostile(MANY);
    const page = await open("/console#lang=en", WIDE);
    const ran: unknown[] = [];
    const blocked: unknown[] = [];
    const elsewhere: string[] = [];
    await page.exposeFunction("ran", (n: unknown) => void ran.push(n));
    await page.exposeFunction("blocked", (what: unknown) => void blocked.push(what));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => (window as unknown as { blocked(what: string): void }).blocked(`${violatedDirective} ${blockedURI}`));
    });
    page.on("dialog", (dialog) => void ran.push(dialog.message()));
    page.on("popup", (popup) => void elsewhere.push(popup.url()));
    page.on("request", (request) => {
      if (!request.url().startsWith(mock().url) && !request.url().startsWith("blob:")) {
        elsewhere.push(request.url());
      }
    });
    await page.reload();
    await comeIn(page);
    for (let from = 0; from < MANY; from += OF_A_CASE) {
      const part = strings.slice(from, from + OF_A_CASE);
      const { told, files } = testimonyOf(part);
      const id = await mock().add(told, files);
      await page.keyboard.press("Escape");
      await page.locator(".bar.queue").getByRole("button").first().waitFor();
      await page.reload();
      await comeIn(page);
      await page.locator(`button[data-case="${id}"]`).click();
      await page.locator(".verdict").waitFor();
      const note = part.find(({ kind }) => kind === "markup")!.text;
      await page.locator("#note").fill(note);
      await page.getByRole("button", { name: "Add the note" }).click();
      await page.locator(".notes-of-case li").first().waitFor();
      assert.deepEqual(
        (await missing(page, part.slice(FILES).map(({ text }) => text))).map((i) => part[FILES + i]),
        [],
        "all stand there as they were told",
      );
      const file = page.locator(".file").first();
      await file.getByRole("button").first().click();
      const saved = await file.locator("a[download]").getAttribute("download");
      assert.ok(saved !== null && saved.length <= 255 && !/[/\\\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(saved), JSON.stringify(saved));
      for (const size of [WIDE, NARROW]) {
        await page.setViewportSize(size);
        assert.deepEqual(await faults(page), { sideways: 0, beyond: [], turns: [] }, `from ${from}, ${size.width} wide`);
        if (from < 2 * OF_A_CASE) {
          await picture(page, `hostile-${from}-${size.width}`);
        }
      }
      if (from === 0) {
        await accessible(page, "hostile strings on a telephone");
      }
      await page.setViewportSize(WIDE);
      await page.locator(".answer, .words").first().hover();
      assert.equal(new URL(page.url()).pathname, "/console");
      await putBack(page);
      mock().remove(id);
    }
    await page.keyboard.press("/");
    await page.setViewportSize(NARROW);
    for (const word of ["Қанат", "ran", "xn"]) {
      await page.locator("#search").fill(word);
      await page.getByText(/Found in cases: \d/).waitFor();
      assert.deepEqual(await faults(page), { sideways: 0, beyond: [], turns: [] }, `the search for ${word}`);
    }
    await picture(page, "hostile-search-360");
    assert.deepEqual({ ran, blocked, elsewhere }, { ran: [], blocked: [], elsewhere: [] });
    await page.close();
  });
}
