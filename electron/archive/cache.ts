import { mkdir, open, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#core/errors.ts";

/** The cache stays below this by forgetting what was used longest ago, bytes. */
const MOST_KEPT = 10e9;
/** A part that nobody went on with for so long is forgotten, ms. */
const PART_LIFE = 14 * 24 * 3600e3;
const NOT_FILES = /\.(json|lock)$/;

/** Makes a folder and those above it. Throws `resource` with the reason when it cannot. */
export async function ensureFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((thrown: NodeJS.ErrnoException) => {
    throw new AppError(
      "resource",
      `The folder ${folder} cannot be made (${thrown.code}). Set XDG_CACHE_HOME to one you may write to.`,
    );
  });
}

/** Whether a file is in the cache; if so it counts as used now. */
export async function isCached(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    const now = new Date();
    await utimes(path, now, now).catch(() => {});
    return true;
  } catch {
    return false;
  }
}

/** Forgets what was used longest ago until the cache holds at most `most` bytes; `keep` stays in any case. */
export async function trimCache(folder: string, keep: string, most: number = MOST_KEPT): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !NOT_FILES.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name)).catch(() => ({ size: 0, mtimeMs: 0 }));
      return { path: join(folder, name), size, mtimeMs };
    }),
  );
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size, mtimeMs } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    const isStale = path.endsWith(".part") && Date.now() - mtimeMs > PART_LIFE;
    if (path === keep || (total <= most && !isStale)) continue;
    await rm(path, { force: true });
    await rm(`${path}.json`, { force: true });
    total -= size;
  }
}

let others = 0;

/**
 * Works on a path of the cache alone: whoever comes while another process, or another window of this one, is at it gets
 * a path of his own instead, so that two downloads never write into one file.
 */
export async function withOwnPath<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  if (!(await takeLock(lock))) return work(`${path}.${process.pid}-${others++}`);
  try {
    return await work(path);
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string, isSecondTry = false): Promise<boolean> {
  try {
    const handle = await open(lock, "wx");
    await handle.writeFile(String(process.pid)).finally(() => handle.close());
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST" || isSecondTry) return false;
    if (await isHeld(lock)) return false;
    await rm(lock, { force: true });
    return takeLock(lock, true);
  }
}

/** A lock of a process that is no more holds nothing. */
async function isHeld(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, "r");
    const pid = Number(await handle.readFile("utf8").finally(() => handle.close()));
    return pid > 0 && process.kill(pid, 0);
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}
