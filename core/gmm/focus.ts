import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * What happens to Gaussians outside a mask, where f = level + (1 − level) · mask: `variance` divides σ² by f (e2gmm's
 * program, behind its published maps), `sigma` divides σ by f (the paper's formula), `amplitude` multiplies the amplitude
 * by the mask. Wide Gaussians still hold the particle together at low resolution, but steer no detail.
 */
export type FocusForm = "variance" | "sigma" | "amplitude";

/** Least f, so at a mask of 0: σ is twice (`variance`) or four times (`sigma`) as wide (e2gmm). */
export const FOCUS_LEVEL = 0.25;

/**
 * A model whose pose search looks at what a mask (0 … 1) holds. Where the mask and the level are both 0 a width would have
 * no end: those Gaussians are left out.
 */
export function focusModel(model: Gaussians, mask: Volume, form: FocusForm, level = FOCUS_LEVEL): Gaussians {
  const sigma = model.sigma.slice();
  const amplitude = model.amplitude.slice();
  for (let n = 0; n < model.count; n++) {
    const inside = nearestValue(mask, model.xyz.subarray(3 * n, 3 * n + 3));
    const factor = level + (1 - level) * inside;
    if (form === "amplitude") amplitude[n] *= inside;
    else if (factor <= 0) amplitude[n] = 0;
    else sigma[n] /= form === "sigma" ? factor : Math.sqrt(factor);
  }
  return { ...model, sigma, amplitude };
}

/** The value of the voxel nearest to a place, Å; 0 outside the grid. */
function nearestValue({ grid, values }: Volume, xyz: ArrayLike<number>): number {
  const at = nearestIndex(grid, xyz);
  return at < 0 ? 0 : values[at];
}

function nearestIndex({ size, origin, voxelSize }: Grid, xyz: ArrayLike<number>): number {
  let index = 0;
  for (let axis = 2; axis >= 0; axis--) {
    const n = Math.round((xyz[axis] - origin[axis]) / voxelSize[axis]);
    if (!(n >= 0 && n < size[axis])) return -1;
    index = index * size[axis] + n;
  }
  return index;
}
