import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { type BrowserContext, chromium } from "playwright-core";
import { removeFolder } from "#electron/remove-folder.testing.ts";
import { BROWSER, BROWSER_ARGUMENTS, CHROMIUM, whyNot } from "./browser.testing.ts";

let folder: string | undefined;
let own: BrowserContext | undefined;

/** One browser for all stories, each with a context of its own: none waits for another one to start. */
export async function setup(): Promise<void> {
  if (whyNot || CHROMIUM === undefined) return;
  folder = mkdtempSync(join(tmpdir(), "mapwright-browser-"));
  own = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    // A port that is free when the browser takes it, which writes it down.
    args: [...BROWSER_ARGUMENTS, "--remote-debugging-port=0"],
  });
  process.env[BROWSER] = `http://127.0.0.1:${await portIn(folder)}`;
}

/** A browser whose software graphics hangs must not keep the tests. */
export async function teardown(): Promise<void> {
  delete process.env[BROWSER];
  await Promise.race([end(), after(10_000, undefined, { ref: false })]);
}

async function end(): Promise<void> {
  await own?.close();
  if (folder !== undefined) await removeFolder(folder);
}

async function portIn(place: string): Promise<number> {
  for (;;) {
    const port = Number(read(join(place, "DevToolsActivePort")).split("\n")[0]);
    if (port > 0) return port;
    await after(20);
  }
}

/** Empty while there is no such file. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
