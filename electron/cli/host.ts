import type { RunProgram } from "#electron/cli/identify/cluster/run-program.ts";
import type { EngineFiles } from "#workers/engine-files.ts";

/** What a command needs of the process it runs in. Tests lend their own, so that commands run inside a test. */
export interface Host {
  /** Results, to standard output. */
  out(text: string): void;
  /** Progress, warnings and errors, to standard error. */
  err(text: string): void;
  /** Whether standard error is a terminal on which a progress bar can be drawn. */
  readonly hasProgress: boolean;
  /** Whether standard output shows colours. */
  readonly hasColour: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Set by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly engineFiles: EngineFiles;
  /** Words that start this program again, on another machine with the same files; left out where that cannot be. */
  readonly program?: readonly string[];
  /** Runs another program, such as a scheduler's. */
  readonly runProgram?: RunProgram;
  /** Seconds since the process started. */
  seconds(): number;
}

/** Exit codes of the program. */
export const EXIT = { ok: 0, error: 1, usage: 2, cancelled: 130 } as const;
