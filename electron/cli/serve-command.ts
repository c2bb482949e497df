import { realpath, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { serve } from "#electron/cli/serve.ts";
import { lendFiles } from "#electron/cli/serve-files.ts";
import { loadPages } from "#electron/cli/serve-pages.ts";
import { ownFolders } from "#electron/folders.ts";
import { SessionStore } from "#electron/sessions/session-store.ts";
import type { EngineThreadSetup } from "#workers/engine-thread.ts";

export interface ServeOptions extends CommonOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly kernel: KernelName | "auto";
  readonly threads?: number;
  /** Where sessions are kept; left out: the folder that the system gives programs for their state. */
  readonly state?: string;
}

/**
 * `mapwright serve [FILES…]`: serves the window to a browser on this machine until it is told to stop. `ready` is
 * called with the address that was printed.
 */
export async function serveCommand(
  paths: readonly string[],
  options: ServeOptions,
  version: string,
  host: Host,
  ready: (address: string) => void = () => {},
): Promise<number> {
  const reporter = createReporter(host, options);
  // All built parts lie beside each other in dist/.
  const beside = (path: string) => new URL(path, host.engineFiles.thread);
  const [pages, found] = await Promise.all([
    loadPages(fileURLToPath(beside("../window/"))),
    findAll(paths, reporter, host),
  ]);
  const folders = await foldersAmong(found);
  const setup: EngineThreadSetup = {
    version,
    kernel: options.kernel,
    threads: options.threads ?? availableParallelism(),
    kernelFile: host.engineFiles.kernel.href,
    threadFile: host.engineFiles.thread.href,
    journals: join(options.state ?? ownFolders().state, "identifications"),
    folders,
  };
  const files = await lendFiles(found);
  const server = await serve({
    port: options.port,
    version,
    pages,
    files,
    folders,
    store: new SessionStore(options.state ?? ownFolders().state),
    startEngine: () => new Worker(beside("engine-thread.js"), { workerData: setup }),
  });
  reporter.print(`Mapwright is ready: open ${server.address}`);
  ready(server.address);
  const shared = files.list.length;
  if (shared > 0)
    reporter.note(`It will open ${shared} ${shared === 1 ? "file" : "files"}. End with Ctrl-C.`);
  await untilCancelled(host.signal);
  await server.close();
  return EXIT.ok;
}

/** Ids of archive entries may stand for files here too. */
async function findAll(words: readonly string[], reporter: Reporter, host: Host): Promise<string[]> {
  const paths: string[] = [];
  for (const word of words) paths.push(await findPath(word, reporter, host));
  reporter.end();
  return paths;
}

/** Where the window's command line may name files: the folders that were given. */
async function foldersAmong(paths: readonly string[]): Promise<string[]> {
  const places = await Promise.all(paths.map((path) => realpath(path)));
  const kinds = await Promise.all(places.map((place) => stat(place)));
  return places.filter((_, n) => kinds[n]?.isDirectory());
}

function untilCancelled(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
