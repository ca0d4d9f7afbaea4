// A conversation in every language on a phone 360 pixels wide, in a real browser: no button and no text may be wider than its place. The state of the
// chat is asked from the practice server, so that one walk serves all languages. KOMIR_SCREENSHOTS names a folder for a sheet of pictures per language.
import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { sheet } from "./sheet.mjs";

const [server, chromium] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const folder = process.env.KOMIR_SCREENSHOTS;
if (folder) mkdirSync(folder, { recursive: true });
const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const NARROW = { width: 360, height: 780 };
const STEPS = 80;
const tooWide = [];

/** A family of one language; every card of its chat is measured. */
class Family {
  constructor(language, page, chat) {
    Object.assign(this, { language, page, chat, pictures: [] });
  }

  async messages() {
    const state = await (await fetch(`${server}/practice/phone/state?chat=${this.chat}`)).json();
    return state.events.filter((event) => event.from === "bot");
  }

  async card() {
    return (await this.messages()).at(-1);
  }

  async changed(before) {
    for (let i = 0; i < 200; i++) {
      const now = await this.card();
      if (now !== undefined && JSON.stringify([now.text, now.keyboard]) !== before) {
        // What the server has, the page shows a moment later.
        await this.page.waitForFunction(
          (text) => [...document.querySelectorAll(".message.bot:not(.gone) .bubble")].at(-1)?.textContent === text,
          now.text,
        );
        await this.measure();
        return now;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return assert.fail(`${this.language}: the card did not change`);
  }

  async does(action) {
    const { text, keyboard } = (await this.card()) ?? {};
    await action();
    return this.changed(JSON.stringify([text, keyboard]));
  }

  tokens(card) {
    return card.keyboard.flat().map((button) => button.data);
  }

  /** Presses the first (or the last) button whose token matches. */
  async press(pattern, last = false) {
    const card = await this.card();
    const found = this.tokens(card).filter((token) => pattern.test(token));
    const data = last ? found.at(-1) : found[0];
    assert.ok(data, `${this.language}: no button ${pattern} under: ${card.text}`);
    return this.does(() => this.post("tap", { chat: this.chat, message: card.message, data }));
  }

  write(text) {
    return this.does(() => this.post("send", { chat: this.chat, text, language: "" }));
  }

  post(what, body) {
    return fetch(`${server}/practice/phone/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Passes questions over until a button of this kind is there. */
  async until(pattern) {
    for (let i = 0; i < STEPS; i++) {
      const card = await this.card();
      if (this.tokens(card).some((token) => pattern.test(token))) return card;
      await this.press(this.tokens(card).some((token) => /~v$/.test(token)) ? /~v$/ : /~s$/);
    }
    return assert.fail(`${this.language}: no card has ${pattern}`);
  }

  async measure() {
    const cut = await this.page.evaluate(() =>
      [...document.querySelectorAll(".keys button, .bubble")]
        .filter((part) => {
          const range = document.createRange();
          range.selectNodeContents(part);
          const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
          // A word that is broken in the middle takes more lines than there are words; Chinese breaks anywhere.
          const torn = part.tagName === "BUTTON" && !/\p{Script=Han}/u.test(part.textContent) && lines > part.textContent.trim().split(/[\s–]+/).length;
          return torn || part.scrollWidth > part.clientWidth + 1 || part.getBoundingClientRect().right > innerWidth + 1;
        })
        .map((part) => part.textContent),
    );
    cut.forEach((text) => tooWide.push(`${this.language}: ${text}`));
  }

  async picture() {
    if (folder) {
      await this.page.waitForTimeout(400); // until the card has ceased to flash
      this.pictures.push(await this.page.screenshot());
    }
  }
}

async function family(language) {
  const context = await browser.newContext({ viewport: NARROW, locale: "en-GB" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const asked = page.waitForRequest((request) => request.url().includes("chat="));
  await page.goto(`${server}/phone#lang=en`);
  const chat = Number(new URL((await asked).url()).searchParams.get("chat"));
  await page.locator("button.start").click();
  await page.locator(".message.bot:not(.gone) .keys").waitFor();
  return new Family(language, page, chat);
}

async function talk(language) {
  const it = await family(language);
  await it.measure();
  await it.picture(); // the languages
  await it.press(new RegExp(`~l~${language}`));
  await it.picture(); // what one wants to tell
  await it.press(/~i~.*~0\.0/);
  await it.picture(); // who reads it
  while (!it.tokens(await it.card()).some((token) => /~c~/.test(token))) await it.press(/~i~/, true);
  await it.picture(); // the agreement
  await it.press(/~c~.*~0\.0/);
  await it.picture(); // what the person is to one
  await it.press(/~o~0$/);
  await it.picture(); // who writes
  await it.press(/~o~0$/);
  await it.picture(); // the name
  await it.write("?");
  await it.until(/~[ed]~?/);
  await it.picture(); // a date
  await it.press(/~[dy]~/);
  if (it.tokens(await it.card()).some((token) => /~y~/.test(token))) await it.press(/~y~/);
  await it.picture(); // a part of a year
  await it.until(/~p~/);
  await it.picture(); // a place
  await it.press(/~p~/);
  await it.picture(); // a place inside it
  await it.until(/~t~/);
  await it.press(/~t~/);
  await it.picture(); // several
  await it.until(/~g$/);
  await it.picture(); // all of it
  await it.press(/~g$/);
  await it.picture(); // what stays
  await it.page.context().close();
  return it;
}

const talks = await Promise.all(["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"].map(talk));
if (folder) for (const { language, pictures } of talks) await sheet(browser, pictures, NARROW, folder, `screens-${language}`);
await browser.close();
assert.deepEqual([...new Set(tooWide)], [], "wider than a narrow phone");
