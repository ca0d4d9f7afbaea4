import { strict as assert } from "node:assert";
import { accessSync, constants, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { recipientOf } from "../crypto/age.ts";
import { base64 } from "../crypto/bytes.ts";
import { openIdentityFile } from "../crypto/identity-file.ts";
import { words as sevenWords } from "../crypto/words.ts";
import config from "komir:config";
import { casePageInBrowser } from "./browser-case-page.ts";
import { hostileInBrowser } from "./browser-hostile.ts";
import { hourInBrowser } from "./browser-hour.ts";
import { logInBrowser } from "./browser-log.ts";
import { matchInBrowser } from "./browser-match.ts";
import { needsInBrowser } from "./browser-needs.ts";
import { panelsInBrowser } from "./browser-panels.ts";
import { peopleInBrowser } from "./browser-people.ts";
import { queueInBrowser } from "./browser-queue.ts";
import { workInBrowser } from "./browser-work.ts";
import { translateInBrowser } from "./browser-translate.ts";
import { wayBackInBrowser } from "./browser-way-back.ts";
import { questionnaireVersion } from "./made-up.ts";
import { PASSPHRASE, startMock, type Mock } from "./mock-server.ts";

/** The built pages in a real browser against the mock server. KOMIR_SCREENSHOTS names a folder for pictures, for a human to look at. */

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(canRun);
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];
const pictures = process.env.KOMIR_SCREENSHOTS;
const pages = mkdtempSync(join(tmpdir(), "komir-pages-"));

/** Errors of the pages' scripts, and what their policy blocked. */
const complaints: string[] = [];

let browser: Browser;
let mock: Mock;
let hashes: Record<string, { sha256: string }>;

before(async () => {
  const { buildPages } = (await import(pathToFileURL(join(WEB, "build.mjs")).href)) as {
    buildPages(output: string): Promise<typeof hashes>;
  };
  hashes = await buildPages(pages);
  const consent = config.questionnaires[questionnaireVersion]!.agreements.chat["kk-Cyrl"]!.sha256;
  mock = await startMock(pages, consent);
  if (CHROMIUM !== undefined) {
    const { chromium } = createRequire(join(WEB, "package.json"))("playwright-core") as typeof import("playwright-core");
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  }
});

after(async () => {
  await browser?.close();
  await mock.stop();
});

test("two builds are the same bytes, and the hash beside the console is its own", async () => {
  const { buildPages } = (await import(pathToFileURL(join(WEB, "build.mjs")).href)) as {
    buildPages(output: string): Promise<typeof hashes>;
  };
  assert.deepEqual(await buildPages(mkdtempSync(join(tmpdir(), "komir-pages-"))), hashes);
  assert.equal(readFileSync(join(pages, "console.html.sha256"), "utf8"), `${hashes["console.html"]!.sha256}  console.html\n`);
});

const inBrowser = (name: string, run: () => Promise<void>) =>
  test(name, { skip: CHROMIUM === undefined ? "no Chromium here" : false }, run);

async function open(path: string, size = { width: 1280, height: 900 }, dark = false): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: "en-GB", colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  page.on("pageerror", (e) => complaints.push(String(e)));
  page.on("console", (message) => {
    // What is refused or not there is part of the tests: a page from disk may not ask for what only practice has.
    const expected = /Failed to load resource|\/practice\/info|Not allowed to load local resource: blob:/.test(message.text());
    if (message.type() === "error" && !expected) {
      complaints.push(message.text());
    }
  });
  await page.goto(path.startsWith("file:") ? path : mock.url + path);
  return page;
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) {
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }
}

/** Usable by everybody; found where it is said, and not when a later test trips over it. */
async function accessible(page: Page, where: string): Promise<void> {
  const { assertAccessible } = (await import(pathToFileURL(join(WEB, "test/axe.mjs")).href)) as {
    assertAccessible(page: Page, where: string): Promise<void>;
  };
  await assertAccessible(page, where);
}

async function comeIn(page: Page): Promise<void> {
  await page.locator("main > button").click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[type=password]")?.value !== "");
  await page.locator("button.main").click();
  await page.locator("table").waitFor();
}

inBrowser("somebody new makes keys from an invitation, saves both files, and comes back with them", async () => {
  const page = await open("/console", { width: 360, height: 740 });
  await page.getByRole("button", { name: "I am new: make my keys", exact: true }).click();
  await page.locator("button.main").click();
  assert.equal(await page.locator(".status").innerText(), "Please choose the invitation first.");
  await page.locator("input[type=file]").setInputFiles({ name: "invitation.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByText("This is not an invitation of ours.").waitFor();
  const rootKey = crypto.getRandomValues(new Uint8Array(32));
  const invitation = { format: "komir-invitation/1", organisation: "Office <b>in</b> Almaty", rootKey: base64(rootKey) };
  await page.locator("input[type=file]").setInputFiles({ name: "invitation.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(invitation)) });
  await page.locator(".compare .words").waitFor();
  assert.equal(await page.locator(".compare .words").innerText(), sevenWords(rootKey).join(" "));
  await page.locator("#new-name").fill("gulnar");
  const [first, again] = [page.locator("input[type=password]").first(), page.locator("input[type=password]").last()];
  await first.fill("tas kömir köp eken");
  await again.fill("tas kömir köp eken");
  await page.locator("button.main").click();
  await page.getByText("Please compare the seven words first.").waitFor();
  await page.locator(".compare input").check();
  await picture(page, "new-keys");
  await accessible(page, "making keys");
  await page.locator("button.main").click();
  await page.locator("a.button.main").waitFor();
  await picture(page, "new-keys-made");
  await accessible(page, "keys that were made");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "wider than a small telephone");
  const done = page.getByRole("button", { name: "I have saved both", exact: true });
  assert.equal(await done.count(), 0, "nobody leaves keys that are nowhere else");
  const saved = async (link: Locator): Promise<{ name: string; bytes: Buffer }> => {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const secret = await saved(page.locator("a.button.main"));
  const given = await saved(page.locator("a.button:not(.main)"));
  assert.equal(secret.name, "gulnar.age");
  assert.equal(given.name, "gulnar.json");
  const opened = await openIdentityFile(secret.bytes, "tas kömir köp eken");
  assert.deepEqual(opened.rootKey, rootKey);
  assert.equal((JSON.parse(given.bytes.toString()) as { recipient: string }).recipient, await recipientOf(opened.identity));
  await done.click();
  await page.getByText("gulnar.age").waitFor();
  await page.close();
});

inBrowser("a volunteer comes in, takes a case, reads it, puts it back", async () => {
  const page = await open("/console");
  await page.locator("main > button").waitFor();
  await picture(page, "enter");
  await accessible(page, "the entrance");
  await comeIn(page);
  await picture(page, "queue");
  await accessible(page, "the queue");
  await page.keyboard.press("n");
  await page.locator(".answer").first().waitFor();
  await picture(page, "case");
  await accessible(page, "a case, and the reply");
  const text = await page.locator("main").innerText();
  assert.ok(text.includes("✓ Everything is here"), text);
  assert.ok(text.includes("Please tell us your relative's name.") && text.includes("قانات احمەت ۇلى"), text);
  assert.ok(text.includes("spring 2017") && text.includes("about 1984") && text.includes("Tarbagatay (Tacheng)"), text);
  assert.ok(text.includes("They do not know.") && text.includes("They would rather not say."), text);
  assert.ok(text.includes("Sealed for two custodians together. Answers: 1"), text);
  assert.ok(text.includes("They agreed to the wording"), text);
  assert.ok(text.includes("This page does not have these questions") && text.includes("c_other"), text);
  assert.ok(text.includes("басқа сұраққа жауап"), text);
  assert.equal(await page.locator(".answer h3").first().innerText(), "Consent");
  assert.ok(text.includes("<b>Бұл белгі емес</b>"), "markup in an answer is text");
  assert.equal(await page.locator("main b").count(), 0);
  for (const [tag, width] of [["kk-Arab", 1280], ["ru", 360], ["kk-Arab", 360], ["zh-Hans", 360]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.locator(".top select").selectOption(tag);
    await picture(page, `case-${tag}-${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${tag} scrolls sideways at ${width}`);
    assert.equal(await page.evaluate(() => document.documentElement.dir), tag === "kk-Arab" ? "rtl" : "ltr");
    if (tag === "kk-Arab") {
      await accessible(page, `a case, ${width} pixels wide, from right to left`);
    }
  }
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  await page.locator("table").waitFor();
  await picture(page, "queue-zh-360");
  assert.equal(await page.locator("tr.mine").count(), 0);
  assert.deepEqual(await page.evaluate(() => Object.entries(localStorage).sort()), [[mock.versionKey, "3"], [mock.logKey, `${mock.log.head().n} ${mock.log.head().sha256} ${mock.log.head().at}`]]);
  await page.close();
});

inBrowser("an older directory of this organisation is refused, whatever version another one has", async () => {
  for (const [key, message] of [["komir.directory.version.0123456789abcdef", ""], [mock.versionKey, "older"]] as const) {
    const page = await open("/console#lang=en");
    await page.evaluate((of) => localStorage.setItem(of, "9"), key);
    await page.locator("main > button").click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[type=password]")?.value !== "");
    await page.locator("button.main").click();
    await page.locator(message === "" ? "table" : ".status.trouble").waitFor();
    assert.ok((await page.locator(".status").innerText()).includes(message));
    await page.close();
  }
});

inBrowser("files are opened in memory, shown or only saved, and gone when the case is left", async () => {
  const page = await open("/console#lang=en");
  await comeIn(page);
  await page.keyboard.press("n");
  await page.locator(".answer").first().waitFor();
  assert.equal(await page.locator("img, audio, video, .file a").count(), 0, "nothing is fetched before it is asked for");
  const [picture_, sound, document_] = [0, 1, 2].map((i) => page.locator(".file").nth(i)) as [Locator, Locator, Locator];
  assert.match(await picture_.innerText(), /Photo 1 kB · сурет\.png · forwarded/);
  await picture_.locator("button").click();
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>(".file img")?.naturalWidth === 1);
  await sound.locator("button").click();
  await page.waitForFunction(() => (document.querySelector<HTMLAudioElement>(".file audio")?.duration ?? 0) === 1);
  await document_.locator("button").click();
  const save = document_.locator("a");
  assert.equal(await save.getAttribute("download"), "_хат.html");
  assert.match(await document_.innerText(), /This page does not show such files/);
  await picture(page, "case-files");
  await accessible(page, "opened files");
  const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
  assert.equal(readFileSync(await download.path(), "utf8"), "<script>document.title = 'ran'</script>");
  assert.notEqual(await page.title(), "ran");
  assert.equal(await loads(page, (await picture_.locator("img").getAttribute("src"))!), true);
  const shown = (await picture_.locator("img").getAttribute("src"))!;
  await page.keyboard.press("Escape");
  await page.locator("table").waitFor();
  assert.equal(await loads(page, shown), false, "the address is revoked");
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).sort()), [mock.versionKey, mock.logKey]);
  await page.locator("tr.mine button").click();
  await page.locator(".answer").first().waitFor();
  await page.keyboard.press("r");
  await page.locator("table").waitFor();
  await page.close();
});

inBrowser("a file that was replaced is not shown", async () => {
  mock.spoil.file = (sealed) => {
    const other = Uint8Array.from(sealed);
    other[other.length - 1]! ^= 1;
    return other;
  };
  const page = await open("/console#lang=en");
  await comeIn(page);
  await page.keyboard.press("n");
  await page.locator(".file button").first().click();
  await page.getByText("Stop. This is not the file that the family sent").waitFor();
  assert.equal(await page.locator(".file img, .file a").count(), 0);
  delete mock.spoil.file;
  await page.keyboard.press("r");
  await page.locator("table").waitFor();
  await page.close();
});

test("each page's policy has exactly what it needs: the console plays what it opened, the phone what the bot sent", () => {
  const policy = (name: string) => readFileSync(join(pages, "csp", `${name}.txt`), "utf8");
  assert.match(policy("console"), /; connect-src 'self'; img-src data: blob:; media-src blob:; /);
  assert.match(readFileSync(join(pages, "console.html"), "utf8"), /; connect-src 'self' https: /, "from disk its server may be anywhere");
  assert.match(policy("phone"), /; img-src data: blob: 'self'; media-src 'self'; /);
  assert.ok(!policy("index").includes("media-src"));
});

/** Whether a picture behind this address can still be painted. */
const loads = (page: Page, url: string): Promise<boolean> =>
  page.evaluate(
    (address) =>
      new Promise<boolean>((resolve) => {
        const image = new Image();
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        image.src = address;
      }),
    url,
  );

inBrowser("a wrong passphrase says so and no more", async () => {
  const page = await open("/console#lang=ru");
  await page.locator("main > button").click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[type=password]")?.value !== "");
  await page.locator("input[type=password]").fill("wrong");
  await page.locator("button.main").click();
  await page.locator(".status.trouble").waitFor();
  assert.equal(await page.locator(".status").innerText(), "Эта фраза не открывает файл. Попробуйте ещё раз.");
  await picture(page, "wrong-passphrase-ru");
  await accessible(page, "a wrong passphrase");
  await page.close();
});

inBrowser("an altered directory stops everything", async () => {
  mock.spoil.directory = (text) => text.replace("Болат", "Bolat");
  const page = await open("/console#lang=en");
  await page.locator("main > button").click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("input[type=password]")?.value !== "");
  await page.locator("button.main").click();
  await page.locator(".status.trouble").waitFor();
  assert.match(await page.locator(".status").innerText(), /not signed by your organisation/);
  delete mock.spoil.directory;
  await page.close();
});

inBrowser("dropped and damaged records are shown beside the others", async () => {
  mock.spoil.case = (served) => ({
    ...served,
    records: served.records
      .filter(({ seq }) => seq !== 7)
      .map((record) => {
        const bytes = Buffer.from(record.sealed, "base64");
        bytes[bytes.length - 1]! ^= 1;
        return record.seq === 9 ? { ...record, sealed: base64(bytes) } : record;
      }),
  });
  const page = await open("/console#lang=en", { width: 1280, height: 900 }, true);
  await comeIn(page);
  await page.keyboard.press("n");
  await page.locator(".answer").first().waitFor();
  const text = await page.locator("main").innerText();
  assert.ok(text.includes("Missing records, which had been handed in: 007.case"), text);
  assert.ok(text.includes("Records that are not those handed in: 009.case"), text);
  assert.ok(text.includes("Record 9 cannot be read: it is damaged"), text);
  await picture(page, "case-broken-dark");
  await accessible(page, "a damaged case");
  delete mock.spoil.case;
  await page.keyboard.press("Escape");
  await page.locator("tr.mine button").click();
  await page.locator(".check.good").waitFor();
  await page.keyboard.press("r");
  await page.locator("table").waitFor();
  await page.keyboard.press("/");
  await page.getByText("Open my cases to search").click();
  await page.locator("dialog[open]").waitFor();
  await picture(page, "ask-dark");
  await accessible(page, "a question before something is done");
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  await page.close();
});

inBrowser("five idle minutes lock the page, and the passphrase brings the case back", async () => {
  const page = await open("/console#lang=kk-Arab", { width: 360, height: 760 });
  await page.clock.install();
  await page.reload();
  await comeIn(page);
  await page.locator("td button").first().click();
  await page.locator(".answer").first().waitFor();
  await page.clock.fastForward("05:01");
  await page.clock.runFor(1500);
  await page.locator("input[type=password]").waitFor();
  assert.equal(await page.locator(".answer").count(), 0);
  await picture(page, "locked-kk-Arab-360");
  await page.locator("input[type=password]").fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await page.clock.runFor(1500);
  await page.locator(".answer").first().waitFor();
  await page.close();
});

inBrowser("the console works from disk against a server that is named", async () => {
  const page = await open(`${pathToFileURL(join(pages, "console.html")).href}#lang=en`);
  await page.locator("input[type=url]").fill("http://example.org");
  await page.locator("input[type=file]").setInputFiles({
    name: "aigul.age",
    mimeType: "application/octet-stream",
    buffer: Buffer.from(mock.identityFile),
  });
  await page.locator("input[type=password]").fill(PASSPHRASE);
  await page.locator("button.main").click();
  await page.getByText("It begins with https://").waitFor();
  await page.locator("input[type=url]").fill(mock.url);
  await page.locator("button.main").click();
  await page.locator("table").waitFor();
  await page.close();
});

inBrowser("the phone shows messages, presses, edits and deletions", async () => {
  const page = await open("/phone#lang=kk-CN", { width: 1280, height: 900 });
  await page.locator(".start").click();
  await page.locator(".message.bot").waitFor();
  await page.locator("textarea").fill("2017 көктем");
  await picture(page, "phone");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".message").length === 3);
  const first = page.locator(".keys button").first();
  await first.click();
  assert.equal(await first.getAttribute("aria-busy"), "true");
  await page.locator(".edited").waitFor();
  assert.match(page.url(), /chat=\d{10}/);
  const before = page.url();
  await page.reload();
  assert.equal(page.url(), before);
  await page.locator(".message.bot").first().waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await picture(page, "phone-360");
  await accessible(page, "the practice phone");
  await page.close();
});

inBrowser("the practice page", async () => {
  const page = await open("/#lang=en");
  await page.getByText(PASSPHRASE).waitFor();
  await picture(page, "practice");
  await accessible(page, "the practice page");
  await page.locator("select").selectOption("kk-Arab");
  await page.setViewportSize({ width: 360, height: 740 });
  await picture(page, "practice-kk-Arab-360");
  await accessible(page, "the practice page, from right to left");
  await page.close();
});

inBrowser("what is not for everybody is found: no name, no contrast by day or night, too small to be hit", async () => {
  const { violations } = (await import(pathToFileURL(join(WEB, "test/axe.mjs")).href)) as { violations(page: Page): Promise<string[]> };
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html lang="en"><title>-</title><main><style>
    p { color: #888; background: #fff } @media (prefers-color-scheme: dark) { h1 { color: #222; background: #000 } }
    </style><input><h1>Night</h1><p>Day</p><button style="all: unset; width: 9px; height: 9px">a</button><button style="all: unset; width: 9px; height: 9px">b</button></main>`);
  const found = (await violations(page)).map((line) => line.split(":")[0]!);
  assert.deepEqual([...new Set(found)].sort(), ["color-contrast", "in the dark", "label", "target-size"].sort(), found.join("\n"));
  await page.close();
});

wayBackInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

panelsInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });
needsInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });
peopleInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });
casePageInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

hostileInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

workInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

logInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

queueInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

translateInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });

matchInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });
hourInBrowser({ inBrowser, open, picture, comeIn, accessible, mock: () => mock });


inBrowser("no page complained in any of these", async () => assert.deepEqual(complaints, []));
