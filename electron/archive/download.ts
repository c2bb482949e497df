import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { AppError, cancelled } from "#core/errors.ts";
import type { Progress } from "#core/job/job-context.ts";
import { causeOf, Failure, Refusal } from "#electron/archive/failure.ts";
import { watchdog } from "#electron/archive/watchdog.ts";

/** Nothing for this long means the connection is dead, ms. */
const PATIENCE = 30_000;
/** Every address is tried so often, with pauses that grow fourfold in between, ms. */
const ROUNDS = 4;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const MOST_BYTES = 2 ** 31 - 1;

/** A file to download, and where to. */
export interface Download {
  /** "fetch EMD-21897": what progress is called. */
  readonly step: string;
  /** The same file at several places; the first is asked first. */
  readonly urls: readonly string[];
  readonly path: string;
  /** Throws what is wrong with the bytes that came ("what came is no map"). */
  check(path: string): Promise<void>;
}

export interface DownloadParams {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => Promise<void>;
  /** ms without a byte after which an address is given up; 30 s when left out. */
  readonly patience?: number;
  /** How often every address is tried; 4 times when left out. */
  readonly rounds?: number;
  /** First pause between rounds, ms. */
  readonly pause?: number;
}

/** What is remembered of a file that came in part: where from, and how to ask whether it is still the same. */
interface PartState {
  readonly url: string;
  readonly validator: string;
}

/**
 * Downloads a file; it appears at its path only when it is whole and checked. What came of it before a broken
 * connection or a cancel is kept beside it and gone on from, as long as the archive says that it has not changed.
 * Throws `cancelled`, and Failure with the reasons of all addresses when none answers well.
 */
export async function download(file: Download, params: DownloadParams): Promise<void> {
  for (let round = 0; ; round++) {
    const refusals = await tryAll(file, params);
    if (refusals.length === 0) return;
    // An entry that is not there, no network at all: asking again changes nothing.
    const isWorthIt = refusals.some(({ kind }) => kind === "broken") && round + 1 < (params.rounds ?? ROUNDS);
    if (!isWorthIt) throw new Failure(refusals);
    const asked = Math.max(...refusals.map(({ retryAfter }) => retryAfter));
    const pause = Math.max((params.pause ?? FIRST_PAUSE) * 4 ** round, asked);
    await wait(Math.min(pause, LONGEST_PAUSE), undefined, { signal: params.signal }).catch(() => {
      throw cancelled();
    });
  }
}

/** Why each address did not give the file; empty when one did. */
async function tryAll(file: Download, params: DownloadParams): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const url of file.urls) {
    try {
      await attempt(file, url, params);
      return [];
    } catch (thrown) {
      if (params.signal.aborted) throw cancelled();
      if (thrown instanceof AppError) throw thrown;
      refusals.push(Refusal.of(url, thrown));
    }
  }
  return refusals;
}

/** Size of a file as the first address that answers within `patience` ms states it, bytes; null when none does. */
export async function sizeOf(
  urls: readonly string[],
  signal: AbortSignal,
  patience: number,
): Promise<number | null> {
  for (const url of urls) {
    try {
      const response = await fetch(url, {
        method: "HEAD",
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      });
      const size = Number(response.headers.get("content-length"));
      if (response.ok && size > 0) return size;
    } catch {
      if (signal.aborted) throw cancelled();
    }
  }
  return null;
}

async function attempt(file: Download, url: string, params: DownloadParams): Promise<void> {
  const part = `${file.path}.part`;
  const have = await resumable(part, url);
  const watch = watchdog(params.signal, params.patience ?? PATIENCE);
  try {
    const headers = {
      // The file itself is wanted, not one packed once more on the way: lengths and positions must be its own.
      "accept-encoding": "identity",
      ...(have && { range: `bytes=${have.bytes}-`, "if-range": have.validator }),
    };
    const response = await fetch(url, { headers, signal: watch.signal });
    const { from, total } = await placeOf(response, have?.bytes ?? 0, part);
    if (total > MOST_BYTES) throw tooLarge(file.step, total);
    await remember(part, url, response);
    await append(response, part, from, async (done) => {
      watch.alive();
      if (total > 0 && done > total)
        throw new Refusal("broken", url, `sent more than the ${total} bytes it announced`);
      if (done > MOST_BYTES) throw tooLarge(file.step, done);
      await params.report({ step: file.step, done, total, unit: "bytes" });
    });
    const { size } = await stat(part);
    if (total > 0 && size < total) throw new Error(`the connection broke after ${size} of ${total} bytes`);
  } finally {
    watch.end();
  }
  await checkPart(file, part, url);
  await rename(part, file.path);
  await rm(`${part}.json`, { force: true });
}

async function checkPart(file: Download, part: string, url: string): Promise<void> {
  try {
    await file.check(part);
  } catch (thrown) {
    await forget(part);
    throw new Refusal("broken", url, causeOf(thrown));
  }
}

/** Where the body of an answer belongs in the file, and the length of the whole; 0 when that is not said. */
async function placeOf(
  response: Response,
  have: number,
  part: string,
): Promise<{ readonly from: number; readonly total: number }> {
  const isPacked = (response.headers.get("content-encoding") ?? "identity") !== "identity";
  const length = isPacked ? 0 : Number(response.headers.get("content-length") ?? 0);
  if (response.status === 200) return { from: 0, total: length };
  if (response.status === 206) {
    const [, first, total] =
      /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "") ?? [];
    if (Number(first) === have) return { from: have, total: Number(total) || have + length };
  }
  // A range that cannot be had, or another than was asked for: from the start next time.
  if (response.status === 206 || response.status === 416) await forget(part);
  await response.body?.cancel();
  throw Refusal.ofStatus(response);
}

/** Writes the body behind the first `from` bytes of a file and tells after each piece how long the file is. */
async function append(
  response: Response,
  path: string,
  from: number,
  wrote: (length: number) => Promise<void>,
): Promise<void> {
  const handle = await open(path, from > 0 ? "r+" : "w").catch(notWritten);
  try {
    let length = from;
    for await (const piece of response.body ?? []) {
      await handle.write(piece, 0, piece.length, length).catch(notWritten);
      length += piece.length;
      await wrote(length);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** How much of the file is there from the same address, unchanged as far as the archive can say. */
async function resumable(
  part: string,
  url: string,
): Promise<{ bytes: number; validator: string } | undefined> {
  try {
    const state = JSON.parse(await readFile(`${part}.json`, "utf8")) as Partial<PartState>;
    const { size } = await stat(part);
    if (state.url !== url || typeof state.validator !== "string" || size === 0) return undefined;
    return { bytes: size, validator: state.validator };
  } catch {
    return undefined;
  }
}

/** Only a strong tag or a date can prove that the rest belongs to the beginning (RFC 9110, 13.1.5). */
async function remember(part: string, url: string, response: Response): Promise<void> {
  const tag = response.headers.get("etag");
  const validator = tag && !tag.startsWith("W/") ? tag : response.headers.get("last-modified");
  if (!validator) return rm(`${part}.json`, { force: true });
  const state: PartState = { url, validator };
  await writeFile(`${part}.json`, JSON.stringify(state)).catch(notWritten);
}

async function forget(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(`${part}.json`, { force: true });
}

function notWritten(thrown: NodeJS.ErrnoException): never {
  const why = thrown.code === "ENOSPC" ? "the disk is full" : causeOf(thrown);
  throw new AppError(
    "resource",
    `What is fetched cannot be kept: ${why}. Free some space, or set XDG_CACHE_HOME to a folder with room.`,
    { code: thrown.code },
  );
}

function tooLarge(step: string, bytes: number): AppError {
  return new AppError(
    "resource",
    `${step.replace(/^fetch /, "")} has ${(bytes / 2 ** 30).toFixed(1)} GiB; at most 2 GiB can be read. Fetch it with another program, crop it, and open the smaller map.`,
    { seen: bytes, expected: MOST_BYTES },
  );
}
