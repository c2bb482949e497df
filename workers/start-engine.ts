import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError } from "#core/errors.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import type { FitKernel, KernelName } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { loadKernelModule } from "#workers/cpu-engine.ts";
import type { EngineFiles } from "#workers/engine-files.ts";
import { fallingBackEngine } from "#workers/falling-back-engine.ts";
import { YIELD_EVERY } from "#workers/job.ts";
import type { GpuLookup } from "#workers/kernels/gpu/gpu-host.ts";
import { selectKernel } from "#workers/kernels/select-kernel.ts";
import { KernelStore } from "#workers/kernels/wasm/store.ts";
import { createWasmKernel, WASM_DEVICE } from "#workers/kernels/wasm/wasm-kernel.ts";
import { createWasmMaps } from "#workers/kernels/wasm/wasm-maps.ts";
import { Pool } from "#workers/pool.ts";

/** A running engine, and why this kernel and no other. */
export interface StartedEngine {
  readonly engine: PoseEngine;
  readonly reason: string;
}

/**
 * Starts the kernel asked for. Worker threads start at once, so that they are ready by the time the files are read.
 * `findGpu` says where the graphics card is: in this process, unless the host has it elsewhere.
 * Throws `resource` when the gpu is asked for and cannot be used, `internal` when the build is incomplete.
 */
export async function startEngine(
  wanted: KernelName | "auto",
  threads: number,
  files: EngineFiles,
  findGpu: () => Promise<GpuLookup> = findOwnGpu,
): Promise<StartedEngine> {
  if (wanted === "reference") return startReference();
  const module = loadKernelModule(files);
  const pool = wanted === "gpu" ? undefined : new Pool(module, files.thread, threads);
  try {
    const choice = await selectKernel(wanted, {
      cpu: { device: WASM_DEVICE, threads, create: () => createWasmKernel(module) },
      findGpu,
    });
    if (choice.name !== "gpu" && pool) return { engine: pool, reason: choice.reason };
    await pool?.dispose();
    if (choice.name === "gpu") {
      const card = createLocalEngine(choice.kernel, createWasmMaps(new KernelStore(module)));
      if (wanted === "gpu") return { engine: card, reason: choice.reason };
      return withFallback(card, choice.reason, () => new Pool(module, files.thread, threads));
    }
  } catch (thrown) {
    await pool?.dispose();
    throw thrown;
  }
  throw new AppError("internal", "The choice of kernel and the engine disagree.", { wanted });
}

async function findOwnGpu(): Promise<GpuLookup> {
  return (await import("#workers/kernels/gpu/node-adapter.ts")).findNodeGpu();
}

/** A card that the program chose by itself is left by itself when it is lost; the reason then says so. */
function withFallback(card: PoseEngine, reason: string, startCpu: () => PoseEngine): StartedEngine {
  let current = reason;
  const engine = fallingBackEngine(card, startCpu, (why) => {
    current = `gpu: ${card.device} was lost (${why}); using cpu, ${WASM_DEVICE}`;
  });
  return {
    engine,
    get reason() {
      return current;
    },
  };
}

async function startReference(): Promise<StartedEngine> {
  const { createReferenceKernel } = await import("#core/kernel/reference-kernel.ts");
  return { engine: createLocalEngine(lendingTurns(createReferenceKernel())), reason: "as asked" };
}

/** A kernel on this thread would keep it for minutes: between evaluations signals get their turn. */
function lendingTurns(kernel: FitKernel): FitKernel {
  let lastTurn = performance.now();
  return {
    ...kernel,
    async evaluate(...args) {
      if (performance.now() - lastTurn > YIELD_EVERY) {
        await nextTurn();
        lastTurn = performance.now();
      }
      await kernel.evaluate(...args);
    },
  };
}
