// What the sealed form weighs, and how long a slow telephone on a slow line waits for it. Against a running practice server:
//
//   node bot/src/test/web/measure-form.mjs http://127.0.0.1:8080 /usr/bin/chromium [RUNS]
//
// prints the tables of docs/performance.md: bytes, by part and by language; the time to the first card; the work for a ticket, the sealing and the number, each
// the median of the runs with the least and the most.
import { createRequire } from "node:module";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [server, chromium, runs = "5"] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const RUNS = Number(runs);

/** A telephone of little money, against this machine. */
const SLOWDOWN = 6;
const KBIT = 1000 / 8;
const LINES = [
  ["slow 3G (400 ms, 400 kbit/s)", { latency: 400, downloadThroughput: 400 * KBIT, uploadThroughput: 400 * KBIT }],
  ["fast 3G (150 ms, 1,600 kbit/s)", { latency: 150, downloadThroughput: 1600 * KBIT, uploadThroughput: 750 * KBIT }],
];

const number = (n) => Math.round(n).toLocaleString("en");
const gzip = (text) => gzipSync(text, { level: 9 }).length;
const brotli = (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(1)} (${sorted[0].toFixed(1)} to ${sorted[sorted.length - 1].toFixed(1)})`;
}

// --- what it weighs
const answer = await fetch(`${server}/form`, { headers: { "Accept-Encoding": "gzip" } });
const encoding = answer.headers.get("content-encoding") ?? "none";
const page = await answer.text();
const DATA = /(<script type="application\/json" id="komir-form">)([^<]*)/;
const data = JSON.parse(DATA.exec(page)[2]);
const script = /<script>([^]*?)<\/script>/.exec(page)[1];
console.log("| part | bytes | gzip | brotli |\n|---|---|---|---|");
for (const [name, text] of [
  ["the page as it is served", page],
  ["its script", script],
  ["its data (`komir-form`)", DATA.exec(page)[2]],
  ["of the data: questionnaires", JSON.stringify(data.questionnaires)],
  ["of the data: places", JSON.stringify(data.places)],
  ["of the data: names of the texts", JSON.stringify(data.keys)],
]) {
  console.log(`| ${name} | ${number(Buffer.byteLength(text))} | ${number(gzip(text))} | ${number(brotli(text))} |`);
}
console.log(`\nThe server's own compression: ${encoding}.\n\n| language | bytes of words | what the page would be lighter without it, gzip |\n|---|---|---|`);
for (const { tag } of data.languages) {
  const without = { ...data, words: { ...data.words, [tag]: [] }, messages: { ...data.messages, [tag]: {} } };
  const lighter = page.replace(DATA, (_, before) => before + JSON.stringify(without));
  const words = JSON.stringify(data.words[tag]) + JSON.stringify(data.messages[tag] ?? {});
  console.log(`| ${tag} | ${number(Buffer.byteLength(words))} | ${number(gzip(page) - gzip(lighter))} |`);
}

// --- how long one waits
const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A browser that has never been here, as slow as a telephone; its line is the machine's own where none is given. */
async function telephone(line) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "kk-KZ" });
  context.setDefaultTimeout(300_000);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  if (line !== undefined) {
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", { offline: false, ...line });
  }
  const slow = (rate) => devtools.send("Emulation.setCPUThrottlingRate", { rate });
  return { context, page, slow };
}

async function secondsToTheFirstCard(line) {
  const { context, page, slow } = await telephone(line);
  await page.addInitScript(() => {
    const watcher = new MutationObserver(() => {
      if (document.querySelector("main button") !== null) {
        watcher.disconnect();
        requestAnimationFrame(() => (window.drawnAt = performance.now()));
      }
    });
    watcher.observe(document, { childList: true, subtree: true });
  });
  await slow(SLOWDOWN);
  await page.goto(`${server}/form`, { waitUntil: "commit" });
  await page.waitForFunction(() => window.drawnAt > 0);
  const seconds = (await page.evaluate(() => window.drawnAt)) / 1000;
  await context.close();
  return seconds;
}

console.log(`\n| until the first card, at ${SLOWDOWN} times slower | seconds |\n|---|---|`);
for (const [name, line] of [...LINES, ["the machine's own line", undefined]]) {
  const seconds = [];
  for (let i = 0; i < RUNS; i++) seconds.push(await secondsToTheFirstCard(line));
  console.log(`| ${name} | ${spread(seconds)} |`);
}

/** A family that leaves out every question, so that its submission is of the smallest class, and takes a number. */
async function handingIn() {
  const { context, page, slow } = await telephone(undefined);
  await page.goto(`${server}/form`);
  await page.locator("main").waitFor();
  const words = Object.fromEntries(data.keys.map((key, i) => [key, data.words.en[i]]));
  const say = (id) => words[`form/${id}`];
  const button = (label) => page.getByRole("button", { name: label, exact: true }).first();
  const press = (label) => button(label).click();
  await press("English");
  await press(words["button.about.detained-relative"]);
  while (await button(words["button.continue"]).isVisible()) await press(words["button.continue"]);
  await press(say("instead.consent.yes"));
  while (!(await button(words["button.finish"]).isVisible())) {
    const before = await page.locator("main").innerText();
    const skip = button(words["button.skip"]);
    await ((await skip.isVisible()) ? skip : button(words["button.done"])).click();
    await page.waitForFunction((old) => document.querySelector("main").innerText !== old, before);
  }
  await press(words["button.finish"]);
  await press(words["button.send"]);

  const at = {};
  page.on("request", (request) => (at[new URL(request.url()).pathname] = Date.now()));
  page.on("response", (response) => (at[`${new URL(response.url()).pathname} answered`] = Date.now()));
  await slow(SLOWDOWN);
  const asked = Date.now();
  await press(say("number.take"));
  await page.locator(".digits").waitFor();
  const numbered = Date.now();
  const sealing = Date.now();
  await press(say("number.have_it"));
  await page.locator("h1", { hasText: say("sending.sent").split("\n")[0] }).waitFor();
  await context.close();
  return {
    receipt: (numbered - asked) / 1000,
    sealing: (at["/form/api/work"] - sealing) / 1000,
    work: (at["/form/api/tickets"] - at["/form/api/work answered"]) / 1000,
  };
}

const sent = [];
for (let i = 0; i < RUNS; i++) sent.push(await handingIn());
console.log(`\n| at ${SLOWDOWN} times slower | seconds |\n|---|---|`);
console.log(`| the number (Argon2id, 32 MiB, three passes) | ${spread(sent.map(({ receipt }) => receipt))} |`);
console.log(`| sealing a submission of the smallest class | ${spread(sent.map(({ sealing }) => sealing))} |`);
console.log(`| the work for a ticket at its usual price | ${spread(sent.map(({ work }) => work))} |`);
await browser.close();
