import { AppError } from "#core/errors.ts";
import type { Chosen } from "#core/fit/params.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { Random } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type Grid, sampleCount, voxelVolume } from "#core/volume/grid.ts";
import type { Regions } from "#core/volume/regions.ts";
import { DEFAULT_LEVEL_FRACTION } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

const START_VOLUME = 2;
const LARGEST_FRACTION = 0.5; // of the smooth map's voxels

/** The voxels a centre may start in: those above the level, islands removed. */
export interface Support extends Regions {
  readonly grid: Grid;
  readonly warnings: readonly string[];
}

/**
 * The contour level a fit uses: the one given, else the one with 1 % of the voxels above it; on a map that is
 * 0 nearly everywhere (a segment), the one with half of its positive voxels above. `highest` is the
 * map's maximum. Throws `input` when nothing lies above.
 */
export function chooseLevel(
  maps: MapKernel,
  map: Volume,
  highest: number,
  given: number | undefined,
): Chosen<number> {
  if (given !== undefined) {
    if (given < highest) return { value: given, reason: "given" };
    throw new AppError(
      "input",
      `No voxel lies above level ${given}; the map's maximum is ${highest.toPrecision(4)}.`,
      { seen: given, expected: `below ${highest}` },
    );
  }
  const value = maps.levelForFraction(map, DEFAULT_LEVEL_FRACTION);
  if (value > 0 && value < highest) return { value, reason: "1 % of the voxels lie above it" };
  let positive = 0;
  for (let n = 0; n < map.values.length; n++) if (map.values[n] > 0) positive++;
  const half = maps.levelForFraction(map, positive / 2 / map.values.length);
  if (positive === 0 || !(half < highest)) {
    throw new AppError("input", "The map has no density to fit into: give a level with --level.", {
      highest,
      positive,
    });
  }
  return { value: half, reason: "half of the voxels with positive density lie above it" };
}

/**
 * The support above a level without islands smaller than `minIsland` voxels. When every region is
 * smaller, the largest is kept and a warning says so.
 */
export async function findSupport(
  maps: MapKernel,
  map: Volume,
  level: number,
  minIsland: number,
  job: JobContext,
): Promise<Support> {
  const regions = await maps.regions(map, level, minIsland, job);
  const { largest } = regions;
  if (largest === 0) throw new AppError("input", "No voxel of the map lies above the level.", { level });
  const warnings: string[] = [];
  if (largest < minIsland) {
    warnings.push(
      `No connected region above the level has ${minIsland} voxels; the largest (${largest}) is used.`,
    );
  }
  return { ...regions, grid: map.grid, warnings };
}

/**
 * Where centres start on a smooth map: its densest voxels, twice the volume that lies above the contour level of
 * the map itself, since the centre of a chain need not lie on a peak.
 */
export function smoothSupport(
  maps: MapKernel,
  smooth: Volume,
  support: Support,
  job: JobContext,
): Promise<Support> {
  const wanted = START_VOLUME * support.above * voxelVolume(support.grid);
  const fraction = wanted / (sampleCount(smooth.grid) * voxelVolume(smooth.grid));
  const level = maps.levelForFraction(smooth, Math.min(fraction, LARGEST_FRACTION));
  return findSupport(maps, smooth, level, 1, job);
}

/** A point (Å) uniform over the support's voxels, jittered inside the voxel. Uses four random numbers. */
export function randomSupportPoint(support: Support, random: Random): Vec3 {
  const { grid, runStart, runningCount } = support;
  const wanted = Math.floor(random() * support.voxels);
  let low = 0;
  let high = runningCount.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runningCount[middle] > wanted) high = middle;
    else low = middle + 1;
  }
  const before = low > 0 ? runningCount[low - 1] : 0;
  const voxel = runStart[low] + (wanted - before);
  const [nx, ny] = grid.size;
  const row = Math.floor(voxel / nx);
  const i = voxel - nx * row + random() - 0.5;
  const j = (row % ny) + random() - 0.5;
  const k = Math.floor(row / ny) + random() - 0.5;
  const { origin, voxelSize } = grid;
  return [origin[0] + i * voxelSize[0], origin[1] + j * voxelSize[1], origin[2] + k * voxelSize[2]];
}
