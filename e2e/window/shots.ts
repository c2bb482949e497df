// `npm run shots [-- NAME…]`: the pictures of README and help, taken from the window itself on the made-up complex of `demo`.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { whyNoBrowser } from "./browser.testing.ts";
import { openWindow, settled } from "./window.testing.ts";

const root = resolve(import.meta.dirname, "../..");
const pictures = join(root, "assets/pictures");

if (whyNoBrowser) throw new Error(`No pictures: ${whyNoBrowser}.`);
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
if (isWanted("window")) await windowPicture();
await helpPictures();

async function windowPicture(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "mapwright-shots-"));
  try {
    const demo = spawnSync(process.execPath, [join(root, "dist/cli/main.js"), "-q", "demo", "--out", folder]);
    if (demo.status !== 0) throw new Error(`The demo failed: ${demo.stderr}`);
    await picture(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The three made-up chains fitted and placed, with the verdict and table of one. */
async function picture(from: string): Promise<void> {
  const files = ["map.mrc", "chain_A.cif", "chain_B.cif", "chain_C.cif"].map((name) => join(from, name));
  const window = await openWindow([], { width: 1440, height: 900 });
  const { page } = window;
  await window.drop(files);
  await page
    .getByText(/Search/)
    .first()
    .waitFor();
  await settled(page);
  await page.getByRole("button", { name: "Fit all 3" }).click();
  await page.getByText("Done in").waitFor({ timeout: 60_000 });
  await settled(page);
  for (const chain of ["chain_A", "chain_B", "chain_C"]) {
    await page.getByRole("tab", { name: chain }).click();
    await page.getByRole("button", { name: /^Place/ }).click();
    await settled(page);
  }
  await page.getByRole("button", { name: "View all" }).click();
  await settled(page);
  await window.shot("window");
  await window.close();
  mkdirSync(pictures, { recursive: true });
  copyFileSync(join(root, "e2e/artifacts/window.png"), join(pictures, "window.png"));
}

/** The three demos of the start screen, each where its page of the help has led to. */
async function helpPictures(): Promise<void> {
  await helpPicture("fit", /One model, one map/, "Fit", async (page) => {
    await page
      .getByRole("button", { name: /^Place/ })
      .first()
      .click();
  });
  await helpPicture("complex", /A complex, chain by chain/, "Fit all 3", async (page) => {
    for (const chain of ["A", "B", "C"]) {
      await page.getByRole("tab", { name: `demo chain ${chain}` }).click();
      await page
        .getByRole("button", { name: /^Place/ })
        .first()
        .click();
      await settled(page);
    }
  });
  await helpPicture("domains", /Which domains are in it/, "Fit all 5", async (page) => {
    await page.getByRole("tab", { name: "all", exact: true }).click();
  });
}

async function helpPicture(
  name: string,
  card: RegExp,
  button: string,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  if (!isWanted(name)) return;
  const window = await openWindow();
  const { page } = window;
  await page.getByRole("button", { name: card }).click();
  await page.getByRole("button", { name: button, exact: true }).click({ timeout: 60_000 });
  await page.getByText("Done in").waitFor({ timeout: 120_000 });
  await settled(page);
  await work(page);
  await page.getByRole("button", { name: "View all" }).click();
  await settled(page);
  const png = (await page.screenshot()).toString("base64");
  writeFileSync(join(root, "assets/help", `${name}.webp`), Buffer.from(await webp(page, png), "base64"));
  await window.close();
}

/** A PNG at three quarters of its size as WebP, which the browser can write; both in base64. */
function webp(page: Page, png: string): Promise<string> {
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = document.createElement("canvas");
    canvas.width = 0.75 * image.width;
    canvas.height = 0.75 * image.height;
    const context = canvas.getContext("2d");
    if (context) context.imageSmoothingQuality = "high";
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/webp", 0.82).split(",")[1] ?? "";
  }, png);
}
