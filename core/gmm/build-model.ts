import { clusterPoints, spacingOf } from "#core/gmm/clusters.ts";
import { fitGaussians } from "#core/gmm/fit-map.ts";
import { createGaussians, type Gaussians, takeGaussians } from "#core/gmm/gaussians.ts";
import { RASTER_REACH } from "#core/gmm/raster.ts";
import { pointsAbove } from "#core/gmm/weighted-points.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { cropToLevel } from "#core/volume/crop.ts";
import { voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

export interface BuildParams {
  readonly count: number;
  /** Map units: voxels below are no place for a Gaussian to begin. */
  readonly level: number;
  /** Steps of the fit at most. */
  readonly steps: number;
  readonly seed: number;
  /** A model to go on from instead of seeds in the map. */
  readonly start?: Gaussians;
}

/** What the command line and the refinement share. */
export const BUILD_DEFAULTS = { steps: 60, seed: 1 } as const;

/** A Gaussian model of a map and how well it holds it. */
export interface BuiltModel {
  readonly model: Gaussians;
  /** √(Σ (map − model)² ⁄ Σ map²) of the seeds and of the fitted model, near the density. */
  readonly misfit: readonly [number, number];
  readonly steps: number;
}

/** Rounds of K-means at most: the fit that follows moves every centre anyway. */
const ROUNDS = 10;
/** The fit ends when a step brings less than this part of the squared difference. */
const TOLERANCE = 1e-4;
/** Narrowest Gaussian, voxels: a narrower one falls between samples. */
const NARROWEST = 0.45;
/** Widest and first Gaussian, as parts of how far they lie apart. */
const WIDEST = 3;
const FIRST = 0.55;

/**
 * Gaussians for a map: seeds by density-weighted K-means of the voxels above a level, then centres, amplitudes and widths
 * fitted to the map by least squares. The map's own units; nothing outside the box around the level is looked at.
 * Throws `input` when the level leaves fewer voxels than Gaussians.
 */
export async function buildModel(map: Volume, params: BuildParams, job: JobContext): Promise<BuiltModel> {
  const { count, level, steps, seed, start } = params;
  const points = pointsAbove(map, level);
  const spacing = spacingOf(points, count);
  const narrowest = NARROWEST * Math.max(...map.grid.voxelSize);
  const widest = Math.max(WIDEST * spacing, 2 * narrowest);
  const near = cropToLevel(map, level, RASTER_REACH * Math.max(FIRST * spacing, narrowest));
  let seeds = start;
  if (!seeds) {
    const { centres, mass } = await clusterPoints(points, { count, rounds: ROUNDS, seed }, job);
    const amplitude = mass.map((sum) => sum * voxelVolume(map.grid));
    const sigma = new Float64Array(count).fill(Math.max(FIRST * spacing, 1.1 * narrowest));
    const all = createGaussians(centres, amplitude, sigma);
    seeds = takeGaussians(
      all,
      Array.from(mass.keys()).filter((n) => mass[n] > 0),
    );
  }
  const fit = await fitGaussians(
    seeds,
    near,
    { steps, sigma: [narrowest, widest], tolerance: TOLERANCE },
    job,
  );
  return { model: fit.model, misfit: fit.misfit, steps: fit.steps };
}
