import type { Host } from "#electron/cli/host.ts";
import type { ProgressReport } from "#workers/job.ts";

const BAR_WIDTH = 24;
const ERASE_LINE = "\r\u001b[K";

/** One line on standard error that shows how far a job has come; nothing where that is no terminal. */
export interface ProgressBar {
  show(progress: ProgressReport): void;
  /** Takes the line away, before anything else is printed. */
  clear(): void;
}

/** `isQuiet`: draw nothing. */
export function createProgressBar(host: Host, isQuiet: boolean): ProgressBar {
  if (isQuiet || !host.hasProgress) return { show() {}, clear() {} };
  let isShown = false;
  return {
    show(progress) {
      isShown = true;
      host.err(`${ERASE_LINE}${progressLine(progress, host.columns)}`);
    },
    clear() {
      if (isShown) host.err(ERASE_LINE);
      isShown = false;
    },
  };
}

/** The line of a progress bar, no wider than the terminal: step, bar, per cent, time left. */
export function progressLine({ step, fraction, secondsLeft }: ProgressReport, columns: number): string {
  const filled = Math.round(fraction * BAR_WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const left = secondsLeft === undefined ? "" : `, up to ${wait(secondsLeft)} left`;
  const state = `${bar} ${Math.round(100 * fraction)} %${left}`;
  return `${step}  ${state}`.slice(0, Math.max(columns - 1, 1));
}

function wait(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
