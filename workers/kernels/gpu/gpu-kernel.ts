import { AppError } from "#core/errors.ts";
import {
  type FitKernel,
  POSE_SIZE,
  type PointSet,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import { paddedGrid, padInto } from "#core/kernel/reference-kernel.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import { type Block, type GpuMode, loadShaders, type Shaders } from "#workers/kernels/gpu/gpu-js.ts";

/** How gpu.js runs and how a batch is cut into cells, each of which sums some points at one pose. */
export interface GpuKernelParams {
  readonly mode: GpuMode;
  /** Cells that keep a card busy; few poses are cut into more cells each. */
  readonly cells: number;
  /** Most points a cell adds up in single precision; sums over cells are double. */
  readonly pointsPerCell: number;
}

/** 65,536 threads fill the largest cards of 2025 to a quarter; 512 points keep a sum right to about 1e-6. */
export const GPU_KERNEL_DEFAULTS: GpuKernelParams = { mode: "webgpu", cells: 65_536, pointsPerCell: 512 };

const FEWEST_POINTS = 16; // per cell; fewer are not worth a cell's reading of its pose
const CHUNK_STEP = 8; // gpu.js runs blocks of 8 × 8 cells; a part of a block would idle
const MOST_SAMPLES = 1 << 25; // per call: a slow card's 0.2 s, far below the 2 s after which a desktop resets it
const POSE_NUMBERS = 12;
const CELL_SUMS = 4;

interface CardVolume {
  readonly grid: Grid;
  readonly block: Promise<Block>;
}

interface CardPoints {
  readonly count: number;
  /** The weight all points share as the card holds it, or 0; Σ V then follows from Σ w V. */
  readonly commonWeight: number;
  readonly block: Promise<Block>;
}

/**
 * The kernel on a graphics card, by gpu.js. `device` is the adapter's name. `evaluate` answers later; it
 * throws `resource` when the card fails or is lost, and the kernel is then good for nothing more.
 * Throws `resource` when gpu.js does not run on the card.
 */
export async function createGpuKernel(
  device: string,
  params: GpuKernelParams = GPU_KERNEL_DEFAULTS,
): Promise<FitKernel> {
  const shaders = await loadShaders(params.mode).catch((thrown) => {
    throw gpuError("The graphics card does not run the fitting kernel", thrown);
  });
  const volumes = new Map<number, CardVolume>();
  const pointSets = new Map<number, CardPoints>();
  let nextId = 1;
  return {
    name: "gpu",
    device,
    addVolume(volume, outside) {
      const id = nextId++;
      const grid = paddedGrid(volume.grid);
      const values = new Float32Array(sampleCount(grid));
      padInto(volume, outside, values);
      volumes.set(id, { grid, block: uploaded(shaders, values, grid.size) });
      return { id };
    },
    addPoints(points) {
      const id = nextId++;
      pointSets.set(id, cardPoints(shaders, points));
      return { id, count: points.weight.length };
    },
    release(handle) {
      const volume = volumes.get(handle.id);
      volumes.delete(handle.id);
      volume?.block.then((block) => shaders.free(block)).catch(() => {});
    },
    async evaluate(volume, points, poses, count, sums) {
      const v = known(volumes, volume);
      const p = known(pointSets, points);
      try {
        await sumsAtPoses(shaders, params, v, p, poses.subarray(0, count * POSE_SIZE), sums);
      } catch (thrown) {
        throw gpuError("The graphics card stopped in the middle of a fit", thrown);
      }
    },
    dispose() {
      for (const { block } of [...volumes.values(), ...pointSets.values()]) {
        block.then((held) => shaders.free(held)).catch(() => {});
      }
      volumes.clear();
      pointSets.clear();
      shaders.dispose();
    },
  };
}

/** An upload that `evaluate` waits for; until then its failure is nobody's. */
function uploaded(shaders: Shaders, values: Float32Array, size: Grid["size"]): Promise<Block> {
  const block = shaders.upload(values, size);
  block.catch(() => {});
  return block;
}

function cardPoints(shaders: Shaders, points: PointSet): CardPoints {
  const count = points.weight.length;
  const length = Math.max(count, 1); // the card holds no empty blocks
  const floats = new Float32Array(4 * length);
  for (let n = 0; n < count; n++) {
    for (let axis = 0; axis < 3; axis++) floats[axis * length + n] = points.xyz[3 * n + axis];
    floats[3 * length + n] = points.weight[n];
  }
  const first = floats[3 * length];
  const isCommon = points.weight.every((w) => Math.fround(w) === first);
  return {
    count,
    commonWeight: isCommon ? first : 0,
    block: uploaded(shaders, floats, [length, 4, 1]),
  };
}

async function sumsAtPoses(
  shaders: Shaders,
  params: GpuKernelParams,
  volume: CardVolume,
  points: CardPoints,
  poses: Float64Array,
  sums: Float64Array,
): Promise<void> {
  const { grid } = volume;
  const count = poses.length / POSE_SIZE;
  const parts = points.commonWeight === 0 ? 3 : 2;
  const blocks = { volume: await volume.block, points: await points.block };
  const atOnce = Math.max(1, Math.floor(MOST_SAMPLES / (parts * Math.max(points.count, 1))));
  for (let from = 0; from < count; from += atOnce) {
    const some = poses.subarray(from * POSE_SIZE, (from + atOnce) * POSE_SIZE);
    const n = some.length / POSE_SIZE;
    const chunks = chunksFor(points.count, n * parts, params);
    const trips = Math.ceil(points.count / chunks);
    const last = grid.size.map((samples) => samples - 1);
    const perLength = grid.voxelSize.map((length) => 1 / length);
    const cells = await shaders.sum([chunks, n, parts], {
      ...blocks,
      poses: matricesOf(grid, some),
      numbers: [points.count, chunks, trips, ...last, ...perLength],
    });
    addCells(cells, chunks, n, points.commonWeight, sums.subarray(from * SUMS_SIZE));
  }
}

/** Cells to cut one pose into. */
function chunksFor(points: number, sets: number, { cells, pointsPerCell }: GpuKernelParams): number {
  const busy = Math.ceil(cells / sets);
  const most = Math.ceil(points / FEWEST_POINTS);
  const least = Math.ceil(points / pointsPerCell);
  return CHUNK_STEP * Math.max(1, Math.ceil(Math.max(least, Math.min(busy, most)) / CHUNK_STEP));
}

/** Rows of the rotation, each followed by the index coordinate of the centre; worked out in double precision. */
function matricesOf(grid: Grid, poses: Float64Array): Float32Array {
  const out = new Float32Array((poses.length / POSE_SIZE) * POSE_NUMBERS);
  for (let p = 0, o = 0; p < poses.length; p += POSE_SIZE, o += POSE_NUMBERS) {
    const m = matrixOf([poses[p], poses[p + 1], poses[p + 2], poses[p + 3]]);
    for (let axis = 0; axis < 3; axis++) {
      for (let k = 0; k < 3; k++) out[o + 4 * axis + k] = m[3 * axis + k];
      out[o + 4 * axis + 3] = (poses[p + 4 + axis] - grid.origin[axis]) / grid.voxelSize[axis];
    }
  }
  return out;
}

/** Adds the cells of each pose up; see `sumOverPoints` for what the parts hold. */
function addCells(
  cells: Float32Array,
  chunks: number,
  count: number,
  commonWeight: number,
  sums: Float64Array,
): void {
  const pose = new Float64Array(3 * CELL_SUMS);
  const row = chunks * CELL_SUMS;
  for (let n = 0; n < count; n++) {
    pose.fill(0);
    for (let part = 0, at = n * row; at < cells.length; part += CELL_SUMS, at += count * row) {
      for (let c = 0; c < row; c++) pose[part + (c & 3)] += cells[at + c];
    }
    const out = sums.subarray(n * SUMS_SIZE, (n + 1) * SUMS_SIZE);
    out.set(pose.subarray(0, 7));
    out[7] = commonWeight === 0 ? pose[8] : pose[0] / commonWeight;
    out[8] = pose[7];
  }
}

function known<T>(table: ReadonlyMap<number, T>, handle: VolumeHandle | PointsHandle): T {
  const found = table.get(handle.id);
  if (!found) throw new AppError("internal", "A kernel was handed something it does not hold.", { handle });
  return found;
}

/** `detail.why` is the cause alone, for callers with advice of their own. */
function gpuError(what: string, thrown: unknown): AppError {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const why = text.split("\n", 1)[0].trim().replace(/[.:]$/, "");
  const advice = "Choose the cpu kernel (--kernel cpu), which works on any machine.";
  const detail = thrown instanceof AppError ? thrown.detail : { seen: text };
  return new AppError("resource", `${what} (${why}). ${advice}`, { ...detail, why });
}
