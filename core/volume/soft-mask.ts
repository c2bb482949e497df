import { squaredDistances } from "#core/volume/distance.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How a mask goes on beyond the voxels it is made from, Å. */
export interface MaskEdge {
  /** Still 1 within this distance. */
  readonly grow: number;
  /** Then a raised cosine falls to 0 over this width; 0 for a hard edge. */
  readonly soften: number;
}

/** A mask of 0 … 1 around chosen voxels (1 in `inside`). */
export function softMask(grid: Grid, inside: Uint8Array, { grow, soften }: MaskEdge): Volume {
  const values = squaredDistances(grid, inside);
  for (let n = 0; n < values.length; n++) {
    const beyond = Math.sqrt(values[n]) - grow;
    if (beyond <= 0) values[n] = 1;
    else values[n] = beyond < soften ? 0.5 + 0.5 * Math.cos((Math.PI * beyond) / soften) : 0;
  }
  return { grid, values };
}
