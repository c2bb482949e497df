import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ElectronPackage, findElectronPackage } from "#electron/cli/electron-binary.ts";
import type { Host } from "#electron/cli/host.ts";
import { startCommand } from "#electron/cli/start-command.ts";
import { storedZip } from "#electron/cli/zip.testing.ts";

const modules = resolve(import.meta.dirname, "../../node_modules");
const options = { port: 0, kernel: "auto" } as const;
const isUnix = process.platform !== "win32"; // the stand-in for Electron is a shell script

let folder: string;
let electron: ElectronPackage;
let said: string;
let served: unknown[];
let mirror: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mapwright-start-"));
  const own = findElectronPackage();
  if (!own) throw new Error("The package electron is not installed.");
  // Electron's own package and installer, without what an earlier start may have fetched.
  const copy = join(folder, "node_modules/electron");
  for (const name of ["package.json", "install.js", "checksums.json"]) {
    cpSync(join(own.folder, name), join(copy, name));
  }
  for (const scope of ["@electron", "@electron-internal"]) {
    symlinkSync(join(modules, scope), join(folder, "node_modules", scope), "junction");
  }
  electron = { folder: copy, version: own.version };
  said = "";
  served = [];
  vi.stubEnv("DISPLAY", ":99");
  vi.stubEnv("electron_config_cache", join(folder, "cache"));
  vi.stubEnv("electron_use_remote_checksums", "1");
});

afterEach(() => {
  vi.unstubAllEnvs();
  mirror?.closeAllConnections();
  mirror?.close();
  rmSync(folder, { recursive: true, maxRetries: 10 });
});

const host = (signal = new AbortController().signal): Host => ({
  out: (text) => {
    said += text;
  },
  err: (text) => {
    said += text;
  },
  hasProgress: false,
  hasColour: false,
  columns: 80,
  signal,
  engineFiles: {
    kernel: pathToFileURL(join(folder, "dist/kernels/fit.wasm")),
    thread: pathToFileURL(join(folder, "dist/workers/thread.js")),
  },
  seconds: () => 0,
});

function start(paths: readonly string[], found: ElectronPackage | undefined = electron): Promise<number> {
  return startCommand(paths, options, "1.2.3", host(), {
    electron: found,
    serve: async (...args) => {
      served.push(args[0]);
      return 0;
    },
  });
}

/** A program that notes what it was started with, or that ends as told. */
const program = (end = "exit 0") => `#!/bin/sh\nprintf '%s\\n' "$@" > "${join(folder, "started")}"\n${end}\n`;

/** Puts a program where Electron's installer would. */
function install(script: string): void {
  mkdirSync(join(electron.folder, "dist"), { recursive: true });
  writeFileSync(join(electron.folder, "dist/electron"), script);
  chmodSync(join(electron.folder, "dist/electron"), 0o755);
  writeFileSync(join(electron.folder, "path.txt"), "electron");
}

/** Serves a release of Electron as GitHub does; `spoil` damages it on the way. */
async function serveRelease(spoil = false): Promise<string[]> {
  const asked: string[] = [];
  const archive = `electron-v${electron.version}-${process.platform}-${process.arch}.zip`;
  const zip = storedZip({ electron: program(), version: electron.version });
  const sums = `${createHash("sha256").update(zip).digest("hex")} *${archive}\n`;
  if (spoil) zip[zip.length >> 1] = (zip[zip.length >> 1] ?? 0) ^ 1;
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const isArchive = request.url?.endsWith(archive);
    const isSums = request.url?.endsWith("SHASUMS256.txt");
    response.writeHead(isArchive || isSums ? 200 : 404).end(isArchive ? zip : sums);
  });
  await lendMirror(server);
  return asked;
}

async function lendMirror(server: Server): Promise<void> {
  mirror = server;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  vi.stubEnv("ELECTRON_MIRROR", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

describe.runIf(isUnix)("the desktop window", () => {
  it("is started with the files, made absolute, when Electron is there", async () => {
    install(program());
    expect(await start(["map.mrc", "/data/a.pdb"])).toBe(0);
    const [root, ...words] = readFileSync(join(folder, "started"), "utf8").trim().split("\n");
    expect(resolve(root ?? "")).toBe(folder);
    expect(words).toEqual([resolve("map.mrc"), "/data/a.pdb", "--kernel", "auto"]);
    expect([served, said]).toEqual([[], ""]);
  });

  it("has Electron fetched by its own installer the first time, and says so", async () => {
    const asked = await serveRelease();
    expect(await start([])).toBe(0);
    expect(said).toContain(`Fetching Electron ${electron.version}, about 110 MB, once …\n`);
    expect(asked.some((address) => address.includes(`v${electron.version}/`))).toBe(true);
    expect(readFileSync(join(folder, "started"), "utf8")).toContain("--kernel");
    said = "";
    expect(await start([])).toBe(0);
    expect([said, served]).toEqual(["", []]);
  });
});

describe("the browser's window instead", () => {
  const notToBeHad = (why: string | RegExp) =>
    new RegExp(
      `^The desktop window is not to be had: ${typeof why === "string" ? why : why.source}\\. Mapwright opens in the browser instead\\.$`,
      "m",
    );

  it("opens when Electron cannot be reached, after one line that says so", async () => {
    vi.stubEnv("ELECTRON_MIRROR", "http://127.0.0.1:9/"); // the discard port: nobody listens
    expect(await start(["map.mrc"])).toBe(0);
    expect(said).toMatch(notToBeHad(/Electron [\d.]+ could not be fetched \(fetch failed\)/));
    expect(served).toEqual([["map.mrc"]]);
  });

  it("opens when what arrives is damaged", async () => {
    await serveRelease(true);
    expect(await start([])).toBe(0);
    expect(said).toMatch(notToBeHad(/Electron [\d.]+ could not be fetched \(.*[Cc]hecksum.*\)/));
    expect(served).toEqual([[]]);
  });

  it.runIf(isUnix)("opens when Electron is there and does not start", async () => {
    install(program("exit 127"));
    expect(await start([])).toBe(0);
    expect(said).toMatch(notToBeHad(/Electron does not start \(it ended with code 127\)/));
    expect(served).toEqual([[]]);
  });

  it("opens without fetching anything where there is no package or, on Linux, no display", async () => {
    expect(
      await startCommand([], options, "1.2.3", host(), { electron: undefined, serve: async () => 0 }),
    ).toBe(0);
    expect(said).toMatch(notToBeHad("the package electron is not installed"));
    if (process.platform !== "linux") return;
    said = "";
    vi.stubEnv("DISPLAY", "");
    vi.stubEnv("WAYLAND_DISPLAY", "");
    expect(await start([])).toBe(0);
    expect(said).toMatch(notToBeHad("this machine has no display"));
    expect(said).not.toContain("Fetching");
  });

  it("does not open when the user has enough of waiting", async () => {
    const cancel = new AbortController();
    await lendMirror(createServer(() => cancel.abort())); // never answers
    const running = startCommand([], options, "1.2.3", host(cancel.signal), {
      electron,
      serve: async () => expect.fail("served"),
    });
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
  });
});
