import { readFileSync } from "node:fs";
import { AppError } from "#core/errors.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";
import type { ImageGradient, ImageKernel, KeptMap } from "#core/simulate/vrm/image-kernel.ts";
import type { ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { FourierKernel } from "#core/volume/fourier-kernel.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { EngineFiles } from "#workers/engine-files.ts";
import {
  type JobRequest,
  layOutGather,
  layOutGatherInPlace,
  layOutSum,
  mapOf,
  samplesOf,
} from "#workers/images/image-memory.ts";
import { gatherTasks, sumTasks } from "#workers/images/image-tasks.ts";
import { GATHERED } from "#workers/images/image-worker.ts";
import { keptMap } from "#workers/images/kept-map.ts";
import { Crew } from "#workers/volumes/crew.ts";
import { FourierEngine } from "#workers/volumes/fourier-engine.ts";
import type { ImageJob } from "#workers/volumes/messages.ts";

/** Jobs below so many samples are done on the calling thread: asking threads, and starting them, costs as much. */
const SAMPLES_WORTH_THREADS = 1e6;
const SAMPLES_WORTH_STARTING = 1e7;

/** What the user reads while threads are at work. */
const STEP = "model map";

/** The image engine of a build, beside its fit engine. Throws `internal` when the program was not built. */
export function createImageEngine({ kernel, thread }: EngineFiles, threads: number): ImageEngine {
  const compile = (name: string) => {
    const file = new URL(name, kernel);
    try {
      return new WebAssembly.Module(readFileSync(file));
    } catch (thrown) {
      throw new AppError("internal", "The compiled kernel is missing or damaged: run `npm run build`.", {
        file: file.href,
        cause: String(thrown),
      });
    }
  };
  const crew = new Crew(new URL("volume-thread.js", thread), threads);
  return new ImageEngine(compile("images.wasm"), crew, new FourierEngine(compile("fourier.wasm"), crew));
}

/** Sums and gathers atom images in WebAssembly SIMD on a number of threads. */
export class ImageEngine implements ImageKernel {
  readonly name = "cpu";
  readonly fourier: FourierKernel;
  readonly #module: WebAssembly.Module;
  readonly #crew: Crew;
  /** What the last gather worked in: large, the same again in a refinement, and not missed where memory is short. */
  #gatherMemory: WeakRef<WebAssembly.Memory> | undefined;
  /** The memories of maps that were handed out, by their buffers: a gather from such a map needs no copy of it. */
  readonly #summed = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();

  /** `module` is the compiled images.wasm. */
  constructor(module: WebAssembly.Module, crew: Crew, fourier: FourierKernel) {
    this.#module = module;
    this.#crew = crew;
    this.fourier = fourier;
  }

  sum(plan: ImagePlan, grid: Grid, job: JobContext = quietJob): Promise<Volume> {
    return this.#crew.inTurn(async () => {
      const { memory, ...layout } = await this.#sum(plan, grid, job);
      this.#summed.set(memory.buffer, memory);
      return mapOf({ memory, ...layout }, grid);
    });
  }

  gather(plan: ImagePlan, weights: Volume, job: JobContext = quietJob): Promise<ImageGradient> {
    return this.#crew.inTurn(async () => {
      const { grid } = weights;
      const seats = this.#seats(plan, grid);
      const request = { module: this.#module, plan, grid, seats };
      const layout = this.#layOutGather(request, weights);
      await this.#crew.run(layout, gatherTasks(plan, grid), STEP, job);
      return toGradient(plan, new Float64Array(layout.memory.buffer, layout.out, GATHERED * plan.count));
    });
  }

  createKeptMap(plan: ImagePlan, grid: Grid, job: JobContext = quietJob): Promise<KeptMap> {
    return this.#crew.inTurn(async () => keptMap(await this.#sum(plan, grid, job), plan, grid));
  }

  /** Ends the threads. */
  dispose(): Promise<void> {
    return this.#crew.dispose();
  }

  #layOutGather(request: JobRequest, weights: Volume): ImageJob {
    const own = this.#summed.get(weights.values.buffer);
    const inPlace = own && layOutGatherInPlace(request, weights, own);
    if (inPlace) return inPlace;
    const layout = layOutGather(request, weights, this.#gatherMemory?.deref());
    this.#gatherMemory = new WeakRef(layout.memory);
    return layout;
  }

  async #sum(plan: ImagePlan, grid: Grid, job: JobContext): Promise<ImageJob> {
    const seats = this.#seats(plan, grid);
    const layout = layOutSum({ module: this.#module, plan, grid, seats });
    await this.#crew.run(layout, sumTasks(plan, grid, seats), STEP, job);
    return layout;
  }

  #seats(plan: ImagePlan, grid: Grid): number {
    const worth = this.#crew.isStarted ? SAMPLES_WORTH_THREADS : SAMPLES_WORTH_STARTING;
    return samplesOf(plan, grid, 0, plan.count) < worth ? 1 : this.#crew.threads;
  }
}

function toGradient(plan: ImagePlan, sums: Float64Array): ImageGradient {
  const { count, occupancy } = plan;
  const gradient = {
    xyz: new Float64Array(3 * count),
    occupancy: new Float64Array(count),
    bFactor: new Float64Array(count),
  };
  for (let n = 0; n < count; n++) {
    const at = GATHERED * n;
    for (let axis = 0; axis < 3; axis++) gradient.xyz[3 * n + axis] = -occupancy[n] * sums[at + axis];
    gradient.occupancy[n] = sums[at + 3];
    gradient.bFactor[n] = occupancy[n] * sums[at + 4];
  }
  return gradient;
}
