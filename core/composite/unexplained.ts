import { PROTEIN_VOLUME } from "#core/composite/round-target.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { findComponents } from "#core/volume/components.ts";
import { ijkToXyz, voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A connected region above the level that no placed chain explains. */
export interface Blob {
  /** Mean of its voxels, Å. */
  readonly centre: Vec3;
  /** Å³. */
  readonly volume: number;
  /** kDa of molecule that would fill it. */
  readonly mass: number;
}

const LEAST_MASS = 1; // kDa
const MOST_BLOBS = 20;

/**
 * The regions at or above a level (map units) in what remains of a map, largest first, from 1 kDa on. How much volume a kDa
 * takes at this level is learnt from the placed chains, `mass` kDa in all; without any it is that of protein.
 */
export async function findUnexplained(
  map: Volume,
  remaining: Volume,
  level: number,
  mass: number,
  job: JobContext,
): Promise<Blob[]> {
  const voxel = voxelVolume(map.grid);
  const explained = (countAbove(map, level) - countAbove(remaining, level)) * voxel;
  const perMass = mass > 0 && explained > 0 ? explained / mass : 1000 * PROTEIN_VOLUME;
  const { sizes, runStart, runEnd, runComponent } = await findComponents(remaining, level, 26, job);
  const kept = Math.min(MOST_BLOBS, sizes.filter((size) => (size * voxel) / perMass >= LEAST_MASS).length);
  const sums = Array.from({ length: kept }, () => [0, 0, 0]);
  const [nx, ny] = map.grid.size;
  for (let r = 0; r < runStart.length; r++) {
    const sum = sums[runComponent[r]];
    if (!sum) continue;
    const count = runEnd[r] - runStart[r];
    const row = Math.floor(runStart[r] / nx);
    sum[0] += count * ((runStart[r] % nx) + (count - 1) / 2);
    sum[1] += count * (row % ny);
    sum[2] += count * Math.floor(row / ny);
  }
  return sums.map(([i, j, k], n) => ({
    centre: ijkToXyz(map.grid, [i / sizes[n], j / sizes[n], k / sizes[n]]),
    volume: sizes[n] * voxel,
    mass: (sizes[n] * voxel) / perMass,
  }));
}

function countAbove({ values }: Volume, level: number): number {
  let count = 0;
  for (let n = 0; n < values.length; n++) if (values[n] >= level) count++;
  return count;
}
