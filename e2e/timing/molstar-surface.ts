// Mol*'s isosurface, the reference of the surface benchmark.

import { computeMarchingCubesMesh } from "molstar/lib/mol-geo/util/marching-cubes/algorithm.js";
import { Tensor } from "molstar/lib/mol-math/linear-algebra.js";
import type { Volume } from "#core/volume/volume.ts";

/** A run of Mol*'s marching cubes over a volume at a level; the result is the number of triangles. */
export function molstarSurface({ grid, values }: Volume): (level: number) => Promise<number> {
  const [nx, ny, nz] = grid.size;
  const space = Tensor.Space([nx, ny, nz], [2, 1, 0], Float32Array);
  const scalarField = Tensor.create(space, Tensor.Data1(values));
  return async (level) =>
    (await computeMarchingCubesMesh({ isoLevel: level, scalarField }).run()).triangleCount;
}
