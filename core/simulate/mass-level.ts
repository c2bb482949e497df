import { AppError } from "#core/errors.ts";
import { valueAtMass } from "#core/volume/rank.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Fraction of a model map's mass inside its first contour (ChimeraX molmap). */
export const MODEL_MAP_MASS_FRACTION = 0.95;

/**
 * The density at or above which the voxels hold this fraction (0…1) of the sum of all positive densities: the largest
 * such density, exact. Meant for model maps; negative ripples of theirs hold no mass.
 * Throws `input` when the fraction is outside 0…1 or nothing is positive.
 */
export function levelEnclosingMass(volume: Volume, fraction = MODEL_MAP_MASS_FRACTION): number {
  checkFraction(fraction);
  return valueAtMass(volume.values, (total) => {
    if (!(total > 0)) throw noMass();
    return fraction * total;
  });
}

/** Throws `input` for a fraction outside 0…1. */
export function checkFraction(fraction: number): void {
  if (fraction >= 0 && fraction <= 1) return;
  throw new AppError("input", "The enclosed fraction of the mass must lie between 0 and 1.", { fraction });
}

/** The error for a map without positive densities. */
export function noMass(): AppError {
  return new AppError("input", "The map has no positive mass to enclose.");
}
