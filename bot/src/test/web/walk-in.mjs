// One office, one device, two families after each other. Somebody translates and writes for the first; it gets a paper, and then everything that a page can leave behind is searched
// for it: the screen, the browser's stores, its history, the addresses of what was in memory, the page's heap, and at the end the browser's own folder. The second one stops half-way. Then a
// volunteer reads who helped. KOMIR_SCREENSHOTS names a folder for pictures, the papers among them.
import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAccessible } from "../../main/web/test/axe.mjs";

const [server, chromium] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const pictures = process.env.KOMIR_SCREENSHOTS;
if (pictures) mkdirSync(pictures, { recursive: true });

const Q = "detained-relative.1";
const FIRST = { helper: "zzHelperOfOne", name: "zzNameOfOne", draft: "zzDraftOfOne", story: "zzStoryOfOne", file: "zzFileOfOne" };
const SECOND = { name: "zzNameOfTwo", draft: "zzDraftOfTwo" };
/** In CSS pixels. */
const A6 = { width: 397, height: 559 };
const A4 = { width: 794, height: 1123 };
const DESK = { width: 1280, height: 900 };
const PHOTO = Buffer.from(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=",
  "base64",
);

const launch = {
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};
const complaints = [];
const folder = mkdtempSync(join(tmpdir(), "komir-office-"));
// Its own rules would not let this test ask for the addresses of what is in memory.
const office = await playwright.chromium.launchPersistentContext(folder, { ...launch, viewport: DESK, locale: "en-GB", bypassCSP: true });
await office.addInitScript(() => {
  const make = URL.createObjectURL.bind(URL);
  window.addresses = [];
  URL.createObjectURL = (content) => {
    const address = make(content);
    window.addresses.push(address);
    return address;
  };
  window.print = () => {
    window.printedAs = document.title;
    dispatchEvent(new Event("afterprint"));
  };
});
const form = office.pages()[0] ?? (await office.newPage());
form.setDefaultTimeout(60_000);
form.on("pageerror", (e) => complaints.push(String(e)));
form.on("dialog", (dialog) => complaints.push(`the browser asks: ${dialog.message()}`) && dialog.accept());

const wordsIn = (page, tag) =>
  page.evaluate((language) => {
    const data = JSON.parse(document.getElementById("komir-form").textContent);
    return Object.fromEntries(data.keys.map((key, i) => [key, data.words[language][i]]));
  }, tag);

/** What a person does on a page of the form, in one language. */
function hand(page, words) {
  const say = (id) => words[`form/${id}`];
  const button = (label) => page.getByRole("button", { name: label, exact: true });
  const press = (label) => button(label).first().click();
  const heading = (text) => page.locator("h1", { hasText: text.split("\n")[0] }).waitFor();
  const asked = (id) => heading(words[`${Q}/${id}`]);
  const write = async (text) => {
    const field = page.locator("form.words textarea");
    if (!(await field.isVisible())) await page.locator("summary").click();
    await field.fill(text);
    await page.locator("form.words button").click();
  };
  const skipTo = async (id) => {
    const text = words[`${Q}/${id}`].split("\n")[0];
    for (let i = 0; i < 60 && !(await page.locator("h1").innerText()).includes(text); i++) await press(words["button.skip"]);
    await asked(id);
  };
  const consent = async () => {
    await press(words["button.about.detained-relative"]);
    for (let i = 0; i < 6; i++) await press(words["button.continue"]);
    await press(say("instead.consent.yes"));
    await asked("t_relation");
    await press(words[`${Q}/t_relation/sibling`]);
    await asked("t_how");
  };
  return { say, button, press, heading, asked, write, skipTo, consent };
}

const look = async (page, name) => {
  await assertAccessible(page, name);
  if (pictures) await page.screenshot({ path: join(pictures, `office-${name}.png`), fullPage: true });
};

// --- where a page can leave something for whoever has the device next

async function heap() {
  const session = await office.newCDPSession(form);
  const chunks = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
}

const places = () =>
  form.evaluate(async () => ({
    page: document.documentElement.outerHTML,
    fields: Array.from(document.querySelectorAll("textarea, input"), ({ value }) => value).join("\n"),
    title: document.title,
    address: location.href,
    besideTheAddress: JSON.stringify(history.state),
    nameOfTheWindow: window.name,
    cookies: document.cookie,
    stores: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys()]),
    workers: JSON.stringify((await navigator.serviceWorker.getRegistrations()).length),
    asked: performance.getEntries().map(({ name }) => name).join("\n"),
  }));

const alive = (addresses) => form.evaluate((all) => Promise.all(all.map((address) => fetch(address).then(() => true, () => false))), addresses);

/** @param addresses of what the page before had in memory */
async function nothingOf(texts, addresses, after) {
  const found = { ...(await places()), heap: await heap() };
  for (const [place, content] of Object.entries(found)) {
    for (const text of texts) assert.ok(!content.includes(text), `${after}: ${place} still has ${text}`);
  }
  assert.equal(found.title, "Kömir");
  assert.equal(found.address, `${server}/form`);
  assert.equal(found.besideTheAddress, "null");
  assert.deepEqual([found.nameOfTheWindow, found.cookies, found.stores, found.workers], ["", "", "[{},{},[],[]]", "0"]);
  assert.deepEqual(await alive(addresses), addresses.map(() => false), `${after}: what was in memory has no address any more`);
}

// --- paper

/** Of the paper that was printed last: what is on it, and that it fits. */
async function paper(page, name) {
  assert.equal(await page.evaluate(() => window.printedAs), "–", "the printer's list of jobs has neither a name nor an address");
  assert.equal(await page.title(), "Kömir");
  const margins = await page.evaluate(() =>
    Array.from(document.styleSheets).flatMap((sheet) => Array.from(sheet.cssRules).flatMap((rule) => (rule instanceof CSSPageRule ? [rule.style.margin] : []))),
  );
  assert.deepEqual(margins, ["0px"], "a browser has no room for the address of the page");
  await page.emulateMedia({ media: "print" });
  for (const [size, sheet] of Object.entries({ A6, A4 })) {
    await page.setViewportSize(sheet);
    const { width, height } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, height: document.querySelector("main").getBoundingClientRect().bottom }));
    assert.ok(width <= sheet.width && height <= sheet.height, `${name} is ${width} x ${height} on ${size}`);
    if (pictures) await page.screenshot({ path: join(pictures, `office-${name}-${size}.png`) });
    const pdf = (await page.pdf({ format: size })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length, 1, `${name} is one sheet of ${size}`);
  }
  const seen = await page.locator("body").innerText();
  await page.emulateMedia({ media: null });
  await page.setViewportSize(DESK);
  return seen.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

/** The number between the first line and the others, and nothing else: no name, no mark, no day. */
function assertPlain(seen, words, digits) {
  const [keep, ...more] = linesOf(words["form/office.paper"]);
  const number = [0, 10, 20].map((at) => `${digits.slice(at, at + 5)} ${digits.slice(at + 5, at + 10)}`);
  assert.deepEqual(seen, [keep, ...number, ...more]);
}

const digitsOf = async (page, { press, say }) => {
  await page.locator(".digits").first().waitFor();
  await press(say("number.show"));
  return (await page.locator("p.digits").first().innerText()).replace(/\D/g, "");
};

// --- the first family; somebody translates and writes for it
await form.goto(`${server}/form`);
await form.locator("main").waitFor();
const entries = await form.evaluate(() => history.length);
const words = await wordsIn(form, "kk-Cyrl");
const { say, button, press, heading, asked, write, skipTo, consent } = hand(form, words);
await press("Қазақша");
assert.ok(!(await form.locator("main").innerText()).includes(words["helper.new_family"].trim()), "nobody was here before");
await consent();
assert.equal(await button(say("office.next")).count(), 0, "nobody helps yet");
await press(words[`${Q}/t_how/both`]);
await form.locator(".above", { hasText: say("instead.helper.begin").split("\n")[2].trim() }).waitFor();
await look(form, "who-helps");
await write(FIRST.helper);
await asked("h_agreed");
await press(words["button.yes"]);
await asked("p_name");
await write(FIRST.name);
await asked("n_status");
await form.locator("input.picker").last().setInputFiles({ name: `${FIRST.file}.jpg`, mimeType: "image/jpeg", buffer: PHOTO });
await form.locator(".part.file").waitFor();
await press(words[`${Q}/n_status/no_news`]);
await skipTo("p_birth");
await form.locator("form.words textarea").fill(FIRST.draft);

// --- a slip: the next family is not begun by one press
await press(say("office.next"));
await heading(say("office.ask"));
await look(form, "asked-once");
await press(say("office.go_on"));
assert.equal(await form.locator("form.words textarea").inputValue(), FIRST.draft, "nothing is lost by having been asked");
await press(words["button.skip"]);
await skipTo("story");
await write(FIRST.story);
await press(words["button.done"]);
await skipTo("h_read_back");
await press(words[`${Q}/h_read_back/not_read`]);
await press(words["button.finish"]);

// --- everything stands on one page now: it is read aloud, and only then it is said whether it was
await form.locator(".read-back", { hasText: say("office.read_back") }).waitFor();
await look(form, "read-back");
await press(say("office.read_back_done"));
await asked("h_read_back");
await press(words[`${Q}/h_read_back/right`]);
await press(words["button.finish"]);
await form.locator(".answered", { hasText: words[`${Q}/h_read_back/right`] }).waitFor();
const held = await heap();
for (const text of Object.values(FIRST)) assert.ok(held.includes(text), `the search finds ${text} while it is there`);

// --- the number, on paper
await press(words["button.send"]);
await press(say("number.take"));
const digits = await digitsOf(form, { press, say });
/** As it is shown, with its check digits, and without. */
const numbers = [digits.match(/.{5}/g).join(" "), digits, digits.replace(/(.{4})./g, "$1")];
await press(say("number.hide"));
assert.equal(await form.locator(".plain").isVisible(), false);
await look(form, "number");
await press(say("office.print"));
assert.ok(!(await form.locator("body").innerText()).includes(numbers[0].slice(0, 11)), "the number is on the paper and not on the screen");
assertPlain(await paper(form, "paper"), words, digits);
assert.ok((await heap()).includes(numbers[0]), "the search finds the number while it is there");
await press(say("number.have_it"));
await heading(say("sending.sent"));
await form.locator(".warning", { hasText: say("office.saved") }).waitFor();
await look(form, "sent");
await press(say("card.open"));
const mark = (await form.locator(".paper .digits").innerText()).trim();
await press(say("card.print"));
const card = await paper(form, "card");
assert.equal(card.length, 3, "who we are, the mark, the day");
assert.equal(card[1], mark);
await press(words["button.back"]);
const addresses = await form.evaluate(() => window.addresses);
assert.ok((await alive(addresses)).includes(true), "the proof has an address as long as the page is there");

// --- the next family: one press, and no question, since all was sent
await press(say("office.next"));
await form.locator(".above", { hasText: words["helper.new_family"] }).waitFor();
await heading(words["choose_about"]);
assert.equal(await form.evaluate(() => document.documentElement.lang), "kk-Cyrl");
const ofTheFirst = [...Object.values(FIRST), ...numbers, mark, mark.replaceAll(" ", "")];
await nothingOf(ofTheFirst, addresses, "after the first family");
assert.equal(await form.evaluate(() => history.length), entries, "and nothing lies behind it in the history");
await look(form, "next");
await form.goBack();
await form.goForward();
await form.locator("main").waitFor();
await nothingOf(ofTheFirst, addresses, "after going back and on");

// --- the second one, in the same language, as if nobody had been here; it stops half-way
await press("Қазақша");
await consent();
await press(words[`${Q}/t_how/scribe`]);
await asked("h_who");
assert.equal(await form.locator("form.words textarea").inputValue(), "");
await skipTo("p_name");
await write(SECOND.name);
await skipTo("p_birth");
await form.locator("form.words textarea").fill(SECOND.draft);
assert.ok((await heap()).includes(SECOND.name));
await press(say("office.next"));
await heading(say("office.ask"));
await press(say("office.forget"));
await form.locator(".above", { hasText: words["helper.new_family"] }).waitFor();
await nothingOf([...ofTheFirst, ...Object.values(SECOND)], [], "after the second family");

// --- a third one does not agree
await press(words["button.about.detained-relative"]);
assert.ok(!(await form.locator("main").innerText()).includes(words["helper.new_family"].trim()), "said once");
for (let i = 0; i < 6; i++) await press(words["button.continue"]);
await press(words[`${Q}/consent/no`]);
await press(words["button.new_family"]);
await heading(words["choose_about"]);
await office.close();

// --- what the device itself has kept
const kept = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => readFileSync(join(file.parentPath ?? file.path, file.name)));
const isKept = (text) => kept.some((bytes) => bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le")));
assert.ok(isKept(`${server}/form`), "the search finds what is there: that somebody was on this page");
for (const text of [...Object.values(FIRST), ...Object.values(SECOND), ...numbers, mark]) assert.ok(!isKept(text), `the browser's folder has ${text}`);
rmSync(folder, { recursive: true, force: true });

const browser = await playwright.chromium.launch(launch);
const open = async (path) => {
  const page = await (await browser.newContext({ viewport: DESK, locale: "en-GB" })).newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(() => {
    window.print = () => {
      window.printedAs = document.title;
      dispatchEvent(new Event("afterprint"));
    };
  });
  return path === undefined ? page : (await page.goto(server + path), page);
};

// --- the volunteer sees who helped, at each field
const console_ = await open("/console#lang=en");
await console_.locator("main > button").click();
await console_.waitForFunction(() => document.querySelector("input[type=password]")?.value !== "");
await console_.locator("button.main").click();
await console_.locator("table").waitFor();
await console_.keyboard.press("n");
await console_.locator(".answer").first().waitFor();
const text = await console_.locator("main").innerText();
for (const expected of [FIRST.name, "the testifier, through an interpreter; somebody else typed"]) {
  assert.ok(text.includes(expected), `the console shows ${expected}\n${text}`);
}

// --- nobody presses anything after a case was sent: a quarter of an hour later it is gone all the same
const left = await open();
await left.clock.install();
await left.goto(`${server}/form`);
const alone = hand(left, words);
await alone.press("Қазақша");
await alone.consent();
await alone.press(words[`${Q}/t_how/scribe`]);
await alone.skipTo("h_read_back");
await alone.press(words["button.skip"]);
await alone.press(words["button.finish"]);
await alone.press(words["button.send"]);
await alone.press(say("number.none"));
await alone.heading(say("sending.sent"));
await left.clock.fastForward("10:00");
await alone.heading(say("sending.sent"));
await left.clock.fastForward("06:00");
await left.locator(".above", { hasText: words["helper.new_family"] }).waitFor();
await left.close();

// --- the paper in each language, for somebody who has lost the number and comes in person
const inEach = await open("/form");
const languages = await inEach.evaluate(() => JSON.parse(document.getElementById("komir-form").textContent).languages);
for (const { tag, name } of languages) {
  await inEach.goto(`${server}/form`);
  const theirs = await wordsIn(inEach, tag);
  const person = hand(inEach, theirs);
  await person.press(name);
  for (const step of ["back.come", "number.lost", "number.make_new"]) await person.press(person.say(step));
  const new_ = await digitsOf(inEach, person);
  await person.press(person.say("office.print"));
  assertPlain(await paper(inEach, `paper-${tag}`), theirs, new_);
}

assert.deepEqual(complaints, []);
await browser.close();
process.exit(0);
