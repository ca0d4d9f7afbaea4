// The life of one case, as one person lives it: told in the chat, with a number; a volunteer asks back; the family comes with its number to the form, answers by
// voice, tells that somebody threatens it, agrees to less, and is made to take everything back. When the days are over it looks once more. The folder is how this
// person and the test that goes through the store afterwards wait for each other. KOMIR_SCREENSHOTS names a folder for pictures.
import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { assertAccessible } from "../../main/web/test/axe.mjs";

const [server, chromium, folder] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const pictures = process.env.KOMIR_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });
const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
  ],
});
const complaints = [];
async function open(path, size) {
  const context = await browser.newContext({ viewport: size, locale: "en-GB", acceptDownloads: true });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(String(e)));
  page.on("console", (m) => m.type() === "error" && complaints.push(m.text()));
  await page.goto(server + path);
  return page;
}
const picture = async (page, name) => {
  if (pictures) await page.screenshot({ path: join(pictures, `life-${name}.png`), fullPage: true });
};

const { parse } = createRequire(new URL("../../main/web/package.json", import.meta.url))("yaml");
const read = (name) => parse(readFileSync(new URL(`../../../../config/languages/kk-Cyrl/${name}.yaml`, import.meta.url), "utf8"));
const at = (texts) => (id) => id.split(".").reduce((within, step) => within[step], texts);
/** The words of the chat, of the form, and of the two questionnaires that are begun on coming back. */
const word = at(read("interface"));
const say = at(read("form"));
const answer = read("answer.1");
const agreement = read("agreement.1");
const firstLine = (text) => text.split("\n")[0];

// --- told in the chat
const phone = await open("/phone#lang=kk", { width: 400, height: 860 });
const card = phone.locator(".message.bot:not(.gone)").last();
const says = (text) => phone.locator(".message.bot:not(.gone)", { hasText: text }).last().waitFor();
/** A card may be drawn once more while it is pressed: then the button is pressed again. */
const tap = async (label) => {
  const before = await card.innerText();
  for (let i = 0; i < 20; i++) {
    const pressed = await card.locator(".keys button").getByText(label, { exact: true }).first().click({ timeout: 3000 }).then(() => true, () => false);
    const moved = await phone
      .waitForFunction((old) => [...document.querySelectorAll(".message.bot:not(.gone)")].at(-1)?.innerText !== old, before, { timeout: pressed ? 20_000 : 200 })
      .then(() => true, () => false);
    if (moved) return;
  }
  assert.fail(`the card does not move on at ${label}`);
};
const write = async (text) => {
  await phone.locator("form.write textarea").fill(text);
  await phone.locator("form.write button").click();
  await phone.locator(".message.me", { hasText: text }).waitFor({ state: "detached" });
};
const skipUntil = async (label) => {
  const has = async (text) => (await card.locator(".keys button").getByText(text, { exact: true }).count()) > 0;
  for (let i = 0; i < 120 && !(await has(label)); i++) {
    if (await has(word("button.skip"))) await tap(word("button.skip"));
    else await phone.waitForTimeout(200);
  }
};
const NAME = "Тұрсынай Ескіқызы";
const STORY = "Таң алдында екі көлік келді, шаңырақты ақтарды.";
await phone.locator("button.start").click();
await says("Тілді таңдаңыз");
await tap("Қазақша");
await tap(word("button.about.detained-relative"));
while ((await card.locator(".keys button").getByText(word("button.continue"), { exact: true }).count()) > 0) await tap(word("button.continue"));
await tap("Иә, бітпесе де жіберілсін");
for (let i = 0; i < 20 && !(await card.innerText()).includes("аты-жөнін айтыңызшы"); i++) await tap(word("button.skip"));
await write(NAME);
for (let i = 0; i < 30 && !(await card.innerText()).includes("Өз сөзіңізбен айтып беріңізші"); i++) await tap(word("button.skip"));
await write(STORY);
await tap(word("button.done"));
await skipUntil(word("button.finish"));
await tap(word("button.finish"));
await tap(word("button.send"));
await says(firstLine(word("number.offer")));
await picture(phone, "offer");
await tap(word("button.number_take"));
await phone.locator("button.covered").waitFor();
await picture(phone, "number-covered");
await phone.locator("button.covered").click();
const digits = (await phone.locator("button.covered").innerText()).replace(/\D/g, "");
assert.equal(digits.length, 30);
await tap(word("button.number_have_and_tell"));
await phone.waitForFunction(() => document.querySelectorAll(".message").length === 1);
assert.ok(!(await phone.locator("body").innerText()).replace(/\D/g, "").includes(digits), "the number has left the chat");
await picture(phone, "after-sending");

// --- a volunteer reads, and asks
const volunteer = await open("/console#lang=en", { width: 1200, height: 900 });
const logIn = async () => {
  await volunteer.locator("main > button").click();
  await volunteer.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
  await volunteer.locator("button.main").click();
  await volunteer.locator(".bar.queue").waitFor();
};
await logIn();
await volunteer.locator("[data-case]").first().waitFor();
await volunteer.keyboard.press("n");
await volunteer.locator(".answer").first().waitFor();
assert.ok((await volunteer.locator("main").innerText()).includes(NAME));
const QUESTION = "Ол кісі қай ауылдан? Соңғы рет қашан хабар алдыңыз?";
await volunteer.locator("#letter").fill(QUESTION);
await volunteer.locator(".reply button.main").click();
await volunteer.locator(".reply > [role=status]", { hasText: "The letter lies" }).waitFor();
await volunteer.keyboard.press("Escape");

// --- the chat is told, in neutral words; one tap ends that
const told = phone.locator(".message.bot:not(.gone)", { hasText: firstLine(word("tell_here")) });
await told.waitFor({ timeout: 120_000 });
for (const secret of [NAME, "ауылдан"]) assert.ok(!(await told.innerText()).includes(secret));
await picture(phone, "told-here");
await told.locator(".keys button").first().click();
await told.waitFor({ state: "detached" });

// --- the family comes to the form with its number
const button = (label) => form.getByRole("button", { name: label, exact: true });
const press = (label) => button(label).first().click();
const heading = (text) => form.locator("h1", { hasText: text }).waitFor();
const comeBack = async () => {
  await form.goto(`${server}/form`);
  await press("Қазақша");
  await press(say("back.come"));
  await form.locator("#number").fill(digits);
  await press(say("back.open"));
};
const begin = async (which) => {
  await press(say(`back.${which}`));
  await button(say("instead.consent.yes")).or(button(word("button.continue"))).first().waitFor();
  while ((await button(word("button.continue")).count()) > 0) await press(word("button.continue"));
  await press(say("instead.consent.yes"));
  await form.locator(".not-sent").waitFor();
};
const send = async () => {
  for (let i = 0; i < 40 && (await button(word("button.send")).count()) === 0; i++) {
    const has = async (id) => (await button(word(`button.${id}`)).count()) > 0;
    const answered = (await form.locator(".told").count()) > 0;
    await press(word((await has("finish")) ? "button.finish" : answered && (await has("done")) ? "button.done" : "button.skip"));
  }
  await press(word("button.send"));
  await heading(firstLine(say("sending.sent")));
  await press(say("back.to_visit"));
  await form.locator(".answered", { hasText: QUESTION }).waitFor();
};
const form = await open("/form", { width: 360, height: 740 });
await comeBack();
await form.locator(".answered", { hasText: QUESTION }).waitFor();
await picture(form, "letter");

await begin("answer");
await press(say("page.speak"));
await button(say("page.end_recording")).waitFor();
await form.waitForTimeout(1500);
await press(say("page.end_recording"));
await form.locator(".part.file").waitFor();
await press(word("button.done"));
await heading(answer.th_threats.text);
await form.locator("main button", { hasText: answer.th_threats.choices.call }).first().click();
await send();

await begin("agreement");
await heading(agreement.u_share.text);
await form.locator("main button", { hasText: agreement.u_share.choices.none }).click();
await press(word("button.done"));
await send();

// --- the volunteer finds both under the case, and nothing before is overwritten
await volunteer.locator("[data-case]").first().waitFor();
await volunteer.getByRole("button", { name: "Refresh" }).click().catch(() => undefined);
await volunteer.locator(".fresh").waitFor({ timeout: 40_000 });
await volunteer.locator("[data-case]").first().click();
await volunteer.locator(".follow").nth(1).waitFor();
const whole = await volunteer.locator("main").innerText();
for (const expected of [NAME, STORY, "An answer from the family", "changed what it agrees to", "To no one for now"]) {
  assert.ok(whole.includes(expected), `the console shows ${expected}\n${whole}`);
}
assert.equal(await volunteer.locator(".follow .check.bad").count(), 0);
await volunteer.locator(".follow .file button").first().click();
await volunteer.locator(".follow .file audio").waitFor();
await assertAccessible(volunteer, "a case with what followed");
await picture(volunteer, "case");

// --- it is made to take all of it back
await press(say("back.withdraw"));
await press(say("back.withdraw_yes"));
await heading(firstLine(say("back.withdrawn")));
await press(say("statement.show"));
await heading(say("statement.heading"));
await picture(form, "statement");
await volunteer.reload();
await logIn();
assert.equal(await volunteer.locator("[data-case]").count(), 0, "it is in nobody's queue");
await volunteer.locator(".taken-back").waitFor();
await picture(volunteer, "taken-back");

// --- four days pass
writeFileSync(join(folder, "taken-back"), "");
for (let i = 0; i < 600 && !existsSync(join(folder, "days-over")); i++) await new Promise((resolve) => setTimeout(resolve, 200));
assert.ok(existsSync(join(folder, "days-over")));
await comeBack();
await heading(firstLine(say("back.gone")));
assert.equal(await form.locator(".answered").count(), 0);
await picture(form, "gone");
await volunteer.reload();
await logIn();
assert.equal(await volunteer.locator(".taken-back li").count(), 0);

assert.deepEqual(complaints.filter((complaint) => !complaint.includes("blob:")), []);
await browser.close();
process.exit(0);
