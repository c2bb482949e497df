import { readFileSync } from "node:fs";
import { AppError } from "#core/errors.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { EngineFiles } from "#workers/engine-files.ts";
import { createWasmKernel } from "#workers/kernels/wasm/wasm-kernel.ts";
import { Pool } from "#workers/pool.ts";

/** The SIMD engine on a number of threads; 0 computes on the calling thread. Throws `internal` when not built. */
export function createCpuEngine(threads: number, files: EngineFiles): PoseEngine {
  const module = loadKernelModule(files);
  if (threads > 0) return new Pool(module, files.thread, threads);
  const kernel = createWasmKernel(module);
  return createLocalEngine(kernel, kernel.maps);
}

/** The compiled SIMD kernel. Throws `internal` when the program was not built. */
export function loadKernelModule({ kernel }: EngineFiles): WebAssembly.Module {
  try {
    return new WebAssembly.Module(readFileSync(kernel));
  } catch (thrown) {
    throw new AppError("internal", "The compiled kernel is missing or damaged: run `npm run build`.", {
      file: kernel.href,
      cause: String(thrown),
    });
  }
}
