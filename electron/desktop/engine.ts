import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { GpuWindow } from "#electron/desktop/gpu-window.ts";
import type { EngineThreadSetup } from "#workers/engine-thread.ts";

/** An engine on a thread of its own, with a fresh line to the hidden window unless the card is not wanted. */
export function startEngine(
  {
    bundle,
    version,
    kernel,
    journals,
  }: Pick<EngineThreadSetup, "version" | "kernel" | "journals"> & { readonly bundle: string },
  gpu: GpuWindow,
): Worker {
  const beside = (path: string) => outsideArchive(new URL(path, bundle));
  const gpuPort = kernel === "cpu" || kernel === "reference" ? undefined : gpu.connect();
  const setup: EngineThreadSetup = {
    version,
    kernel,
    threads: availableParallelism(),
    kernelFile: beside("../kernels/fit.wasm").href,
    threadFile: beside("../workers/thread.js").href,
    journals,
    folders: null,
    ...(gpuPort && { gpuPort }),
  };
  return new Worker(beside("../workers/engine-thread.js"), {
    workerData: setup,
    ...(gpuPort && { transferList: [gpuPort] }),
  });
}

/** In an installed application threads and their kernels lie beside the archive that holds everything else. */
function outsideArchive(address: URL): URL {
  return new URL(address.href.replace("/app.asar/", "/app.asar.unpacked/"));
}
