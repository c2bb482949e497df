import type { Support } from "#core/fit/support.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type Grid, ijkToXyz, xyzToIjk } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

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
 * Two smooth versions of a map, on a binned grid, in the kernel's memory. The first is the map
 * blurred to about three quarters of its resolution (3 to 5 Å): its basins are the widest. The second has the
 * local background taken away, so that a small chain is not drawn to wherever the complex is most
 * massive. Neither is thresholded: weak density counts as much as its size allows. The kernel takes `map` back as
 * soon as it is done with.
 */
export async function makeCoarseMaps(
  maps: MapKernel,
  map: Volume,
  resolution: number,
  job: JobContext,
): Promise<readonly [CoarseMap, CoarseMap]> {
  const inner = clamp(0.7 * resolution, 2.5, 4.5);
  const factors = binFactors(map.grid, VOXEL_OVER_WIDTH * inner);
  const isBinned = factors.some((k) => k > 1);
  const blurOn = (from: Volume, done: Vec3, total: number) => {
    const [x, y, z] = done.map((w) => Math.sqrt(Math.max(total * total - w * w, 0)));
    return maps.blur(from, [x, y, z], CUTOFF, job);
  };
  const binned = isBinned ? maps.bin(map, factors) : map;
  if (isBinned) maps.release(map);
  const signal = await blurOn(binned, blockWidth(map.grid, factors), inner);
  maps.release(binned);
  const smooth = await blurOn(signal, [inner, inner, inner], clamp(0.75 * resolution, 3, 5));
  const background = await blurOn(signal, [inner, inner, inner], OUTER_OVER_INNER * inner);
  const contrast = maps.subtract(signal, background);
  maps.release(background);
  return [withMeanOutside(maps, smooth), withMeanOutside(maps, contrast)];
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
export function cropToRegion(maps: MapKernel, map: Volume, region: Box): Volume {
  const { size } = map.grid;
  const low = xyzToIjk(map.grid, region.low);
  const high = xyzToIjk(map.grid, region.high);
  const bound = (index: number, axis: 0 | 1 | 2) => Math.min(Math.max(Math.round(index), 0), size[axis] - 1);
  const first: Vec3 = [bound(low[0], 0), bound(low[1], 1), bound(low[2], 2)];
  const last: Vec3 = [bound(high[0], 0), bound(high[1], 1), bound(high[2], 2)];
  const isWhole = first.every((n) => n === 0) && last.every((n, axis) => n === size[axis] - 1);
  return isWhole ? map : maps.crop(map, { first, last });
}

/** Voxels per block along each axis: as many as `largest` (Å per binned voxel) allows, at least one. */
function binFactors({ voxelSize }: Grid, largest: number): Vec3 {
  const factor = (axis: 0 | 1 | 2) => Math.max(1, Math.floor(largest / voxelSize[axis]));
  return [factor(0), factor(1), factor(2)];
}

/** Standard deviation of a block along each axis, Å: blur that binning has already done. */
function blockWidth({ voxelSize }: Grid, factors: Vec3): Vec3 {
  const width = (axis: 0 | 1 | 2) => voxelSize[axis] * Math.sqrt((factors[axis] ** 2 - 1) / 12);
  return [width(0), width(1), width(2)];
}

function withMeanOutside(maps: MapKernel, volume: Volume): CoarseMap {
  return { volume, outside: Math.min(0, maps.mean(volume)) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
