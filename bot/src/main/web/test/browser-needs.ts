import { strict as assert } from "node:assert";
import type { Page } from "playwright-core";
import { readEntry } from "../record/log-entry.ts";
import type { Directory } from "../record/directory.ts";
import { IN_AID, openWork } from "../record/work.ts";
import type { Browsing } from "./browser-way-back.ts";
import { PASSPHRASE } from "./mock-server.ts";

const NARROW = { width: 360, height: 760 };
const ID = "a1d".padEnd(32, "0");
const OTHER = "a1d".padEnd(32, "1");

/** Somebody in aid sees need, town and a way to reach, and says what became of it. */
export function needsInBrowser({ inBrowser, open, picture, accessible, mock }: Browsing): void {
  async function comeInAs(page: Page, name: "zhanar" | "oryn"): Promise<void> {
    const buffer = Buffer.from(await mock().identityOf(name));
    await page.locator("input[type=file]").setInputFiles({ name: `${name}.age`, mimeType: "application/octet-stream", buffer });
    await page.locator("input[type=password]").fill(PASSPHRASE);
    await page.locator("button.main").click();
    await page.locator("table, .empty").first().waitFor();
  }

  async function fits(page: Page, name: string): Promise<void> {
    for (const tag of ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"]) {
      await page.locator(".top select").selectOption(tag);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${name} scrolls sideways in ${tag}`);
      await picture(page, `${name}-${tag}-360`);
    }
  }

  async function asked(): Promise<void> {
    const to = [mock().people.zhanar.recipient];
    await mock().needs.add(ID, to, [
      { question: "need_help", value: { choice: "yes" } },
      { question: "need_what", value: { choices: ["food", "school"] } },
      { question: "need_town", value: { text: "Талғар <b>көше</b>" } },
      { question: "need_reach", value: { text: "кешке, көршісі арқылы" } },
    ]);
    await mock().needs.add(OTHER, to, [{ question: "need_help", value: { choice: "no" } }]);
  }

  inBrowser("somebody in aid is shown what a family needs and nothing else, and signs what became of it", async () => {
    await asked();
    const page = await open("/console#lang=en", NARROW, true);
    await comeInAs(page, "zhanar");
    await page.getByRole("heading", { name: "What families need" }).waitFor();
    await fits(page, "console-needs");
    await accessible(page, "needs");
    await page.locator(`button[data-case="${ID}"]`).click();
    await page.getByText("Талғар <b>көше</b>").waitFor();
    for (const shown of ["Food", "кешке, көршісі арқылы"]) {
      await page.getByText(shown).first().waitFor();
    }
    assert.equal(await page.locator(".testimony .compartment").count(), 1);
    await fits(page, "console-need");
    await accessible(page, "need");
    await page.getByRole("button", { name: "Sign and put back" }).click();
    await page.getByText("Please choose how it is now.").waitFor();
    await page.getByLabel("It goes on").check();
    await page.getByLabel("A few words for whoever comes after you").fill("Дәрі апардық");
    await page.locator(".top select").selectOption("ru");
    await page.locator(".top select").selectOption("en");
    assert.equal(await page.getByLabel("A few words for whoever comes after you").inputValue(), "Дәрі апардық");
    await page.getByRole("button", { name: "Sign and put back" }).click();
    await page.getByText("Signed. Thank you.").waitFor();
    const need = mock().needs.all.get(ID)!;
    assert.deepEqual([need.over, need.holder], [false, null]);
    const directory = JSON.parse((await (await fetch(`${mock().url}/api/directory`)).json() as { directory: string }).directory) as Directory;
    const { pieces, unread } = await openWork(ID, need.work, need.key, directory, IN_AID);
    assert.deepEqual([pieces.map(({ work, by }) => [work, by.id]), unread], [[[{ kind: "aid", outcome: "goes_on", text: "Дәрі апардық" }, "zhanar"]], []]);
    assert.deepEqual(mock().log.entries.slice(-2).map(({ entry }) => [readEntry(entry)!.act, readEntry(entry)!.case]), [["needs", ID], ["work", ID]]);

    await page.locator(`button[data-case="${ID}"]`).click();
    await page.getByText("Дәрі апардық").waitFor();
    await page.getByLabel("Helped").check();
    await page.getByRole("button", { name: "Sign and put back" }).click();
    await page.getByText("Nothing left to do: 1").click();
    await page.getByRole("button", { name: "Take it up again a1d0 0000" }).waitFor();
    assert.equal(need.over, true);
    await page.close();
  });

  inBrowser("who must not see it says so; whoever is not in aid finds no such list", async () => {
    await asked();
    const page = await open("/console#lang=en", NARROW, true);
    await comeInAs(page, "zhanar");
    await page.locator(`button[data-case="${OTHER}"]`).click();
    await page.getByRole("button", { name: "I must not see this" }).click();
    await page.getByRole("button", { name: "Yes, take it away from me" }).click();
    await page.getByText("It is put back, and is not shown to you any more.").waitFor();
    assert.equal(await page.locator(`button[data-case="${OTHER}"]`).count(), 0);
    await page.close();
    const other = await open("/console#lang=en", NARROW);
    await comeInAs(other, "oryn");
    assert.equal(await other.getByRole("button", { name: "What families need" }).count(), 0);
    await other.close();
    mock().needs.all.clear();
    mock().panels.excluded.clear();
  });
}
