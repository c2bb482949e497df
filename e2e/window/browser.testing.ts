import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import type { Page } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");

/** The program that serves the window, as it was built. */
export const program: string = resolve(root, "dist/cli/main.js");
/** Real maps and models. */
export const data: string = resolve(root, "../shared/data");

/** How long a page may take for one thing, ms: machines that test share their processors with other work. */
export const PATIENCE = 200_000;

/** Where a Chromium may be: named by the user, Debian's, or Google's. */
export const CHROMIUM: string | undefined = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((path) => path !== undefined && existsSync(path));

/** Names where the browser of all stories can be reached; not set where each opens its own. */
export const BROWSER = "MAPWRIGHT_E2E_BROWSER";

/** A browser that draws by itself, without a graphics card. */
export const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
] as const;

/** Why no window can be opened here, in one line; empty when one can. */
export const whyNoBrowser: string = [
  CHROMIUM ? "" : "there is no Chromium (set CHROMIUM to its path, or install the package chromium)",
  existsSync(program) ? "" : "nothing is built (npm run build)",
]
  .filter(Boolean)
  .join("; ");

/** Why the window cannot be tested here, in one line; empty when it can. */
export const whyNot: string = [whyNoBrowser, existsSync(data) ? "" : "../shared/data is absent"]
  .filter(Boolean)
  .join("; ");

/** How often a browser is asked for one picture before a story gives up on it. */
const PICTURE_TRIES = 4;

/**
 * Keeps a picture of a page as a file. A browser without a graphics card that several pages share now and then
 * answers "Unable to capture screenshot" while it draws another; what the story tells is not in doubt by that, so
 * it is asked again, with this page in front.
 */
export async function takePicture(
  page: Page,
  path: string,
  options: { readonly fullPage?: boolean } = {},
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  for (let tried = 1; ; tried++) {
    try {
      await page.screenshot({ ...options, path });
      return;
    } catch (error) {
      if (tried === PICTURE_TRIES || !String(error).includes("Unable to capture screenshot")) throw error;
      await page.bringToFront();
      await after(tried * 500);
    }
  }
}
