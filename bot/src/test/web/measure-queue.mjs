// How long a volunteer's page waits where 10,000 cases wait, and how much memory it holds. Needs the packages of bot/src/main/web, and no server: it starts the tests' own.
//
//   node bot/src/test/web/measure-queue.mjs /usr/bin/chromium [RUNS] [CASES] [OPENED]
//
// prints the table of docs/performance.md ("The queue"): medians of the runs, with the least and the most. OPENED cases are taken, opened, read into the search and put back,
// once; that is most of the time that it takes.
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, runs = "5", cases = "10000", opened = "1000"] = process.argv.slice(2);
const WEB = new URL("../../main/web/", import.meta.url);
const require = createRequire(new URL("package.json", WEB));
const { build } = require("esbuild");
const { configPlugin } = await import(new URL("config.mjs", WEB));
const { buildPages } = await import(new URL("build.mjs", WEB));

const folder = mkdtempSync(join(tmpdir(), "komir-measure-"));
await buildPages(folder);
await build({ entryPoints: [new URL("test/mock-server.ts", WEB).pathname], outfile: join(folder, "mock.mjs"), bundle: true, platform: "node", format: "esm", target: "node20", plugins: [configPlugin], logLevel: "error" });
const { startMock, PASSPHRASE } = await import(pathToFileURL(join(folder, "mock.mjs")));
const mock = await startMock(folder, "0".repeat(64));
await mock.fill(Number(cases), Number(opened));

const browser = await require("playwright-core").chromium.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--js-flags=--expose-gc"] });
const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" })).newPage();
page.on("pageerror", (e) => console.error(String(e)));
const devtools = await page.context().newCDPSession(page);
const figures = new Map();
const note = (name, value) => figures.set(name, [...(figures.get(name) ?? []), value]);

/** From a press until what it leads to is in the page and painted, in milliseconds by the page's own clock. */
const timed = (press, there) =>
  page.evaluate(`new Promise((resolve) => {
    const begun = performance.now();
    { ${press}; }
    const look = () => ((${there}) ? requestAnimationFrame(() => resolve(performance.now() - begun)) : setTimeout(look, 1));
    look();
  })`);

async function memory() {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  return usedSize / 2 ** 20;
}

async function comeIn() {
  await page.goto("about:blank"); // or the address is the same, and the page stays as it is
  await page.goto(`${mock.url}/console#lang=en`);
  await page.locator("input[type=file]").setInputFiles({ name: "aigul.age", mimeType: "application/octet-stream", buffer: Buffer.from(mock.identityFile) });
  await page.locator("input[type=password]").fill(PASSPHRASE);
  await page.locator("button.main").click();
  await page.locator(".list table").waitFor();
}

const key = (code) => `dispatchEvent(new KeyboardEvent("keydown", { code: "${code}", bubbles: true }))`;
const press = (code) => `document.body.${key(code)}`;
const type = (text) => `const f = document.querySelector("#search"); f.value = ${JSON.stringify(text)}; f.dispatchEvent(new Event("input"))`;
const button = (text) => `[...document.querySelectorAll("button")].find((b) => b.textContent.startsWith(${JSON.stringify(text)})).click()`;

for (let run = 0; run < Number(runs); run++) {
  await comeIn();
  note("memory of the page's script with the queue, MiB", await memory());
  await page.evaluate(() => (document.querySelector(".list tbody tr").dataset.old = "1"));
  note("list: the queue drawn anew", await timed(button("All"), '!document.querySelector("[data-old]") && document.querySelectorAll(".list tbody tr").length === 50'));
  note("filter: those with news", await timed(button("With news"), 'document.querySelectorAll(".list tbody .fresh").length === 50'));
  await page.getByRole("button", { name: /^All/ }).click();
  note("take the next and open it", await timed(press("KeyN"), 'document.querySelector(".answer") !== null'));
  note("put it back, until the list is there", await timed(press("KeyR"), 'document.querySelector(".list table") !== null'));
}

await page.keyboard.press("/");
await page.getByRole("button", { name: "Open my cases to search" }).click();
await page.evaluate((most) => {
  const stop = setInterval(() => {
    const done = /Opened: (\d+)/.exec(document.querySelector(".quiet[role=status]")?.textContent ?? "")?.[1];
    if (Number(done) >= most) {
      clearInterval(stop);
      [...document.querySelectorAll("button")].find((b) => b.textContent === "Stop")?.click();
    }
  }, 1);
}, Number(opened));
const begun = performance.now();
await page.getByRole("button", { name: "Open them" }).click();
await page.getByText(/Cases that can be searched: \d{2,}/).waitFor({ timeout: 0 });
note("all opened for the search, seconds", (performance.now() - begun) / 1000);
for (let run = 0; run < Number(runs); run++) {
  note("search for a name in another script than it was written", await timed(type(`qanat${run + 1}1`), 'document.querySelector(".hit") !== null'));
  note("search for what nearly all have", await timed(type("ahmet"), 'document.querySelectorAll(".hit").length === 50'));
  await page.evaluate(type(""));
}
note("memory of the page's script with the search, MiB", await memory());

console.log(`| ${Number(cases).toLocaleString("en")} cases, ${Number(opened).toLocaleString("en")} opened for the search | median | least to most |\n|---|---|---|`);
for (const [name, values] of figures) {
  const sorted = [...values].sort((a, b) => a - b);
  const of = (value) => value.toFixed(value < 10 ? 1 : 0);
  const unit = /MiB|seconds/.test(name) ? "" : " ms";
  console.log(`| ${name} | ${of(sorted[Math.floor(sorted.length / 2)])}${unit} | ${of(sorted[0])} to ${of(sorted.at(-1))} |`);
}
await browser.close();
await mock.stop();
