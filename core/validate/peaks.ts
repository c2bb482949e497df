import type { JobContext } from "#core/job/job-context.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import { eachSlab } from "#core/volume/slab.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A place where a map is highest, or lowest, all around. */
export interface Peak {
  /** Å, between samples. */
  readonly place: Vec3;
  /** Density there, map units; negative for the lowest. */
  readonly height: number;
}

export interface PeakSearch {
  /** Peaks whose height, or depth, is below this are not sought; map units. */
  readonly least: number;
  /** Å: of peaks closer to each other the strongest is kept. */
  readonly apart: number;
  readonly most: number;
}

/** The highest (`sign` 1) or lowest (−1) places of a map, strongest first. Throws `cancelled` when the job is cancelled. */
export async function findPeaks(
  volume: Volume,
  sign: 1 | -1,
  { least, apart, most }: PeakSearch,
  job: JobContext,
): Promise<Peak[]> {
  const [nx, ny, nz] = volume.grid.size;
  const { values } = volume;
  const found: Peak[] = [];
  const visit = (i: number, j: number, k: number) => {
    const n = i + nx * (j + ny * k);
    if (sign * values[n] >= least && isHighest(volume, n, sign)) found.push(refined(volume, [i, j, k], n));
  };
  const work = (from: number, to: number) => {
    for (let k = Math.max(1, from); k < Math.min(nz - 1, to); k++) {
      for (let j = 1; j < ny - 1; j++) for (let i = 1; i < nx - 1; i++) visit(i, j, k);
    }
  };
  await eachSlab(volume.grid, "peaks", work, job);
  found.sort((a, b) => sign * (b.height - a.height));
  const kept: Peak[] = [];
  for (const peak of found) {
    if (kept.length === most) break;
    if (kept.every(({ place }) => distance(place, peak.place) >= apart)) kept.push(peak);
  }
  return kept;
}

/** Whether no neighbour is higher; of equal ones the first counts. */
function isHighest({ grid, values }: Volume, n: number, sign: number): boolean {
  const [nx, ny] = grid.size;
  const own = sign * values[n];
  for (let c = -1; c <= 1; c++) {
    for (let b = -1; b <= 1; b++) {
      for (let a = -1; a <= 1; a++) {
        const step = a + nx * (b + ny * c);
        const other = sign * values[n + step];
        if (other > own || (other === own && step < 0)) return false;
      }
    }
  }
  return true;
}

/** The top of parabolas through the neighbours along each axis. */
function refined({ grid, values }: Volume, ijk: Vec3, n: number): Peak {
  const own = values[n];
  let height = own;
  const at = ijk.map((index, axis) => {
    const step = axis === 0 ? 1 : axis === 1 ? grid.size[0] : grid.size[0] * grid.size[1];
    const slope = (values[n + step] - values[n - step]) / 2;
    const curvature = values[n + step] + values[n - step] - 2 * own;
    if (curvature === 0) return index;
    const shift = Math.max(-0.5, Math.min(0.5, -slope / curvature));
    height += slope * shift + (curvature * shift * shift) / 2;
    return index + shift;
  });
  return { place: ijkToXyz(grid, [at[0], at[1], at[2]]), height };
}
