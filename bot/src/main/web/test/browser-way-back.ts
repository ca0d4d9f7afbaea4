import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { open as openSealed } from "../crypto/age.ts";
import { fromBase64, fromUtf8 } from "../crypto/bytes.ts";
import type { Directory } from "../record/directory.ts";
import { openFamilyLetter } from "../record/family-letter.ts";
import type { ServedCase } from "../record/open-case.ts";
import { openFile } from "../record/open-file.ts";
import { PASSPHRASE, type Mock } from "./mock-server.ts";

/** What the tests in a browser share. */
export interface Browsing {
  readonly inBrowser: (name: string, run: () => Promise<void>) => unknown;
  readonly open: (path: string, size?: { width: number; height: number }, dark?: boolean) => Promise<Page>;
  readonly picture: (page: Page, name: string) => Promise<void>;
  readonly comeIn: (page: Page) => Promise<void>;
  readonly accessible: (page: Page, where: string) => Promise<void>;
  readonly mock: () => Mock;
}

const NARROW = { width: 360, height: 760 };

/** The console's part of the way back: what followed, letters, what was taken back, new numbers. */
export function wayBackInBrowser({ inBrowser, open, picture, comeIn, mock }: Browsing): void {
  async function comeInAs(page: Page, name: "bolat" | "dana" | "erlan"): Promise<void> {
    const buffer = Buffer.from(await mock().identityOf(name));
    await page.locator("input[type=file]").setInputFiles({ name: `${name}.age`, mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator("table").waitFor();
  }

  async function openFamily(page: Page): Promise<void> {
    await comeIn(page);
    await page.locator(`button[data-case="${mock().wayBack.id}"]`).click();
    await page.locator(".follow").first().waitFor();
  }

  async function fits(page: Page, name: string): Promise<void> {
    for (const tag of ["kk-Arab", "ug-Arab", "ru", "en"]) {
      await page.locator(".top select").selectOption(tag);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${name} scrolls sideways in ${tag}`);
      await picture(page, `${name}-${tag}-360`);
    }
  }

  /** Headings go down one by one, everything that is used has a name, and no id stands twice. */
  async function isClean(page: Page): Promise<void> {
    const faults = await page.evaluate(() => {
      const found: string[] = [];
      let level = 1;
      for (const heading of Array.from(document.querySelectorAll("h1, h2, h3, h4, h5"))) {
        const next = Number(heading.tagName.slice(1));
        if (next > level + 1) found.push(`h${level} is followed by ${heading.outerHTML}`);
        level = next;
      }
      for (const control of Array.from(document.querySelectorAll<HTMLInputElement>("button, input, select, textarea"))) {
        const named = control.textContent?.trim() || control.getAttribute("aria-label") || (control.labels?.length ?? 0) > 0;
        if (!named) found.push(`no name: ${control.outerHTML}`);
      }
      const ids = Array.from(document.querySelectorAll("[id]"), ({ id }) => id);
      found.push(...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `twice: ${id}`));
      for (const by of Array.from(document.querySelectorAll("[aria-labelledby], [aria-describedby], label[for]"))) {
        const target = by.getAttribute("aria-labelledby") ?? by.getAttribute("aria-describedby") ?? by.getAttribute("for");
        if (document.getElementById(target!) === null) found.push(`nothing is called ${target}`);
      }
      return found;
    });
    assert.deepEqual(faults, []);
  }

  inBrowser("what followed a case stands under it, the oldest first, and what is not the family's says so", async () => {
    const page = await open("/console#lang=en");
    await comeIn(page);
    assert.equal(await page.locator("tr", { has: page.locator(`[data-case="${mock().wayBack.id}"]`) }).locator(".fresh").innerText(), "news");
    await page.locator(`button[data-case="${mock().wayBack.id}"]`).click();
    await page.locator(".follow").first().waitFor();
    assert.deepEqual(await page.locator(".follow > h2").allInnerTexts(), [
      "An answer from the family, 1 December 2026",
      "News from the family, 3 December 2026",
      "Not shown to be from the family",
      "More from the family",
    ]);
    assert.equal(await page.locator(".changed").count(), 1);
    assert.match(await page.locator(".changed").innerText(), /changed what it agrees to: see below, 3 December 2026/);
    await page.locator(".changed a").click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "News from the family, 3 December 2026");
    assert.equal(await page.locator(".check.good").count(), 3, "each has a list of its own");
    assert.match(await page.locator(".testimony").first().innerText(), /Көктемде әкетті/, "nothing of the first is hidden");
    const foreign = page.locator(".follow.other");
    assert.match(await foreign.locator("[role=alert]").innerText(), /the family has not signed it/);
    assert.equal(await foreign.getByText("іздемеңіз").isVisible(), false);
    await foreign.locator("summary").first().click();
    assert.equal(await foreign.getByText("іздемеңіз").isVisible(), true);
    await foreign.locator("summary").first().click();
    assert.match(await page.locator(".follow.closed").innerText(), /sealed to other people/);
    await isClean(page);
    await picture(page, "case-follow-ups");
    await page.setViewportSize(NARROW);
    await fits(page, "case-follow-ups");
    await page.close();
    const dark = await open("/console#lang=ru", NARROW, true);
    await openFamily(dark);
    await picture(dark, "case-follow-ups-dark-360");
    await dark.close();
  });

  inBrowser("a letter goes with files and a ready question in the family's language, and its chat is told", async () => {
    const page = await open("/console#lang=ru");
    const { wayBack } = mock();
    await openFamily(page);
    await page.locator(".templates summary").click();
    await page.locator(".templates li button").first().click();
    const typed = await page.locator("#letter").inputValue();
    assert.equal(typed, "Туысыңыз қай ауданнан, қай ауылдан?");
    assert.match(await page.locator(".templates li").first().innerText(), /Из какого уезда/);
    await page.locator("#letter").fill(`${typed}\n<b>Рақмет</b>`);
    const large = Buffer.alloc(1_300_000, 7);
    await page.locator(".letter-files input").setInputFiles({ name: "анықтама.pdf", mimeType: "application/pdf", buffer: large });
    await page.locator(".letter-files .bar button").click();
    await page.locator(".recording").waitFor();
    await page.waitForTimeout(1200);
    await page.locator(".letter-files .bar button").click();
    await page.locator(".letter-files li").nth(1).waitFor();
    await page.locator(".top select").selectOption("en");
    assert.match(await page.locator("#letter").inputValue(), /Рақмет/, "what was written stays when the page is drawn anew");
    assert.equal(await page.locator(".letter-files li").count(), 2);
    await isClean(page);
    await picture(page, "letter");
    wayBack.spoil.dropPiece = true;
    await page.locator(".reply button.main").click();
    await page.locator(".reply > [role=status]", { hasText: "The letter lies" }).waitFor();
    assert.match(await page.locator(".reply > [role=status]").innerText(), /will be told in its chat that something is here/);
    assert.equal(await page.locator("#letter").inputValue(), "");
    const [sent] = wayBack.letters;
    const directory = JSON.parse((await (await fetch(`${mock().url}/api/directory`)).json() as { directory: string }).directory) as Directory;
    const letter = await openFamilyLetter(fromBase64(sent!.sealed), sent!.id, wayBack.number.identity, directory);
    assert.equal(letter!.text, `${typed}\n<b>Рақмет</b>`);
    assert.deepEqual(letter!.attachments.map(({ file }) => file), sent!.files);
    assert.deepEqual(letter!.attachments.map(({ kind, name }) => [kind, name]), [["document", "анықтама.pdf"], ["voice", undefined]]);
    for (const [i, attachment] of letter!.attachments.entries()) {
      const opened = await openFile(wayBack.letterFiles.get(attachment.file)!, wayBack.number.identity, attachment);
      assert.equal(opened.state, "whole");
      assert.ok(i > 0 || (opened.state === "whole" && large.equals(opened.bytes)));
    }
    const notice = JSON.parse(fromUtf8(await openSealed(fromBase64(wayBack.notices[0]!.sealed), [wayBack.witness]))) as object;
    assert.deepEqual(notice, { format: "komir-notice/1", chat: wayBack.chat, token: "AAAAAAAAAAAAAAAAAAAAAA" });
    await page.close();
  });

  inBrowser("nothing is written where the server names another address, and nobody is told by a stranger's process", async () => {
    const page = await open("/console#lang=en");
    const spoiled = async (change: (served: ServedCase) => ServedCase) => {
      mock().spoil.case = (served) => (served.case === mock().wayBack.id ? change(served) : served);
      await page.reload();
      await openFamily(page);
      delete mock().spoil.case;
    };
    await spoiled((served) => ({ ...served, links: [] }));
    assert.match(await page.locator(".reply [role=alert]").innerText(), /not the one that the family sealed/);
    assert.equal(await page.locator("#letter").count(), 0);
    assert.equal(await page.locator(".follow:not(.other)").count(), 1, "what the number of the links signed is no longer shown to be the family's");
    await spoiled((served) => ({ ...served, links: served.links!.map((link) => ({ ...link, signatures: [] })) }));
    assert.match(await page.locator(".reply [role=alert]").innerText(), /another address for letters/);
    await spoiled((served) => ({ ...served, witness: { ...served.witness!, signature: served.links![0]!.signatures[0]!.signature } }));
    const before = mock().wayBack.notices.length;
    await page.locator("#letter").fill("Сәлем");
    await page.locator(".reply button.main").click();
    await page.locator(".reply > [role=status]", { hasText: "cannot be told now" }).waitFor();
    assert.equal(mock().wayBack.notices.length, before);
    await page.close();
  });

  inBrowser("what families took back is named to everybody, and held or given back by two security officers", async () => {
    const { withdrawn } = mock().wayBack;
    const reviewer = await open("/console#lang=en");
    await comeIn(reviewer);
    const section = reviewer.locator(".taken-back");
    assert.match(await section.innerText(), new RegExp(`${withdrawn.slice(0, 4)} ${withdrawn.slice(4, 8)} ${withdrawn.slice(8, 12)}`));
    assert.equal(await section.locator("button").count(), 0);
    await isClean(reviewer);
    await picture(reviewer, "queue-taken-back");
    await reviewer.close();

    const enter = async (name: "bolat" | "dana" | "erlan", size?: { width: number; height: number }) => {
      const page = await open("/console#lang=en", size);
      await comeInAs(page, name);
      await page.locator(".taken-back button").click();
      await page.locator(".decisions").waitFor();
      return page;
    };
    const bolat = await enter("bolat");
    const known = bolat.locator(".wish");
    assert.match(await known.innerText(), /Take it from the public[\s\S]*sealed with the case names this[\s\S]*Delete it[\s\S]*signed list names this[\s\S]*acts against that wish[\s\S]*more than one wish/);
    assert.match(await bolat.locator("main").innerText(), /What came later, 2 December 2026/);
    assert.doesNotMatch(await bolat.locator("main").innerText(), /First ask a person|3 December/, "what another number signed stands closed");
    assert.match(await bolat.locator(".foreign").innerText(), /Not shown to be from the family[\s\S]*has not signed it/);
    await known.locator("summary").click();
    assert.match(await known.innerText(), /not shown to be the family’s\s+First ask a person[\s\S]*has not signed it/);
    await isClean(bolat);
    await picture(bolat, "withdrawn-panel");
    await bolat.setViewportSize(NARROW);
    await fits(bolat, "withdrawn-panel");
    await bolat.close();

    const dana = await enter("dana");
    const unseen = dana.locator(".wish");
    assert.match(await unseen.innerText(), /Take it from the public[\s\S]*only those to whom the case is sealed can see/);
    assert.doesNotMatch(await unseen.innerText(), /Delete it|acts against that wish|First ask a person/, "whoever cannot open record 0 cannot tell the family's number from another");
    assert.equal(await unseen.locator("details").count(), 2);
    assert.equal(await dana.locator(".foreign .check.note", { hasText: "the server’s word for it proves nothing" }).count(), 2);
    await unseen.locator("summary").first().click();
    assert.match(await unseen.innerText(), /Delete it\s+2 December 2026\s+Which number is the family’s/);
    assert.match(await dana.locator(".decisions").innerText(), /says the same in any case/);
    await dana.locator("#until").fill("2020-01-01");
    await dana.locator(".decisions button.main").click();
    await dana.locator(".status.trouble", { hasText: "30 days from now" }).waitFor();
    await dana.locator(".top select").selectOption("en");
    await dana.locator(".decisions button.main").click();
    await dana.locator(".status", { hasText: "A second security officer must sign" }).waitFor();
    assert.match(await dana.locator(".decisions").innerText(), /Дана\s+hold until[\s\S]*Not held/);
    await isClean(dana);
    await picture(dana, "withdrawn");
    await dana.setViewportSize(NARROW);
    await fits(dana, "withdrawn");
    const erlan = await enter("erlan", NARROW);
    await erlan.locator(".decisions button.main").click();
    await erlan.locator(".decisions .check.good", { hasText: "Held" }).waitFor();
    for (const page of [dana, erlan]) {
      await page.locator(".top select").selectOption("en");
      await page.locator(".decisions form button").last().click();
      await page.locator("dialog[open] button").last().click();
      await page.locator(".status", { hasText: page === dana ? "A second security officer" : "with the volunteers again" }).waitFor();
    }
    assert.equal(await erlan.locator(".taken-back").count(), 0);
    await dana.close();
    await erlan.close();
  });

  inBrowser("a new number is signed by two people, each of whom types the words", async () => {
    const { lost, sevenWords, spoil } = mock().wayBack;
    const reviewer = await open("/console#lang=en");
    await comeIn(reviewer);
    assert.equal(await reviewer.getByText("A new number for a family").count(), 0);
    await reviewer.close();

    const dana = await open("/console#lang=en");
    await comeInAs(dana, "dana");
    await dana.locator(".bar button", { hasText: "A new number for a family" }).click();
    await dana.locator("#mark").fill("0000 0000 0000");
    await dana.keyboard.press("Enter");
    await dana.locator(".status.trouble", { hasText: "no case with this mark" }).waitFor();
    await dana.locator("#mark").fill(`${lost.slice(0, 4)}-${lost.slice(4, 8)} ${lost.slice(8, 12).toUpperCase()}`);
    await dana.keyboard.press("Enter");
    await dana.locator("#words").fill([...sevenWords.slice(0, 6), "qqqq"].join(" "));
    await dana.keyboard.press("Enter");
    await dana.locator(".status.trouble", { hasText: "seven words of the list" }).waitFor();
    assert.equal(await dana.locator(".words-typed .unknown").innerText(), "qqqq ?");
    await dana.locator("#words").fill([...sevenWords.slice(1), sevenWords[0]].join(" "));
    await dana.keyboard.press("Enter");
    await dana.locator(".status.trouble", { hasText: "Nothing waits under these words" }).waitFor();
    // The server has one that begins alike, of somebody else.
    spoil.request = (text) => text.replace(/"mailbox":"../, '"mailbox":"00');
    await dana.locator("#words").fill(sevenWords.map((word) => word.slice(0, 4)).join(" "));
    await dana.keyboard.press("Enter");
    await dana.locator(".status.trouble", { hasText: "Sign nothing" }).waitFor();
    assert.equal(await dana.locator("#compared").count(), 0);
    delete spoil.request;
    await dana.keyboard.press("Enter");
    await dana.locator("#compared").waitFor();
    await isClean(dana);
    await picture(dana, "new-number");
    const sign = dana.locator("section.sheet button.main");
    assert.equal(await sign.isDisabled(), true);
    await dana.setViewportSize(NARROW);
    await fits(dana, "new-number");
    await dana.locator("#sure").check();
    await sign.click();
    await dana.locator(".check.note", { hasText: "The second is still missing" }).waitFor();
    await dana.keyboard.press("Escape");
    await dana.locator(".signing").waitFor();
    assert.equal(await dana.locator(".signing button").count(), 0, "one person signs once");
    await dana.close();

    const erlan = await open("/console#lang=en", NARROW);
    await comeInAs(erlan, "erlan");
    assert.match(await erlan.locator(".signing").innerText(), /signed: Дана/);
    await isClean(erlan);
    await picture(erlan, "queue-signing-360");
    await erlan.locator(".signing button").click();
    assert.equal(await erlan.locator("#sure").count(), 0, "nothing can be signed before the words are typed");
    await erlan.locator("#words").fill(sevenWords.join(" "));
    await erlan.keyboard.press("Enter");
    await erlan.locator("#sure").check();
    await erlan.locator("section.sheet button.main").click();
    await erlan.locator(".check.good", { hasText: "Both have signed" }).waitFor();
    await picture(erlan, "new-number-done-360");
    await erlan.close();
  });
}
