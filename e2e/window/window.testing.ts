import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Browser, chromium, type Download, type Page } from "playwright-core";
import { type DesktopSetup, openDesktop } from "./desktop.testing.ts";

const root = resolve(import.meta.dirname, "../..");
const artifacts = resolve(root, "e2e/artifacts");
const program = resolve(root, "dist/cli/main.js");
const data = resolve(root, "../shared/data");

/** Where a Chromium may be: named by the user, Debian's, or Google's. */
export const CHROMIUM = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((path) => path !== undefined && existsSync(path));

/** Why no window can be opened here, in one line; empty when one can. */
export const whyNoBrowser = [
  CHROMIUM ? "" : "there is no Chromium (set CHROMIUM to its path, or install the package chromium)",
  existsSync(program) ? "" : "nothing is built (npm run build)",
]
  .filter(Boolean)
  .join("; ");

/** Why the window cannot be tested here, in one line; empty when it can. */
export const whyNot = [whyNoBrowser, existsSync(data) ? "" : "../shared/data is absent"]
  .filter(Boolean)
  .join("; ");

export function dataFile(path: string): string {
  return resolve(data, path);
}

/** The window in a browser, with the program that serves it. */
export interface OpenWindow {
  readonly page: Page;
  /** What the page complained about: errors of scripts and of its policy. */
  readonly complaints: readonly string[];
  /** Keeps a picture of the window as e2e/artifacts/NAME.png. */
  shot(name: string): Promise<void>;
  /** Drops files on the window, as from a file manager. */
  drop(paths: readonly string[]): Promise<void>;
  /** Ends the server under the window, as a crash or a closed terminal would. */
  endServer(): void;
  /** Starts another server at the same port, as a user does after a crash, and opens the address it prints. */
  restartServer(): Promise<void>;
  /** Opens the window's own address in a tab of its own, as after closing the first. */
  newTab(): Promise<Page>;
  close(): Promise<void>;
}

/** Names the host that windows are opened in: "desktop", or a browser when it is not set. */
export const HOST = "MAPWRIGHT_E2E_HOST";

/** Starts `mapwright serve FILES` (or the desktop application) and opens its page; 1280 × 800 unless said otherwise. */
export async function openWindow(
  files: readonly string[] = [],
  size = { width: 1280, height: 800 },
  environment: Readonly<Record<string, string>> = {},
): Promise<OpenWindow> {
  // What was opened in earlier tests, or by whoever runs them, must not show.
  const own = mkdtempSync(join(tmpdir(), "mapwright-window-"));
  const folders = { XDG_STATE_HOME: join(own, "state"), XDG_CACHE_HOME: join(own, "cache") };
  const setup = { files, size, environment: { ...folders, ...environment } };
  const isDesktop = process.env[HOST] === "desktop";
  const { page, load, end, restart, newTab, close } = isDesktop
    ? await inDesktop(setup)
    : await inBrowser(setup);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // The page that takes the token has no icon, and browsers ask for one.
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) complaints.push(message.text());
  });
  await load();
  await page.getByRole("button", { name: "Open", exact: true }).waitFor();
  mkdirSync(artifacts, { recursive: true });
  return {
    page,
    complaints,
    shot: async (name) => {
      await page.screenshot({ path: resolve(artifacts, `${name}.png`) });
    },
    drop: (paths) => dropOn(page, paths),
    endServer: end,
    async restartServer() {
      await restart();
      await page.getByRole("button", { name: "Open", exact: true }).waitFor();
    },
    async newTab() {
      const tab = await newTab();
      await tab.getByRole("button", { name: "Open", exact: true }).waitFor();
      return tab;
    },
    close,
  };
}

/** A host's window before its page is looked at. */
interface Place {
  readonly page: Page;
  load(): Promise<unknown>;
  end(): void;
  restart(): Promise<unknown>;
  newTab(): Promise<Page>;
  close(): Promise<void>;
}

async function inBrowser({ files, size, environment }: DesktopSetup): Promise<Place> {
  const start = (port: string) =>
    spawn(process.execPath, [program, "serve", "--port", port, ...files], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
  let server = start("0");
  const address = await addressOf(server);
  const browser = await chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
  });
  const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
  const page = await context.newPage();
  return {
    page,
    load: () => page.goto(address),
    end: () => void server.kill("SIGKILL"),
    async restart() {
      server = start(new URL(address).port);
      await page.goto(await addressOf(server));
    },
    async newTab() {
      const tab = await context.newPage();
      await tab.goto(new URL("/", address).href);
      return tab;
    },
    close: () => closeBoth(browser, server),
  };
}

async function inDesktop(setup: DesktopSetup): Promise<Place> {
  const { app, page, close } = await openDesktop(setup);
  const onlyBrowser = () => Promise.reject(new Error("Only a browser's window has a server and tabs."));
  return {
    page,
    load: async () => {},
    end: () => void app.process().kill("SIGKILL"),
    restart: onlyBrowser,
    newTab: onlyBrowser,
    close,
  };
}

/** The text of a file that the window saved. */
export async function savedText(download: Pick<Download, "path">): Promise<string> {
  return readFileSync(await download.path(), "utf8");
}

/** Waits until nothing is being opened, fitted or drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("[role=progressbar]") === null);
  await page.waitForTimeout(700); // ms; a surface that was asked for comes and is drawn
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    server.stdout?.on("data", (text: Buffer) => {
      said += text.toString();
      const address = /http:\/\/\S+/.exec(said)?.[0];
      if (address) found(address);
    });
    server.once("exit", (code) => failed(new Error(`The server ended with ${code}: ${said}`)));
  });
}

async function dropOn(page: Page, paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({
    name: basename(path),
    content: readFileSync(path).toString("base64"),
  }));
  const transfer = await page.evaluateHandle(async (given) => {
    const all = new DataTransfer();
    for (const { name, content } of given) {
      const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      all.items.add(new File([bytes], name));
    }
    return all;
  }, files);
  await page.dispatchEvent(".window", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent(".window", "drop", { dataTransfer: transfer });
}

/** A browser whose software graphics hangs must not keep the test, nor outlive it. */
async function closeBoth(browser: Browser, server: ChildProcess): Promise<void> {
  const patience = new Promise((giveUp) => setTimeout(giveUp, 10_000));
  await Promise.race([browser.close(), patience]);
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((end) => server.once("exit", end));
  server.kill("SIGTERM");
  await ended;
}
