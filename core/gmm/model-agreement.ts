import type { Gaussians } from "#core/gmm/gaussians.ts";
import { addGaussians } from "#core/gmm/raster.ts";
import { type Fsc, shellCorrelation } from "#core/volume/fsc.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The density of a model on a grid. */
export function drawGaussians(model: Gaussians, grid: Grid): Volume {
  const values = new Float32Array(grid.size[0] * grid.size[1] * grid.size[2]);
  addGaussians(model, grid, values);
  return { grid, values };
}

/** FSC of a map and a model's density. */
export function modelFsc(map: Volume, model: Gaussians): Fsc {
  return shellCorrelation(map, drawGaussians(model, map.grid));
}

/** Å: the last shell before the FSC first falls below a limit. */
export function fscReach({ shells }: Fsc, limit: number): number {
  const below = shells.findIndex(({ fsc }) => fsc < limit);
  return shells[below < 0 ? shells.length - 1 : Math.max(1, below - 1)].resolution;
}
