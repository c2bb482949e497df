import type { PoseKernel } from "#core/gmm/pose-kernel.ts";
import type { ImageFrame } from "#core/gmm/projection.ts";
import { createMoments } from "#core/gmm/ring-moments.ts";
import { matrixOfRelion } from "#core/math/euler.ts";
import { evenRotations } from "#core/math/even-rotations.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { insertSlices, type PlaneRange } from "#core/particles/backprojection.ts";
import { orientParticle } from "#core/particles/global-search.ts";
import { addParticle, type CalibrationSums, emptySums } from "#core/particles/pose-calibration.ts";
import { createImagePreparer } from "#core/particles/pose-image.ts";
import { ctfUseOf, poseOf, putPose, searchPose } from "#core/particles/pose-search.ts";
import { createSliceMaker, sliceLength } from "#core/particles/slices.ts";
import { createWasmPoseKernel } from "#workers/kernels/wasm/wasm-poses.ts";
import type {
  FinishTask,
  ModelTask,
  ParticleAnswer,
  ParticleJob,
  ParticleTask,
  PoseWork,
  SearchAnswer,
  SliceWork,
} from "#workers/particles/messages.ts";
import { StackReader } from "#workers/particles/stack-files.ts";

/** Works off the tasks of one job on the calling thread. */
export interface ParticleWorker {
  work(task: Exclude<ParticleTask, FinishTask | ModelTask>): ParticleAnswer;
  close(): void;
}

export function createParticleWorker(job: ParticleJob): ParticleWorker {
  const reader = new StackReader(job.stacks);
  const pixels = (row: number) => reader.read(job.set.stack[row], job.set.image[row]);
  const work = job.work.kind === "slices" ? slicer(job, job.work, pixels) : searcher(job, job.work, pixels);
  return { work, close: () => reader.close() };
}

type Pixels = (row: number) => Float32Array;
type Work = ParticleWorker["work"];

function slicer({ set, size }: ParticleJob, work: SliceWork, pixels: Pixels): Work {
  const make = createSliceMaker(set, size, work.use, work.slices);
  return (task) => {
    if (task.kind === "slice") {
      for (let row = task.rows[0]; row < task.rows[1]; row++) {
        make(pixels(row), row, row - task.base, work.weights?.[row]);
      }
    } else if (task.kind === "insert") insert({ set, size }, work, task.rows, task.planes);
    return null;
  };
}

function insert(
  { set, size }: Pick<ParticleJob, "set" | "size">,
  { slices, volume, symmetry }: SliceWork,
  [from, to]: readonly [number, number],
  planes: PlaneRange,
): void {
  const count = to - from;
  const length = sliceLength(size);
  const own = { size, count, data: slices.data.subarray(0, 2 * count * length), weight: slices.weight };
  for (let at = 0; at < symmetry.length; at += 9) {
    const matrices = new Float64Array(9 * count);
    for (let n = 0; n < count; n++) {
      multiplyInto(viewMatrix(set.angles, from + n), symmetry, at, matrices, 9 * n);
    }
    insertSlices({ size, ...volume }, own, matrices, planes);
  }
}

function viewMatrix(angles: Float64Array | null, row: number): readonly number[] {
  if (!angles) throw new TypeError("There are no orientations.");
  const [rot, tilt, psi] = angles.subarray(3 * row, 3 * row + 3);
  return matrixOfRelion({ rot, tilt, psi });
}

/** out = a · b, row-major 3 × 3, b and out from a place on. */
function multiplyInto(
  a: readonly number[],
  b: Float64Array,
  bAt: number,
  out: Float64Array,
  outAt: number,
): void {
  for (let n = 0; n < 9; n++) {
    const row = 3 * Math.floor(n / 3);
    const column = bAt + (n % 3);
    out[outAt + n] = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  }
}

function searcher({ set, size }: ParticleJob, work: PoseWork, pixels: Pixels): Work {
  const edge = size * set.optics[0].pixelSize;
  const frame: ImageFrame = { size: work.cropped, edge, centre: [edge / 2, edge / 2, edge / 2] };
  const kernel = createWasmPoseKernel(work.kernel);
  kernel.setModel(work.model, frame);
  const prepare = createImagePreparer(set, size, work.cropped, ctfUseOf(work.method));
  const load = (row: number) => {
    const image = prepare(pixels(row), row);
    kernel.setImage(image);
    return image;
  };
  return (task) => {
    if (task.kind === "calibrate") return calibrateRows(task.rows, { set, kernel, frame, load });
    if (task.kind === "search") return searchRows(task.rows, { set, kernel, frame, load }, work);
    if (task.kind === "orient") return orientRows(task.rows, { set, kernel, frame, load }, work);
    return null;
  };
}

interface Bench {
  readonly set: ParticleJob["set"];
  readonly kernel: PoseKernel;
  readonly frame: ImageFrame;
  readonly load: (row: number) => ReturnType<ReturnType<typeof createImagePreparer>>;
}

function calibrateRows(rows: readonly number[], { set, kernel, frame, load }: Bench): CalibrationSums {
  const moments = createMoments(frame.size);
  let sums = emptySums(frame.size);
  for (const row of rows) {
    const { power } = load(row);
    const { rotation, shift } = poseOf(set, row);
    kernel.moments({ matrix: matrixOf(rotation), shift }, { first: 0, last: frame.size / 2 }, false, moments);
    sums = addParticle(sums, moments, power);
  }
  return sums;
}

function searchRows(
  [from, to]: readonly [number, number],
  { set, kernel, frame, load }: Bench,
  { settings, centres }: PoseWork,
): SearchAnswer {
  if (!settings) throw new TypeError("A search needs its settings.");
  const count = to - from;
  const found = { angles: new Float64Array(3 * count), origins: new Float64Array(2 * count) };
  const score = new Float64Array(count);
  const held = centres ? { ...set, ...centres } : set;
  let views = 0;
  for (let n = 0; n < count; n++) {
    const image = load(from + n);
    const start = poseOf(set, from + n);
    const result = searchPose(kernel, image, start, poseOf(held, from + n), settings, frame);
    putPose(result.pose, n, found);
    score[n] = result.score;
    views += result.views;
  }
  return { ...found, score, views };
}

function orientRows(
  [from, to]: readonly [number, number],
  { set, kernel, frame, load }: Bench,
  { orient }: PoseWork,
): SearchAnswer {
  if (!orient) throw new TypeError("A search needs its settings.");
  const rotations = evenRotations(orient.rotations);
  const count = to - from;
  const found = { angles: new Float64Array(3 * count), origins: new Float64Array(2 * count) };
  const score = new Float64Array(count);
  let views = 0;
  for (let n = 0; n < count; n++) {
    const image = load(from + n);
    const [x, y] = set.origins.subarray(2 * (from + n));
    const result = orientParticle(kernel, image, rotations, [-x, -y], orient.rings, frame.size);
    putPose(result.pose, n, found);
    score[n] = result.score;
    views += result.views;
  }
  return { ...found, score, views };
}
