import { mkdir, open, readdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "#core/errors.ts";
import { MOST_BYTES, tooLarge, unpacked } from "#workers/unpack.ts";

let temporaryFiles = 0;

/**
 * The bytes of a file, unpacked when it is gzip-compressed. Throws `input` when there is no such file or it cannot
 * be read, `resource` beyond 2 GiB (packed or unpacked), `format` for damaged gzip data.
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  const bytes = await readRaw(path);
  return unpacked(path, bytes);
}

/**
 * Writes a file so that it is either there as a whole or not at all: beside its place under another name, flushed
 * to the disk, then renamed. Throws `resource` with the reason when it cannot be written.
 */
export async function writeAtomic(path: string, content: Uint8Array | string): Promise<void> {
  const target = await finalPlace(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${temporaryFiles++}.tmp`);
  try {
    if (await isDevice(target)) return await writeFile(target, content);
    const handle = await open(temporary, "wx");
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => {});
    throw notWritten(path, thrown);
  }
}

/** Throws `resource` when a file's folder is missing: before hours of work rather than after. */
export async function checkPlace(path: string): Promise<void> {
  try {
    await readdir(dirname(path));
  } catch (thrown) {
    throw notWritten(path, thrown, "cannot be written");
  }
}

/** Makes a folder and those above it where missing. Throws `resource` when that fails. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (thrown) {
    throw notWritten(path, thrown);
  }
}

async function readRaw(path: string): Promise<Uint8Array> {
  try {
    const handle = await open(path, "r");
    try {
      const info = await handle.stat();
      if (info.isDirectory()) throw new AppError("input", `${path} is a folder, not a file.`);
      if (info.size > MOST_BYTES) throw tooLarge(path, info.size);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : notRead(path, thrown);
  }
}

/** A link stays a link: what it points to is replaced. */
async function finalPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

/** /dev/null, a pipe and their like are written to, never replaced. */
async function isDevice(path: string): Promise<boolean> {
  try {
    const info = await stat(path);
    return !info.isFile() && !info.isDirectory();
  } catch {
    return false;
  }
}

function notRead(path: string, thrown: unknown): AppError {
  const code = codeOf(thrown);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return new AppError("input", `There is no file ${path}.`);
    case "EACCES":
    case "EPERM":
      return new AppError("input", `${path} may not be read: permission denied.`);
    case "EISDIR":
      return new AppError("input", `${path} is a folder, not a file.`);
    default:
      return new AppError("input", `${path} cannot be read: ${messageOf(thrown)}.`, { code });
  }
}

function notWritten(path: string, thrown: unknown, what = "was not written"): AppError {
  const code = codeOf(thrown);
  const reason = REASONS_NOT_WRITTEN[code] ?? `${messageOf(thrown)}.`;
  return new AppError("resource", `${path} ${what}: ${reason}`, { code });
}

const REASONS_NOT_WRITTEN: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full. Free some space or write elsewhere.",
  EDQUOT: "your disk quota is used up. Free some space or write elsewhere.",
  EROFS: "the folder is read-only. Write elsewhere.",
  EACCES: "you may not write in this folder. Write elsewhere.",
  EPERM: "you may not write in this folder. Write elsewhere.",
  ENOENT: "its folder does not exist.",
  ENOTDIR: "a part of its path is a file, not a folder.",
  EEXIST: "a file of this name is in the way.",
  EISDIR: "a folder of this name is in the way.",
};

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return typeof code === "string" ? code : "";
}

function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, "");
}
