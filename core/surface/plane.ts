import { AppError } from "#core/errors.ts";
import type { Volume } from "#core/volume/volume.ts";

/** One plane of samples of a volume; `values[u + width * v]`. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * The plane of samples across an axis (0, 1, 2 = x, y, z) at an index: u and v run along y, z across x; along x, z
 * across y; along x, y across z. Throws `input` when the index is not one of a plane.
 */
export function planeOf(volume: Volume, axis: 0 | 1 | 2, index: number): Plane {
  const { size } = volume.grid;
  if (!(Number.isInteger(index) && index >= 0 && index < size[axis])) {
    throw new AppError("input", `There is no plane ${index}: give 0 to ${size[axis] - 1}.`, {
      seen: index,
      expected: size[axis],
    });
  }
  const stride = [1, size[0], size[0] * size[1]];
  const [u, v] = [0, 1, 2].filter((other) => other !== axis);
  const values = new Float32Array(size[u] * size[v]);
  for (let row = 0, to = 0; row < size[v]; row++) {
    let from = index * stride[axis] + row * stride[v];
    for (let n = 0; n < size[u]; n++, from += stride[u]) values[to++] = volume.values[from];
  }
  return { width: size[u], height: size[v], values };
}
