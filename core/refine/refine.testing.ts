import { createRandom, type Random, randomNormal } from "#core/math/random.ts";
import { planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A compact blob of carbon, nitrogen and oxygen no two of which are nearer than 1.6 Å, about a centre. */
export function blob(count: number, centre: readonly number[], random: Random): ScatteringAtoms {
  const radius = 1.35 * Math.cbrt(count);
  const places: number[][] = [];
  while (places.length < count) {
    const offset = [0, 1, 2].map(() => radius * (2 * random() - 1));
    const isFree = places.every((other) => Math.hypot(...other.map((x, n) => x - offset[n])) > 1.6);
    if (isFree && Math.hypot(...offset) < radius) places.push(offset);
  }
  return {
    xyz: Float64Array.from(places.flatMap((offset) => offset.map((x, axis) => x + centre[axis]))),
    element: places.map((_, n) => ["C", "N", "C", "O", "C"][n % 5]),
    occupancy: places.map(() => 1),
    bFactor: places.map(() => 20 + 40 * random()),
    resolution: 3,
  };
}

/** Two sets of atoms as one. */
export function together(a: ScatteringAtoms, b: ScatteringAtoms): ScatteringAtoms {
  return {
    xyz: Float64Array.of(...a.xyz, ...b.xyz),
    element: [...a.element, ...b.element],
    occupancy: [...Array.from(a.occupancy), ...Array.from(b.occupancy)],
    bFactor: [...Array.from(a.bFactor), ...Array.from(b.bFactor)],
    resolution: a.resolution,
  };
}

/** A grid around atoms, with room for images of 3 Å. */
export function gridFor({ xyz }: ScatteringAtoms, step: number, room: number): Grid {
  const along = (axis: number) => Array.from(xyz.filter((_, n) => n % 3 === axis));
  const low = [0, 1, 2].map((axis) => Math.min(...along(axis)) - room);
  const size = [0, 1, 2].map((axis) => Math.ceil((Math.max(...along(axis)) + room - low[axis]) / step));
  return createGrid([size[0], size[1], size[2]], [low[0], low[1], low[2]], [step, step, step]);
}

/** The exact map of atoms by the reference kernel, in units and on a level of its own, as a microscope's is. */
export async function observedMap(atoms: ScatteringAtoms, grid: Grid, noise = 0, seed = 1): Promise<Volume> {
  const plan = planImages(atoms, { cutoff: 5, fade: 0.1, accuracy: 1e-4 });
  const { values } = await referenceImageKernel.sum(plan, grid);
  const random = createRandom(seed);
  return { grid, values: values.map((value) => 0.7 * value + 0.05 + noise * randomNormal(random)) };
}
