import fc from "fast-check";
import { cancelled } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A volume whose densities are a formula of the sample's index. */
export function volumeOf(grid: Grid, density: (i: number, j: number, k: number) => number): Volume {
  const [nx, ny, nz] = grid.size;
  const values = new Float32Array(nx * ny * nz);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) values[i + nx * (j + ny * k)] = density(i, j, k);
    }
  }
  return { grid, values };
}

/** A grid of unit voxels with its first sample at the origin. */
export function unitGrid(...size: [number, number, number]): Grid {
  return createGrid(size, [0, 0, 0], [1, 1, 1]);
}

const vec3 = (entry: fc.Arbitrary<number>): fc.Arbitrary<Vec3> => fc.tuple(entry, entry, entry);

/** Small grids anywhere near the origin with voxels of 0.5 to 3 Å. */
export const anyGrid: fc.Arbitrary<Grid> = fc
  .tuple(
    vec3(fc.integer({ min: 1, max: 6 })),
    vec3(fc.double({ min: -5, max: 5, noNaN: true })),
    vec3(fc.double({ min: 0.5, max: 3, noNaN: true })),
  )
  .map(([size, origin, voxelSize]) => createGrid(size, origin, voxelSize));

/** Small volumes with densities of −10 to 10. */
export const anyVolume: fc.Arbitrary<Volume> = anyGrid.chain((grid) => {
  const length = grid.size[0] * grid.size[1] * grid.size[2];
  const density = fc.float({ min: -10, max: 10, noNaN: true });
  return fc
    .array(density, { minLength: length, maxLength: length })
    .map((values) => ({ grid, values: Float32Array.from(values) }));
});

/** A job that is cancelled at its first checkpoint. */
export const cancelledJob: JobContext = {
  signal: { aborted: true },
  checkpoint: async () => {
    throw cancelled();
  },
};
