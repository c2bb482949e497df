import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import { isHydrogen } from "#core/structure/elements.ts";
import type { Residue } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Heavy atoms nearer than this touch, Å. */
const TOUCH = 4.5;
/** Pairs of touching atoms from which two residues count as fully in contact. */
const FULL_CONTACT = 9;

/** How firmly nodes hold together: for each node its neighbours and the weights (0…1) of the edges to them. */
export interface WeightedGraph {
  readonly neighbours: readonly Int32Array[];
  readonly weights: readonly Float64Array[];
}

/** How far a contact between two residues (by their place in the list) is to be trusted, 0…1. */
export type Trust = (a: number, b: number) => number;

/**
 * The graph of residues whose heavy atoms touch (4.5 Å). An edge weighs the square root of the number of touching atom
 * pairs, 1 from nine pairs on, times `trust`.
 */
export function contactGraph(
  structure: Structure,
  residues: readonly Residue[],
  trust: Trust = () => 1,
): WeightedGraph {
  const pairs = residues.map(() => new Map<number, number>());
  const owner = ownersOf(structure, residues);
  const { xyz } = structure;
  const cells = createCellList(xyz, TOUCH);
  for (let a = 0; a < structure.atomCount; a++) {
    if (owner[a] < 0) continue;
    forEachNear(cells, xyz[3 * a], xyz[3 * a + 1], xyz[3 * a + 2], (b) => {
      if (owner[b] <= owner[a]) return;
      const x = xyz[3 * a] - xyz[3 * b];
      const y = xyz[3 * a + 1] - xyz[3 * b + 1];
      const z = xyz[3 * a + 2] - xyz[3 * b + 2];
      if (x * x + y * y + z * z >= TOUCH * TOUCH) return;
      const own = pairs[owner[a]];
      own.set(owner[b], (own.get(owner[b]) ?? 0) + 1);
    });
  }
  return graphOf(pairs, (a, b, count) => Math.min(1, Math.sqrt(count / FULL_CONTACT)) * trust(a, b));
}

function ownersOf(structure: Structure, residues: readonly Residue[]): Int32Array {
  const owner = new Int32Array(structure.atomCount).fill(-1);
  residues.forEach(({ start, end }, n) => {
    for (let atom = start; atom < end; atom++) if (!isHydrogen(structure.element[atom])) owner[atom] = n;
  });
  return owner;
}

function graphOf(
  pairs: readonly ReadonlyMap<number, number>[],
  weigh: (a: number, b: number, count: number) => number,
): WeightedGraph {
  const lists = pairs.map((): { to: number; weight: number }[] => []);
  pairs.forEach((own, a) => {
    for (const [b, count] of own) {
      const weight = weigh(a, b, count);
      if (!(weight > 0)) continue;
      lists[a].push({ to: b, weight });
      lists[b].push({ to: a, weight });
    }
  });
  return {
    neighbours: lists.map((list) => Int32Array.from(list, ({ to }) => to)),
    weights: lists.map((list) => Float64Array.from(list, ({ weight }) => weight)),
  };
}
