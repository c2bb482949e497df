import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { AppError } from "#core/errors.ts";
import { detectFormat, holdsAtoms } from "#core/format/detect.ts";
import { statedBeside } from "#electron/archive/stated.ts";
import type { HostFile } from "#electron/protocol.ts";
import type { FileId } from "#workers/protocol.ts";

/** Node reads at most this many bytes of a file at once. */
const MOST_BYTES = 2 ** 31 - 1;
/** The file that tells a folder of a refinement of particles from others. */
export const CHECKPOINT = "checkpoint.json";
/** Enough to tell what a file is. */
const OPENING_BYTES = 8192;

/** The files a window may ask for: those named on the command line and those in folders named there, nothing else. */
export interface LentFiles {
  /** In the order given; a folder's by name, maps and models only. */
  readonly list: readonly HostFile[];
  /** The bytes of a file, in memory that threads share. Throws `input` when none is lent under this id. */
  read(id: FileId): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
  /** Where a lent file lies; undefined when none is lent under this id or it has become a link to elsewhere. */
  place(id: string): Promise<string | undefined>;
}

/** Lent files that grow while the window is open: files picked, dropped, or handed in by the system. */
export interface FileLender extends LentFiles {
  /** Lends more files and folders, as `lendFiles` does; what is lent already keeps its id. */
  lend(paths: readonly string[]): Promise<readonly HostFile[]>;
}

/**
 * Lends files and folders (their own files, not those of folders within). Links are followed once, now: one that points
 * out of its folder is not lent, and a file that is replaced by a link later is refused. Throws `input` for a path that
 * is not there.
 */
export async function lendFiles(paths: readonly string[]): Promise<FileLender> {
  const lender = createLender();
  await lender.lend(paths);
  return lender;
}

/** A lender of nothing yet. */
export function createLender(): FileLender {
  const files = new Map<FileId, { readonly place: string; readonly file: HostFile }>();
  const place = async (id: string) => {
    const known = files.get(id as FileId)?.place;
    if (known === undefined) return undefined;
    const real = await realpath(known).catch(() => undefined);
    return real === known ? known : undefined;
  };
  const lendOne = async (path: string) => {
    const known = [...files.values()].find((held) => held.place === path)?.file;
    if (known) return known;
    const description = await describe(path);
    const id = `file-${files.size + 1}` as FileId;
    files.set(id, { place: path, file: { id, ...description } });
    return { id, ...description };
  };
  return {
    get list() {
      return [...files.values()].map(({ file }) => file);
    },
    place,
    async read(id) {
      const found = await place(id);
      if (found === undefined) {
        throw new AppError("input", "This file is not there any more, or not lent by this program.", {
          seen: id,
        });
      }
      return { name: basename(found), bytes: await readShared(found) };
    },
    async lend(paths) {
      const lent: HostFile[] = [];
      for (const path of paths) for (const found of await placesIn(path)) lent.push(await lendOne(found));
      return lent;
    },
  };
}

async function placesIn(path: string): Promise<string[]> {
  const real = await realpath(path).catch(() => {
    throw new AppError("input", `There is no file or folder ${path}.`, { seen: path });
  });
  if (!(await stat(real)).isDirectory()) return [real];
  const inside: string[] = [];
  for (const name of (await readdir(real)).sort()) {
    const place = await realpath(join(real, name)).catch(() => undefined);
    if (!place?.startsWith(real.endsWith(sep) ? real : real + sep)) continue;
    if (!(await stat(place)).isFile()) continue;
    if (opensWithFolder(name, (await describe(place)).kind)) inside.push(place);
  }
  return inside;
}

/** Stacks of images are no maps, and not every table of a project is wanted in the window. */
function opensWithFolder(name: string, kind: HostFile["kind"]): boolean {
  return !/\.mrcs$/i.test(name) && !["particles", "run", "other"].includes(kind);
}

async function describe(place: string): Promise<Omit<HostFile, "id">> {
  const { size } = await stat(place);
  const stated = await statedBeside(place);
  return { name: basename(place), size, kind: await kindOf(place), ...(stated && { stated }) };
}

/** What lies in a gzip file is told by its name. */
async function kindOf(place: string): Promise<HostFile["kind"]> {
  if (/\.mapwright$/i.test(place)) return "project";
  if (/\.star$/i.test(place)) return "particles";
  if (basename(place) === CHECKPOINT) return "run";
  const format = detectFormat(place, await openingOf(place));
  const known = format === "gzip" ? detectFormat(place, new Uint8Array(0)) : format;
  if (known === "mrc") return "map";
  if (known === "pae") return "errors";
  return holdsAtoms(known) ? "model" : "other";
}

async function openingOf(place: string): Promise<Uint8Array> {
  const handle = await open(place, "r").catch(() => undefined);
  if (!handle) return new Uint8Array(0);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(OPENING_BYTES), 0, OPENING_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function readShared(place: string): Promise<Uint8Array> {
  const handle = await open(place, "r").catch((thrown: unknown) => {
    throw new AppError("input", `${basename(place)} cannot be read.`, { cause: String(thrown) });
  });
  try {
    const { size } = await handle.stat();
    if (size > MOST_BYTES) {
      throw new AppError(
        "resource",
        `${basename(place)} has more than 2 GiB; crop it or sample it more coarsely.`,
      );
    }
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await handle.read(bytes, filled, size - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await handle.close();
  }
}
