import { setImmediate as nextTurn } from "node:timers/promises";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type { CallProgress } from "#workers/protocol.ts";

/** How long a thread may keep to itself before signals and messages get their turn, ms. */
export const YIELD_EVERY = 10;
const REPORT_EVERY = 100; // ms
const LEAST_FRACTION = 0.05; // of a step done before the time left is worth a guess

/** How far a job has come, for a progress bar. */
export interface ProgressReport {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly unit?: "bytes";
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
  let current = { step: "", began: 0, first: 0, fraction: 0 };
  return {
    signal,
    async checkpoint({ step, done, total, unit }) {
      throwIfCancelled(signal);
      const now = clock();
      const share = total > 0 ? Math.min(done / total, 1) : 0;
      if (step !== current.step) current = { step, began: now, first: share, fraction: 0 };
      const fraction = Math.max(current.fraction, share);
      current.fraction = fraction;
      if (now - lastReport >= REPORT_EVERY) {
        lastReport = now;
        const secondsLeft = timeLeft(now - current.began, current.first, fraction);
        report({ step, done, total, ...(unit && { unit }), fraction, secondsLeft });
      }
      if (now - lastTurn < YIELD_EVERY) return;
      await nextTurn();
      lastTurn = clock();
      throwIfCancelled(signal);
    },
  };
}

/** At the speed since the step began, which may have been in the middle: a download that is gone on with. */
function timeLeft(elapsed: number, first: number, fraction: number): number | undefined {
  const share = fraction - first;
  return share >= LEAST_FRACTION ? (elapsed * (1 - fraction)) / share / 1000 : undefined;
}

/** Progress as it crosses a line. */
export function outward({ step, done, total, unit, secondsLeft }: ProgressReport): CallProgress {
  return { step, done, total, ...(unit && { unit }), ...(secondsLeft !== undefined && { secondsLeft }) };
}
