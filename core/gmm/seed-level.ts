import { AppError } from "#core/errors.ts";
import { highestDensity, levelForFraction } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A level and why it was chosen. */
export interface ChosenLevel {
  readonly value: number;
  readonly reason: string;
}

/**
 * The level above which a map's voxels are places for Gaussians: the one given, else the one with 1 % of the voxels above
 * it, as fits have it; on a map that is 0 nearly everywhere, the one with half of its positive voxels above.
 * Throws `input` when nothing lies above.
 */
export function seedLevel(map: Volume, given: number | undefined): ChosenLevel {
  const highest = highestDensity(map);
  if (given !== undefined) {
    if (given < highest) return { value: given, reason: "given" };
    const message = `No voxel lies above level ${given}; the map's maximum is ${highest.toPrecision(4)}.`;
    throw new AppError("input", message, { seen: given, expected: `below ${highest}` });
  }
  const value = levelForFraction(map);
  if (value > 0 && value < highest) return { value, reason: "1 % of the voxels lie above it" };
  const positive = map.values.reduce((sum, density) => sum + (density > 0 ? 1 : 0), 0);
  const half = levelForFraction(map, positive / 2 / map.values.length);
  if (positive > 0 && half < highest) {
    return {
      value: Math.max(half, Number.MIN_VALUE),
      reason: "half of the voxels with positive density lie above it",
    };
  }
  throw new AppError("input", "The map has no density to put Gaussians into: give a level with --level.", {
    highest,
  });
}
