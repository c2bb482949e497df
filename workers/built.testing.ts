import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { EngineFiles } from "#workers/engine-files.ts";

const root = resolve(import.meta.dirname, "..");

/**
 * The built parts of the engine, brought up to date first as every command of the repository does, so that
 * tests of threads test the sources beside them. Throws with the build's own words when that fails.
 */
export function builtEngineFiles(): EngineFiles {
  const script = 'import { ensureReady } from "./build/setup.mjs"; ensureReady();';
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The engine could not be built:\n${stderr}`);
  return {
    kernel: new URL("../dist/kernels/fit.wasm", import.meta.url),
    thread: new URL("../dist/workers/thread.js", import.meta.url),
  };
}

/** The compiled SIMD kernel of a build. */
export function builtModule({ kernel }: EngineFiles): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(kernel));
}
