import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire, register, syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, Script } from "node:vm";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import { type MenuItem, StandIn, type StandInPort, turn } from "#electron/desktop/electron.testing.ts";
import {
  type DesktopBridge,
  type Hello,
  type HostFile,
  LINE_MESSAGE,
  type Reply,
} from "#electron/protocol.ts";
import { removeFolder } from "#electron/remove-folder.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createClient, type EngineClient } from "#workers/client.ts";
import { testFiles } from "#workers/engine.testing.ts";
import type { FromEngine } from "#workers/protocol.ts";

/*
 * The contract of the built main process and preload script with Electron: they are loaded as Electron loads them, with
 * a stand-in for the module `electron`, and driven through windows, dialogs, menus and the system's events.
 */
const MAIN = new URL("../../dist/desktop/main.js", import.meta.url).href;
export const dataFiles = testFiles();

/** Imports as Node does, not as Vitest does. */
const nativeImport = new Script("(address) => import(address)", {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (address: string) => Promise<unknown>;

/** Every load of `electron` gives what globalThis.electronStandIn holds at that time. */
const STAND_IN = `const e = globalThis.electronStandIn.module();
export const { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, MessageChannelMain, protocol, session, shell } = e;`;
const HOOK = `let n = 0;
export async function resolve(name, context, next) {
  if (name !== "electron") return next(name, context);
  const source = ${JSON.stringify(STAND_IN)} + "//" + n++;
  return { url: "data:text/javascript," + encodeURIComponent(source), shortCircuit: true };
}`;

/** Threads that the main process started. */
export const threads: Worker[] = [];
let loads = 0;
let folder: string;
export let standIn: StandIn;

/** Call once per test file: builds, and gives every test a fresh folder and no threads of others. */
export function prepare(): void {
  beforeAll(() => {
    builtEngineFiles();
    register(`data:text/javascript,${encodeURIComponent(HOOK)}`);
    keepThreads();
  });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mapwright-desktop-"));
    vi.stubEnv("XDG_STATE_HOME", join(folder, "state")); // nothing of the user's own is touched
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    writeFileSync(join(folder, "map.mrc"), dataFiles.map);
    writeFileSync(join(folder, "model.cif"), dataFiles.model);
  });

  afterEach(async () => {
    const hadWindow = standIn.windows.length > 0;
    for (const window of [...standIn.windows]) window.destroy();
    if (hadWindow) {
      standIn.app.quit();
      await until(() => standIn.done.includes("quit")); // sessions end before their folder goes
    }
    await Promise.all(threads.splice(0).map((thread) => thread.terminate()));
    vi.unstubAllEnvs();
    await removeFolder(folder);
  });
}

/** Notes the threads that the main process starts, so that a test can crash one. */
function keepThreads(): void {
  const module = createRequire(import.meta.url)("node:worker_threads");
  module.Worker = class extends module.Worker {
    constructor(...args: unknown[]) {
      super(...args);
      threads.push(this as unknown as Worker);
    }
  };
  syncBuiltinESMExports();
}

/** Loads the main process with these words on its command line. */
export async function load(words: readonly string[] = [], isFirst = true): Promise<StandIn> {
  standIn = new StandIn({ userData: folder, isFirst });
  Object.assign(globalThis, { electronStandIn: standIn });
  const before = process.argv;
  process.argv = ["electron", ".", ...words];
  await nativeImport(`${MAIN}?${loads++}`);
  process.argv = before;
  return standIn;
}

export async function start(words: readonly string[] = []): Promise<StandIn> {
  await load(words);
  await standIn.ready();
  return standIn;
}

/** A file of the test's own folder, which holds map.mrc and model.cif. */
export const path = (name: string): string => join(folder, name);

/** What the preload script gave the page. */
export function bridge(): DesktopBridge {
  return standIn.window.webContents.page.world["mapwright"] as DesktopBridge;
}

export function settled<T>(reply: Reply<T>): T {
  if ("error" in reply) throw new Error(reply.error.message);
  return reply.value;
}

/** The page's line: what renderer/host/desktop.ts makes of its port. */
export async function connect(
  session: string | null = null,
): Promise<{ hello: Hello; client: EngineClient; port: StandInPort }> {
  settled(await bridge().connect(session));
  const message = standIn.window.webContents.page.messages.at(-1);
  const port = message?.ports[0];
  if (message?.data !== LINE_MESSAGE || !port) throw new Error("The page got no port.");
  const hello = await new Promise<Hello>((resolve) => {
    port.once("message", ({ data }) => resolve(data));
    port.start();
  });
  const client = createClient({
    send: (sent) => port.postMessage(sent),
    onMessage: (listener: (heard: FromEngine) => void) => port.on("message", ({ data }) => listener(data)),
    onClose: () => {},
  });
  return { hello, client, port };
}

/** Answers the hidden window's line as a page without a graphics card does. */
export async function refuseGpu(): Promise<void> {
  while (!standIn.gpuWindow?.webContents.page.messages.length) await turn();
  const { messages } = standIn.gpuWindow.webContents.page;
  messages.at(-1)?.ports[0]?.postMessage({ kind: "no adapter", reason: "no card in this test" });
}

export function opened(): HostFile[] {
  const files: HostFile[] = [];
  bridge().onOpen((more) => files.push(...more));
  return files;
}

export function menuItem(label: string): MenuItem {
  const all = (items: readonly MenuItem[]): MenuItem[] =>
    items.flatMap((item) => [item, ...all(item.submenu ?? [])]);
  const found = all(standIn.menu).find((item) => item.label === label);
  if (!found) throw new Error(`The menu has no ${label}.`);
  return found;
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}
