// Files through the sealed form over a line that is cut again and again, to a server that is killed in the middle: a family adds every file of a folder to one
// answer and sends. Prints "restart" when the server is to be killed, and goes on when "started" is read; at last a line of figures.
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [server, chromium, folder] = process.argv.slice(2);
const playwright = createRequire(new URL("../../main/web/package.json", import.meta.url))("playwright-core");
const MIB = 1024 * 1024;
const PATIENCE_MS = 20 * 60_000;
const DEAD_LINE_MS = 1500;

const files = readdirSync(folder).map((name) => join(folder, name));
const total = files.reduce((sum, file) => sum + statSync(file).size, 0);

// --- the line
/** After which share of what the files weigh it breaks; at the second the server is killed too. */
const breaks = [0.15, 0.35, 0.55, 0.8].map((share) => Math.floor(share * total));
const cuts = breaks.length;
const lines = new Set();
let dead = false;
let up = 0;
const started = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const proxy = createServer((socket) => {
  if (dead) {
    socket.destroy();
    return;
  }
  const there = connect(Number(new URL(server).port), "127.0.0.1");
  lines.add(socket);
  socket.on("close", () => lines.delete(socket) && there.destroy());
  socket.on("error", () => there.destroy());
  there.on("error", () => socket.destroy());
  there.on("close", () => socket.destroy());
  socket.on("data", (bytes) => {
    up += bytes.length;
    if (breaks.length > 0 && up > breaks[0] && !dead) void cut();
  });
  socket.pipe(there).pipe(socket);
});
async function cut() {
  dead = true;
  breaks.shift();
  lines.forEach((socket) => socket.destroy());
  if (breaks.length === cuts - 2) {
    console.log("restart");
    await started.next();
  } else {
    await new Promise((resolve) => setTimeout(resolve, DEAD_LINE_MS));
  }
  dead = false;
}
await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));

// --- the family
const browser = await playwright.chromium.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
page.setDefaultTimeout(120_000);
const complaints = [];
page.on("pageerror", (e) => complaints.push(String(e)));
await page.goto(`http://127.0.0.1:${proxy.address().port}/form`);
await page.locator("main").waitFor();
const words = await page.evaluate(() => {
  const data = JSON.parse(document.getElementById("komir-form").textContent);
  return Object.fromEntries(data.keys.map((key, i) => [key, data.words.en[i]]));
});
const say = (id) => words[`form/${id}`];
const button = (label) => page.getByRole("button", { name: label, exact: true }).first();
const press = (label) => button(label).click();
const heading = () => page.locator("h1").innerText();

await press("English");
await press(words["button.about.detained-relative"]);
for (let i = 0; i < 6; i++) await press(words["button.continue"]);
await press(say("instead.consent.yes"));
const before = await memory();
await page.locator("input.picker").last().setInputFiles(files);
await page.waitForFunction((count) => document.querySelectorAll(".part.file").length === count, files.length);
const mainPart = say("instead.core_done").split("\n")[0];
for (let i = 0; i < 120 && !(await heading()).includes(mainPart); i++) {
  const old = await page.locator("main").innerText();
  const skip = button(words["button.skip"]);
  await ((await skip.isVisible()) ? skip : button(words["button.done"])).click();
  await page.waitForFunction((text) => document.querySelector("main").innerText !== text, old);
}
await press(words["button.finish"]);
await page.locator(".answered").first().waitFor();
await press(words["button.send"]);
up = 0;
const begun = Date.now();
await press(say("number.none"));
await page.locator("h1", { hasText: say("sending.sent").split("\n")[0] }).waitFor({ timeout: PATIENCE_MS });
const seconds = (Date.now() - begun) / 1000;
const after = await memory();

assert.equal(breaks.length, 0, "the line was cut as often as it was to be");
// What is padded is an eighth more at the most; each cut costs the one piece that was on its way.
const bound = total * 1.125 + cuts * (MIB + 64 * 1024) + 2 * MIB;
assert.ok(up < bound, `${up} bytes went over the line for ${total} bytes of files: something began anew`);
assert.deepEqual(complaints, []);
console.log(
  `files: ${total} bytes in ${files.length}, over the line: ${up} bytes with ${cuts} cuts, ${seconds.toFixed(1)} s; the page's process: ${before.now} MiB before, ${after.peak} MiB at its peak`,
);
await browser.close();
process.exit(0);

/** Of the largest process that draws a page, in MiB; its peak is that of its whole life. */
async function memory() {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const of = (pid, what) => Number(new RegExp(`^${what}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return {
    now: Math.round(Math.max(...renderers.map((pid) => of(pid, "VmRSS"))) / 1024),
    peak: Math.round(Math.max(...renderers.map((pid) => of(pid, "VmHWM"))) / 1024),
  };
}
