import type { PointSet } from "#core/kernel/fit-kernel.ts";
import type { MapKernel, WeightMoments } from "#core/kernel/map-kernel.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { molmapKernel } from "#core/simulate/molmap.ts";
import { vrmKernel } from "#core/simulate/vrm/vrm-kernel.ts";
import { blockMeans } from "#core/volume/block-means.ts";
import { cropToBox } from "#core/volume/crop.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { findRegions } from "#core/volume/regions.ts";
import { highestDensity, levelForFraction } from "#core/volume/stats.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/** The kernel that defines the others: the plain functions of core, on ordinary memory. */
export const referenceMaps: MapKernel = {
  molmap: molmapKernel,
  vrm: vrmKernel,
  take: (volume) => volume,
  release() {},
  highest: highestDensity,
  levelForFraction,
  regions: findRegions,
  crop: cropToBox,
  bin: blockMeans,
  blur: (volume, sigma, cutoff, job) => gaussianBlur(volume, sigma, job, cutoff),
  subtract: (a, b) =>
    createVolume(
      a.grid,
      a.values.map((value, n) => value - b.values[n]),
    ),
  mean,
  levelEnclosingMass,
  pointsAbove,
  moments,
  densities,
};

function mean({ values }: Volume): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n];
  return sum / values.length;
}

/** The samples at or above a level as points weighted by their density. */
function pointsAbove({ grid, values }: Volume, level: number): PointSet {
  const [nx, ny, nz] = grid.size;
  let count = 0;
  for (let n = 0; n < values.length; n++) if (values[n] >= level) count++;
  const xyz = new Float64Array(3 * count);
  const weight = new Float64Array(count);
  let to = 0;
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        if (!(values[n] >= level)) continue;
        xyz[3 * to] = grid.origin[0] + i * grid.voxelSize[0];
        xyz[3 * to + 1] = grid.origin[1] + j * grid.voxelSize[1];
        xyz[3 * to + 2] = grid.origin[2] + k * grid.voxelSize[2];
        weight[to++] = values[n];
      }
    }
  }
  return { xyz, weight };
}

function moments({ weight }: PointSet): WeightMoments {
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < weight.length; n++) {
    sum += weight[n];
    squares += weight[n] * weight[n];
  }
  return { count: weight.length, sum, squares };
}

function densities(volume: Volume, xyz: Float64Array): Float64Array {
  const out = new Float64Array(xyz.length / 3);
  for (let n = 0; n < out.length; n++) {
    const [i, j, k] = xyzToIjk(volume.grid, [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]]);
    out[n] = valueAtIndex(volume, i, j, k);
  }
  return out;
}
