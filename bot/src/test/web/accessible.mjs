// Every view of the form, in a language that is written from right to left, and the practice pages: whoever hears the page, sees little, or cannot hit a small
// thing can use it, and nothing is wider than a small telephone. From left to right form.mjs looks at most of them. KOMIR_SCREENSHOTS names a folder for a sheet of
// pictures of each language; then the form is walked through in all of them, and no more is looked at than its width.
import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { sheet } from "./sheet.mjs";
import { assertAccessible } from "../../main/web/test/axe.mjs";

const [server, chromium] = process.argv.slice(2);
const folder = process.env.KOMIR_SCREENSHOTS;
if (folder) mkdirSync(folder, { recursive: true });
const LANGUAGES = folder ? ["kk-Cyrl", "kk-Arab", "ug-Arab", "ru", "zh-Hans", "en"] : ["kk-Arab"];
const NARROW = { width: 360, height: 740 };
const PICTURED = [
  "the languages", "what one wants to tell", "who is behind it", "a screen", "the consent", "a question of the type choice", "a question of the type partial_date",
  "a question of the type place", "recording", "an answer with words, a recording and a photo", "the review", "the number", "sent", "the mailbox",
];
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const PHOTO = Buffer.from(
  // A JPEG whose Exif has a camera's name and a place.
  "/9j/4QA0RXhpZgAATU0AKgAAAAgAAgEPAAIAAAAEQ2FtAIglAAQAAAABAAAAJgAAAAAAAAAAAAD/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=",
  "base64",
);
const MOST_QUESTIONS = 120;

const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
  ],
});

async function open(path, viewport) {
  const context = await browser.newContext({ viewport, locale: "en-GB" });
  context.setDefaultTimeout(120_000);
  if (path === "/form") await context.addInitScript(asIn2020);
  const page = await context.newPage();
  await page.goto(server + path);
  return page;
}

/** Takes away what browsers got later: the form does without, from the first card to the proof. */
function asIn2020() {
  for (const [from, name] of [
    [globalThis, "TransformStream"], [globalThis, "structuredClone"], [globalThis, "WeakRef"], [globalThis, "FinalizationRegistry"],
    [ReadableStream.prototype, "pipeThrough"], [ReadableStream.prototype, "pipeTo"], [Blob.prototype, "stream"],
    [Object, "hasOwn"], [String.prototype, "replaceAll"], [Array.prototype, "at"], [Array.prototype, "findLast"], [Promise, "any"], [AbortSignal, "timeout"],
    [Element.prototype, "replaceChildren"], [crypto, "randomUUID"], [Intl, "Segmenter"],
  ]) {
    delete from[name];
  }
}

/** A family that looks at everything there is. */
async function family(language) {
  const page = await open("/form", NARROW);
  const pictures = new Map();
  await page.locator("main").waitFor();
  const { words, name, questionnaire, types } = await page.evaluate((tag) => {
    const data = JSON.parse(document.getElementById("komir-form").textContent);
    const { name, questions } = data.questionnaires.find((one) => one.name.startsWith("detained-relative."));
    return {
      questionnaire: name,
      words: Object.fromEntries(data.keys.map((key, i) => [key, data.words[tag][i]])),
      name: data.languages.find((one) => one.tag === tag).name,
      types: questions.map(({ id, type }) => [id, type]),
    };
  }, language);
  const say = (id) => words[`form/${id}`];
  const button = (label) => page.getByRole("button", { name: label, exact: true }).first();
  const press = (label) => button(label).click();
  const heading = (text) => page.locator("h1", { hasText: text.split("\n")[0] }).waitFor();
  const look = async (what) => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${language}: ${what} is wider than a small telephone`);
    if (folder === undefined) await assertAccessible(page, `${language}: ${what}`);
    else if (PICTURED.includes(what) && !pictures.has(what)) pictures.set(what, await page.screenshot());
  };
  const shown = () => page.locator("main").innerText();

  await look("the languages");
  await press(name);
  await look("what one wants to tell");
  await press(say("page.about"));
  await look("who is behind it");
  await press(say("sending.hand_in"));
  await page.locator("textarea").fill("?");
  await press(say("sending.hand_in_go"));
  await page.getByText(say("sending.letter_broken")).waitFor();
  await look("handing in a letter");
  await press(say("page.close"));
  await press(say("back.come"));
  await look("coming back");
  await page.locator("#number").fill("12");
  await press(say("back.open"));
  await page.locator("[role=alert]").waitFor();
  await look("a number with a slip");
  await press(say("page.close"));
  await press(words["button.about.detained-relative"]);
  await look("a screen");
  for (let i = 0; i < 6; i++) await press(words["button.continue"]);
  await look("the consent");
  await press(say("instead.consent.yes"));

  const headings = new Map(types.map(([id, type]) => [(words[`${questionnaire}/${id}`] ?? "").split("\n")[0], type]));
  const seen = new Set();
  for (let i = 0; i < MOST_QUESTIONS && !(await page.locator("h1").innerText()).startsWith(say("instead.review").split("\n")[0]); i++) {
    const type = headings.get((await page.locator("h1").innerText()).split("\n")[0]) ?? "another card";
    if (!seen.has(type)) {
      seen.add(type);
      await look(`a question of the type ${type}`);
      if (type === "narrative" || type === "files") await answerWithEverything();
      if (type === "multi") {
        await page.locator("button.tick").first().click();
        await look("a tick");
      }
    }
    const before = await shown();
    const further = page.locator("button.main, button.answer");
    if (await button(words["button.skip"]).isVisible()) await press(words["button.skip"]);
    else if (await button(words["button.done"]).isVisible()) await press(words["button.done"]);
    else if (await button(words["button.go_on"] ?? " ").isVisible()) await press(words["button.go_on"]);
    else await further.first().click();
    await page.waitForFunction((old) => document.querySelector("main").innerText !== old, before);
  }
  // A contact is asked for as a text is, and only where somebody agreed to be written to.
  for (const type of ["choice", "text", "partial_date", "place", "multi", "narrative", "yes_no", "repeat", "files", "id_number"]) {
    assert.ok(seen.has(type), `${language}: a question of the type ${type} was met, of ${[...seen]}`);
  }
  await look("the review");
  await page.locator(".answered").getByRole("button", { name: say("page.change"), exact: true }).first().click();
  await look("a change in the review");
  await press(say("page.no_change"));
  await press(words["button.stop"]);
  await look("hidden");
  await press(say("page.again"));

  await press(words["button.send"]);
  await look("whether a number is wanted");
  await press(say("number.take"));
  await page.locator(".digits").waitFor();
  await press(say("number.show"));
  const digits = (await page.locator(".digits").innerText()).replace(/\D/g, "");
  await look("the number");
  await page.context().setOffline(true);
  await press(say("number.have_it"));
  await button(say("sending.stop")).waitFor();
  await look("on its way");
  await press(say("sending.stop"));
  await button(say("sending.other_way")).waitFor();
  await look("not sent");
  await press(say("sending.other_way"));
  await page.locator("a[download]").waitFor();
  await look("a letter to be carried");
  await page.context().setOffline(false);
  await press(say("sending.again"));
  await heading(say("sending.sent"));
  await look("sent");
  await press(say("sending.leave"));

  await button(name).click();
  await press(say("back.come"));
  await page.locator("#number").fill(digits);
  await press(say("back.open"));
  await button(say("back.withdraw")).waitFor();
  await look("the mailbox");
  await press(say("back.withdraw"));
  await look("whether to withdraw");
  await page.context().close();
  if (folder) await sheet(browser, [...pictures.values()], NARROW, folder, `form-${language}`);

  /** Words, a recording, and a photo that tells where it was made. */
  async function answerWithEverything() {
    const asked = await page.locator("h1").innerText();
    await press(say("page.speak"));
    await button(say("page.end_recording")).waitFor();
    await look("recording");
    await page.waitForTimeout(1200);
    await press(say("page.end_recording"));
    await page.locator(".part.file").waitFor();
    assert.equal(await page.locator("h1").innerText(), asked);
    await page.locator("input.picker").last().setInputFiles({ name: "p.jpg", mimeType: "image/jpeg", buffer: PHOTO });
    await page.locator(".hidden-data").waitFor();
    const field = page.locator("form.words textarea");
    if (!(await field.isVisible())) await page.locator("summary").click();
    await field.fill("…");
    await page.locator("form.words button").click();
    await page.locator(".told .part:not(.file)").waitFor();
    await look("an answer with words, a recording and a photo");
  }
}

for (const language of LANGUAGES) await family(language);
for (const [path, waited] of folder ? [] : [["/#lang=en", "dl"], ["/#lang=kk-Arab", "dl"], ["/phone#lang=ru", ".start"], ["/phone#lang=kk-Arab", ".start"]]) {
  const page = await open(path, { width: 900, height: 800 });
  await page.locator(waited).waitFor();
  await assertAccessible(page, path);
  if (waited === ".start") {
    await page.locator(".start").click();
    await page.locator(".message.bot .keys button").first().waitFor();
    await assertAccessible(page, `${path}, a card`);
  }
  await page.context().close();
}
await browser.close();
