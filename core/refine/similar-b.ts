import type { Evaluation } from "#core/math/minimize.ts";
import { areTogether } from "#core/refine/bonded.ts";
import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Neighbours whose B factors should be alike, and how much, by 1 ⁄ distance². */
export interface Neighbours {
  /** Atom indices, two per pair. */
  readonly pairs: Int32Array;
  readonly weight: Float64Array;
}

/** What moves together lies within this, Å: bonded atoms and the next shell. */
const REACH = 5;
/** Bonded or not, atoms are at least this far apart here, Å. */
const NEAREST = 1.2;

/** Pairs of atoms within 5 Å of each other. */
export function neighboursOf(structure: Structure): Neighbours {
  const { xyz, atomCount } = structure;
  const cells = createCellList(xyz, REACH);
  const pairs: number[] = [];
  const weight: number[] = [];
  for (let a = 0; a < atomCount; a++) {
    const [x, y, z] = [xyz[3 * a], xyz[3 * a + 1], xyz[3 * a + 2]];
    forEachNear(cells, x, y, z, (b) => {
      if (b <= a || !areTogether(structure, a, b)) return;
      const square = (xyz[3 * b] - x) ** 2 + (xyz[3 * b + 1] - y) ** 2 + (xyz[3 * b + 2] - z) ** 2;
      if (square > REACH ** 2) return;
      pairs.push(a, b);
      weight.push(1 / Math.max(square, NEAREST ** 2));
    });
  }
  return { pairs: Int32Array.from(pairs), weight: Float64Array.from(weight) };
}

/** ½ Σ weight · ((B − B′) ⁄ unit)² over pairs, and its slopes per Å² of B. */
export function similarityEnergy(
  { pairs, weight }: Neighbours,
  bFactor: ArrayLike<number>,
  unit: number,
): Evaluation {
  const gradient = new Float64Array(bFactor.length);
  let value = 0;
  for (let n = 0; n < weight.length; n++) {
    const [a, b] = [pairs[2 * n], pairs[2 * n + 1]];
    const off = (bFactor[a] - bFactor[b]) / unit;
    const push = weight[n] * off;
    value += (push * off) / 2;
    gradient[a] += push / unit;
    gradient[b] -= push / unit;
  }
  return { value, gradient };
}
