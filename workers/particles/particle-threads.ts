import { Worker } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type {
  FromParticleThread,
  ParticleAnswer,
  ParticleJob,
  ParticleTask,
  ToParticleThread,
} from "#workers/particles/messages.ts";

/** How long a task may go on after a cancel before its thread is ended, ms. */
const PATIENCE = 500;

/** Threads that work off tasks on particles. They start with the first job and stay until `dispose`. */
export class ParticleThreads {
  readonly #script: URL;
  readonly #count: number;
  #workers: Worker[] = [];
  #nextId = 1;

  /** `script`: the bundled particle-thread.ts. */
  constructor(script: URL, count: number) {
    this.#script = script;
    this.#count = Math.max(1, count);
  }

  get count(): number {
    return this.#count;
  }

  /** Tells all threads what the tasks to come are about. */
  begin(job: ParticleJob): void {
    this.#start();
    for (const worker of this.#workers) tell(worker, { kind: "job", job });
  }

  /**
   * The answers of tasks, in their order, however many threads there are. `step` names the work in progress reports.
   * Throws what a task threw, `cancelled`, or `resource` when a thread died. A cancel ends threads that are at a long task.
   */
  async run(tasks: readonly ParticleTask[], step: string, job: JobContext): Promise<ParticleAnswer[]> {
    this.#start();
    const answers: ParticleAnswer[] = [];
    let next = 0;
    let done = 0;
    let hasFailed = false;
    const patience = setInterval(() => {
      if (job.signal.aborted) this.#abandon();
    }, PATIENCE);
    const ends = await Promise.allSettled(
      this.#workers.map(async (worker) => {
        while (next < tasks.length && !hasFailed) {
          const number = next++;
          try {
            throwIfCancelled(job.signal);
            answers[number] = await this.#ask(worker, tasks[number]);
            done++;
            await job.checkpoint({ step, done, total: tasks.length });
          } catch (thrown) {
            hasFailed = true;
            throw thrown;
          }
        }
      }),
    );
    clearInterval(patience);
    throwIfCancelled(job.signal);
    // Only when every thread has answered may the next job begin: an answer must not be taken for another's.
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    return answers;
  }

  /** Ends the threads. */
  async dispose(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #start(): void {
    while (this.#workers.length < this.#count) this.#workers.push(new Worker(this.#script));
  }

  /** Ends threads in the middle of their tasks; others take their place when there is work again. */
  #abandon(): void {
    for (const worker of this.#workers.splice(0)) void worker.terminate();
  }

  #ask(worker: Worker, task: ParticleTask): Promise<ParticleAnswer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const end = () => {
        worker.off("message", answered);
        worker.off("error", died);
        worker.off("exit", left);
      };
      const lost = (cause: string) => {
        end();
        this.#workers = this.#workers.filter((other) => other !== worker);
        const message =
          "A worker thread stopped, perhaps for lack of memory: run it again, with fewer threads if it stops once more.";
        reject(new AppError("resource", message, { cause }));
      };
      const answered = (message: FromParticleThread) => {
        if (message.id !== id) return;
        end();
        if (message.failed) reject(new AppError(message.failed.code, message.failed.message));
        else resolve(message.answer ?? null);
      };
      const died = (error: unknown) => lost(String(error));
      const left = (code: number) => lost(`The thread ended with ${code}.`);
      worker.on("message", answered);
      worker.on("error", died);
      worker.on("exit", left);
      tell(worker, { kind: "task", id, task });
    });
  }
}

function tell(worker: Worker, message: ToParticleThread): void {
  worker.postMessage(message);
}
