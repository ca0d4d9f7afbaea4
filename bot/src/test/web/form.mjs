// A family in the sealed form, in a real browser: it answers in Kazakh, speaks, adds a photo that tells where it was taken, changes an answer while it reads
// everything through, takes a number and sends. Every byte that reaches the server passes through here and is searched; then the practice volunteer
// opens exactly what was told. KOMIR_SCREENSHOTS names a folder for pictures.
import { strict as assert } from "node:assert";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { argon2id } from "../../main/web/node_modules/@noble/hashes/argon2.js";
import { hkdf } from "../../main/web/node_modules/@noble/hashes/hkdf.js";
import { sha256 } from "../../main/web/node_modules/@noble/hashes/sha2.js";
import { assertAccessible } from "../../main/web/test/axe.mjs";

const [server, chromium] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const pictures = process.env.KOMIR_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });

// --- what the server's socket gets
const sent = [];
const recorder = createServer((socket) => {
  const there = connect(Number(new URL(server).port), "127.0.0.1");
  socket.on("data", (bytes) => sent.push(bytes));
  socket.pipe(there).pipe(socket);
  socket.on("error", () => there.destroy());
  there.on("error", () => socket.destroy());
});
await new Promise((resolve) => recorder.listen(0, "127.0.0.1", resolve));
const recorded = `http://127.0.0.1:${recorder.address().port}`;
/** Somebody else's server: no script in the form may tell it anything. Chromium opens a line for a frame before it looks at the policy, and says nothing on it. */
let reached = 0;
const elsewhere = createServer((socket) => socket.on("data", (bytes) => (reached += bytes.length)).on("error", () => undefined));
await new Promise((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));

const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
  ],
});
const complaints = [];
async function open(address, size) {
  const context = await browser.newContext({ viewport: size, locale: "en-GB", acceptDownloads: true });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(String(e)));
  page.on("console", (m) => m.type() === "error" && complaints.push(m.text()));
  await page.goto(address);
  return page;
}

// --- the family
const form = await open(`${recorded}/form`, { width: 360, height: 740 });
const picture = async (name) => {
  await assertAccessible(form, name);
  // A browser may send what it checks to its maker.
  assert.equal(await form.locator("textarea").evaluateAll((fields) => fields.filter(({ spellcheck }) => spellcheck).length), 0, `${name}: words are spell-checked`);
  if (pictures) await form.screenshot({ path: join(pictures, `form-${name}.png`), fullPage: true });
};
await form.locator("main").waitFor();
const words = await form.evaluate(() => {
  const data = JSON.parse(document.getElementById("komir-form").textContent);
  return Object.fromEntries(data.keys.map((key, i) => [key, data.words["kk-Cyrl"][i]]));
});
const say = (id) => words[`form/${id}`];
const button = (label) => form.getByRole("button", { name: label, exact: true });
const press = (label) => button(label).first().click();
const heading = (text) => form.locator("h1", { hasText: text }).waitFor();
const write = async (text) => {
  const field = form.locator("form.words textarea");
  if (!(await field.isVisible())) await form.locator("summary").click();
  await field.fill(text);
  await form.locator("form.words button").click();
};
/** Passes questions over until one says it. */
const skipTo = async (text) => {
  for (let i = 0; i < 80; i++) {
    if ((await form.locator("h1").innerText()).includes(text)) return;
    await press(words["button.skip"]);
  }
  assert.fail(`no question says ${text}`);
};

await picture("languages");
await press("Қазақша");
await press(words["button.about.detained-relative"]);
await picture("who-reads");
for (let i = 0; i < 6; i++) await press(words["button.continue"]);
await heading("сақтап қалуымызға бола ма?");
await picture("consent");
await press(say("instead.consent.yes"));
await heading("Бұл кісі сізге кім болады?");
await press("Бірге туған бауырым");
await press("Өзім жазам не айтам");
await heading("аты-жөнін айтыңызшы");
await write("Алтынбек Ойдан-Ойлы");
await heading("ең соңғы білгеніңіз не?");
await form.locator("input.picker").last().setInputFiles({ name: "қақпа.jpg", mimeType: "image/jpeg", buffer: photo() });
await form.locator(".hidden-data").waitFor();
assert.ok((await form.locator(".hidden-data").innerText()).includes(say("page.hidden_place")), "the family is told that the photo knows its place");
await picture("hidden-data");
await press("Анық білмеймін");
await press("Жоқ");
await heading("қашан туған?");
await write("1962 жыл шамасы");
await heading("Алдымен не болды?");
await press(say("page.speak"));
await button(say("page.end_recording")).waitFor();
await form.waitForTimeout(2500);
await picture("recording");
await press(say("page.end_recording"));
await form.locator(".part.file").waitFor();
await press("Полиция не шенеунік әкетті");
await skipTo("Өз сөзіңізбен айтып беріңізші");
const story = Array.from({ length: 90 }, (_, i) => `Түнде келді, есікті қақты, ${i} рет сұрады. <b>Телефонын алды.</b>`).join(" ");
await form.locator("form.words textarea").fill(story);
await press(words["button.done"]).catch(() => form.locator("form.words button").click());
const mainPart = say("instead.core_done").split("\n")[0];
for (let i = 0; i < 80 && !(await form.locator("h1").innerText()).includes(mainPart); i++) {
  await press(words[(await form.locator(".told").count()) > 0 ? "button.done" : "button.skip"]);
}
await picture("main-part");
await press(words["button.finish"]);
await heading(say("instead.review").split("\n")[0]);
const review = await form.locator("main").innerText();
for (const told of ["Алтынбек Ойдан-Ойлы", "1962 жыл шамасы", "есікті қақты, 89 рет", "Полиция не шенеунік әкетті", "қақпа.jpg"]) {
  assert.ok(review.includes(told), `the review shows ${told}`);
}
await form.locator(".answered", { hasText: "Алтынбек" }).getByRole("button", { name: say("page.change"), exact: true }).click();
await form.locator(".answered textarea").fill("Алтынбек Ойдан Түзетілген");
await press(say("page.keep_change"));
await form.locator(".answered", { hasText: "Түзетілген" }).waitFor();
await picture("review");
assert.equal(sent.filter((bytes) => /^(POST|PUT) /.test(bytes.toString("latin1"))).length, 0, "nothing is sent before it is asked for");

// --- what is not the page's own cannot get anything out
const other = elsewhere.address().port;
const attempts = await form.evaluate(async (port) => {
  const to = `http://127.0.0.1:${port}/`;
  const tried = { fetch: await fetch(to).then(() => "got through", () => "stopped") };
  const image = new Image();
  image.src = `${to}image`;
  navigator.sendBeacon(`${to}beacon`, "x");
  try {
    new WebSocket(`ws://127.0.0.1:${port}/socket`);
  } catch {
    // refused at once
  }
  const script = document.createElement("script");
  try {
    script.text = "window.ran = true";
    document.body.append(script);
  } catch {
    // Trusted Types
  }
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `${to}style`;
  document.head.append(sheet);
  const frame = document.createElement("iframe");
  frame.src = `${to}frame`;
  document.body.append(frame);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  frame.remove();
  sheet.remove(); // or axe would try to read it on every page from here on
  return { ...tried, ran: window.ran === true };
}, other);
assert.deepEqual(attempts, { fetch: "stopped", ran: false });
assert.equal(reached, 0, "not a byte reached another server");
complaints.length = 0; // the policy said so aloud

// --- sending
await press(words["button.send"]);
await picture("number");
await press(say("number.take"));
await form.locator(".digits").waitFor();
await press(say("number.show"));
const digits = (await form.locator(".digits").innerText()).replace(/\D/g, "");
assert.equal(digits.length, 30);
await picture("digits");
await press(say("number.have_it"));
await heading(say("sending.sent").split("\n")[0]);
await picture("sent");
const saved = async (label) => {
  const [download] = await Promise.all([form.waitForEvent("download"), form.locator("a[download]", { hasText: label }).click()]);
  return Buffer.concat(await bytesOf(await download.createReadStream())).toString();
};
const proof = JSON.parse(await saved(say("sending.proof")));
assert.match(proof.proof, /^\{"format":"komir-proof\/1","day":"\d{4}-\d\d-\d\d","sha256":"[0-9a-f]{64}"\}$/);
await press(say("card.open"));
await heading(say("card.heading"));
const mark = (await form.locator(".paper .digits").innerText()).trim();
assert.match(mark, /^[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}$/);
assert.ok((await saved(say("card.save"))).split("\n").includes(mark));
await picture("card");
await press(words["button.back"]);
await heading(say("sending.sent").split("\n")[0]);
const kept = await form.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
assert.deepEqual(kept, [[], [], ""], "nothing is kept in the browser");
await press(say("sending.leave"));
await form.locator("main button", { hasText: "Қазақша" }).waitFor();

// --- what went over the line
const all = Buffer.concat(sent);
const receipt = [0, 1, 2, 3, 4, 5].map((i) => digits.slice(i * 5, i * 5 + 4)).join("");
const material = argon2id(receipt, "komir/receipt/v1", { m: 32 * 1024, t: 3, p: 1, dkLen: 32 });
const derived = (info) => Buffer.from(hkdf(sha256, material, new Uint8Array(), new TextEncoder().encode(info), 32));
const canaries = {
  name: "Алтынбек", changed: "Түзетілген", file: "қақпа", birth: "1962 жыл", story: "есікті қақты", digits, receipt, spaced: digits.match(/.{5}/g).join(" "), plus: digits.match(/.{5}/g).join("+"),
};
for (const [what, text] of Object.entries(canaries)) {
  for (const form of encodings(text)) assert.ok(!all.includes(form), `${what} went over the line`);
}
for (const [what, bytes] of Object.entries({ material: Buffer.from(material), identity: derived("age-identity"), author: derived("author-key"), mailbox: derived("mailbox-id") })) {
  for (const form of [bytes, bytes.toString("hex"), bytes.toString("base64").slice(0, 40), bytes.toString("base64url").slice(0, 40)]) {
    assert.ok(!all.includes(form), `the receipt's ${what} went over the line`);
  }
}
const mailbox = Buffer.from(sha256(derived("mailbox-id"))).toString("hex");
assert.ok(all.includes(mailbox), "the search finds what is there: the mailbox's name");

// --- the volunteer
const console_ = await open(`${server}/console#lang=en`, { width: 1200, height: 900 });
await console_.locator("main > button").click();
await console_.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
await console_.locator("button.main").click();
await console_.locator("table").waitFor();
await console_.keyboard.press("n");
await console_.locator(".answer").first().waitFor();
const text = await console_.locator("main").innerText();
if (pictures) await console_.screenshot({ path: join(pictures, "form-in-console.png"), fullPage: true });
for (const expected of ["Алтынбек Ойдан Түзетілген", "about 1962", "✓ Everything is here", "<b>Телефонын алды.</b>", "89 рет сұрады", "copy without hidden data"]) {
  assert.ok(text.includes(expected), `the console shows ${expected}\n${text}`);
}
assert.ok(!text.includes("Ойдан-Ойлы"), "the words before the change are nowhere");
assert.equal(await console_.locator(".check.bad").count(), 0, "what was agreed to is known, and nothing is missing");
const files = console_.locator(".file");
assert.equal(await files.count(), 3, "the voice, the photo, and its copy");
for (let i = 0; i < 3; i++) await files.nth(i).locator("button").click();
await console_.waitForFunction(() => document.querySelectorAll(".file img").length === 2 && document.querySelectorAll(".file audio").length === 1);
const sizes = await console_.evaluate(async () => {
  const all = [...document.querySelectorAll(".file")].map((file) => file.querySelector("a[download]").href);
  return Promise.all(all.map((href) => new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", href);
    request.responseType = "arraybuffer";
    request.onload = () => resolve(request.response.byteLength);
    request.onerror = () => resolve(-1);
    request.send();
  })));
});
assert.ok(sizes.every((size) => size === -1 || size > 0));

// --- the volunteer writes, and the family comes back with its number: in other digits, and after one slip
await console_.locator(".reply textarea").fill("Сәлеметсіз бе! <i>Тағы бір сұрақ</i>: ол кісі қай ауылдан?");
await console_.locator(".reply input[type=file]").first().setInputFiles({ name: "хат.jpg", mimeType: "image/jpeg", buffer: photo() });
await console_.locator(".reply button.main").click();
await console_.locator(".reply [role=status]", { hasText: "The letter lies" }).waitFor();
const comeBack = async (typed) => {
  await form.goto(`${recorded}/form`);
  await press("Қазақша");
  await press(say("back.come"));
  await form.locator("#number").fill(typed);
  await press(say("back.open"));
};
const slip = `${digits.slice(0, 12)}${(Number(digits[12]) + 1) % 10}${digits.slice(13)}`;
await comeBack(slip);
await form.locator("[role=alert]", { hasText: "3-топ" }).waitFor();
await picture("slip");
const arabic = digits.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
await form.locator("#number").fill(arabic.match(/.{5}/g).join(" - "));
await press(say("back.open"));
await form.locator(".answered", { hasText: "<i>Тағы бір сұрақ</i>" }).waitFor();
await press(say("back.file_open"));
await form.locator(".opened img").waitFor();
await picture("letter");

// --- the visit leaves the screen at one touch, and is there again
await press(words["button.stop"]);
assert.ok(!(await form.locator("body").innerText()).includes("сұрақ"), "nothing of the letter is on the screen");
await press(say("page.again"));
await form.locator(".answered", { hasText: "Тағы бір сұрақ" }).waitFor();
assert.equal(await button(say("page.close")).count(), 0, "a visit is not closed, it is forgotten");

// --- it answers by voice; in the middle it looks at its letters, and nothing is lost by that
const beginFollowUp = async (which) => {
  await press(say(`back.${which}`));
  await button(say("instead.consent.yes")).or(button(words["button.continue"])).first().waitFor();
  while ((await button(words["button.continue"]).count()) > 0) await press(words["button.continue"]);
  await press(say("instead.consent.yes"));
  await form.locator(".not-sent").waitFor();
};
const finishFollowUp = async () => {
  for (let i = 0; i < 40 && (await button(words["button.send"]).count()) === 0; i++) {
    const labels = ["finish", "done", "skip"].map((id) => words[`button.${id}`]);
    const there = await Promise.all(labels.map((label) => button(label).count()));
    const told = (await form.locator(".told").count()) > 0;
    await press(there[0] > 0 ? labels[0] : told && there[1] > 0 ? labels[1] : labels[2]);
  }
  await picture("follow-up-review");
  await press(words["button.send"]);
  await heading(say("sending.sent").split("\n")[0]);
  assert.equal(await button(say("card.open")).count(), 0, "what follows a case is found with it");
  await press(say("back.to_visit"));
  await form.locator(".answered", { hasText: "Тағы бір сұрақ" }).waitFor();
};
await beginFollowUp("answer");
await heading("Осында жазып не айтып");
await press(say("page.speak"));
await button(say("page.end_recording")).waitFor();
await form.waitForTimeout(1500);
await press(say("page.end_recording"));
await form.locator(".part.file").waitFor();
await press(say("back.to_visit"));
await form.locator("main", { hasText: say("back.begun") }).waitFor();
await picture("begun");
await press(say("back.go_on"));
await form.locator(".part.file").waitFor();
await picture("answer");
await finishFollowUp();

// --- and it agrees to less than before
await beginFollowUp("agreement");
await heading("Мұны кімге беруге болады?");
await form.locator("main button", { hasText: "Әзірге ешкімге" }).click();
await picture("agreement");
await press(words["button.done"]);
await finishFollowUp();
await picture("visit-after");

// --- the volunteer sees both with the first one
const comeIn = async () => {
  await console_.reload();
  await console_.locator("main > button").click();
  await console_.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
  await console_.locator("button.main").click();
  await console_.waitForFunction(() => document.querySelector("table, .empty, main p") !== null);
};
await comeIn();
await console_.locator("[data-case]").first().click();
await console_.locator(".answer").first().waitFor();
const followed = await console_.locator("main").innerText();
if (pictures) await console_.screenshot({ path: join(pictures, "form-followed-in-console.png"), fullPage: true });
for (const expected of ["Алтынбек Ойдан Түзетілген", "To no one for now"]) assert.ok(followed.includes(expected), `the console shows ${expected}\n${followed}`);
assert.equal(await console_.locator(".file").count(), 4, "and the voice that answered");
assert.equal(await console_.locator(".check.bad").count(), 0, "both are signed by the family's number");

await press(say("back.withdraw"));
await press(say("back.withdraw_yes"));
await heading(say("back.withdrawn"));
await picture("withdrawn");
await press(say("statement.show"));
await heading(say("statement.heading"));
assert.equal(await form.locator(".statement").count(), 4, "in the family's language, in Chinese, in Russian and in English");
await picture("statement");
assert.match(JSON.parse(await saved(say("statement.save"))).statement, /^\{"format":"komir-statement\/1","organisation":"[^"]+","day":"\d{4}-\d\d-\d\d"\}$/);
await console_.locator("button", { hasText: "Queue" }).first().click().catch(() => undefined);
await comeIn();
assert.equal(await console_.locator("tr[data-case], [data-case]").count(), 0, "what was withdrawn is in nobody's queue");
const unknown = "1234".repeat(6).match(/.{4}/g).map((four, i) => four + damm(`${i + 1}${four}`)).join(" ");
await comeBack(unknown);
await form.locator("[role=alert]", { hasText: say("back.none") }).waitFor();

// --- who has lost the number makes another one, and reads seven words aloud
await press(say("number.lost"));
await picture("lost");
await press(say("number.make_new"));
await button(say("number.have_it")).waitFor();
await press(say("number.have_it"));
await heading(say("number.words"));
assert.equal(await form.locator(".seven li").count(), 7);
await picture("seven-words");
await press(say("number.try"));
await form.locator("#number").waitFor();
for (const form of encodings("Тағы бір сұрақ")) assert.ok(!Buffer.concat(sent).includes(form), "the letter went over the line in the clear");
for (const form of encodings(digits.match(/.{5}/g).join(" - "))) assert.ok(!Buffer.concat(sent).includes(form), "the number went over the line");

// --- somebody comes into the room
await form.goto(`${recorded}/form`);
await press("Қазақша");
await press(words["button.about.detained-relative"]);
for (let i = 0; i < 6; i++) await press(words["button.continue"]);
await press(say("instead.consent.yes"));
await press("Бірге туған бауырым");
await press(words["button.stop"]);
assert.ok(!(await form.locator("body").innerText()).includes("бауыр"), "nothing of it is on the screen");
await picture("hidden");
await press(say("page.again"));
await heading("Қалай жауап берген сізге ыңғайлы?");
await press(words["button.back"]);
await form.locator("button.answer", { hasText: "Бірге туған бауырым" }).waitFor();
await press(words["button.stop"]);
await press(say("page.forget"));
await form.locator("main button", { hasText: "Қазақша" }).waitFor();

// --- a voice
const asked = () => Buffer.concat(sent).toString("latin1").split("POST /form/api/recordings").length - 1;
const voice = form.locator(".voice");
await form.goto(`${recorded}/form`);
await form.getByRole("button", { name: "Hear our greeting", exact: true }).waitFor();
await press("Қазақша");
await press(say("page.about"));
await form.locator(".address", { hasText: "invented" }).waitFor();
await form.route("**/form/api/recordings", async (route) => {
  const answer = await route.fetch();
  const body = await answer.body();
  body[50] ^= 1;
  await route.fulfill({ response: answer, body });
});
const askedBefore = asked();
await press(say("page.greeting"));
assert.equal(await voice.locator("[role=status]").innerText(), say("hear.ask").trimEnd(), "what the server learns is said before it does");
await picture("greeting");
assert.equal(asked(), askedBefore);
await press(say("hear.yes"));
await form.locator(".voice [role=status]", { hasText: say("hear.altered") }).waitFor();
assert.ok(await button(say("page.greeting")).evaluate((it) => it === document.activeElement), "whoever uses the keyboard is back at the button");
await form.unroute("**/form/api/recordings");
await press(say("page.greeting"));
await button(say("hear.again")).waitFor();
assert.ok(await button(say("hear.again")).evaluate((it) => it === document.activeElement), "whoever uses the keyboard stays with the voice");
const askedOnce = asked();
await form.keyboard.press("Enter");
await button(say("hear.again")).waitFor();
assert.equal(asked(), askedOnce, "what was heard once is not asked for again");
await press(say("page.close"));
assert.equal(await voice.isVisible(), false, "on another card there is silence");
await press(words["button.about.detained-relative"]);
for (let i = 0; i < 6; i++) await press(words["button.continue"]);
await press(say("instead.consent.yes"));
await press("Бірге туған бауырым");
await press("Өзім жазам не айтам");
await heading("аты-жөнін айтыңызшы");
await form.locator("form.words textarea").fill("жарты");
await press(words["button.hear"]);
await button(say("hear.again")).waitFor();
await picture("question-heard");
assert.equal(await form.locator("form.words textarea").inputValue(), "жарты", "what is typed stays");
assert.ok(asked() > askedOnce);
await press(words["button.skip"]);
assert.equal(await voice.isVisible(), false);
await press(words["button.stop"]);
await press(say("page.forget"));

assert.deepEqual(complaints.filter((complaint) => !complaint.includes("blob:")), []);
await browser.close();
recorder.close();
elsewhere.close();
process.exit(0);

/** A tiny JPEG whose Exif says which camera made it and that it knows the place. */
function photo() {
  const tiny = Buffer.from(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=",
    "base64",
  );
  const tiff = Buffer.alloc(38);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tiff.writeUInt16BE(0x010f, 10);
  tiff.writeUInt16BE(2, 12);
  tiff.writeUInt32BE(4, 14);
  tiff.write("Cam\0", 18, "latin1");
  tiff.writeUInt16BE(0x8825, 22);
  tiff.writeUInt16BE(4, 24);
  tiff.writeUInt32BE(1, 26);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + 6 + tiff.length, 2);
  return Buffer.concat([tiny.subarray(0, 2), head, Buffer.from("Exif\0\0", "latin1"), tiff, tiny.subarray(2)]);
}

function damm(digits) {
  const table = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
  return [...digits].reduce((interim, digit) => Number(table[interim][Number(digit)]), 0);
}

async function bytesOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

function encodings(text) {
  const utf8 = Buffer.from(text, "utf8");
  const base64 = [0, 1, 2].map((phase) => Buffer.concat([Buffer.alloc(phase), utf8]).toString("base64").slice(phase === 0 ? 0 : 4).replace(/=+$/, "").slice(0, -2));
  const escaped = [...text].map((c) => (c.codePointAt(0) < 128 ? c : `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}`)).join("");
  return [utf8, Buffer.from(text, "utf16le"), utf8.toString("hex"), encodeURIComponent(text), escaped, ...base64].filter((form) => form.length >= 8);
}
