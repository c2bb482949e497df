// `npm run shots`: the pictures of README and help, taken from the window itself on the made-up complex of `demo`.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openWindow, settled, whyNoBrowser } from "./window.testing.ts";

const root = resolve(import.meta.dirname, "../..");
const pictures = join(root, "assets/pictures");

if (whyNoBrowser) throw new Error(`No pictures: ${whyNoBrowser}.`);
const folder = mkdtempSync(join(tmpdir(), "mapwright-shots-"));
try {
  const demo = spawnSync(process.execPath, [join(root, "dist/cli/main.js"), "-q", "demo", "--out", folder]);
  if (demo.status !== 0) throw new Error(`The demo failed: ${demo.stderr}`);
  await picture(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
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
