import { bench, describe } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { createGrid } from "#core/volume/grid.ts";

/** A ball of atoms at protein density (a heavy atom per 17 Å³), in an order that keeps neighbours together. */
function ball(count: number) {
  const random = createRandom(1);
  const radius = ((count * 17 * 3) / (4 * Math.PI)) ** (1 / 3);
  const points: number[][] = [];
  while (points.length < count) {
    const p = [0, 1, 2].map(() => radius * (2 * random() - 1));
    if (p[0] ** 2 + p[1] ** 2 + p[2] ** 2 < radius ** 2) points.push(p);
  }
  points.sort((a, b) => Math.round(a[2] / 5) - Math.round(b[2] / 5) || a[1] - b[1]);
  return { xyz: Float64Array.from(points.flat()), weights: new Float64Array(count).fill(7) };
}

const atoms = ball(20000);
const options = { iterations: 5, time: 0, warmupIterations: 2, warmupTime: 0 };
const grid = createGrid([160, 160, 160], [-80, -80, -80], [1, 1, 1]);

describe("molmap of 20 000 atoms", () => {
  bench("3.5 Å on its own grid (7³ samples per atom)", () => void simulateMolmap(atoms, 3.5), options);
  bench(
    "3.5 Å on a 160³ grid of 1 Å (8³ samples per atom)",
    () => void simulateMolmap(atoms, 3.5, grid),
    options,
  );
  bench(
    "8 Å on a 160³ grid of 1 Å (18³ samples per atom)",
    () => void simulateMolmap(atoms, 8, grid),
    options,
  );
});
