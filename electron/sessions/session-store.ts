import { createHash, randomUUID } from "node:crypto";
import { access, cp, mkdir, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "#core/errors.ts";
import {
  readRecord,
  SESSION_ID,
  type SessionRecord,
  writeRecord,
} from "#electron/sessions/session-record.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { Result } from "#workers/protocol.ts";

export type SessionInfo = Result<"listSessions">["sessions"][number];

export interface StoreLimits {
  /** Sessions kept besides those that are open. */
  readonly sessions: number;
  /** Bytes of all files kept for sessions. */
  readonly bytes: number;
  /** ms since the last change. */
  readonly age: number;
}

const DAY = 24 * 3600 * 1000; // ms
const LIMITS: StoreLimits = { sessions: 10, bytes: 8 * 2 ** 30, age: 14 * DAY };
/** A process that is at work on a session says so this often, ms. */
export const HEARTBEAT = 60_000;
/** A session whose process was not heard of for so long is nobody's. */
const SILENCE = 3 * HEARTBEAT;
/** A file is written before the record that names it: younger ones are never swept away, ms. */
const GRACE = 3_600_000;
const PIECE = 4 * 2 ** 20; // bytes hashed between turns
const RECORD = "session.json";
const THUMBNAIL = "thumbnail.png";

/** What touches the disk when a session is kept: a place where tests let it be full. */
export interface StoreFiles {
  write(path: string, content: Uint8Array | string): Promise<void>;
}

/**
 * Sessions in a folder of the program's own: `sessions/ID/session.json` beside a picture, and `files/SHA256` for what
 * was dropped on a window and lies nowhere else, each once whatever the number of sessions that need it.
 */
export class SessionStore {
  readonly #folder: string;
  readonly #limits: StoreLimits;
  readonly #files: StoreFiles;
  /** What was kept already, by the memory it lies in. */
  readonly #hashes = new WeakMap<object, string>();
  /** Bytes of all files kept, as far as this host knows; undefined: to be counted. */
  #total: number | undefined;

  constructor(folder: string, limits: StoreLimits = LIMITS, files: StoreFiles = { write: writeAtomic }) {
    this.#folder = folder;
    this.#limits = limits;
    this.#files = files;
  }

  /** Keeps bytes and returns the name to read them by. Throws `resource` when there is no room. */
  async keep(bytes: Uint8Array): Promise<string> {
    const known = this.#hashes.get(bytes.buffer);
    const hash = known ?? (await hashOf(bytes));
    const path = this.#file(hash);
    if (await isThere(path)) {
      // Used again: it is not old.
      if (!known) await utimes(path, new Date(), new Date());
    } else {
      await makeFolder(join(this.#folder, "files"));
      if (!(await this.#hasRoom(bytes.length))) await this.prune(new Set());
      if (!(await this.#hasRoom(bytes.length))) throw full(this.#limits.bytes);
      await this.#files.write(path, bytes);
      this.#total = (this.#total ?? 0) + bytes.length;
    }
    this.#hashes.set(bytes.buffer, hash);
    return hash;
  }

  /** Throws `input` when they are gone or damaged. */
  async read(hash: string): Promise<Uint8Array> {
    const bytes = await readFile(this.#file(hash)).catch(() => undefined);
    if (bytes && (await hashOf(bytes)) === hash) return bytes;
    throw new AppError("input", "What was kept of this file is gone or damaged; open the file again.");
  }

  async save(record: SessionRecord, thumbnail: Uint8Array | null): Promise<void> {
    const folder = this.#session(record.id);
    await makeFolder(folder);
    await this.#files.write(join(folder, RECORD), writeRecord(record));
    if (thumbnail) await this.#files.write(join(folder, THUMBNAIL), thumbnail);
  }

  /** Says that the session's process is alive. */
  async touch(id: string): Promise<void> {
    await utimes(join(this.#session(id), RECORD), new Date(), new Date()).catch(() => {});
  }

  /** Undefined when there is none of this id. Throws `format` when it is damaged. */
  async load(id: string): Promise<SessionRecord | undefined> {
    if (!SESSION_ID.test(id)) return undefined;
    const text = await readFile(join(this.#session(id), RECORD), "utf8").catch(() => undefined);
    return text === undefined ? undefined : readRecord(text);
  }

  /** A copy under a new id, which no process has open; undefined when the session was never kept. */
  async copy(id: string): Promise<string | undefined> {
    const record = await this.load(id);
    if (!record) return undefined;
    const fresh = randomUUID();
    await mkdir(join(this.#folder, "sessions"), { recursive: true });
    await cp(this.#session(id), this.#session(fresh), { recursive: true });
    await this.#files.write(
      join(this.#session(fresh), RECORD),
      writeRecord({ ...record, id: fresh, pid: 0 }),
    );
    return fresh;
  }

  async remove(id: string): Promise<void> {
    if (SESSION_ID.test(id)) await rm(this.#session(id), { recursive: true, force: true });
  }

  /** Sessions that nobody has open, latest first; `own` are those of this process. Damaged ones are left out. */
  async list(own: ReadonlySet<string>): Promise<SessionInfo[]> {
    const found = await this.#known();
    const free = found.filter(({ id, isHeld }) => !isHeld && !own.has(id));
    const infos = await Promise.all(free.map(({ id }) => this.info(id)));
    return infos.flatMap((info) => info ?? []).sort((a, b) => b.saved.localeCompare(a.saved));
  }

  /** What is said of a session to choose by; null when it is damaged or empty. */
  async info(id: string): Promise<SessionInfo | null> {
    const record = await this.load(id).catch(() => undefined);
    if (!record || holdsNothing(record.view)) return null;
    const { entries, tables, name, particles } = record.view;
    return {
      id,
      saved: record.saved,
      name,
      maps: entries.filter(({ kind }) => kind === "map").length,
      models: entries.filter(({ kind }) => kind === "model").length,
      fits: tables.length,
      particles: particles?.star?.name ?? particles?.run?.name ?? null,
      thumbnail: await readFile(join(this.#session(id), THUMBNAIL)).then(
        (png) => new Uint8Array(png),
        () => null,
      ),
    };
  }

  /** Removes sessions that are too old or too many, and files that no session needs. */
  async prune(own: ReadonlySet<string>): Promise<void> {
    const known = (await this.#known()).filter(({ id, isHeld }) => !isHeld && !own.has(id));
    const old = known.filter(
      ({ changed }, n) => n >= this.#limits.sessions || Date.now() - changed > this.#limits.age,
    );
    for (const { id } of old) await this.remove(id);
    this.#total = undefined;
    const needed = await this.#needed();
    const folder = join(this.#folder, "files");
    for (const name of await readdir(folder).catch(() => [])) {
      const info = await stat(join(folder, name)).catch(() => undefined);
      if (info && !needed.has(name) && Date.now() - info.mtimeMs > GRACE)
        await rm(join(folder, name), { force: true });
    }
  }

  /** Latest first. */
  async #known(): Promise<{ id: string; changed: number; isHeld: boolean }[]> {
    const ids = await readdir(join(this.#folder, "sessions")).catch(() => []);
    const found = await Promise.all(
      ids
        .filter((id) => SESSION_ID.test(id))
        .map(async (id) => {
          const info = await stat(join(this.#session(id), RECORD)).catch(() => undefined);
          const record = await this.load(id).catch(() => undefined);
          const changed = info?.mtimeMs ?? 0;
          const isHeld = record !== undefined && Date.now() - changed < SILENCE && isAlive(record.pid);
          return { id, changed, isHeld };
        }),
    );
    return found.sort((a, b) => b.changed - a.changed);
  }

  async #needed(): Promise<Set<string>> {
    const needed = new Set<string>();
    for (const { id } of await this.#known()) {
      const record = await this.load(id).catch(() => undefined);
      for (const source of Object.values(record?.sources ?? {}))
        if ("kept" in source) needed.add(source.kept);
    }
    return needed;
  }

  /** Counted once and after every pruning: a library is hundreds of files, kept one after the other. */
  async #hasRoom(bytes: number): Promise<boolean> {
    this.#total ??= await this.#used();
    return this.#total + bytes <= this.#limits.bytes;
  }

  async #used(): Promise<number> {
    const folder = join(this.#folder, "files");
    const names = await readdir(folder).catch(() => []);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  #session(id: string): string {
    return join(this.#folder, "sessions", id);
  }

  #file(hash: string): string {
    return join(this.#folder, "files", hash);
  }
}

/** Whether a view shows nothing that could be restored. */
export function holdsNothing({ entries, particles }: ProjectView): boolean {
  return entries.length === 0 && !particles;
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += PIECE) {
    hash.update(bytes.subarray(at, at + PIECE));
    await nextTurn();
  }
  return hash.digest("hex");
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Signal 0 only asks; a process of another user answers EPERM. */
function isAlive(pid: number): boolean {
  if (pid === 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

function full(limit: number): AppError {
  return new AppError(
    "resource",
    `files kept for sessions would take more than ${Math.round(limit / 2 ** 30)} GiB.`,
    { limit },
  );
}
