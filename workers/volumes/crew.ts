import { Worker } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type { FromThread, ToThread, VolumeJob, VolumeTask } from "#workers/volumes/messages.ts";
import { createVolumeWorker } from "#workers/volumes/volume-worker.ts";

/** The threads that work on whole volumes in shared memory, one job at a time. They start with the first large job. */
export class Crew {
  readonly threads: number;
  readonly #thread: URL;
  #workers: Worker[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** `thread` is the bundled volume-thread.ts. */
  constructor(thread: URL, threads: number) {
    this.#thread = thread;
    this.threads = Math.max(1, threads);
  }

  /** Whether threads are running, so that asking them costs little. */
  get isStarted(): boolean {
    return this.#workers.length > 0;
  }

  /** Does some work when all earlier work is done: threads hold one job. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Works off lists of tasks of a job, each list by one seat and in its order; `step` names them to the user. */
  async run(layout: VolumeJob, lists: VolumeTask[][], step: string, job: JobContext): Promise<void> {
    const total = lists.reduce((sum, list) => sum + list.length, 0);
    let done = 0;
    const workOff = async (work: (task: VolumeTask) => Promise<void> | void) => {
      for (let list = lists.shift(); list; list = lists.shift()) {
        for (const task of list) {
          throwIfCancelled(job.signal);
          await work(task);
          done++;
          await job.checkpoint({ step, done, total });
        }
      }
    };
    const seats = layout.scratch.length;
    if (seats === 1) return workOff(createVolumeWorker(layout, 0));
    while (this.#workers.length < seats) this.#workers.push(new Worker(this.#thread));
    const asked = this.#workers.slice(0, seats);
    const ends = await Promise.allSettled(
      asked.map((worker, seat) => {
        tell(worker, { kind: "job", job: layout, seat });
        return workOff((task) => this.#ask(worker, task));
      }),
    );
    // Only when every thread has answered may the next job begin: an answer must not be taken for another's.
    for (const worker of asked) tell(worker, { kind: "rest" });
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #ask(worker: Worker, task: VolumeTask): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (failure?: string) => {
        worker.off("message", answered);
        worker.off("error", died);
        worker.off("exit", left);
        if (failure === undefined) resolve();
        else {
          this.#workers = this.#workers.filter((other) => other !== worker);
          reject(
            new AppError("internal", "A thread that worked on a map failed; try again.", { cause: failure }),
          );
        }
      };
      const answered = ({ failed }: FromThread) => end(failed);
      const died = (error: unknown) => end(String(error));
      const left = (code: number) => end(`The thread ended with ${code}.`);
      worker.on("message", answered);
      worker.on("error", died);
      worker.on("exit", left);
      tell(worker, { kind: "task", task });
    });
  }
}

function tell(worker: Worker, message: ToThread): void {
  worker.postMessage(message);
}
