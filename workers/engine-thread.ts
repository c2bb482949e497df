// The engine on a thread of its own, so that the host's main thread stays free.
import { parentPort, workerData } from "node:worker_threads";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { createEngine } from "#workers/engine.ts";
import { lineOn } from "#workers/port.ts";
import { startEngine } from "#workers/start-engine.ts";

/** What an engine thread is born with. Addresses travel as text. */
export interface EngineThreadSetup {
  readonly version: string;
  readonly kernel: KernelName | "auto";
  readonly threads: number;
  readonly kernelFile: string;
  readonly threadFile: string;
}

const { version, kernel, threads, kernelFile, threadFile } = workerData as EngineThreadSetup;
const files = { kernel: new URL(kernelFile), thread: new URL(threadFile) };

if (parentPort) {
  const port = parentPort;
  createEngine(
    { version, startKernel: () => startEngine(kernel, threads, files), clock: () => performance.now() },
    lineOn(port),
  );
  port.on("message", (message: { kind?: unknown } | null) => {
    if (message?.kind === "ping") port.postMessage({ kind: "pong" });
  });
}
