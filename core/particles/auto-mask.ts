import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { findComponents } from "#core/volume/components.ts";
import { filterRadially, gaussianLowPass } from "#core/volume/fourier-filter.ts";
import { softMask } from "#core/volume/soft-mask.ts";
import { highestDensity } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What the mask is cut from is smoothed to 1.5 times the resolution, at least this (EMAN2, e2refine_postprocess), Å. */
const SMOOTHEST = 12.5;
/** Part of the smooth map's maximum that counts as particle (EMAN2). */
const LEVEL = 0.15;
/** Pieces smaller than this part of the largest one are noise. */
const SMALL_PIECE = 0.05;

/** A mask and how it was found, in words. */
export interface FoundMask {
  readonly mask: Volume;
  readonly reason: string;
}

/**
 * A soft mask around what stands out of a map: smoothed, cut at 15 % of the maximum, pieces of noise left out, grown by
 * three quarters of the resolution and at least 3 voxels, and softened over as much again and at least 5 voxels.
 * Throws `input` when nothing stands out.
 */
export async function autoMask(map: Volume, resolution: number, job: JobContext): Promise<FoundMask> {
  const smoothness = Math.max(SMOOTHEST, 1.5 * resolution);
  const smooth = await filterRadially(map, gaussianLowPass(smoothness), job);
  const highest = highestDensity(smooth);
  if (!(highest > 0)) {
    throw new AppError("input", "The map has no density above 0 to make a mask from: give one with --mask.");
  }
  const level = LEVEL * highest;
  const { runStart, runEnd, runComponent, sizes } = await findComponents(smooth, level, 26, job);
  const inside = new Uint8Array(smooth.values.length);
  for (const [r, start] of runStart.entries()) {
    if (sizes[runComponent[r]] >= SMALL_PIECE * sizes[0]) inside.fill(1, start, runEnd[r]);
  }
  const voxel = Math.max(...map.grid.voxelSize);
  const grow = Math.max(3 * voxel, 0.75 * resolution);
  const soften = Math.max(5 * voxel, 0.75 * resolution);
  return {
    mask: softMask(map.grid, inside, { grow, soften }),
    reason: `above 15 % of the maximum at ${smoothness.toFixed(1)} Å, grown by ${grow.toFixed(1)} Å, soft over ${soften.toFixed(1)} Å`,
  };
}
