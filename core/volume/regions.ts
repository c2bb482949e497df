import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { findComponents } from "#core/volume/components.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The voxels at or above a level without small islands, as runs along x in voxel order. */
export interface Regions {
  /** First voxel of each run (index into `values`). */
  readonly runStart: Uint32Array;
  /** Voxels in all runs up to and including this one. */
  readonly runningCount: Uint32Array;
  readonly voxels: number;
  /** Voxels at or above the level, islands included. */
  readonly above: number;
  /** Voxels of the largest connected region; 0 when nothing reaches the level. */
  readonly largest: number;
  /** Smallest and largest index along x, y, z of what is kept. */
  readonly first: Vec3;
  readonly last: Vec3;
}

/**
 * The voxels at or above `level` (map units) in connected regions (26 neighbours) of at least `minIsland` voxels; of the
 * largest region when all are smaller. Throws `cancelled` when the job is cancelled.
 */
export async function findRegions(
  volume: Volume,
  level: number,
  minIsland: number,
  job: JobContext,
): Promise<Regions> {
  const components = await findComponents(volume, level, 26, job);
  const largest = components.sizes.length > 0 ? components.sizes[0] : 0;
  const smallest = Math.min(minIsland, largest);
  const starts: number[] = [];
  const counts: number[] = [];
  const first: [number, number, number] = [...volume.grid.size];
  const last: [number, number, number] = [-1, -1, -1];
  const [nx, ny] = volume.grid.size;
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
    runStart: Uint32Array.from(starts),
    runningCount: Uint32Array.from(counts),
    voxels,
    above: components.sizes.reduce((sum, size) => sum + size, 0),
    largest,
    first,
    last,
  };
}
