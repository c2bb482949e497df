// The engine on a thread of its own, so that the host's main thread stays free.
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import type { EngineHost } from "#workers/engine/session.ts";
import { createEngine } from "#workers/engine.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { ScreeningPool } from "#workers/identify/screening-pool.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { findRemoteGpu } from "#workers/kernels/gpu/remote-gpu.ts";
import { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";
import { lineOn } from "#workers/port.ts";
import { startEngine } from "#workers/start-engine.ts";

/** What an engine thread is born with. Addresses travel as text. */
export interface EngineThreadSetup {
  readonly version: string;
  readonly kernel: KernelName | "auto";
  readonly threads: number;
  readonly kernelFile: string;
  readonly threadFile: string;
  /** Folder for the journals of identifications; null keeps none. */
  readonly journals: string | null;
  /** Folders outside which no images of particles are read; null: the whole computer. */
  readonly folders: readonly string[] | null;
  /** A line to a page that lends its graphics card; left out where the card is in reach of this process. */
  readonly gpuPort?: MessagePort;
}

const { version, kernel, threads, kernelFile, threadFile, journals, folders, gpuPort } =
  workerData as EngineThreadSetup;
const files = { kernel: new URL(kernelFile), thread: new URL(threadFile) };

// The page is looked for at once: it starts while files are read.
const gpu = gpuPort && findRemoteGpu(gpuPort);

if (parentPort) {
  const port = parentPort;
  const startKernel = () => startEngine(kernel, threads, files, gpu && (() => gpu));
  const startImages = () => createImageEngine(files, threads);
  const startScreening = (job: ScreenJob) => new ScreeningPool(files, job, threads);
  const startParticles: EngineHost["startParticles"] = (set, stacks) =>
    new ThreadedParticleEngine(set, stacks, files, threads);
  const clock = () => performance.now();
  const starts = { startKernel, startImages, startScreening, startParticles };
  createEngine({ version, ...starts, journals, folders, clock }, lineOn(port));
  port.on("message", (message: { kind?: unknown } | null) => {
    if (message?.kind === "ping") port.postMessage({ kind: "pong" });
  });
}
