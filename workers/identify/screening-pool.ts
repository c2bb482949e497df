import { Worker } from "node:worker_threads";
import { AppError, cancelled } from "#core/errors.ts";
import type { CancelSignal } from "#core/job/job-context.ts";
import type { Volume } from "#core/volume/volume.ts";
import { loadKernelModule } from "#workers/cpu-engine.ts";
import type { EngineFiles } from "#workers/engine-files.ts";
import type {
  FromScreenThread,
  ScreenJob,
  ScreenThreadSetup,
  ToScreenThread,
} from "#workers/identify/messages.ts";

/** One thread while somebody has it: requests and their answers in turn. */
export interface Screener {
  ask<K extends FromScreenThread["kind"]>(
    request: ToScreenThread,
    kind: K,
  ): Promise<Extract<FromScreenThread, { kind: K }>>;
}

/** Whatever screens candidates: threads, or the calling one. */
export interface Screening {
  readonly threads: number;
  /**
   * Lends a screener to `work` as soon as one is free. When the signal is set, requests end as `cancelled`; one that is lost
   * fails the request at work with `resource` and is replaced.
   */
  use<T>(work: (screener: Screener) => Promise<T>, signal: CancelSignal): Promise<T>;
  dispose(): Promise<void>;
}

/**
 * Threads that screen candidates side by side, each with a kernel and the region in a memory of its own: candidates are small,
 * so that a thread for each scales where several threads for one would wait for each other. Every candidate is worked out
 * by one thread alone, so the answers do not depend on how many there are.
 */
export class ScreeningPool implements Screening {
  readonly #setup: ScreenThreadSetup;
  readonly #script: URL;
  readonly #idle: (Worker | undefined)[];
  readonly #waiting: ((worker: Worker | undefined) => void)[] = [];
  readonly #busy = new Set<Worker>();
  readonly threads: number;

  /** Throws `internal` when the program was not built. */
  constructor(files: EngineFiles, job: ScreenJob, threads: number) {
    this.#setup = {
      module: loadKernelModule(files),
      job,
      cancel: new Int32Array(new SharedArrayBuffer(4)),
    };
    this.#script = new URL("screen-thread.js", files.thread);
    this.threads = threads;
    this.#idle = Array.from({ length: threads }, () => undefined);
  }

  async use<T>(work: (screener: Screener) => Promise<T>, signal: CancelSignal): Promise<T> {
    const free = await this.#take();
    let worker: Worker | undefined = free ?? new Worker(this.#script, { workerData: this.#setup });
    this.#busy.add(worker);
    const own = worker;
    try {
      return await work({
        ask: async (request, kind) => {
          if (!worker) throw threadLost();
          try {
            return await ask(worker, request, kind, signal, this.#setup.cancel);
          } catch (thrown) {
            if (thrown instanceof ThreadGone) {
              worker = undefined;
              throw threadLost();
            }
            throw thrown;
          }
        },
      });
    } finally {
      this.#busy.delete(own);
      this.#give(worker);
    }
  }

  /** Ends all threads. */
  async dispose(): Promise<void> {
    Atomics.store(this.#setup.cancel, 0, 1);
    const workers = [...this.#idle.splice(0), ...this.#busy];
    await Promise.all(workers.map((worker) => worker?.terminate()));
  }

  #take(): Promise<Worker | undefined> {
    if (this.#idle.length > 0) return Promise.resolve(this.#idle.pop());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(worker: Worker | undefined): void {
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#idle.push(worker);
  }
}

/** A region's densities where all threads can read them. */
export function sharedValues({ values }: Volume): Float32Array<SharedArrayBuffer> {
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

class ThreadGone extends Error {}

const CANCEL_CHECK = 50; // ms

function ask<K extends FromScreenThread["kind"]>(
  worker: Worker,
  request: ToScreenThread,
  kind: K,
  signal: CancelSignal,
  cancel: Int32Array<SharedArrayBuffer>,
): Promise<Extract<FromScreenThread, { kind: K }>> {
  if (signal.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    // The thread is deep in a search and reads no messages: it looks at the shared flag.
    const watch = setInterval(() => {
      if (signal.aborted) Atomics.store(cancel, 0, 1);
    }, CANCEL_CHECK);
    const end = (settle: () => void) => {
      clearInterval(watch);
      worker.off("message", answered);
      worker.off("error", died);
      worker.off("exit", left);
      settle();
    };
    const answered = (answer: FromScreenThread) =>
      end(() => {
        if (answer.kind === "failed") {
          const { code, message, detail } = answer.error;
          reject(new AppError(code, message, detail));
        } else if (answer.kind === kind) resolve(answer as Extract<FromScreenThread, { kind: K }>);
        else reject(new AppError("internal", "A screening thread answered another question."));
      });
    const died = () => {}; // "exit" follows
    const left = () => end(() => reject(new ThreadGone()));
    worker.on("message", answered);
    worker.on("error", died);
    worker.on("exit", left);
    worker.postMessage(request);
  });
}

function threadLost(): AppError {
  return new AppError(
    "resource",
    "The thread that worked on it stopped, perhaps for lack of memory: use fewer --threads, or leave out models this large.",
  );
}
