/**
 * `npm run icons` renders assets/icons/mapwright.svg in the sizes that systems ask for, in a Chromium
 * (CHROMIUM names another than Debian's). The pictures are kept in the repository: building needs no browser.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { iconSizes } from "./entries.mjs";
import { ensureInstalled, root } from "./setup.mjs";

ensureInstalled();
const folder = join(root, "assets/icons");
const drawing = readFileSync(join(folder, "mapwright.svg"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const size of iconSizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const sized = drawing.replace("<svg ", `<svg width="${size}" height="${size}" style="display:block" `);
  await page.setContent(`<body style="margin:0;background:transparent">${sized}</body>`);
  writeFileSync(join(folder, `${size}x${size}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
console.log(`Rendered ${iconSizes.length} sizes into assets/icons.`);
