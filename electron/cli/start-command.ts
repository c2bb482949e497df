import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { cancelled } from "#core/errors.ts";
import {
  type ElectronLookup,
  type ElectronPackage,
  fetchElectron,
  findElectronPackage,
  installedElectron,
} from "#electron/cli/electron-binary.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { hasDisplay, openInBrowser } from "#electron/cli/open-in-browser.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { type ServeOptions, serveCommand } from "#electron/cli/serve-command.ts";

/** A program that ends badly so soon never showed its window, ms. */
const TOO_SOON = 15_000;

/** What a test puts in the place of this machine. */
export interface StartParts {
  readonly electron: ElectronPackage | undefined;
  readonly serve: typeof serveCommand;
}

/**
 * `mapwright start [FILES…]`: the desktop application until its window closes. Where Electron cannot be had or does not
 * start, one line says so and the window opens in the browser instead.
 */
export async function startCommand(
  paths: readonly string[],
  options: ServeOptions,
  version: string,
  host: Host,
  parts: StartParts = { electron: findElectronPackage(), serve: serveCommand },
): Promise<number> {
  const reporter = createReporter(host, options);
  const found = await findProgram(parts.electron, host, reporter);
  if (host.signal.aborted) throw cancelled();
  const reason =
    found.program === null ? found.reason : await runDesktop(found.program, paths, options, host);
  if (reason === undefined) return EXIT.ok;
  reporter.note(`The desktop window is not to be had: ${reason}. Mapwright opens in the browser instead.`);
  return parts.serve(paths, options, version, host, openInBrowser);
}

async function findProgram(
  electron: ElectronPackage | undefined,
  host: Host,
  reporter: Reporter,
): Promise<ElectronLookup> {
  if (!hasDisplay()) return { program: null, reason: "this machine has no display" };
  if (!electron) return { program: null, reason: "the package electron is not installed" };
  const program = installedElectron(electron);
  if (program !== undefined) return { program };
  reporter.note(`Fetching Electron ${electron.version}, about 110 MB, once …`);
  const found = await fetchElectron(electron, host.signal, (text) => host.err(text));
  if (found.program !== null) return found;
  return { program: null, reason: `Electron ${electron.version} could not be fetched (${found.reason})` };
}

/** Runs the application until it ends; a clause that says why, when it never came up. */
function runDesktop(
  program: string,
  paths: readonly string[],
  { kernel }: ServeOptions,
  host: Host,
): Promise<string | undefined> {
  const root = fileURLToPath(new URL("../../", host.engineFiles.thread));
  const files = paths.map((path) => resolve(path));
  const began = performance.now();
  return new Promise((end) => {
    const child = spawn(program, [root, ...files, "--kernel", kernel], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    host.signal.addEventListener("abort", () => child.kill(), { once: true });
    child.once("error", (error) => end(`Electron does not start (${error.message})`));
    child.once("exit", (code, signal) => {
      const isEarly = performance.now() - began < TOO_SOON && !host.signal.aborted;
      if (code === 0 || !isEarly) end(undefined);
      else end(`Electron does not start (it ended with ${signal ?? `code ${code}`})`);
    });
  });
}
