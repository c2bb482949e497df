import { AppError } from "#core/errors.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The atoms a model map is made of. */
export interface WeightedAtoms {
  /** Coordinates, Å, xyz triplets (n × 3). */
  readonly xyz: Float64Array;
  /** One per atom: its atomic number. */
  readonly weights: Float64Array;
}

/** A way to turn atoms into density at a resolution. */
export interface ModelMapKernel {
  /** Name for settings, logs and results. */
  readonly name: string;
  /** Share of a map's positive mass, 0…1, within its body: the voxels that scores are taken over. */
  readonly bodyMass: number;
  /**
   * The grid this kernel puts atoms on by itself.
   * `resolution` in Å. Throws `input` without atoms, `resource` when the grid would be too large.
   */
  gridFor(atoms: WeightedAtoms, resolution: number): Grid;
  /** Density of the atoms at `resolution` (Å) on a grid. Throws `input` for wrong atoms or a resolution that is not positive. */
  simulate(atoms: WeightedAtoms, resolution: number, grid: Grid): Volume;
}

/** Throws `input` unless there is one finite weight per finite xyz triplet and the resolution is a positive length. */
export function checkModelMapInput({ xyz, weights }: WeightedAtoms, resolution: number): void {
  if (xyz.length !== 3 * weights.length) {
    throw new AppError("input", "Every atom needs one weight.", {
      atoms: xyz.length / 3,
      weights: weights.length,
    });
  }
  if (!allFinite(xyz) || !allFinite(weights)) {
    throw new AppError("input", "Atom coordinates and weights must be finite numbers.");
  }
  if (!(resolution > 0 && Number.isFinite(resolution))) {
    throw new AppError("input", "The resolution must be a positive length in Å.", { resolution });
  }
}

/** Whether all numbers are finite; one sum tells, but for overflow. */
export function allFinite(numbers: Float64Array): boolean {
  let sum = 0;
  for (let n = 0; n < numbers.length; n++) sum += numbers[n];
  return Number.isFinite(sum) || numbers.every(Number.isFinite);
}
