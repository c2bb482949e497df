// One thread that screens candidates: a SIMD kernel and the region in a memory of its own.
import { parentPort, workerData } from "node:worker_threads";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { toCallError } from "#workers/engine/call-error.ts";
import type { FromScreenThread, ScreenThreadSetup, ToScreenThread } from "#workers/identify/messages.ts";
import { createScreener } from "#workers/identify/screener.ts";
import { createWasmKernel } from "#workers/kernels/wasm/wasm-kernel.ts";

const { module, job, cancel } = workerData as ScreenThreadSetup;
const kernel = createWasmKernel(module);
const screener = createScreener(createLocalEngine(kernel, kernel.maps), job, {
  get aborted() {
    return Atomics.load(cancel, 0) !== 0;
  },
});

parentPort?.on("message", async (message: ToScreenThread) => {
  let answer: FromScreenThread;
  try {
    answer = await screener(message);
  } catch (thrown) {
    answer = { kind: "failed", error: toCallError(thrown) };
  }
  parentPort?.postMessage(answer);
});
