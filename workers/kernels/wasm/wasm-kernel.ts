import { AppError } from "#core/errors.ts";
import { poseAt } from "#core/fit/pose.ts";
import {
  ATOM_SUMS_SIZE,
  type Evaluator,
  type FitKernel,
  POSE_SIZE,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import { PADDING } from "#core/kernel/reference-kernel.ts";
import { matrixOf } from "#core/math/rigid.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { KernelExports } from "#workers/kernels/wasm/exports.ts";
import { withScratch } from "#workers/kernels/wasm/scratch.ts";
import { KernelStore, type PointsBlock, type VolumeBlock } from "#workers/kernels/wasm/store.ts";
import { createWasmMaps } from "#workers/kernels/wasm/wasm-maps.ts";
import { frameOf } from "#workers/kernels/wasm/wasm-model-maps.ts";

const POSES_AT_ONCE = 256;
const POSE_FLOATS = 12;
const OUT_DOUBLES = 12;
const FRAME_DOUBLES = 9;
const CLIMB_DOUBLES = 92; // see the head of the climbing part of assembly/fit.ts

/** Bytes of scratch one thread needs: poses, sums, the map's frame, and the state of one climb. */
export const SCRATCH_BYTES =
  POSES_AT_ONCE * (4 * POSE_FLOATS + 8 * OUT_DOUBLES) + 8 * (FRAME_DOUBLES + CLIMB_DOUBLES);

export const WASM_DEVICE = "WebAssembly SIMD, float32";

/** Blocks of the shared memory a thread knows of, by id. */
export interface Blocks {
  readonly volumes: Map<number, VolumeBlock>;
  readonly points: Map<number, PointsBlock>;
}

type Evaluate = FitKernel["evaluate"];
type Climb = NonNullable<Evaluator["climb"]>;

/** The SIMD kernel, and loops over maps in the same memory. */
export interface WasmKernel extends FitKernel {
  readonly maps: MapKernel;
}

/** The SIMD kernel on one thread, with a memory of its own. `module` is the compiled fit.wasm. */
export function createWasmKernel(module: WebAssembly.Module): WasmKernel {
  const store = new KernelStore(module);
  const blocks: Blocks = { volumes: new Map(), points: new Map() };
  const evaluator = createEvaluator(store.run, store.memory, blocks, store.allocate(SCRATCH_BYTES));
  return {
    name: "cpu",
    device: WASM_DEVICE,
    addVolume(volume, outside) {
      const block = store.addVolume(volume, outside);
      blocks.volumes.set(block.id, block);
      return { id: block.id };
    },
    addPoints(points) {
      const block = store.addPoints(points);
      blocks.points.set(block.id, block);
      return { id: block.id, count: block.count };
    },
    release(handle) {
      blocks.volumes.delete(handle.id);
      blocks.points.delete(handle.id);
      store.releaseBlock(handle.id);
    },
    ...evaluator,
    maps: createWasmMaps(store),
    atomSums: createAtomSums(store, blocks),
    dispose() {
      blocks.volumes.clear();
      blocks.points.clear();
    },
  };
}

/** The kernel functions of one thread on a shared memory; `scratch` points to SCRATCH_BYTES of its own. */
export function createEvaluator(
  run: KernelExports,
  memory: WebAssembly.Memory,
  blocks: Blocks,
  scratch: number,
): { evaluate: Evaluate; climb: Climb } {
  const evaluate: Evaluate = (volume, points, poses, count, sums) => {
    const { v, p } = known(blocks, volume, points);
    const [nx, ny, nz] = v.grid.size;
    const out = scratch + 4 * POSE_FLOATS * POSES_AT_ONCE;
    for (let from = 0; from < count; from += POSES_AT_ONCE) {
      const n = Math.min(POSES_AT_ONCE, count - from);
      writePoses(new Float32Array(memory.buffer, scratch, n * POSE_FLOATS), v.grid, poses, from);
      run.evaluate(v.pointer, nx, ny, nz, p.pointer, p.padded, scratch, n, out);
      readSums(new Float64Array(memory.buffer, out, n * OUT_DOUBLES), v, p, sums, from);
    }
  };
  const climb: Climb = (volume, points, poses, method) => {
    const { v, p } = known(blocks, volume, points);
    const [nx, ny, nz] = v.grid.size;
    const frame = scratch + POSES_AT_ONCE * 8 * (POSE_SIZE + 1);
    new Float64Array(memory.buffer, frame, FRAME_DOUBLES).set([
      ...v.grid.origin,
      ...v.grid.voxelSize.map((h) => 1 / h),
      ...v.grid.voxelSize,
    ]);
    const values = scratch + 8 * POSE_SIZE * POSES_AT_ONCE;
    const count = poses.length / POSE_SIZE;
    const reached = new Float64Array(count);
    for (let from = 0; from < count; from += POSES_AT_ONCE) {
      const n = Math.min(POSES_AT_ONCE, count - from);
      const inside = new Float64Array(memory.buffer, scratch, n * POSE_SIZE);
      inside.set(poses.subarray(from * POSE_SIZE, (from + n) * POSE_SIZE));
      // biome-ignore format: one line per group reads like the signature in assembly/fit.ts
      run.climb(
        v.pointer, nx, ny, nz, p.pointer, p.padded, scratch, n, frame,
        method.iterations, method.firstStep, method.largestStep, method.smallestStep, method.radius,
        values, frame + 8 * FRAME_DOUBLES,
      );
      poses.set(inside, from * POSE_SIZE);
      reached.set(new Float64Array(memory.buffer, values, n), from);
    }
    return reached;
  };
  return { evaluate, climb };
}

function known(
  blocks: Blocks,
  volume: VolumeHandle,
  points: PointsHandle,
): { v: VolumeBlock; p: PointsBlock } {
  const v = blocks.volumes.get(volume.id);
  const p = blocks.points.get(points.id);
  if (!v || !p) throw new AppError("internal", "A kernel was handed something it does not hold.");
  return { v, p };
}

/** Sums over atoms on the thread that owns the store. */
export function createAtomSums(store: KernelStore, blocks: Blocks): NonNullable<FitKernel["atomSums"]> {
  return ({ volume, points, level, modelDensity }, poses) => {
    const { v, p } = known(blocks, volume, points);
    const count = poses.length / POSE_SIZE;
    const rows = new Float64Array(12 * count);
    for (let n = 0; n < count; n++) {
      const { rotation, shift } = poseAt(poses, n);
      const m = matrixOf(rotation);
      for (let k = 0; k < 3; k++) rows.set([m[3 * k], m[3 * k + 1], m[3 * k + 2], shift[k]], 12 * n + 4 * k);
    }
    return withScratch(store, (scratch) => {
      const out = scratch.bytes(8 * ATOM_SUMS_SIZE * count);
      // biome-ignore format: one line per group reads like the signature in assembly/model-maps.ts
      store.run.atomSums(
        v.pointer, ...v.grid.size, PADDING, frameOf(scratch, v.grid), p.pointer, p.count, p.padded,
        scratch.of(rows), count, level, scratch.of(modelDensity), out,
      );
      return Float64Array.from(store.float64(out, ATOM_SUMS_SIZE * count));
    });
  };
}

/** Rows of the matrix from Å about the centre to index units, each with the centre's index coordinate. */
function writePoses(floats: Float32Array, grid: Grid, poses: Float64Array, from: number): void {
  const [ox, oy, oz] = grid.origin;
  const ix = 1 / grid.voxelSize[0];
  const iy = 1 / grid.voxelSize[1];
  const iz = 1 / grid.voxelSize[2];
  for (let f = 0, o = from * POSE_SIZE; f < floats.length; f += POSE_FLOATS, o += POSE_SIZE) {
    const x = poses[o];
    const y = poses[o + 1];
    const z = poses[o + 2];
    const w = poses[o + 3];
    floats[f] = (1 - 2 * (y * y + z * z)) * ix;
    floats[f + 1] = 2 * (x * y - z * w) * ix;
    floats[f + 2] = 2 * (x * z + y * w) * ix;
    floats[f + 3] = (poses[o + 4] - ox) * ix;
    floats[f + 4] = 2 * (x * y + z * w) * iy;
    floats[f + 5] = (1 - 2 * (x * x + z * z)) * iy;
    floats[f + 6] = 2 * (y * z - x * w) * iy;
    floats[f + 7] = (poses[o + 5] - oy) * iy;
    floats[f + 8] = 2 * (x * z - y * w) * iz;
    floats[f + 9] = 2 * (y * z + x * w) * iz;
    floats[f + 10] = (1 - 2 * (x * x + y * y)) * iz;
    floats[f + 11] = (poses[o + 6] - oz) * iz;
  }
}

/** Index units back to Å; the padding points' share of ΣV and ΣV² taken off. */
function readSums(
  doubles: Float64Array,
  v: VolumeBlock,
  p: PointsBlock,
  sums: Float64Array,
  from: number,
): void {
  const [hx, hy, hz] = v.grid.voxelSize;
  const extra = (p.padded - p.count) * v.outside;
  const extraSquares = extra * v.outside;
  for (let d = 0, s = from * SUMS_SIZE; d < doubles.length; d += OUT_DOUBLES, s += SUMS_SIZE) {
    sums[s] = doubles[d];
    sums[s + 1] = doubles[d + 1] / hx;
    sums[s + 2] = doubles[d + 2] / hy;
    sums[s + 3] = doubles[d + 3] / hz;
    sums[s + 4] = doubles[d + 4] * (hy / hz) - doubles[d + 5] * (hz / hy);
    sums[s + 5] = doubles[d + 6] * (hz / hx) - doubles[d + 7] * (hx / hz);
    sums[s + 6] = doubles[d + 8] * (hx / hy) - doubles[d + 9] * (hy / hx);
    sums[s + 7] = doubles[d + 10] - extra;
    sums[s + 8] = doubles[d + 11] - extraSquares;
  }
}
