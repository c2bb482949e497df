import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { AppError } from "#core/errors.ts";
import {
  BYTES,
  FLAG,
  IN_ZIP64,
  LONGEST_COMMENT,
  METHOD,
  MOST_ARCHIVE,
  SIGNATURE,
} from "#workers/project/zip-format.ts";

/** A file in an archive, by the archive's directory. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of its data in the archive. */
  readonly start: number;
}

const MOST_ENTRIES = 10_000;
/** Of all files together, unpacked: far above any session, far below what ends a computer. */
const MOST_UNPACKED = 16 * 2 ** 30;
/** deflate shrinks nothing by more than this (zlib's own documentation), so a larger claim is a lie. */
const STRONGEST_COMPRESSION = 1032;

/**
 * The files of a zip archive by name. Throws `format` for what is no archive, is cut short or lies about itself: names
 * that lead out of it or occur twice, files that overlap, sizes that cannot be.
 */
export function listZip(bytes: Uint8Array): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (directory === IN_ZIP64 || count > MOST_ENTRIES)
    throw broken("it holds more than a project does", { count });
  const entries: ZipEntry[] = [];
  let at = directory;
  for (let n = 0; n < count; n++) {
    if (at + BYTES.central > end || view.getUint32(at, true) !== SIGNATURE.central) throw cutShort();
    const { entry, next } = readLine(bytes, view, at, directory);
    entries.push(entry);
    at = next;
  }
  refuseLies(entries, directory);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** The bytes of one file. Throws `format` when they are not what the archive promises. */
export async function readEntry(bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array> {
  const packed = bytes.subarray(entry.start, entry.start + entry.packedSize);
  const unpacked = entry.method === METHOD.stored ? packed : await inflate(packed, entry);
  if (unpacked.length !== entry.size || crc32(unpacked) !== entry.crc) {
    throw broken(`${entry.name} is not what was packed`, { name: entry.name });
  }
  return unpacked;
}

async function inflate(packed: Uint8Array, { name, size }: ZipEntry): Promise<Uint8Array> {
  try {
    // One byte more than promised is enough to tell that the promise is broken; no bomb gets further.
    return await promisify(inflateRaw)(packed, {
      maxOutputLength: size + 1,
      chunkSize: Math.max(size + 1, 64),
    });
  } catch (thrown) {
    throw broken(`${name} cannot be unpacked`, { cause: String(thrown) });
  }
}

function findEnd(view: DataView): number {
  if (view.byteLength > MOST_ARCHIVE) throw broken("it is larger than 2 GiB", { seen: view.byteLength });
  const last = view.byteLength - BYTES.end;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === SIGNATURE.end) return at;
  }
  throw cutShort();
}

function readLine(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  directory: number,
): { entry: ZipEntry; next: number } {
  const nameLength = view.getUint16(at + 28, true);
  const next =
    at + BYTES.central + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > bytes.length) throw cutShort();
  const name = new TextDecoder().decode(bytes.slice(at + BYTES.central, at + BYTES.central + nameLength));
  const local = view.getUint32(at + 42, true);
  if (local + BYTES.local > directory || view.getUint32(local, true) !== SIGNATURE.local) throw cutShort();
  if ((view.getUint16(at + 8, true) & FLAG.encrypted) !== 0) throw broken("it is encrypted");
  const start = local + BYTES.local + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const entry = {
    name,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    start,
  };
  return { entry, next };
}

function refuseLies(entries: readonly ZipEntry[], directory: number): void {
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.start - b.start)) {
    refuseLine(entry);
    const { name, start, packedSize } = entry;
    if (start < free || start + packedSize > directory) throw broken("its files overlap", { name });
    free = start + packedSize;
  }
  if (new Set(entries.map(({ name }) => name)).size < entries.length) throw broken("it holds a name twice");
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > MOST_UNPACKED) throw broken("it would unpack to more than 16 GiB", { unpacked });
}

function refuseLine({ name, method, packedSize, size }: ZipEntry): void {
  if (leadsOut(name)) throw broken("it holds a name that leads out of it", { name });
  if (method !== METHOD.stored && method !== METHOD.deflated) {
    throw broken(`${name} is packed in an unknown way`);
  }
  const most = method === METHOD.stored ? packedSize : packedSize * STRONGEST_COMPRESSION;
  if (size > most || size >= MOST_ARCHIVE) {
    throw broken(`${name} claims a size that cannot be`, { size, packedSize });
  }
}

function leadsOut(name: string): boolean {
  return name.startsWith("/") || /[\\:\0]/.test(name) || name.split("/").includes("..");
}

function cutShort(): AppError {
  return new AppError(
    "format",
    "The project is cut short or no project at all. Copy it again, or open an older copy.",
  );
}

function broken(why: string, detail: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError(
    "format",
    `The project is damaged: ${why}. Copy it again, or open an older copy.`,
    detail,
  );
}
