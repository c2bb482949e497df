import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A ball, Å, and what to write into it or, with `outside`, around it (map units). */
export interface Sphere {
  readonly centre: Vec3;
  readonly radius: number;
  readonly value: number;
  readonly outside: boolean;
}

/**
 * The volume with `value` at every voxel whose centre is no farther than the radius from the centre, or farther with
 * `outside`: ChimeraX `volume erase`. Throws `input` when the radius is not positive.
 */
export function eraseSphere(volume: Volume, { centre, radius, value, outside }: Sphere): Volume {
  if (!(radius > 0 && Number.isFinite(radius))) {
    throw new AppError("input", "The radius of the sphere to erase must be a positive length in Å.", {
      radius,
    });
  }
  const { grid } = volume;
  const [nx, ny, nz] = grid.size;
  const values = outside ? new Float32Array(volume.values.length).fill(value) : volume.values.slice();
  const within = (axis: number, half: number): [number, number] => {
    const middle = (centre[axis] - grid.origin[axis]) / grid.voxelSize[axis];
    const reach = half / grid.voxelSize[axis] + 1e-9;
    return [
      Math.max(0, Math.ceil(middle - reach)),
      Math.min(grid.size[axis] - 1, Math.floor(middle + reach)),
    ];
  };
  const chord = (square: number, axis: number, n: number) =>
    square - (grid.origin[axis] + n * grid.voxelSize[axis] - centre[axis]) ** 2;
  const [k0, k1] = within(2, radius);
  for (let k = k0; k <= Math.min(k1, nz - 1); k++) {
    const disc = Math.max(0, chord(radius * radius, 2, k));
    const [j0, j1] = within(1, Math.sqrt(disc));
    for (let j = j0; j <= j1; j++) {
      const [i0, i1] = within(0, Math.sqrt(Math.max(0, chord(disc, 1, j))));
      const row = nx * (j + ny * k);
      if (i0 > i1) continue;
      if (outside) values.set(volume.values.subarray(row + i0, row + i1 + 1), row + i0);
      else values.fill(value, row + i0, row + i1 + 1);
    }
  }
  return { grid, values };
}
