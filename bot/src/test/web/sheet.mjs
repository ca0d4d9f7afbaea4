// All pictures of a walk side by side in one file, to be looked at.
import { join } from "node:path";

const COLUMNS = 7;
const WIDTH = 240;
const GAP = 10;

/**
 * @param {import("playwright-core").Browser} browser
 * @param {readonly Buffer[]} pictures all of one size
 * @param {{width: number, height: number}} size in pixels
 */
export async function sheet(browser, pictures, size, folder, name) {
  const height = Math.round((WIDTH * size.height) / size.width);
  const rows = Math.ceil(pictures.length / COLUMNS);
  const page = await browser.newPage({ viewport: { width: COLUMNS * (WIDTH + GAP), height: rows * (height + GAP) } });
  const images = pictures.map((picture) => `<img width="${WIDTH}" height="${height}" src="data:image/png;base64,${picture.toString("base64")}">`);
  await page.setContent(`<body style="margin:5px;background:#888;display:flex;flex-wrap:wrap;gap:${GAP}px">${images.join("")}</body>`);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}
