import type { Vec3 } from "#core/math/vec3.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Cells along each edge of a block: small enough to skip most of a map, large enough that skipping costs nothing. */
export const BLOCK = 8;

/**
 * The smallest and largest density in every block of a volume, so that a contour visits only blocks its level passes
 * through. Block (a, b, c) is at `a + size[0] * (b + size[1] * c)` and spans the samples from 8a to 8a + 8 inclusive
 * (so for b, c): neighbouring blocks share their border samples.
 */
export interface BlockIndex {
  /** Blocks along x, y, z; at least one. */
  readonly size: Vec3;
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/** The block index of a volume; its densities must be finite. */
export function createBlockIndex(volume: Volume): BlockIndex {
  const [nx, ny, nz] = volume.grid.size;
  const size: Vec3 = [blocksAlong(nx), blocksAlong(ny), blocksAlong(nz)];
  const count = size[0] * size[1] * size[2];
  const index = {
    size,
    min: new Float32Array(count).fill(Number.POSITIVE_INFINITY),
    max: new Float32Array(count).fill(Number.NEGATIVE_INFINITY),
  };
  const low = new Float32Array(size[0]);
  const high = new Float32Array(size[0]);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      rangesOfRow(volume.values, nx * (j + ny * k), nx, low, high);
      for (const c of blocksAt(k, size[2])) {
        for (const b of blocksAt(j, size[1])) widen(index, size[0] * (b + size[1] * c), low, high);
      }
    }
  }
  return index;
}

/** Whether a contour at `level` may pass through block `n`. */
export function crosses(index: BlockIndex, n: number, level: number): boolean {
  return index.min[n] < level && index.max[n] >= level;
}

/** Number of samples at or above a level (map units), counted only in the blocks that are neither all above nor all below. */
export function countAbove(volume: Volume, index: BlockIndex, level: number): number {
  const [bx, by, bz] = index.size;
  let count = 0;
  for (let c = 0, n = 0; c < bz; c++) {
    for (let b = 0; b < by; b++) {
      for (let a = 0; a < bx; a++, n++) {
        if (index.max[n] < level) continue;
        count += countInBlock(volume, index, [a, b, c], level, index.min[n] >= level);
      }
    }
  }
  return count;
}

/** Every sample belongs to the block that begins at or before it; those past the last block's start belong to the last. */
function countInBlock(
  volume: Volume,
  { size }: BlockIndex,
  block: Vec3,
  level: number,
  all: boolean,
): number {
  const [nx, ny] = volume.grid.size;
  const [i0, j0, k0] = block.map((b) => b * BLOCK);
  const [i1, j1, k1] = block.map((b, axis) =>
    b === size[axis] - 1 ? volume.grid.size[axis] : (b + 1) * BLOCK,
  );
  if (all) return (i1 - i0) * (j1 - j0) * (k1 - k0);
  const { values } = volume;
  let count = 0;
  for (let k = k0; k < k1; k++) {
    for (let j = j0; j < j1; j++) {
      const row = nx * (j + ny * k);
      for (let n = row + i0; n < row + i1; n++) if (values[n] >= level) count++;
    }
  }
  return count;
}

function blocksAlong(samples: number): number {
  return Math.max(1, Math.ceil((samples - 1) / BLOCK));
}

/** The one or two blocks that a row or plane of samples belongs to. */
function blocksAt(sample: number, blocks: number): readonly number[] {
  const block = Math.floor(sample / BLOCK);
  if (block === blocks) return [block - 1];
  return sample % BLOCK === 0 && block > 0 ? [block - 1, block] : [block];
}

function rangesOfRow(
  values: Float32Array,
  row: number,
  nx: number,
  low: Float32Array,
  high: Float32Array,
): void {
  for (let a = 0; a < low.length; a++) {
    const last = row + Math.min(nx - 1, (a + 1) * BLOCK);
    let min = values[row + a * BLOCK];
    let max = min;
    for (let n = row + a * BLOCK + 1; n <= last; n++) {
      const value = values[n];
      if (value < min) min = value;
      if (value > max) max = value;
    }
    low[a] = min;
    high[a] = max;
  }
}

function widen({ min, max }: BlockIndex, first: number, low: Float32Array, high: Float32Array): void {
  for (let a = 0; a < low.length; a++) {
    if (low[a] < min[first + a]) min[first + a] = low[a];
    if (high[a] > max[first + a]) max[first + a] = high[a];
  }
}
