import { createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError, cancelled } from "#core/errors.ts";
import type { Progress } from "#core/job/job-context.ts";
import { makeFolder } from "#electron/cli/files.ts";

/** A file of a public archive: what it is called here, and where it lies; later addresses are mirrors. */
export interface ArchiveFile {
  readonly name: string;
  readonly urls: readonly string[];
}

/** The deposited pair of the demo, which is also the example of the DiffFit paper: model PDB 6WTI, map EMD-21897. */
export const REAL_PAIR = {
  model: {
    name: "6wti.cif.gz",
    urls: [
      "https://files.rcsb.org/download/6WTI.cif.gz",
      "https://files.wwpdb.org/pub/pdb/data/structures/divided/mmCIF/wt/6wti.cif.gz",
    ],
  },
  map: {
    name: "emd_21897.map.gz",
    urls: [
      "https://files.wwpdb.org/pub/emdb/structures/EMD-21897/map/emd_21897.map.gz",
      "https://ftp.ebi.ac.uk/pub/databases/emdb/structures/EMD-21897/map/emd_21897.map.gz",
    ],
  },
} as const satisfies Record<string, ArchiveFile>;

/** Nothing for this long means the connection is dead, ms. */
const PATIENCE = 30_000;
const MOST_BYTES = 2 ** 31 - 1;

export interface FetchParams {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => Promise<void>;
  /** ms without a byte after which an address is given up; 30 s when left out. */
  readonly patience?: number;
}

/**
 * Fetches a gzip-compressed file to a path unless it is there already; the file appears there only when it is whole.
 * Throws `resource` with the reason of the last address when none answers well, `cancelled`.
 */
export async function fetchOnce(file: ArchiveFile, path: string, params: FetchParams): Promise<void> {
  if (await isThere(path)) return;
  await makeFolder(dirname(path));
  let reason = "no address";
  for (const url of file.urls) {
    try {
      return await fetchFrom(url, file.name, path, params);
    } catch (thrown) {
      if (params.signal.aborted) throw cancelled();
      reason = `${new URL(url).host}: ${causeOf(thrown)}`;
    }
  }
  throw new AppError("resource", `${file.name} could not be fetched (${reason}).`, { urls: file.urls });
}

async function fetchFrom(url: string, name: string, path: string, params: FetchParams): Promise<void> {
  const temporary = `${path}.${process.pid}.part`;
  const watch = watchdog(params.signal, params.patience ?? PATIENCE);
  try {
    const response = await fetch(url, { signal: watch.signal });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status} ${response.statusText}`);
    const total = Number(response.headers.get("content-length") ?? 0);
    await pipeline(response.body, counted(name, total, params, watch.alive), createWriteStream(temporary), {
      signal: watch.signal,
    });
    await checkGzip(temporary);
    await rename(temporary, path);
  } finally {
    watch.end();
    await rm(temporary, { force: true });
  }
}

/** Passes bytes on, tells how many came, and fails when there are too many or too few. */
function counted(name: string, total: number, params: FetchParams, alive: () => void) {
  return async function* (source: AsyncIterable<Uint8Array>) {
    let done = 0;
    for await (const piece of source) {
      alive();
      done += piece.length;
      if (done > MOST_BYTES) throw new Error("sent more than 2 GiB");
      await params.report({ step: `fetch ${name}`, done, total });
      yield piece;
    }
    if (total > 0 && done < total) throw new Error(`the connection broke after ${done} of ${total} bytes`);
  };
}

/** A signal that goes off with another one, or when `alive` was not called for so many ms. */
function watchdog(outer: AbortSignal, patience: number) {
  const controller = new AbortController();
  const give = () => controller.abort(new Error(`nothing came for ${patience / 1000} s`));
  const stop = () => controller.abort(cancelled());
  let timer = setTimeout(give, patience);
  outer.addEventListener("abort", stop);
  return {
    signal: controller.signal,
    alive() {
      clearTimeout(timer);
      timer = setTimeout(give, patience);
    },
    end() {
      clearTimeout(timer);
      outer.removeEventListener("abort", stop);
    },
  };
}

/** A page of a hotel's network or of a broken server is no map. */
async function checkGzip(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead < 2 || buffer.readUInt16BE() !== 0x1f8b) throw new Error("what came is not gzip data");
  } finally {
    await handle.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The reason inside what fetch throws: "fetch failed" alone helps nobody. */
function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause instanceof Error ? thrown.cause : thrown;
  return cause.message || ("code" in cause ? String(cause.code) : thrown.message);
}
