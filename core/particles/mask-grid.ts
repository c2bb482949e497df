import type { Grid } from "#core/volume/grid.ts";

/** Voxel sizes that differ by less are the same one, rounded: over half of a box of 100 they are half a voxel apart. */
const SAME = 0.01;

/**
 * Why a map cannot be a mask for particles whose images have `size` pixels of `pixelSize` Å, and what to do about it;
 * null when it can.
 */
export function maskProblem(
  name: string,
  grid: Grid,
  { size, pixelSize }: { readonly size: number; readonly pixelSize: number },
): string | null {
  const advice =
    "Make it of a map of these particles, or resample it onto one (volume resample, with onGrid).";
  if (grid.size.some((n) => n !== size)) {
    return `The mask ${name} has ${grid.size.join(" × ")} voxels; maps of these particles have ${size}³. ${advice}`;
  }
  if (grid.voxelSize.some((length) => Math.abs(length / pixelSize - 1) > SAME)) {
    return `The mask ${name} has voxels of ${lengths(grid.voxelSize)} Å; those of these particles' maps are ${lengths([pixelSize])} Å. ${advice}`;
  }
  return null;
}

/** "2.5", or "2.5 × 2.5 × 3" where they differ. */
function lengths(all: readonly number[]): string {
  const texts = all.map((length) => String(Number(length.toPrecision(4))));
  return new Set(texts).size === 1 ? texts[0] : texts.join(" × ");
}
