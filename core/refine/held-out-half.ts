import { AppError } from "#core/errors.ts";
import { correlationWith, oneMinusCorrelation, type QuickTarget } from "#core/refine/targets.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * 1 − correlation with one half map; the other, whose noise is its own, is held out and scores what was found. Both on
 * one grid; only voxels where `inside` is not 0 count. Throws `input` for different grids.
 */
export function halfMapTarget(work: Volume, heldOut: Volume, inside: Uint8Array): QuickTarget {
  if (work.grid.size.some((n, axis) => n !== heldOut.grid.size[axis])) {
    throw new AppError("input", "The half maps must have the same size.", {
      sizes: [work.grid.size, heldOut.grid.size],
    });
  }
  const target = oneMinusCorrelation(work, inside);
  const agreement = correlationWith(heldOut, inside);
  return (model) => {
    const heldOut = agreement(model);
    return { ...target(model), heldOut };
  };
}
