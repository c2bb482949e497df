import { AppError } from "#core/errors.ts";
import type { Chosen } from "#core/fit/params.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Random } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { findComponents } from "#core/volume/components.ts";
import { type Grid, sampleCount, voxelVolume } from "#core/volume/grid.ts";
import { DEFAULT_LEVEL_FRACTION, levelForFraction } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

const START_VOLUME = 2;
const LARGEST_FRACTION = 0.5; // of the smooth map's voxels

/** The voxels a centre may start in: those above the level, islands removed. Kept as runs along x. */
export interface Support {
  readonly grid: Grid;
  readonly runStart: Uint32Array;
  /** Voxels in all runs up to and including this one. */
  readonly runningCount: Uint32Array;
  readonly voxels: number;
  /** Voxels above the level, islands included. */
  readonly above: number;
  /** Smallest and largest index along x, y, z. */
  readonly first: Vec3;
  readonly last: Vec3;
  readonly warnings: readonly string[];
}

/**
 * The contour level a fit uses: the one given, else the one with 1 % of the voxels above it; on a map that is
 * 0 nearly everywhere (a segment), the one with half of its positive voxels above. `highest` is the
 * map's maximum. Throws `input` when nothing lies above.
 */
export function chooseLevel(map: Volume, highest: number, given: number | undefined): Chosen<number> {
  if (given !== undefined) {
    if (given < highest) return { value: given, reason: "given" };
    throw new AppError(
      "input",
      `No voxel lies above level ${given}; the map's maximum is ${highest.toPrecision(4)}.`,
      { seen: given, expected: `below ${highest}` },
    );
  }
  const value = levelForFraction(map, DEFAULT_LEVEL_FRACTION);
  if (value > 0 && value < highest) return { value, reason: "1 % of the voxels lie above it" };
  let positive = 0;
  for (const density of map.values) if (density > 0) positive++;
  const half = levelForFraction(map, positive / 2 / map.values.length);
  if (positive === 0 || !(half < highest)) {
    throw new AppError("input", "The map has no density to fit into: give a level with --level.", {
      highest,
      positive,
    });
  }
  return { value: half, reason: "half of the voxels with positive density lie above it" };
}

/** The largest density of a map; −∞ for a map of NaN. */
export function highestDensity(map: Volume): number {
  const { values } = map;
  let highest = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < values.length; n++) if (values[n] > highest) highest = values[n];
  return highest;
}

/**
 * The support above a level without islands smaller than `minIsland` voxels. When every region is
 * smaller, the largest is kept and a warning says so.
 */
export async function findSupport(
  map: Volume,
  level: number,
  minIsland: number,
  job: JobContext,
): Promise<Support> {
  const components = await findComponents(map, level, 26, job);
  const largest = components.sizes.length > 0 ? components.sizes[0] : 0;
  if (largest === 0) throw new AppError("input", "No voxel of the map lies above the level.", { level });
  const warnings: string[] = [];
  if (largest < minIsland) {
    warnings.push(
      `No connected region above the level has ${minIsland} voxels; the largest (${largest}) is used.`,
    );
  }
  const smallest = Math.min(minIsland, largest);
  const starts: number[] = [];
  const counts: number[] = [];
  const first: [number, number, number] = [...map.grid.size];
  const last: [number, number, number] = [0, 0, 0];
  const [nx, ny] = map.grid.size;
  let voxels = 0;
  for (let r = 0; r < components.runStart.length; r++) {
    if (components.sizes[components.runComponent[r]] < smallest) continue;
    const from = components.runStart[r];
    const length = components.runEnd[r] - from;
    voxels += length;
    starts.push(from);
    counts.push(voxels);
    const ijk: Vec3 = [from % nx, Math.floor(from / nx) % ny, Math.floor(from / (nx * ny))];
    for (let k = 0; k < 3; k++) {
      first[k] = Math.min(first[k], ijk[k]);
      last[k] = Math.max(last[k], ijk[k] + (k === 0 ? length - 1 : 0));
    }
  }
  return {
    grid: map.grid,
    runStart: Uint32Array.from(starts),
    runningCount: Uint32Array.from(counts),
    voxels,
    above: components.sizes.reduce((sum, size) => sum + size, 0),
    first,
    last,
    warnings,
  };
}

/**
 * Where centres start on a smooth map: its densest voxels, twice the volume that lies above the contour level of
 * the map itself, since the centre of a chain need not lie on a peak.
 */
export function smoothSupport(smooth: Volume, support: Support, job: JobContext): Promise<Support> {
  const wanted = START_VOLUME * support.above * voxelVolume(support.grid);
  const fraction = wanted / (sampleCount(smooth.grid) * voxelVolume(smooth.grid));
  return findSupport(smooth, levelForFraction(smooth, Math.min(fraction, LARGEST_FRACTION)), 1, job);
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
  const ijk: Vec3 = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
  const at = (axis: 0 | 1 | 2) => grid.origin[axis] + (ijk[axis] + random() - 0.5) * grid.voxelSize[axis];
  return [at(0), at(1), at(2)];
}
