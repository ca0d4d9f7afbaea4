// What a person does, in a real browser: a family answers in Kazakh on the practice phone, with one date that cannot be understood and one
// step back; then the practice volunteer logs in, takes the case and reads exactly those answers. KOMIR_SCREENSHOTS names a folder for pictures.
import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [server, chromium] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const pictures = process.env.KOMIR_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });
const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const PHOTO = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const complaints = [];
async function open(path, size) {
  const context = await browser.newContext({ viewport: size, locale: "en-GB" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(String(e)));
  page.on("console", (m) => m.type() === "error" && complaints.push(m.text()));
  await page.goto(server + path);
  return page;
}
const picture = async (page, name) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
};

// --- the family
const home = await open("/", { width: 900, height: 700 });
await home.locator("a[href^='/phone']").first().waitFor();
await picture(home, "practice");

const phone = await open("/phone#lang=kk", { width: 400, height: 860 });
const card = phone.locator(".message.bot:not(.gone)").last();
const says = async (text) => phone.locator(".message.bot:not(.gone)", { hasText: text }).last().waitFor();
const press = async (label) => card.locator(".keys button", { hasText: label }).first().click();
const pressAndWait = async (label) => {
  const before = await card.innerText();
  await press(label);
  await phone.waitForFunction((old) => [...document.querySelectorAll(".message.bot:not(.gone)")].at(-1)?.innerText !== old, before);
};
/** Presses "later" until the card says it. */
const skipTo = async (text) => {
  for (let i = 0; i < 60; i++) {
    if ((await card.innerText()).includes(text)) return;
    await pressAndWait("Кейін");
  }
  assert.fail(`no card says ${text}`);
};
const write = async (text) => {
  await phone.locator("form.write textarea").fill(text);
  await phone.locator("form.write button").click();
  await phone.locator(".message.me", { hasText: text }).waitFor({ state: "detached" }); // stored, and gone from the screen
};

await phone.locator("button.start").click();
await says("Тілді таңдаңыз");
await press("Қазақша");
await says("Не туралы айтқыңыз келеді?");
await press("Жақынымды алып кетті");
await says("Сөзіңізді кім оқиды");
for (const screen of ["Сөзіңіз қалай жетеді", "Бұдан не болуы мүмкін", "Нені қайтып алуға болады", "72 сағат", "Біз кімбіз"]) {
  await pressAndWait("Жалғастыру");
  await says(screen);
}
await pressAndWait("Жалғастыру");
await says("Айтқаныңызды сақтап қалуымызға бола ма?");
await picture(phone, "phone-consent");
await press("Иә, бітпесе де жіберілсін");
await says("Бұл кісі сізге кім болады?");
await press("Бірге туған бауырым");
await says("Қалай жауап берген сізге ыңғайлы?");
await press("Өзім жазам не айтам");
await says("аты-жөнін айтыңызшы");
await press("Тыңдау");
await phone.waitForFunction(() => document.querySelector("audio")?.duration > 0.1);
await says("аты-жөнін айтыңызшы");
await phone.locator("audio").evaluate(async (voice) => {
  const ended = new Promise((resolve) => voice.addEventListener("ended", resolve));
  await voice.play();
  await ended;
});
await picture(phone, "phone-hear");
await write("Алтынбек Ойдан");
await says("ең соңғы білгеніңіз не?");
await phone.locator(".attach input").setInputFiles({ name: "қақпа.png", mimeType: "image/png", buffer: PHOTO });
await says("✓ Жетті");
await phone.locator(".message.me", { hasText: "қақпа" }).waitFor({ state: "detached" });
await press("Анық білмеймін");
await says("болайын деп тұр ма?");
await press("Жоқ");
await says("қашан туған?");
await write("1962 жыл шамасы");
await says("Алдымен не болды?");
await press("Полиция не шенеунік әкетті");
await says("Бұл қашан болды?");
await write("ертеде");
await says("Сөзіңізді сақтадым");
await picture(phone, "phone-not-understood");
await write("2017 жылдың көктемі");
await says("қай жерден алып кетті");
await press("Артқа");
await says("Бұл қашан болды?");
await press("2017");
await press("Наурыз");
await says("қай жерден алып кетті");
await picture(phone, "phone-place");
await write("Шәуешек, базар жаны");
await says("бұған кім жауапты?");
await press("☐ Полиция");
await says("☑ Полиция");
await press("☐ Ауыл не орам");
await says("☑ Ауыл не орам");
await press("Болды");
await says("кімнен көмек сұрадыңыз?");
await press("☐ Сыртқы істер министрлігі");
await says("☑ Сыртқы істер министрлігі");
await press("Болды");
await says("Өз сөзіңізбен айтып беріңізші");
await write("Түнде келді. <b>Телефонын алды.</b>");
await says("✓");
await write("«Көмір жеткілікті» деп қайталай берді.");
await press("Болды");
await says("Мұны кімге беруге болады?");
await press("☐ Біріккен Ұлттар");
await says("☑ Біріккен");
await press("Болды");
await says("Өз атыңызды айтқыңыз келе ме?");
await write("Үміт Сағынқызы");
await says("жариялауға бола ма?");
await press("Алдымен менен сұраңыз");
await says("өз даусыңыз не жүзіңіз бар ма?");
await press("Жоқ");
await says("мәжбүр қылуы мүмкін");
await press("Жою");
await says("оқымауы керек адам бар ма?");
await press("☐ Ондай ешкім жоқ");
await says("☑ Ондай");
await press("Болды");
await says("хабарласуға болады?");
await press("Тек осында");
await says("Ең негізгісін айтып болдыңыз");
await pressAndWait("Жалғастырамын");
await skipTo("нөмірін білесіз бе?");
await write("650102196203051234");
await says("толық сәйкес келмей тұр");
await pressAndWait("Болды");
await skipTo("қоңырау шалды ма");
await press("Иә");
await says("Ол қашан болды?");
await write("былтыр күзде");
await says("Ол қалай келді?");
await press("Қоңырау, тек даусы");
await says("еркін сөйлей алды ма?");
await press("Біреу тыңдап тұрды");
await says("оғаш естілді ме?");
await write("Көмір жеткілікті");
await says("Тағы");
await pressAndWait("Жоқ");
await skipTo("қысым көрсетті ме?");
await pressAndWait("Айтқым келмейді");
await skipTo("Енді жіберейік пе?");
await picture(phone, "phone-review");
await press("Жіберу");
await press("Нөмір керек емес");
await says("Рақмет");
await phone.waitForFunction(() => document.querySelectorAll(".message").length === 1);
const left = await phone.locator(".message").allInnerTexts();
assert.equal(left.length, 1, `only one neutral line is left on the phone: ${left}`);
await picture(phone, "phone-after");

// --- the volunteer
const console_ = await open("/console#lang=en", { width: 1200, height: 900 });
await console_.locator("main > button").click();
await console_.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
await picture(console_, "console-login");
await console_.locator("button.main").click();
await console_.locator("table").waitFor();
await picture(console_, "console-queue");
await console_.keyboard.press("n");
await console_.locator(".answer").first().waitFor();
const text = await console_.locator("main").innerText();
await picture(console_, "console-case");
for (const expected of [
  "Алтынбек Ойдан", "1962", "March 2017", "Шәуешек, базар жаны", "Police", "Foreign ministry",
  "Түнде келді. <b>Телефонын алды.</b>", "«Көмір жеткілікті» деп қайталай берді.",
  "They would rather not say.", "✓ Everything is here", "Someone was listening", "650102196203051234",
]) {
  assert.ok(text.includes(expected), `the console shows ${expected}\n${text}`);
}
for (const unexpected of ["ертеде", "көктемі", "Үміт"]) {
  assert.ok(!text.includes(unexpected), `the console does not show ${unexpected}`);
}
assert.equal(await console_.locator("main b").count(), 0, "markup in an answer is text");
await console_.locator(".file button").click();
// Telegram makes a JPEG of every photo, and so says the record; what is painted is what was sent.
await console_.waitForFunction(() => document.querySelector(".file img")?.naturalWidth === 1);
const stored = await console_.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));
assert.match(stored.sort().join(" "), /^komir\.directory\.version\.[0-9a-f]{16} komir\.log\.head\.[0-9a-f]{16}$/);
await console_.keyboard.press("r");
await console_.locator("table").waitFor();
assert.deepEqual(complaints, [], "no page complained");
await browser.close();
console.log("a testimony travelled from the phone to the volunteer's screen");
