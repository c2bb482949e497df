import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { AppError, asAppError } from "#core/errors.ts";
import type { RecordedSource, SessionRecord } from "#electron/sessions/session-record.ts";
import { holdsNothing, type SessionInfo, type SessionStore } from "#electron/sessions/session-store.ts";
import { toCallError } from "#workers/engine/call-error.ts";
import { checkMessage, checkParams } from "#workers/engine/call-schemas.ts";
import type { JournalEntry } from "#workers/journal.ts";
import { mapPlaces } from "#workers/project/particle-view.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { FileId, FromEngine, Source, ToEngine } from "#workers/protocol.ts";
import { mapSources } from "#workers/sources.ts";
import { type EngineThread, type LentBytes, Supervisor } from "#workers/supervisor.ts";

/** The files a host lends, and where they lie. */
export interface HostFiles {
  read(id: FileId): Promise<LentBytes>;
  /** Undefined when none is lent under this id. */
  place(id: string): Promise<string | undefined>;
}

export interface WindowSessionParams {
  readonly id: string;
  /** Null: nothing is kept on the disk. */
  readonly store: SessionStore | null;
  readonly files: HostFiles;
  startEngine(): EngineThread;
  /** What was kept of it by a host before. */
  readonly record?: SessionRecord;
  /** Least time between two writes, ms. */
  readonly pause?: number;
  /** The other sessions of the host. */
  readonly others: { list(): Promise<readonly SessionInfo[]>; discard(id: string): Promise<void> };
}

/** The window at work on a session. */
export interface AttachedWindow {
  send(message: FromEngine): void;
}

/** How often a session is written at most, ms. */
const PAUSE = 2000;

/**
 * A session that outlives its window: engine, view, and the fits that go on when the page is gone. It writes itself to
 * the store as it changes.
 */
export class WindowSession {
  readonly id: string;
  readonly #params: WindowSessionParams;
  readonly #supervisor: Supervisor;
  #window: AttachedWindow | null = null;
  #view: ProjectView | null;
  #thumbnail: Uint8Array | null = null;
  #lastCall = 0;
  /** What was answered to fits, until a view shows that the window has taken it. */
  readonly #fits = new Map<number, FromEngine[]>();
  /** Refinements of particles under way: their folders keep what they come to. */
  readonly #refinements = new Set<number>();
  readonly #sources: Map<string, RecordedSource>;
  /** Whether the window has handed over a view since this host knows the session. */
  #hasSpoken = false;
  #problem: string | null = null;
  #written = "";
  #lastWrite = 0;
  #writing: Promise<void> | null = null;
  /** Something is not on the disk that the write under way may have missed. */
  #isDue = false;
  #isClosed = false;

  constructor(params: WindowSessionParams) {
    this.#params = params;
    this.id = params.id;
    this.#view = params.record?.view ?? null;
    this.#sources = new Map(Object.entries(params.record?.sources ?? {}));
    this.#supervisor = new Supervisor({
      start: params.startEngine,
      send: (message) => this.#hear(message),
      readFile: (id) => this.#read(id),
      changed: () => void this.#keep(),
      ...(params.record && { earlier: params.record.calls }),
    });
  }

  get view(): ProjectView | null {
    return this.#view;
  }

  /** The first number free for calls of a new window. */
  get firstCall(): number {
    return this.#lastCall + 1;
  }

  get isAttached(): boolean {
    return this.#window !== null;
  }

  /** Whether something goes on that nobody would see the end of. */
  get isBusy(): boolean {
    return this.#refinements.size > 0 || [...this.#fits.values()].some((messages) => !isEnded(messages));
  }

  get isKept(): boolean {
    return this.#params.store !== null && this.#problem === null;
  }

  attach(window: AttachedWindow): void {
    this.#window = window;
  }

  /** The window is gone; what goes on goes on. */
  detach(window: AttachedWindow): void {
    if (this.#window === window) this.#window = null;
  }

  /** A message of the window; it may be anything. Throws nothing. */
  take(received: unknown): void {
    const resumed = resumedId(received);
    const message = checkMessage(received);
    if (resumed !== undefined) this.#resume(resumed);
    else if (message?.kind === "call") this.#takeCall(message);
    else this.#supervisor.take(received);
  }

  /** Writes what is not written yet and ends the engine. A session that holds nothing unsaved leaves nothing behind. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    const isClean = !this.#view?.unsaved || holdsNothing(this.#view);
    if (!isClean) await this.#flush();
    this.#isClosed = true;
    await this.#writing;
    if (isClean) await this.#params.store?.remove(this.id).catch(() => {});
    await this.#supervisor.dispose();
  }

  #takeCall(call: Extract<ToEngine, { kind: "call" }>): void {
    const { id, name, params } = call;
    this.#lastCall = Math.max(this.#lastCall, id);
    switch (name) {
      case "keepView":
        void this.#answer(id, () => this.#keepView(params));
        break;
      case "setAside":
        void this.#answer(id, () => this.#setAside());
        break;
      case "listSessions":
        void this.#answer(id, async () => ({ sessions: await this.#params.others.list() }));
        break;
      case "discardSession":
        void this.#answer(id, () => this.#discard(params));
        break;
      case "writeProject":
        void this.#writeProject(call);
        break;
      default:
        if (name === "fit") this.#fits.set(id, []);
        if (name === "refineParticles") this.#refinements.add(id);
        this.#supervisor.take(call);
    }
  }

  #hear(message: FromEngine): void {
    if (isEnded([message])) this.#refinements.delete(message.id);
    const fit = this.#fits.get(message.id);
    if (fit) {
      if (message.kind === "progress")
        fit.splice(0, fit.length, ...fit.filter(({ kind }) => kind !== "progress"));
      fit.push(message);
    }
    this.#window?.send(message);
  }

  /** Tells a window that came back all that was answered to its fit. */
  #resume(id: number): void {
    const messages = this.#fits.get(id);
    const lost = new AppError("input", "This fit ended with the program that ran it.", { isLost: true });
    for (const message of messages ?? [failed(id, lost)]) this.#window?.send(message);
  }

  async #answer(id: number, work: () => Promise<unknown>): Promise<void> {
    try {
      this.#window?.send({ kind: "done", id, result: await work() });
    } catch (thrown) {
      this.#window?.send(failed(id, asAppError(thrown)));
    }
  }

  async #keepView(params: unknown): Promise<{ problem: string | null }> {
    const checked = checkParams("keepView", params);
    if ("problem" in checked) throw new AppError("internal", `The view cannot be kept: ${checked.problem}.`);
    const { view, thumbnail } = checked.params;
    this.#hasSpoken = true;
    this.#view = view;
    this.#thumbnail = thumbnail ?? this.#thumbnail;
    const awaited = new Set(view.fits.map(({ call }) => call));
    for (const [id, messages] of this.#fits) if (isEnded(messages) && !awaited.has(id)) this.#fits.delete(id);
    await this.#keep();
    return { problem: this.#problem };
  }

  /** Only the host knows where the files lie that a project names. */
  async #writeProject(call: Extract<ToEngine, { kind: "call" }>): Promise<void> {
    const checked = checkParams("writeProject", call.params);
    if ("problem" in checked) return this.#supervisor.take(call);
    const { view, ...others } = checked.params;
    this.#supervisor.take({ ...call, params: { ...others, view: await this.#placed(view) } });
  }

  /** A view as it can be read by another host: with the places of files instead of their ids. */
  async #placed(view: ProjectView): Promise<ProjectView> {
    if (!view.particles) return view;
    const particles = await mapPlaces(view.particles, async ({ file, name, place }) => {
      const found = file === null ? undefined : await this.#params.files.place(file);
      return { file: null, name, place: found ?? place };
    });
    return { ...view, particles };
  }

  async #discard(params: unknown): Promise<Record<string, never>> {
    const checked = checkParams("discardSession", params);
    if ("params" in checked) await this.#params.others.discard(checked.params.id);
    return {};
  }

  async #setAside(): Promise<Record<string, never>> {
    // What a restored session lacks is still in its record, as long as nothing is written over it.
    if (this.#hasSpoken) await this.#flush();
    if (this.#view && !holdsNothing(this.#view)) await this.#params.store?.copy(this.id);
    return {};
  }

  /**
   * Writes soon, but not more often than the disk deserves, until nothing is due. Calls that come meanwhile wait for the
   * write that has what they brought.
   */
  #keep(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isDue = true;
    this.#writing ??= this.#whileDue().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #whileDue(): Promise<void> {
    while (this.#isDue && !this.#isClosed) {
      const wait = this.#lastWrite + (this.#params.pause ?? PAUSE) - Date.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait).unref());
      this.#isDue = false;
      await this.#write();
    }
  }

  async #flush(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  async #write(): Promise<void> {
    const { store } = this.#params;
    if (!store || !this.#view || !this.#hasSpoken) return;
    this.#lastWrite = Date.now();
    try {
      const record = await this.#record(this.#view, store);
      const text = JSON.stringify([record.view, record.calls]);
      if (text !== this.#written) await store.save(record, this.#thumbnail);
      else await store.touch(this.id);
      this.#written = text;
      this.#problem = null;
    } catch (thrown) {
      this.#problem = asAppError(thrown).message;
    }
  }

  async #record(view: ProjectView, store: SessionStore): Promise<SessionRecord> {
    const calls: JournalEntry[] = [];
    for (const { call, ids } of this.#supervisor.journal()) {
      const checked = checkParams(call.name, call.params);
      if ("problem" in checked) continue;
      const params = await mapSources(call.name, checked.params, (source) => this.#recorded(source, store));
      calls.push({ call: { ...call, id: 0, params }, ids });
    }
    const used = new Set(JSON.stringify(calls).match(/(at|kept)-[0-9a-f]{16,64}/g));
    const sources = Object.fromEntries([...this.#sources].filter(([key]) => used.has(key)));
    const saved = new Date().toISOString();
    return { id: this.id, saved, pid: process.pid, view: await this.#placed(view), calls, sources };
  }

  /** A source as the record names it: by a key of its `sources`. */
  async #recorded(source: Source, store: SessionStore): Promise<Source> {
    if (!("file" in source)) {
      const kept = await store.keep(source.bytes);
      const found = { kept, name: source.name, place: source.place ?? null };
      // Of two files with the same content each keeps its name.
      const key = `kept-${createHash("sha256").update(JSON.stringify(found)).digest("hex").slice(0, 32)}`;
      this.#sources.set(key, found);
      return { file: key as FileId };
    }
    if (this.#sources.has(source.file)) return source;
    const path = await this.#params.files.place(source.file);
    if (path === undefined) return source;
    const key = `at-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
    const { size, mtimeMs } = await stat(path);
    this.#sources.set(key, { path, size, modified: mtimeMs });
    return { file: key as FileId };
  }

  async #read(id: FileId): Promise<LentBytes> {
    const source = this.#sources.get(id);
    if (!source) {
      const lent = await this.#params.files.read(id);
      const place = await this.#params.files.place(id);
      return place === undefined ? lent : { ...lent, place };
    }
    if ("kept" in source) {
      const { kept, name, place } = source;
      if (!this.#params.store) throw new AppError("input", "Nothing was kept of this file.");
      return { name, bytes: await this.#params.store.read(kept), ...(place !== null && { place }) };
    }
    const { path, size, modified } = source;
    const now = await stat(path).catch(() => undefined);
    if (now?.size !== size || now.mtimeMs !== modified) {
      throw new AppError("input", `${basename(path)} is gone or has changed; open it again.`, { path });
    }
    return { name: basename(path), bytes: await readFile(path), place: path };
  }
}

function isEnded(messages: readonly FromEngine[]): boolean {
  return messages.some(({ kind }) => kind === "done" || kind === "failed");
}

function failed(id: number, error: AppError): FromEngine {
  return { kind: "failed", id, error: toCallError(error) };
}

function resumedId(received: unknown): number | undefined {
  if (typeof received !== "object" || received === null) return undefined;
  const { kind, id } = received as { kind?: unknown; id?: unknown };
  return kind === "resume" && typeof id === "number" ? id : undefined;
}
