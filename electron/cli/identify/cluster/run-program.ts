import { execFile } from "node:child_process";

/** What a program said and how it ended; `code` is null when it could not be started. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. Never throws. */
export type RunProgram = (program: string, words: readonly string[]) => Promise<Ran>;

const MOST_TEXT = 64 * 2 ** 20; // bytes: a queue of a hundred thousand tasks

/** Runs a program of this computer. */
export const runProgram: RunProgram = (program, words) =>
  new Promise((resolve) => {
    execFile(program, [...words], { maxBuffer: MOST_TEXT }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ code, out, err: err || (error?.message ?? "") });
    });
  });
