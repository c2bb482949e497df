import type { Volume } from "#core/volume/volume.ts";

/** The axes along which the order of the planes is reversed. */
export type Axes = "x" | "y" | "z" | "xy" | "yz" | "xyz";

/** The volume with the order of its planes reversed; the grid stays (ChimeraX `volume flip`). One axis reverses the hand. */
export function flipVolume({ grid, values }: Volume, axes: Axes): Volume {
  const [nx, ny, nz] = grid.size;
  const [x, y, z] = [axes.includes("x"), axes.includes("y"), axes.includes("z")];
  const flipped = new Float32Array(values.length);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const from = nx * ((y ? ny - 1 - j : j) + ny * (z ? nz - 1 - k : k));
      const to = nx * (j + ny * k);
      flipped.set(values.subarray(from, from + nx), to);
      if (x) flipped.subarray(to, to + nx).reverse();
    }
  }
  return { grid, values: flipped };
}
