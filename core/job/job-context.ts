import { cancelled } from "#core/errors.ts";

/** How far a long step has come. `done` never decreases within a step. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  /** What is counted, where it is worth saying. */
  readonly unit?: "bytes";
}

/** What the program needs of an AbortSignal; core knows no DOM, so it states its own. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** What every long function receives: a way to be cancelled and to report. */
export interface JobContext {
  readonly signal: CancelSignal;
  /** Reports progress, gives the thread back for a moment, and throws `cancelled` when asked to stop. */
  checkpoint(progress: Progress): Promise<void>;
}

/** Throws `cancelled` when the signal is set; for loops too tight for a checkpoint. */
export function throwIfCancelled(signal: CancelSignal): void {
  if (signal.aborted) throw cancelled();
}

/** A job nobody watches or cancels: for tests and for short work. */
export const quietJob: JobContext = {
  signal: { aborted: false },
  checkpoint: async () => {},
};
