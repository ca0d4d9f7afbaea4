import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { publicKey, type Recipient } from "../crypto/age.ts";
import { fromBase64, utf8 } from "../crypto/bytes.ts";
import { verify } from "../crypto/signature.ts";
import { words as sevenWords } from "../crypto/words.ts";
import { makeKeys } from "../console/new-keys.ts";
import type { Directory } from "../record/directory.ts";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE } from "./mock-server.ts";

const NARROW = { width: 360, height: 760 };

/** Coordinators: who is new, and who must not read any more. */
export function peopleInBrowser({ inBrowser, open, picture, accessible, mock }: Browsing): void {
  async function knock(page: Page, name: "gulnar" | "marat" | "samal" | "oryn"): Promise<void> {
    const buffer = Buffer.from(await mock().identityOf(name));
    await page.locator("input[type=file]").setInputFiles({ name: `${name}.age`, mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
  }

  async function people(page: Page, name: "gulnar" | "marat"): Promise<void> {
    await knock(page, name);
    await page.getByRole("button", { name: "People", exact: true }).click();
    await page.locator(".people").waitFor();
  }

  async function fits(page: Page, name: string): Promise<void> {
    for (const tag of ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"]) {
      await page.locator(".top select").selectOption(tag);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${name} scrolls sideways in ${tag}`);
      await picture(page, `${name}-${tag}-360`);
    }
  }

  const directory = async (): Promise<Directory> => JSON.parse(((await (await fetch(`${mock().url}/api/directory`)).json()) as { directory: string }).directory) as Directory;

  inBrowser("a coordinator approves somebody new, whose words were heard and typed", async () => {
    const made = await makeKeys("nurlan", crypto.getRandomValues(new Uint8Array(32)), PASSPHRASE, PASSPHRASE, 12);
    const { recipient, signing } = JSON.parse(made.publicHalf) as { recipient: Recipient; signing: string };
    const page = await open("/console#lang=en", NARROW, true);
    await people(page, "gulnar");
    const sign = page.getByRole("button", { name: "Sign the approval", exact: true });
    const says = async (text: string): Promise<void> => {
      await sign.click();
      await page.getByText(text).waitFor();
    };
    const give = (text: string) => page.locator("input[type=file]").setInputFiles({ name: "nurlan.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await says("Please choose the newcomer’s file first.");
    await give("{}");
    await page.getByText("This is not a file that a newcomer makes here.").waitFor();
    await give(made.publicHalf);
    await page.locator(".drop.full").waitFor();
    const shown = await page.locator("main").innerText();
    const rows = [sevenWords(publicKey(recipient)), sevenWords(fromBase64(signing))];
    assert.ok(rows.every((row) => !shown.includes(row.join(" "))), "the words of the file are shown to nobody who has to hear them");
    await page.locator("#heard-recipient").fill(rows[0]!.join(" "));
    await says("Please type seven words in each row.");
    await page.locator("#heard-signing").fill([...rows[1]!.slice(1), rows[1]![0]].join(" "));
    await says("Stop. These are not the words of this file.");
    await page.locator("#heard-signing").fill(rows[1]!.map((word) => word.slice(0, 4)).join(" "));
    await says("Please choose at least one task.");
    await page.getByLabel("reads testimonies", { exact: true }).check();
    await page.getByLabel("compares names", { exact: true }).check();
    await says("Two of these tasks do not go together.");
    await page.getByLabel("compares names", { exact: true }).uncheck();
    await page.getByLabel("translates", { exact: true }).check();
    await accessible(page, "people, and somebody new");
    await fits(page, "people");
    assert.equal(await page.locator("#heard-recipient").inputValue(), rows[0]!.join(" "), "what was typed stays when the language changes");
    await sign.click();
    await page.getByText("You have approved nurlan").waitFor();
    await accessible(page, "an approval");
    await fits(page, "approved");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("a.button.main").click()]);
    assert.equal(download.suggestedFilename(), "nurlan.approval.json");
    const { approval, signature } = JSON.parse(readFileSync(await download.path(), "utf8")) as { approval: string; signature: string };
    const { organisation, people: known } = await directory();
    const day = new Date().toISOString().slice(0, 10);
    assert.equal(approval, JSON.stringify({ format: "komir-approval/1", organisation, id: "nurlan", roles: ["reviewer", "translator"], recipient, signing, by: "gulnar", day }));
    const gulnar = known.find(({ id }) => id === "gulnar")!;
    assert.ok(verify(fromBase64(gulnar.signing), "approval", utf8(approval), fromBase64(signature)));
    await page.close();
  });

  inBrowser("two coordinators revoke somebody, who does not come in any more", async () => {
    const leaver = await open("/console#lang=en");
    await knock(leaver, "samal");
    await leaver.locator("table").waitFor();
    await leaver.close();
    const first = await open("/console#lang=en", NARROW, true);
    await people(first, "gulnar");
    const samal = first.locator(".person", { hasText: "samal" });
    await samal.getByRole("button", { name: "Must not read any more" }).click();
    await first.locator("dialog").waitFor();
    await accessible(first, "the question before somebody is revoked");
    await first.locator("dialog").getByRole("button", { name: "No", exact: true }).click();
    assert.equal(await first.locator(".signing").count(), 0);
    await samal.getByRole("button", { name: "Must not read any more" }).click();
    await first.getByRole("button", { name: "Yes, I sign", exact: true }).click();
    await first.getByText("It holds when a second coordinator has signed too").waitFor();
    assert.equal(await first.locator(".signing button").count(), 0, "nobody signs twice");
    assert.equal(await samal.count(), 1, "one signature takes nothing away");
    await first.close();

    const second = await open("/console#lang=en", NARROW, true);
    await people(second, "marat");
    await accessible(second, "a revocation that waits");
    await fits(second, "people-pending");
    await second.locator(".signing button").click();
    await second.getByRole("button", { name: "Yes, I sign", exact: true }).click();
    await second.getByText("It holds from this moment on.").waitFor();
    assert.equal(await second.locator(".person", { hasText: "samal" }).count(), 0);
    assert.match(await second.locator(".taken-back").innerText(), /Самал[^]*signed: Гүлнар, Марат/);
    await accessible(second, "a revocation in force");
    await fits(second, "people-revoked");
    await second.close();

    const after = await open("/console#lang=en", NARROW, true);
    await knock(after, "samal");
    await after.getByText("Two coordinators have signed that these keys open nothing more.").waitFor();
    assert.equal(await after.locator("table").count(), 0);
    await accessible(after, "somebody who does not come in any more");
    await after.close();
    mock().forgetRevocations();
  });

  inBrowser("two coordinators stop everything: everybody is out, and nobody comes in", async () => {
    const other = await open("/console#lang=en");
    await knock(other, "oryn");
    await other.locator(".bar.queue").waitFor();
    const first = await open("/console#lang=en", NARROW, true);
    await people(first, "gulnar");
    const begin = (page: Page) => page.getByRole("button", { name: "Sign to stop everything", exact: true });
    await begin(first).click();
    await accessible(first, "the question before everything stops");
    await first.getByRole("button", { name: "Yes, I sign", exact: true }).click();
    await first.getByText("It holds when a second coordinator has signed too").waitFor();
    assert.equal(await begin(first).count(), 0, "nobody signs twice");
    await fits(first, "freeze");
    await accessible(first, "a freeze that was begun");
    await other.getByRole("button", { name: "Look again", exact: true }).click();
    assert.equal(await other.locator(".bar.queue").count(), 1, "one signature stops nothing");

    const second = await open("/console#lang=en", NARROW, true);
    await people(second, "marat");
    await second.locator("section[aria-labelledby=freeze]").getByText("signed: Гүлнар").waitFor();
    await begin(second).click();
    await second.getByRole("button", { name: "Yes, I sign", exact: true }).click();
    const stopped = "Two coordinators have stopped everything here.";
    await second.getByText(stopped).waitFor();
    assert.equal(await second.locator("input[type=password]").count(), 1, "who signed is out too");
    await other.getByRole("button", { name: "Look again", exact: true }).click();
    await other.getByText(stopped).waitFor();
    assert.equal(await other.locator(".bar.queue").count(), 0);
    await other.locator("input[type=password]").fill(PASSPHRASE);
    await other.locator("button.main").click();
    await other.getByText(stopped).waitFor();
    await fits(second, "frozen");
    mock().freeze.all = [];
    for (const page of [other, first, second]) {
      await page.close();
    }
  });
}
