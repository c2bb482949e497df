import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Download, type Page } from "playwright-core";
import {
  BROWSER,
  BROWSER_ARGUMENTS,
  CHROMIUM,
  data,
  PATIENCE,
  program,
  takePicture,
} from "./browser.testing.ts";
import { type DesktopSetup, openDesktop } from "./desktop.testing.ts";

const artifacts = resolve(import.meta.dirname, "../../e2e/artifacts"); // from its source and from its bundle

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
  /** Waits until an alert says this, or has said it: those over the window go by themselves after some seconds. */
  alerted(words: RegExp): Promise<void>;
  /** Drops files on the window, as from a file manager. */
  drop(paths: readonly string[]): Promise<void>;
  /** Ends the server under the window, as a crash or a closed terminal would. */
  endServer(): void;
  /** Tells the server's process a signal. */
  signalServer(signal: NodeJS.Signals): void;
  /** Starts another server at the same port, as a user does after a crash, and opens the address it prints. */
  restartServer(): Promise<void>;
  /** Opens the window's own address in a tab of its own, as after closing the first. */
  newTab(): Promise<Page>;
  close(): Promise<void>;
}

/** As many on every machine: what a story stops half way is half way on large ones too. */
const THREADS = "2";

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
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(noteAlerts);
  await page.evaluate(noteAlerts);
  page.on("console", (message) => {
    // The page that takes the token has no icon, and browsers ask for one.
    const isIcon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !isIcon) complaints.push(message.text());
  });
  await load();
  await page.getByRole("button", { name: "Open", exact: true }).waitFor();
  return {
    page,
    complaints,
    shot: (name) => takePicture(page, resolve(artifacts, `${name}.png`)),
    alerted: (words) => alerted(page, words),
    drop: (paths) => dropOn(page, paths),
    endServer: () => end("SIGKILL"),
    signalServer: end,
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
  end(signal: NodeJS.Signals): void;
  restart(): Promise<unknown>;
  newTab(): Promise<Page>;
  close(): Promise<void>;
}

async function inBrowser({ files, size, environment }: DesktopSetup): Promise<Place> {
  const start = (port: string) =>
    spawn(process.execPath, [program, "serve", "--port", port, "--threads", THREADS, ...files], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
  let server = start("0");
  const address = await addressOf(server);
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
  const page = await context.newPage();
  return {
    page,
    load: () => page.goto(address),
    end: (signal) => void server.kill(signal),
    async restart() {
      await closeServer(server); // what was killed may hold its port a little longer
      server = start(new URL(address).port);
      await page.goto(await addressOf(server));
    },
    async newTab() {
      const tab = await context.newPage();
      tab.setDefaultTimeout(PATIENCE);
      await tab.goto(new URL("/", address).href);
      return tab;
    },
    close: async () => {
      await closeBrowser(context, browser);
      await closeServer(server);
    },
  };
}

/** The browser of all stories, where a test has one; else one of its own. */
async function openBrowser(): Promise<Browser> {
  const shared = process.env[BROWSER];
  if (shared !== undefined) return chromium.connectOverCDP(shared, { timeout: PATIENCE });
  return chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: [...BROWSER_ARGUMENTS],
  });
}

async function inDesktop(setup: DesktopSetup): Promise<Place> {
  const { app, page, close } = await openDesktop(setup);
  const onlyBrowser = () => Promise.reject(new Error("Only a browser's window has a server and tabs."));
  return {
    page,
    load: async () => {},
    end: (signal) => void app.process().kill(signal),
    restart: onlyBrowser,
    newTab: onlyBrowser,
    close,
  };
}

/** In the page: keeps what alerts say, from the moment at which they can be seen. */
function noteAlerts(): void {
  const page = globalThis as { alerts?: Set<string> };
  if (page.alerts) return;
  const alerts = new Set<string>();
  page.alerts = alerts;
  const look = () => {
    for (const alert of document.querySelectorAll("[role=alert]")) {
      if (alert.checkVisibility()) alerts.add(alert.textContent ?? "");
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  look();
}

async function alerted(page: Page, words: RegExp): Promise<void> {
  await page.waitForFunction((pattern) => {
    const { alerts } = globalThis as { alerts?: Set<string> };
    return [...(alerts ?? [])].some((text) => new RegExp(pattern).test(text));
  }, words.source);
}

/** The text of a file that the window saved. */
export async function savedText(download: Pick<Download, "path">): Promise<string> {
  return readFileSync(await download.path(), "utf8");
}

/** Waits until the host has written down everything that the window shows. */
export async function kept(page: Page): Promise<void> {
  // Looks for changes at once instead of within the next half second.
  await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
  await page.waitForFunction(() => document.documentElement.dataset["kept"] === "true");
}

/**
 * Waits until nothing is being opened, fitted or drawn: no job is shown, no answer of the engine is waited for, and the
 * picture of the scene has been finished, in two looks with a turn of the page's timers between them, since one of these
 * may be the cause of the next.
 */
export async function settled(page: Page): Promise<void> {
  const rests = () => {
    const canvas = document.querySelector<HTMLElement>(".scene > canvas");
    const isDrawn = canvas === null || canvas.dataset["rests"] === "true";
    const isIdle = document.documentElement.dataset["waiting"] === "0";
    return isDrawn && isIdle && document.querySelector("[role=progressbar]") === null;
  };
  for (let looks = 0; looks < 2; looks++) {
    await page.waitForFunction(rests);
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 60)));
  }
  await page.waitForFunction(rests);
}

/**
 * Stops a job in the turn of the page's own loop in which its progress says something. To be asked for before the job
 * begins: a click from outside waits for frames, and a browser without a graphics card may take longer to draw them than
 * the job takes.
 */
export function stopWhen(page: Page, progress: RegExp): Promise<void> {
  return page.evaluate(
    (pattern) =>
      new Promise<void>((stopped) => {
        const wanted = new RegExp(pattern);
        const look = () => {
          const shown = [...document.querySelectorAll(".progress-text")];
          if (!shown.some(({ textContent }) => wanted.test(textContent))) return;
          const buttons = [...document.querySelectorAll("button")];
          const stop = buttons.find(({ textContent }) => textContent === "Stop and keep what is found");
          if (!stop) return;
          changes.disconnect();
          stop.click();
          stopped();
        };
        const changes = new MutationObserver(look);
        changes.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    progress.source,
  );
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
async function closeBrowser(context: BrowserContext, browser: Browser): Promise<void> {
  const patience = new Promise((giveUp) => setTimeout(giveUp, 10_000));
  await Promise.race([context.close().then(() => browser.close()), patience]);
}

async function closeServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((end) => server.once("exit", end));
  server.kill("SIGTERM");
  await ended;
}
