import type { PenaltyOf } from "#core/refine/rigid-groups.ts";
import { type CellList, createCellList, forEachNear } from "#core/structure/cell-list.ts";

/** How groups of atoms are kept apart. */
export interface ApartSettings {
  /** Atoms of different groups nearer than this are pushed apart, Å. */
  readonly nearest: number;
  /** What a pair costs per Å² that it is too near. */
  readonly weight: number;
}

/**
 * What it costs that atoms of different groups are too near: weight · Σ (nearest − d)² over the pairs nearer than `nearest`,
 * which begins without a step or a kink. `owner`: the group of every atom, -1 for those that count with none.
 */
export function apartPenalty(owner: Int32Array, { nearest, weight }: ApartSettings): PenaltyOf {
  return (xyz) => {
    let value = 0;
    const gradient = new Float64Array(xyz.length);
    forEachPair(xyz, owner, nearest, (a, b, square) => {
      const distance = Math.sqrt(square);
      const lack = nearest - distance;
      value += weight * lack * lack;
      if (distance === 0) return; // no way is better than another
      const pull = (-2 * weight * lack) / distance;
      for (let axis = 0; axis < 3; axis++) {
        const along = pull * (xyz[3 * a + axis] - xyz[3 * b + axis]);
        gradient[3 * a + axis] += along;
        gradient[3 * b + axis] -= along;
      }
    });
    return { value, gradient };
  };
}

/** How many atoms of each group (0…`groups` − 1) lie nearer than `reach` Å to an atom of another. */
export function clashesByGroup(
  xyz: Float64Array,
  owner: Int32Array,
  groups: number,
  reach: number,
): Int32Array {
  const isNear = new Uint8Array(owner.length);
  forEachPair(xyz, owner, reach, (a, b) => {
    isNear[a] = 1;
    isNear[b] = 1;
  });
  const counts = new Int32Array(groups);
  for (let n = 0; n < owner.length; n++) if (isNear[n] === 1) counts[owner[n]]++;
  return counts;
}

/** Calls `visit` with every pair of atoms of different groups that are nearer than `reach` Å, a < b, and their squared distance. */
function forEachPair(
  xyz: Float64Array,
  owner: Int32Array,
  reach: number,
  visit: (a: number, b: number, square: number) => void,
): void {
  const cells: CellList = createCellList(xyz, reach);
  const most = reach * reach;
  for (let a = 0; a < owner.length; a++) {
    if (owner[a] < 0) continue;
    const [x, y, z] = [xyz[3 * a], xyz[3 * a + 1], xyz[3 * a + 2]];
    forEachNear(cells, x, y, z, (b) => {
      if (b <= a || owner[b] < 0 || owner[b] === owner[a]) return;
      const square = (xyz[3 * b] - x) ** 2 + (xyz[3 * b + 1] - y) ** 2 + (xyz[3 * b + 2] - z) ** 2;
      if (square < most) visit(a, b, square);
    });
  }
}
