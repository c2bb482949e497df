import { setImmediate as nextTurn } from "node:timers/promises";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";

/** How long a thread may keep to itself before signals and messages get their turn, ms. */
export const YIELD_EVERY = 10;
const REPORT_EVERY = 100; // ms
const LEAST_FRACTION = 0.05; // of a step done before the time left is worth a guess

/** How far a job has come, for a progress bar. */
export interface ProgressReport {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  /** 0…1, never less than in the report before of the same step. */
  readonly fraction: number;
  /** Seconds this step will still take at its speed so far; undefined at its beginning. */
  readonly secondsLeft: number | undefined;
}

/**
 * A job that ends with the signal. It lends the thread back for a turn at most every 10 ms, so that signals and
 * answers of threads arrive, and reports at most every 100 ms. `clock`: milliseconds since some fixed moment.
 */
export function createJob(
  signal: AbortSignal,
  report: (progress: ProgressReport) => void = () => {},
  clock: () => number = () => performance.now(),
): JobContext {
  let lastTurn = clock();
  let lastReport = lastTurn; // short jobs show no bar
  let current = { step: "", began: 0, fraction: 0 };
  return {
    signal,
    async checkpoint({ step, done, total }) {
      throwIfCancelled(signal);
      const now = clock();
      if (step !== current.step) current = { step, began: now, fraction: 0 };
      const fraction = Math.max(current.fraction, total > 0 ? Math.min(done / total, 1) : 0);
      current.fraction = fraction;
      if (now - lastReport >= REPORT_EVERY) {
        lastReport = now;
        report({ step, done, total, fraction, secondsLeft: timeLeft(now - current.began, fraction) });
      }
      if (now - lastTurn < YIELD_EVERY) return;
      await nextTurn();
      lastTurn = clock();
      throwIfCancelled(signal);
    },
  };
}

function timeLeft(elapsed: number, fraction: number): number | undefined {
  return fraction >= LEAST_FRACTION ? (elapsed * (1 - fraction)) / fraction / 1000 : undefined;
}
