/** Where the built parts of the engine lie. */
export interface EngineFiles {
  /** The compiled SIMD kernel, fit.wasm. */
  readonly kernel: URL;
  /** The bundled thread.ts. */
  readonly thread: URL;
}

/** Where they lie for a program of dist/, given its address (import.meta.url): every bundle is one folder deep. */
export function engineFilesBeside(bundle: string): EngineFiles {
  return {
    kernel: new URL("../kernels/fit.wasm", bundle),
    thread: new URL("../workers/thread.js", bundle),
  };
}
