import { AppError, asAppError, cancelled } from "#core/errors.ts";
import { toCallError } from "#workers/engine/call-error.ts";
import { checkMessage, checkParams } from "#workers/engine/call-schemas.ts";
import { Journal, type JournalEntry } from "#workers/journal.ts";
import type { FileId, FromEngine, ToEngine } from "#workers/protocol.ts";
import { mapSources } from "#workers/sources.ts";

/** What a supervisor needs of a thread that runs an engine; worker_threads' Worker is one. */
export interface EngineThread {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: FromThread) => void): unknown;
  /** The thread has ended, for whatever reason. */
  on(event: "exit", listener: () => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  terminate(): Promise<unknown>;
}

/** Answers of the engine, and of the thread itself when it is asked whether it still listens. */
export type FromThread = FromEngine | { readonly kind: "pong" };
export type ToThread = (ToEngine & { readonly ids?: readonly string[] }) | { readonly kind: "ping" };

/** A file of the host, read. */
export interface LentBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where it lies: path or URL. */
  readonly place?: string;
}

export interface SupervisorParams {
  start(): EngineThread;
  send(message: FromEngine): void;
  /** The bytes of a file the host lends. Throws `input` when it lends none of this id. */
  readFile(id: FileId): Promise<LentBytes>;
  /** What an earlier session was made of: it is made again before the first call. */
  readonly earlier?: readonly JournalEntry[];
  /** The session holds something more, or less. */
  changed?(): void;
  /** A thread that does not answer for so long after a cancel is ended and replaced, ms. */
  readonly patience?: number;
}

const PATIENCE = 30_000; // ms: a thread that only gets no turn on a busy machine loses nobody's work
/** Replayed calls have ids no asker uses. */
const FIRST_REPLAY = 2 ** 52;

/**
 * One engine on a thread, for one window. A thread that dies or hangs fails the calls under way with a sentence; a new
 * one opens the same maps and models again under the same ids, so that the window can go on.
 */
export class Supervisor {
  readonly #params: SupervisorParams;
  readonly #journal = new Journal();
  /** Calls under way; what is replayed is not among them. */
  readonly #calls = new Map<number, Extract<ToEngine, { kind: "call" }>>();
  /** Those of them that the thread knows of. */
  readonly #told = new Set<number>();
  /** Settles when the thread is ready for calls. */
  #ready: Promise<void> = Promise.resolve();
  #replayed: { readonly id: number; readonly settle: (message: FromEngine) => void } | undefined;
  #thread: EngineThread;
  #alarm: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(params: SupervisorParams) {
    this.#params = params;
    this.#thread = this.#start();
    if (!params.earlier) return;
    this.#journal.take(params.earlier);
    this.#ready = this.#replay(this.#thread);
  }

  /** What the session is made of, enough to make it again. */
  journal(): readonly JournalEntry[] {
    return this.#journal.entries();
  }

  /** A message of the window; it may be anything. */
  take(received: unknown): void {
    const message = checkMessage(received);
    if (message?.kind === "cancel") this.#cancel(message.id);
    else if (message) this.#begin(message);
    else this.#thread.postMessage(received); // the engine says what is wrong with it, or drops it
  }

  async dispose(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    await this.#thread.terminate();
  }

  #begin(call: Extract<ToEngine, { kind: "call" }>): void {
    if (this.#calls.has(call.id)) return;
    this.#calls.set(call.id, call);
    this.#ready
      .then(async () => {
        const kept = await this.#withBytes(call);
        // It may have been cancelled, or failed with its thread, in the meantime.
        if (this.#calls.get(call.id) !== call) return;
        this.#calls.set(call.id, kept.journal);
        this.#told.add(call.id);
        this.#tell(kept.send);
      })
      .catch((thrown) => this.#fail(call.id, asAppError(thrown)));
  }

  /** The call as the engine gets it, and as it is remembered: bytes in memory that both share, files by their id. */
  async #withBytes(
    call: Extract<ToEngine, { kind: "call" }>,
  ): Promise<{ send: typeof call; journal: typeof call }> {
    const checked = checkParams(call.name, call.params);
    if ("problem" in checked) return { send: call, journal: call };
    const kept = await mapSources(call.name, checked.params, async (source) =>
      // Where bytes lay is the host's to say, not the page's.
      "file" in source ? source : { name: source.name, bytes: shared(source.bytes) },
    );
    const sent = await mapSources(call.name, kept, async (source) => {
      if (!("file" in source)) return source;
      const file = await this.#params.readFile(source.file);
      return { ...file, bytes: shared(file.bytes) };
    });
    return { send: { ...call, params: sent }, journal: { ...call, params: kept } };
  }

  #cancel(id: number): void {
    if (!this.#told.has(id)) {
      this.#fail(id, cancelled());
      return;
    }
    this.#tell({ kind: "cancel", id });
    this.#tell({ kind: "ping" });
    // When this thread was the one that was held up, the answer is here already, and heard before the next turn.
    this.#alarm ??= setTimeout(() => setImmediate(() => this.#endDeaf()), this.#params.patience ?? PATIENCE);
  }

  #endDeaf(): void {
    if (this.#alarm !== undefined) void this.#thread.terminate();
  }

  #start(): EngineThread {
    const thread = this.#params.start();
    thread.on("message", (message) => {
      if (thread === this.#thread) this.#hear(message);
    });
    thread.on("error", () => {}); // "exit" follows
    thread.on("exit", () => {
      if (thread === this.#thread && !this.#closed) this.#replace();
    });
    return thread;
  }

  #hear(message: FromThread): void {
    if (message.kind === "pong") {
      clearTimeout(this.#alarm);
      this.#alarm = undefined;
      return;
    }
    if (message.id >= FIRST_REPLAY) {
      const isAnswer = message.kind === "done" || message.kind === "failed";
      if (isAnswer && message.id === this.#replayed?.id) this.#replayed.settle(message);
      return;
    }
    const call = this.#calls.get(message.id);
    if (message.kind === "done" && call && this.#journal.note(call, message.result)) this.#params.changed?.();
    if (message.kind === "done" || message.kind === "failed") {
      this.#calls.delete(message.id);
      this.#told.delete(message.id);
    }
    this.#params.send(message);
  }

  #replace(): void {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    // A thread that dies of what it is given again would die for ever.
    if (this.#replayed) this.#journal.clear();
    this.#replayed?.settle({ kind: "done", id: 0, result: null });
    this.#replayed = undefined;
    for (const id of [...this.#calls.keys()]) this.#fail(id, stopped());
    this.#thread = this.#start();
    this.#ready = this.#replay(this.#thread);
  }

  async #replay(thread: EngineThread): Promise<void> {
    let id = FIRST_REPLAY;
    for (const entry of this.#journal.entries()) {
      const { send } = await this.#withBytes({ ...entry.call, id: id++ }).catch(() => ({ send: undefined }));
      if (thread !== this.#thread || !send) continue;
      await new Promise<void>((resolve) => {
        this.#replayed = { id: send.id, settle: () => resolve() };
        this.#tell({ ...send, ids: entry.ids });
      });
      if (thread === this.#thread) this.#replayed = undefined;
    }
  }

  #tell(message: ToThread): void {
    this.#thread.postMessage(message);
  }

  #fail(id: number, error: AppError): void {
    this.#told.delete(id);
    if (this.#calls.delete(id)) this.#params.send({ kind: "failed", id, error: toCallError(error) });
  }
}

/** Bytes in memory that two threads share; others can be given away only once. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function stopped(): AppError {
  return new AppError(
    "resource",
    "The engine stopped, perhaps for lack of memory. Maps and models are being opened again; then try once more.",
  );
}
