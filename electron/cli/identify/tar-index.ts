import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "#core/errors.ts";

/** A file in a tar archive. */
export interface TarEntry {
  readonly name: string;
  /** Of the file's bytes in the archive. */
  readonly offset: number;
  readonly size: number;
}

const BLOCK = 512;
const PLAIN = ["0", "\0"]; // types of a plain file

/**
 * The plain files of a tar archive (POSIX ustar, with GNU and pax long names), in their order; only headers are read. Throws
 * `format` when it is none or is cut short.
 */
export async function tarEntries(path: string): Promise<TarEntry[]> {
  const handle = await open(path, "r");
  try {
    const entries: TarEntry[] = [];
    let longName: string | undefined;
    for await (const { type, header, offset, size } of blocksOf(handle, path)) {
      if (type === "L") longName = text(await readAt(handle, offset, size));
      else if (type === "x") longName = paxPath(text(await readAt(handle, offset, size))) ?? longName;
      else {
        if (PLAIN.includes(type)) entries.push({ name: longName ?? nameOf(header), offset, size });
        longName = undefined;
      }
    }
    return entries;
  } finally {
    await handle.close();
  }
}

interface Block {
  readonly type: string;
  readonly header: Uint8Array;
  /** Of the content. */
  readonly offset: number;
  readonly size: number;
}

async function* blocksOf(handle: FileHandle, path: string): AsyncGenerator<Block> {
  const { size: end } = await handle.stat();
  for (let at = 0; at + BLOCK <= end; ) {
    const header = await readAt(handle, at, BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = sizeOf(header, path);
    const offset = at + BLOCK;
    if (offset + size > end) {
      throw new AppError("format", `${path} is cut short: copy or download it again.`);
    }
    yield { type: String.fromCharCode(header[156] ?? 0), header, offset, size };
    at = offset + BLOCK * Math.ceil(size / BLOCK);
  }
}

/** The bytes of a file in an archive. */
export async function readTarEntry(
  path: string,
  { offset, size }: Pick<TarEntry, "offset" | "size">,
): Promise<Uint8Array> {
  const handle = await open(path, "r");
  try {
    return await readAt(handle, offset, size);
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new AppError("format", "The archive ended while it was read.");
    done += bytesRead;
  }
  return bytes;
}

/** Octal digits, or a big-endian number behind a first byte of 128 (GNU) for files beyond 8 GiB. */
function sizeOf(header: Uint8Array, path: string): number {
  const sum = header.reduce((total, byte, n) => total + (n >= 148 && n < 156 ? 32 : byte), 0);
  if (sum !== Number.parseInt(text(header.subarray(148, 156)), 8)) {
    throw new AppError(
      "format",
      `${path} is no tar archive, or it is damaged: unpack it and name the folder.`,
    );
  }
  const field = header.subarray(124, 136);
  if ((field[0] ?? 0) >= 128) return field.subarray(1).reduce((total, byte) => 256 * total + byte, 0);
  return Number.parseInt(text(field), 8) || 0;
}

function nameOf(header: Uint8Array): string {
  const prefix = text(header.subarray(257, 262)) === "ustar" ? text(header.subarray(345, 500)) : "";
  const name = text(header.subarray(0, 100));
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** Records of a pax header: "LENGTH KEY=VALUE\n". */
function paxPath(records: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1];
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}
