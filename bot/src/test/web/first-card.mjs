// The sealed form on a line that hangs or is slow, with directories that this script signs: the page as it is served, but with another root key in its data.
import { strict as assert } from "node:assert";
import { createRequire } from "node:module";
import { Decrypter, generateHybridIdentity, identityToRecipient } from "../../main/web/node_modules/age-encryption/dist/index.js";
import { ed25519 } from "../../main/web/node_modules/@noble/curves/ed25519.js";
import { assertAccessible } from "../../main/web/test/axe.mjs";

const [server, chromium] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const DAY_MS = 24 * 60 * 60 * 1000;
const base64 = (bytes) => Buffer.from(bytes).toString("base64");

const rootSeed = crypto.getRandomValues(new Uint8Array(32));
const rootKey = base64(ed25519.getPublicKey(rootSeed));
const served = await (await fetch(`${server}/form`)).text();
const practice = JSON.parse((await (await fetch(`${server}/form/api/directory`)).json()).directory);

/** Everybody has one key in it, and this script has that. */
async function directory(version, organisation, days = 30, seed = rootSeed) {
  const identity = await generateHybridIdentity();
  const recipient = await identityToRecipient(identity);
  const day = (from) => new Date(Date.now() + from * DAY_MS).toISOString().slice(0, 10);
  const people = practice.people.map((person) => ({ ...person, recipient }));
  const text = JSON.stringify({ ...practice, version, organisation, people, escrow: recipient, issued: day(days - 60), expires: day(days) });
  const signed = new Uint8Array(Buffer.from(`komir/directory/v1\n${text}`));
  return { identity, signed: JSON.stringify({ directory: text, signature: base64(ed25519.sign(signed, seed)) }) };
}

const block = (html, id, content) => html.replace(new RegExp(`(<script type="application/json" id="${id}">)[^<]*`), (_, before) => before + content.replace(/</g, "\\u003c"));
const withInside = ({ signed }) => block(block(served, "komir-root", JSON.stringify({ rootKey })), "komir-directory", signed);

const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const complaints = [];

/** @param answer what to do with the request for the directory */
async function open(inside, answer, locale = "en-GB") {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(String(e)));
  await page.clock.install();
  await page.route(`${server}/form`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: withInside(inside) }));
  await page.route("**/form/api/directory", answer);
  await page.goto(`${server}/form`);
  return page;
}

const data = JSON.parse(/id="komir-form">([^<]*)/.exec(served)[1]);
const words = Object.fromEntries(data.keys.map((key, i) => [key, data.words.en[i]]));
const say = (id) => words[`form/${id}`];
const on = (page) => ({
  press: (label) => page.getByRole("button", { name: label, exact: true }).first().click(),
  sees: (text) => page.getByText(text).first().waitFor(),
});
const hangs = () => undefined;
const answers = ({ signed }) => (route) => route.fulfill({ contentType: "application/json", body: signed });

/** A line that answers when it is told to. */
function late() {
  let free;
  const freed = new Promise((resolve) => (free = resolve));
  return { answer: async (route) => answers(await freed)(route), free };
}

/** From the first card to the server, with every question left out. @returns what the submission's keys open with */
async function handIn(page, before) {
  const { press } = on(page);
  const seen = (label) => page.getByRole("button", { name: label, exact: true }).first().isVisible();
  await press("English");
  await press(words["button.about.detained-relative"]);
  while (await seen(words["button.continue"])) await press(words["button.continue"]);
  await press(say("instead.consent.yes"));
  await before();
  while (!(await seen(words["button.finish"]))) {
    const text = await page.locator("main").innerText();
    await press(words[(await seen(words["button.skip"])) ? "button.skip" : "button.done"]);
    await page.waitForFunction((old) => document.querySelector("main").innerText !== old, text);
  }
  await press(words["button.finish"]);
  await press(words["button.send"]);
  const [request] = await Promise.all([page.waitForRequest("**/form/api/cases"), press(say("number.none")).then(() => page.clock.runFor(30_000))]);
  const body = request.postDataBuffer();
  const length = body.readUInt32BE(0);
  const { keys } = JSON.parse(body.subarray(4, 4 + length).toString());
  let at = 4 + length;
  return Object.fromEntries(keys.map(({ compartment, size }) => [compartment, body.subarray(at, (at += size))]));
}

const opens = async (file, { identity }) => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(file).then(() => true, () => false);
};

const inside = await directory(5, "The inside one");
const newer = await directory(6, "The newer one");
const older = await directory(4, "The older one");
const stranger = await directory(9, "A stranger's", 30, crypto.getRandomValues(new Uint8Array(32)));
const expired = await directory(5, "The expired one", -1);

// --- a line that hangs keeps nothing away, and the case goes to the people of the page
{
  const page = await open(inside, hangs);
  const keys = await handIn(page, async () => undefined);
  assert.ok(await opens(keys.case, inside));
  await page.context().close();
}

// --- one that answers late is what is sealed to, and what the page says of itself
{
  const { answer, free } = late();
  const page = await open(inside, answer);
  const { press, sees } = on(page);
  await press("English");
  await press(say("page.about"));
  await sees("The inside one");
  await press(say("page.close"));
  await press(words["page.language"] ?? say("page.language"));
  const keys = await handIn(page, async () => {
    const shown = await page.locator("main").innerText();
    free(newer);
    await page.waitForResponse("**/form/api/directory");
    assert.equal(await page.locator("main").innerText(), shown, "nobody is disturbed");
    await press(say("page.about"));
    await sees("The newer one");
    await press(say("page.close"));
  });
  for (const file of [keys.case, keys.threats]) {
    assert.ok(await opens(file, newer));
    assert.ok(!(await opens(file, inside)));
  }
  await page.context().close();
}

// --- an older one, and one that somebody else signed, change nothing
for (const other of [older, stranger]) {
  const page = await open(inside, answers(other));
  const { press, sees } = on(page);
  await press("English");
  await press(say("page.about"));
  await sees("The inside one");
  await page.context().close();
}

// --- a newer one that vouches for other questions than these ends the page
{
  const foreign = await directory(7, "The foreign one");
  const text = JSON.stringify({ ...JSON.parse(JSON.parse(foreign.signed).directory), form: "0".repeat(64) });
  const signature = base64(ed25519.sign(new Uint8Array(Buffer.from(`komir/directory/v1\n${text}`)), rootSeed));
  const page = await open(inside, answers({ signed: JSON.stringify({ directory: text, signature }) }));
  await on(page).sees("This page is not as we made it");
  assert.equal(await page.locator("main").count(), 0);
  await page.context().close();
}

// --- a page that is too old says so calmly, ends its waiting, and begins when an answer comes
{
  let answer = hangs;
  const page = await open(expired, (route) => answer(route), "kk-KZ");
  const { press, sees } = on(page);
  await sees("Бет жаңарып жатыр");
  assert.equal(await page.getByText("Please wait a moment").count(), 0, "in the device's languages");
  await assertAccessible(page, "waiting for the directory");
  await page.clock.runFor(31_000);
  await sees("Бет әлі жаңарған жоқ");
  await assertAccessible(page, "no directory came");
  answer = answers(newer);
  await page.getByRole("button", { name: "Қайталап көру" }).click();
  await page.locator("main button", { hasText: "English" }).waitFor();
  await press("English");
  await press(say("page.about"));
  await sees("The newer one");
  await page.context().close();
}
{
  const page = await open(expired, answers(expired));
  await on(page).sees("This page is too old");
  await page.context().close();
}

// --- who is revoked while the page lies open is sealed to no more: it asks again right before it seals
{
  const leaver = await generateHybridIdentity();
  const escrow = await generateHybridIdentity();
  const coordinators = ["gulnar", "marat"].map((id) => ({ id, seed: crypto.getRandomValues(new Uint8Array(32)) }));
  const day = (from) => new Date(Date.now() + from * DAY_MS).toISOString().slice(0, 10);
  const recipient = await identityToRecipient(escrow);
  const people = [
    ...practice.people.map((person, i) => ({ ...person, roles: i === 0 ? ["reviewer", "security"] : person.roles.filter((role) => role === "custodian" || role === "second") })),
    ...coordinators.map(({ id, seed }) => ({ id, name: id, roles: ["coordinator"], signing: base64(ed25519.getPublicKey(seed)) })),
  ].map((person) => ({ ...person, recipient }));
  people[0] = { ...people[0], recipient: await identityToRecipient(leaver) };
  const text = JSON.stringify({ ...practice, version: 5, people, escrow: recipient, issued: day(-30), expires: day(30) });
  const sign = (domain, message, seed) => base64(ed25519.sign(new Uint8Array(Buffer.from(`komir/${domain}/v1\n${message}`)), seed));
  const directory = { directory: text, signature: sign("directory", text, rootSeed) };
  const statement = JSON.stringify({ format: "komir-revocation/1", organisation: practice.organisation, id: people[0].id, signing: people[0].signing, day: day(0) });
  const signatures = coordinators.map(({ id, seed }) => ({ by: id, signature: sign("revocation", statement, seed) }));
  const before = { signed: JSON.stringify({ ...directory, revocations: [] }) };
  const half = { signed: JSON.stringify({ ...directory, revocations: [{ statement, signatures: signatures.slice(0, 1) }] }) };
  const after = { signed: JSON.stringify({ ...directory, revocations: [{ statement, signatures }] }) };
  for (const [first, second, open_] of [
    [before, before, true],
    [before, half, true],
    [before, after, false],
    [after, undefined, false],
  ]) {
    let answer = answers(first);
    let asked = 0;
    const page = await open(before, (route) => {
      asked++;
      return answer(route);
    });
    const keys = await handIn(page, async () => {
      assert.equal(asked, 1);
      answer = second === undefined ? (route) => route.abort() : answers(second);
    });
    assert.equal(asked, 2, "once when it is opened, and once before it seals");
    assert.equal(await opens(keys.case, { identity: leaver }), open_);
    assert.equal(await opens(keys.threats, { identity: leaver }), open_);
    assert.ok(await opens(keys.case, { identity: escrow }));
    await page.context().close();
  }
}

assert.deepEqual(complaints, []);
await browser.close();
