import { readFileSync } from "node:fs";
import { AppError } from "#core/errors.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import type { BuildParams, BuiltModel } from "#core/gmm/build-model.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { RingCalibration } from "#core/gmm/pose-objective.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { type Backprojection, createBackprojection, planeShares } from "#core/particles/backprojection.ts";
import type {
  FoundPoses,
  OrientParams,
  ParticleEngine,
  ReconstructParams,
  SearchParams,
} from "#core/particles/particle-engine.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { type CalibrationSums, calibrate, joinSums } from "#core/particles/pose-calibration.ts";
import { type CtfUse, sliceLength } from "#core/particles/slices.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { EngineFiles } from "#workers/engine-files.ts";
import type { ParticleTask, PoseWork, SearchAnswer, SliceWork } from "#workers/particles/messages.ts";
import { ParticleThreads } from "#workers/particles/particle-threads.ts";
import type { StackFile } from "#workers/particles/stack-files.ts";
import { uniformImages } from "#workers/particles/uniform-images.ts";

/** Memory for slices on their way into the volume, bytes: what a chunk of particles may take. */
const CHUNK_BYTES = 48e6;
/** Particles of one task: a cancel is answered within a few tenths of a second. */
const PARTICLES_PER_TASK = 16;
const ORIENTED_PER_TASK = 2;
/** Particles a calibration looks at, at most: its sums are over rings, which hardly change with more. */
const CALIBRATED = 500;

/** The images of a set on worker threads, each of which reads what it needs: memory does not grow with the particles. */
export class ThreadedParticleEngine implements ParticleEngine {
  readonly size: number;
  readonly pixelSize: number;
  readonly #stacks: readonly StackFile[];
  readonly #threads: ParticleThreads;
  readonly #kernel: WebAssembly.Module;
  /** Room for slices, kept from one reconstruction to the next. */
  #chunk: SliceWork["slices"] = { data: new Float32Array(), weight: new Float32Array() };

  /** `stacks` in the order of the sets' `stacks`. Throws as `uniformImages`, and `internal` when nothing was built. */
  constructor(
    set: ParticleSet,
    stacks: readonly StackFile[],
    { kernel, thread }: EngineFiles,
    threads: number,
  ) {
    ({ size: this.size, pixelSize: this.pixelSize } = uniformImages(set, stacks));
    this.#stacks = stacks;
    this.#threads = new ParticleThreads(new URL("particle-thread.js", thread), threads);
    const file = new URL("poses.wasm", kernel);
    try {
      this.#kernel = new WebAssembly.Module(readFileSync(file));
    } catch (thrown) {
      throw new AppError("internal", "The compiled kernel is missing or damaged: run `npm run build`.", {
        file: file.href,
        cause: String(thrown),
      });
    }
  }

  async reconstruct(
    sets: readonly ParticleSet[],
    { use, symmetry, weights, rounds }: ReconstructParams,
    job: JobContext,
  ): Promise<Volume[]> {
    const volumes: Backprojection[] = [];
    for (const [n, set] of sets.entries()) {
      volumes.push(createBackprojection(this.size, sharedFloats));
      const own = weights ? { weights: weights[n] } : {};
      await this.#insert(
        set,
        volumes[n],
        { use, symmetry, ...own },
        within(job, n / sets.length, 1 / sets.length),
      );
    }
    const { pixelSize } = this;
    const tasks = volumes.map(
      (volume): ParticleTask => ({ kind: "finish", volume, pixelSize, ...(rounds && { rounds }) }),
    );
    return (await this.#threads.run(tasks, "undo the density of slices", job)) as Volume[];
  }

  async buildModels(
    maps: readonly Volume[],
    params: readonly BuildParams[],
    job: JobContext,
  ): Promise<BuiltModel[]> {
    const tasks = maps.map((map, n): ParticleTask => ({ kind: "model", map, params: params[n] }));
    return (await this.#threads.run(tasks, "make Gaussian models", job)) as BuiltModel[];
  }

  async calibrate(
    set: ParticleSet,
    model: Gaussians,
    { method, rings }: Pick<SearchParams, "method" | "rings">,
    job: JobContext,
  ): Promise<RingCalibration> {
    this.#begin(set, { model, method, cropped: 2 * rings.last });
    const every = Math.max(1, Math.floor(set.count / CALIBRATED));
    const rows = Array.from({ length: Math.ceil(set.count / every) }, (_, n) => n * every);
    const tasks: ParticleTask[] = [];
    for (let n = 0; n < rows.length; n += PARTICLES_PER_TASK) {
      tasks.push({ kind: "calibrate", rows: rows.slice(n, n + PARTICLES_PER_TASK) });
    }
    const answers = await this.#threads.run(tasks, "compare with the model", job);
    return calibrate(joinSums(answers as CalibrationSums[]));
  }

  async search(
    set: ParticleSet,
    model: Gaussians,
    { method, rings, calibration, prior, views, centres }: SearchParams & { calibration: RingCalibration },
    job: JobContext,
  ): Promise<FoundPoses> {
    const settings = { method, rings, calibration, prior, views };
    this.#begin(set, { model, method, cropped: 2 * rings.last, settings, ...(centres && { centres }) });
    return this.#poses(set, "search", PARTICLES_PER_TASK, "refine poses", job);
  }

  async orient(
    set: ParticleSet,
    model: Gaussians,
    orient: OrientParams,
    job: JobContext,
  ): Promise<FoundPoses> {
    this.#begin(set, { model, method: "newton", cropped: 2 * orient.rings.last, orient });
    return this.#poses(set, "orient", ORIENTED_PER_TASK, "look at all orientations", job);
  }

  async #poses(
    set: ParticleSet,
    kind: "search" | "orient",
    atOnce: number,
    step: string,
    job: JobContext,
  ): Promise<FoundPoses> {
    const parts = shares([0, set.count], atOnce);
    const tasks = parts.map((rows): ParticleTask => ({ kind, rows }));
    const answers = (await this.#threads.run(tasks, step, job)) as SearchAnswer[];
    const found = {
      angles: new Float64Array(3 * set.count),
      origins: new Float64Array(2 * set.count),
      score: new Float64Array(set.count),
    };
    let projected = 0;
    for (const [n, [from]] of parts.entries()) {
      found.angles.set(answers[n].angles, 3 * from);
      found.origins.set(answers[n].origins, 2 * from);
      found.score.set(answers[n].score, from);
      projected += answers[n].views;
    }
    return { ...found, views: projected / Math.max(1, set.count) };
  }

  /** Ends the threads. */
  dispose(): Promise<void> {
    return this.#threads.dispose();
  }

  /** Puts the slices of a set into a volume, a chunk of particles at a time. */
  async #insert(
    set: ParticleSet,
    volume: Backprojection,
    { use, symmetry, weights }: { use: CtfUse; symmetry: string; weights?: Float64Array },
    job: JobContext,
  ): Promise<void> {
    const { size } = this;
    const length = sliceLength(size);
    const chunk = Math.max(1, Math.min(set.count, Math.floor(CHUNK_BYTES / (12 * length))));
    const work: SliceWork = {
      kind: "slices",
      use,
      ...(weights && { weights }),
      symmetry: Float64Array.from(pointGroup(symmetry).flatMap((rotation) => [...matrixOf(rotation)])),
      slices: this.#room(chunk * length),
      volume,
    };
    this.#threads.begin({ set, stacks: this.#stacks, size, work });
    const planes = planeShares(volume, this.#threads.count);
    for (let from = 0; from < set.count; from += chunk) {
      const rows = [from, Math.min(set.count, from + chunk)] as const;
      const part = within(job, from / set.count, (rows[1] - from) / set.count);
      const slices = shares(rows).map((few): ParticleTask => ({ kind: "slice", rows: few, base: from }));
      await this.#threads.run(slices, "reconstruct", part);
      const inserts = planes.map((range): ParticleTask => ({ kind: "insert", rows, planes: range }));
      await this.#threads.run(inserts, "reconstruct", part);
    }
  }

  #room(coefficients: number): SliceWork["slices"] {
    if (this.#chunk.weight.length < coefficients) {
      this.#chunk = { data: sharedFloats(2 * coefficients), weight: sharedFloats(coefficients) };
    }
    return this.#chunk;
  }

  #begin(set: ParticleSet, work: Omit<PoseWork, "kind" | "kernel">): void {
    const { size } = this;
    this.#threads.begin({
      set,
      stacks: this.#stacks,
      size,
      work: { kind: "poses", kernel: this.#kernel, ...work },
    });
  }
}

function sharedFloats(count: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * count));
}

/** Consecutive rows in tasks. */
function shares(
  [from, to]: readonly [number, number],
  atOnce = PARTICLES_PER_TASK,
): (readonly [number, number])[] {
  const parts: (readonly [number, number])[] = [];
  for (let row = from; row < to; row += atOnce) parts.push([row, Math.min(to, row + atOnce)]);
  return parts;
}

/** A job of which a part is done by the work that reports to it. */
function within(job: JobContext, begin: number, share: number): JobContext {
  return {
    signal: job.signal,
    checkpoint: ({ step, done, total }) =>
      job.checkpoint({ step, done: begin + (share * done) / Math.max(1, total), total: 1 }),
  };
}
