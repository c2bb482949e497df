import type { Support } from "#core/fit/support.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { cropToBox } from "#core/volume/crop.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { createGrid, ijkToXyz, xyzToIjk } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

const VOXEL_OVER_WIDTH = 1.1; // largest binned voxel over the width of the narrowest blur
const CUTOFF = 3; // sigma; enough for a map that is only climbed
const OUTER_OVER_INNER = 3.2; // width of the local background over that of the signal

/** A smooth map to climb from far away, and the density that stands for the space outside it. */
export interface CoarseMap {
  readonly volume: Volume;
  readonly outside: number;
}

/** A box in space, Å. */
export interface Box {
  readonly low: Vec3;
  readonly high: Vec3;
}

/**
 * Two smooth versions of a map, on a binned grid. The first is the map
 * blurred to about three quarters of its resolution (3 to 5 Å): its basins are the widest. The second has the
 * local background taken away, so that a small chain is not drawn to wherever the complex is most
 * massive. Neither is thresholded: weak density counts as much as its size allows.
 */
export async function makeCoarseMaps(
  map: Volume,
  resolution: number,
  job: JobContext,
): Promise<readonly [CoarseMap, CoarseMap]> {
  const inner = clamp(0.7 * resolution, 2.5, 4.5);
  const { volume, width } = bin(map, VOXEL_OVER_WIDTH * inner);
  const blurOn = (from: Volume, done: Vec3, total: number) => {
    const [x, y, z] = done.map((w) => Math.sqrt(Math.max(total * total - w * w, 0)));
    return gaussianBlur(from, [x, y, z], job, CUTOFF);
  };
  const signal = await blurOn(volume, width, inner);
  const smooth = await blurOn(signal, [inner, inner, inner], clamp(0.75 * resolution, 3, 5));
  const background = await blurOn(signal, [inner, inner, inner], OUTER_OVER_INNER * inner);
  const contrast = createVolume(
    signal.grid,
    signal.values.map((value, n) => value - background.values[n]),
  );
  return [withMeanOutside(smooth), withMeanOutside(contrast)];
}

/** The box of a support grown by a margin, Å. */
export function regionOfSupport(support: Support, margin: number): Box {
  return grow(
    { low: ijkToXyz(support.grid, support.first), high: ijkToXyz(support.grid, support.last) },
    margin,
  );
}

/** The box around a ball grown by a margin, Å. */
export function regionAround(centre: Vec3, radius: number, margin: number): Box {
  return grow({ low: centre, high: centre }, radius + margin);
}

function grow({ low, high }: Box, margin: number): Box {
  return {
    low: [low[0] - margin, low[1] - margin, low[2] - margin],
    high: [high[0] + margin, high[1] + margin, high[2] + margin],
  };
}

/** The part of a map inside a region; the map itself when the region covers it. */
export function cropToRegion(map: Volume, region: Box): Volume {
  const { size } = map.grid;
  const low = xyzToIjk(map.grid, region.low);
  const high = xyzToIjk(map.grid, region.high);
  const bound = (index: number, axis: 0 | 1 | 2) => Math.min(Math.max(Math.round(index), 0), size[axis] - 1);
  const first: Vec3 = [bound(low[0], 0), bound(low[1], 1), bound(low[2], 2)];
  const last: Vec3 = [bound(high[0], 0), bound(high[1], 1), bound(high[2], 2)];
  const isWhole = first.every((n) => n === 0) && last.every((n, axis) => n === size[axis] - 1);
  return isWhole ? map : cropToBox(map, { first, last });
}

/**
 * Averages blocks of k voxels along each axis, k as large as `largest` (Å per binned voxel) allows; the last block of
 * a row may be smaller. `width` is the standard deviation of such a block, Å: blur it has already done.
 */
function bin(volume: Volume, largest: number): { volume: Volume; width: Vec3 } {
  const { grid, values } = volume;
  const [nx, ny, nz] = grid.size;
  const factor = (axis: 0 | 1 | 2) => Math.max(1, Math.floor(largest / grid.voxelSize[axis]));
  const f: Vec3 = [factor(0), factor(1), factor(2)];
  if (f.every((k) => k === 1)) return { volume, width: [0, 0, 0] };
  const size: Vec3 = [Math.ceil(nx / f[0]), Math.ceil(ny / f[1]), Math.ceil(nz / f[2])];
  const sums = new Float32Array(size[0] * size[1] * size[2]);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = size[0] * (Math.floor(j / f[1]) + size[1] * Math.floor(k / f[2]));
      for (let i = 0, to = row; i < nx; to++) {
        let sum = 0;
        for (const end = Math.min(i + f[0], nx); i < end; i++) sum += values[n++];
        sums[to] += sum;
      }
    }
  }
  divideByBlock(sums, size, grid.size, f);
  const [dx, dy, dz] = grid.voxelSize;
  const [ox, oy, oz] = grid.origin;
  const origin: Vec3 = [ox + ((f[0] - 1) * dx) / 2, oy + ((f[1] - 1) * dy) / 2, oz + ((f[2] - 1) * dz) / 2];
  const binned = createGrid(size, origin, [dx * f[0], dy * f[1], dz * f[2]]);
  const deviation = (k: number, d: number) => d * Math.sqrt((k * k - 1) / 12);
  return {
    volume: createVolume(binned, sums),
    width: [deviation(f[0], dx), deviation(f[1], dy), deviation(f[2], dz)],
  };
}

function divideByBlock(sums: Float32Array, size: Vec3, full: Vec3, f: Vec3): void {
  const length = (block: number, axis: 0 | 1 | 2) => Math.min(f[axis], full[axis] - block * f[axis]);
  for (let k = 0, n = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      const plane = length(k, 2) * length(j, 1);
      for (let i = 0; i < size[0]; i++) sums[n++] /= plane * length(i, 0);
    }
  }
}

function withMeanOutside(volume: Volume): CoarseMap {
  let sum = 0;
  for (let n = 0; n < volume.values.length; n++) sum += volume.values[n];
  return { volume, outside: Math.min(0, sum / volume.values.length) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
