import type { CancelSignal } from "#core/job/job-context.ts";

interface Running {
  stop(): void;
  readonly ended: Promise<unknown>;
}

/** Work of which there is one of a kind at a time: who asks for it again takes it over. */
export class OneAtATime {
  readonly #running = new Map<string, Running>();

  /**
   * Does work alone among that of the same key: what is under way is stopped first, as by a cancel. The work gets a signal
   * that is set when `signal` is, or when it is taken over.
   */
  async run<T>(key: string, signal: CancelSignal, work: (signal: CancelSignal) => Promise<T>): Promise<T> {
    for (let before = this.#running.get(key); before; before = this.#running.get(key)) {
      before.stop();
      await before.ended;
    }
    let isTaken = false;
    const running = work({
      get aborted() {
        return isTaken || signal.aborted;
      },
    });
    const stop = () => {
      isTaken = true;
    };
    const ended = running.catch(() => {}).finally(() => this.#running.delete(key));
    this.#running.set(key, { stop, ended });
    return running;
  }
}
