import type { Structure } from "#core/structure/structure.ts";

/**
 * The residue name of atoms that stand for Gaussians of a density: B tells the width (8π² σ²), the occupancy the
 * amplitude. They so survive in every file of atoms.
 */
export const GAUSSIAN_RESIDUE = "GAU";

const PER_SQUARE = 8 * Math.PI ** 2;

/** B (Å²) of a Gaussian of standard deviation σ (Å). */
export function bOfSigma(sigma: number): number {
  return PER_SQUARE * sigma ** 2;
}

/** Standard deviation (Å) of the Gaussian that a B (Å²) stands for; 0 for B of 0 or less. */
export function sigmaOfB(bFactor: number): number {
  return Math.sqrt(Math.max(0, bFactor) / PER_SQUARE);
}

/** Whether every atom stands for a Gaussian. */
export function isOfGaussians({ residueName }: Pick<Structure, "residueName">): boolean {
  return residueName.length > 0 && residueName.every((name) => name === GAUSSIAN_RESIDUE);
}
