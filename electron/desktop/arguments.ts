import { resolve } from "node:path";
import type { EngineThreadSetup } from "#workers/engine-thread.ts";

/** What the application was started with. */
export interface StartWords {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly kernel: EngineThreadSetup["kernel"];
}

const KERNELS: readonly string[] = ["auto", "cpu", "gpu", "reference"];

/**
 * Reads the words after the program's name: files, and `--kernel NAME`. Other words that start with a dash are
 * Chromium's and the system's (macOS adds some) and are left to them.
 */
export function readWords(words: readonly string[], folder: string): StartWords {
  const files: string[] = [];
  let kernel = "auto";
  for (let n = 0; n < words.length; n++) {
    const word = words[n] ?? "";
    if (word === "--kernel") kernel = words[++n] ?? "";
    else if (word.startsWith("--kernel=")) kernel = word.slice("--kernel=".length);
    else if (!word.startsWith("-") && word !== "") files.push(resolve(folder, word));
  }
  return { files, kernel: KERNELS.includes(kernel) ? (kernel as StartWords["kernel"]) : "auto" };
}
