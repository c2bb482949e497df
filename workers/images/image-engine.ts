import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { type JobContext, quietJob, throwIfCancelled } from "#core/job/job-context.ts";
import type { ImageGradient, ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import { type Grid, voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { EngineFiles } from "#workers/engine-files.ts";
import { layOutJob, putMap, takeMap } from "#workers/images/image-memory.ts";
import { createImageWorker, GATHERED } from "#workers/images/image-worker.ts";
import type { FromImageThread, ImageJob, ImageTask, ToImageThread } from "#workers/images/messages.ts";

/** Samples that one task may touch: about 50 ms of work, so that cancelling is felt at once. */
const SAMPLES_PER_TASK = 1e7;
/** Jobs below this many samples are done on the calling thread: starting threads costs as much. */
const SAMPLES_WORTH_THREADS = 4e6;

/** The image engine of a build, beside its fit engine. Throws `internal` when the program was not built. */
export function createImageEngine({ kernel, thread }: EngineFiles, threads: number): ImageEngine {
  const file = new URL("images.wasm", kernel);
  try {
    const module = new WebAssembly.Module(readFileSync(file));
    return new ImageEngine(module, new URL("image-thread.js", thread), threads);
  } catch (thrown) {
    throw new AppError("internal", "The compiled kernel is missing or damaged: run `npm run build`.", {
      file: file.href,
      cause: String(thrown),
    });
  }
}

/** Sums and gathers atom images in WebAssembly SIMD on a number of threads, which start with the first large job. */
export class ImageEngine implements ImageKernel {
  readonly name = "cpu";
  readonly #module: WebAssembly.Module;
  readonly #thread: URL;
  readonly #threads: number;
  #workers: Worker[] = [];

  /** `module` is the compiled images.wasm, `thread` the bundled image-thread.ts. */
  constructor(module: WebAssembly.Module, thread: URL, threads: number) {
    this.#module = module;
    this.#thread = thread;
    this.#threads = Math.max(1, threads);
  }

  async sum(plan: ImagePlan, grid: Grid, job: JobContext = quietJob): Promise<Volume> {
    const layout = layOutJob(this.#module, plan, grid, this.#threads);
    const slabs = planeShares(plan, grid, this.#seats(plan, grid));
    await this.#run(layout, (seat) => sumTasks(plan, grid, slabs[seat], seat), slabs.length, job);
    return takeMap(layout, grid);
  }

  async gather(plan: ImagePlan, weights: Volume, job: JobContext = quietJob): Promise<ImageGradient> {
    const { grid } = weights;
    const layout = layOutJob(this.#module, plan, grid, this.#threads);
    putMap(layout, weights);
    const queue = gatherTasks(plan, grid);
    await this.#run(layout, () => queue, this.#seats(plan, grid), job);
    const sums = new Float64Array(layout.memory.buffer, layout.out, GATHERED * plan.count);
    return toGradient(plan, sums);
  }

  /** Ends the threads. */
  async dispose(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.terminate()));
  }

  #seats(plan: ImagePlan, grid: Grid): number {
    return workOf(plan, grid, 0, plan.count) < SAMPLES_WORTH_THREADS ? 1 : this.#threads;
  }

  /** Works off the tasks of every seat; seats may share one queue. */
  async #run(
    layout: ImageJob,
    tasksOf: (seat: number) => ImageTask[],
    seats: number,
    job: JobContext,
  ): Promise<void> {
    const queues = Array.from({ length: seats }, (_, seat) => tasksOf(seat));
    const total = [...new Set(queues)].reduce((sum, queue) => sum + queue.length, 0);
    let done = 0;
    const step = async () => {
      done++;
      await job.checkpoint({ step: "model map", done, total });
    };
    if (seats === 1) {
      const work = createImageWorker(layout);
      for (const task of queues[0]) {
        throwIfCancelled(job.signal);
        work(task);
        await step();
      }
      return;
    }
    while (this.#workers.length < seats) this.#workers.push(new Worker(this.#thread));
    const ends = await Promise.allSettled(
      queues.map(async (queue, seat) => {
        const worker = this.#workers[seat];
        tell(worker, { kind: "job", job: layout });
        for (let task = queue.shift(); task; task = queue.shift()) {
          throwIfCancelled(job.signal);
          await this.#ask(worker, { ...task, seat });
          await step();
        }
      }),
    );
    // Only when every thread has answered may the next job begin: an answer must not be taken for another's.
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }

  #ask(worker: Worker, task: ImageTask): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (failure?: string) => {
        worker.off("message", answered);
        worker.off("error", died);
        worker.off("exit", left);
        if (failure === undefined) resolve();
        else {
          this.#workers = this.#workers.filter((other) => other !== worker);
          reject(
            new AppError("internal", "A thread of the model map failed; try again.", { cause: failure }),
          );
        }
      };
      const answered = ({ failed }: FromImageThread) => end(failed);
      const died = (error: unknown) => end(String(error));
      const left = (code: number) => end(`The thread ended with ${code}.`);
      worker.on("message", answered);
      worker.on("error", died);
      worker.on("exit", left);
      tell(worker, { kind: "task", task });
    });
  }
}

function tell(worker: Worker, message: ToImageThread): void {
  worker.postMessage(message);
}

/** All atoms, in shares of about equal work, writing to the planes of one slab. */
function sumTasks(plan: ImagePlan, grid: Grid, planes: readonly [number, number], seat: number): ImageTask[] {
  const part = (planes[1] - planes[0] + 1) / grid.size[2];
  return shares(plan, grid, part).map(([first, count]) => ({ kind: "sum", first, count, planes, seat }));
}

function gatherTasks(plan: ImagePlan, grid: Grid): ImageTask[] {
  const planes = [0, grid.size[2] - 1] as const;
  return shares(plan, grid, 1).map(([first, count]) => ({ kind: "gather", first, count, planes, seat: 0 }));
}

/** Consecutive atoms whose images touch about as many samples as one task may, of which a part is the task's own. */
function shares(plan: ImagePlan, grid: Grid, part: number): [first: number, count: number][] {
  const cuts: [number, number][] = [];
  let first = 0;
  let work = 0;
  for (let n = 0; n < plan.count; n++) {
    work += part * workOf(plan, grid, n, n + 1);
    if (work < SAMPLES_PER_TASK && n + 1 < plan.count) continue;
    cuts.push([first, n + 1 - first]);
    first = n + 1;
    work = 0;
  }
  return cuts;
}

/** Samples within the images of some atoms, as far as the grid reaches everywhere. */
function workOf(plan: ImagePlan, grid: Grid, from: number, to: number): number {
  const perVolume = (4 / 3) * Math.PI * (1 / voxelVolume(grid));
  let sum = 0;
  for (let n = from; n < to; n++) sum += perVolume * plan.atoms[ATOM_SIZE * n + 4] ** 3;
  return sum;
}

/** Cuts the planes of a grid into slabs that hold about the same number of samples of images. */
function planeShares(plan: ImagePlan, grid: Grid, slabs: number): (readonly [number, number])[] {
  const planes = grid.size[2];
  const work = new Float64Array(planes).fill(1e-9);
  for (let n = 0; n < plan.count; n++) {
    const z = (plan.atoms[ATOM_SIZE * n + 2] - grid.origin[2]) / grid.voxelSize[2];
    const reach = plan.atoms[ATOM_SIZE * n + 4] / grid.voxelSize[2];
    const last = Math.min(planes - 1, Math.floor(z + reach));
    for (let k = Math.max(0, Math.ceil(z - reach)); k <= last; k++) work[k] += reach * reach - (k - z) ** 2;
  }
  const total = work.reduce((sum, w) => sum + w, 0);
  const cuts: (readonly [number, number])[] = [];
  let first = 0;
  let sum = 0;
  for (let k = 0; k < planes; k++) {
    sum += work[k];
    const isFull = sum >= (total * (cuts.length + 1)) / slabs;
    if (!isFull && k + 1 < planes) continue;
    cuts.push([first, k]);
    first = k + 1;
  }
  return cuts;
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
