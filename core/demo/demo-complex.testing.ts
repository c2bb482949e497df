import { distance, type Vec3 } from "#core/math/vec3.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Two atoms (indices) and their distance, Å. */
export interface AtomPair {
  readonly a: number;
  readonly b: number;
  readonly distance: number;
}

const LONGEST_BOND = 1.9; // Å; carbon to sulphur is 1.81, atoms one bond farther are 2.1 or more

export function positionOf({ xyz }: Structure, n: number): Vec3 {
  return [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]];
}

/** All pairs of atoms within `limit` Å, by cells of that size. */
export function pairsWithin(structure: Structure, limit: number): AtomPair[] {
  const cells = new Map<string, number[]>();
  const pairs: AtomPair[] = [];
  for (let b = 0; b < structure.atomCount; b++) {
    const at = positionOf(structure, b);
    const [i, j, k] = at.map((x) => Math.floor(x / limit));
    for (let near = 0; near < 27; near++) {
      const key = [
        i + (near % 3) - 1,
        j + (Math.trunc(near / 3) % 3) - 1,
        k + Math.trunc(near / 9) - 1,
      ].join();
      for (const a of cells.get(key) ?? []) {
        const d = distance(at, positionOf(structure, a));
        if (d < limit) pairs.push({ a, b, distance: d });
      }
    }
    const own = cells.get([i, j, k].join());
    if (own) own.push(b);
    else cells.set([i, j, k].join(), [b]);
  }
  return pairs;
}

/** The atoms bonded to each atom, told from distances alone. */
export function bondsOf(structure: Structure): number[][] {
  const bonded: number[][] = Array.from({ length: structure.atomCount }, () => []);
  for (const { a, b } of pairsWithin(structure, LONGEST_BOND)) {
    bonded[a].push(b);
    bonded[b].push(a);
  }
  return bonded;
}

/** Whether b can be reached from a by at most `steps` bonds. */
export function isWithinBonds(bonded: readonly number[][], a: number, b: number, steps: number): boolean {
  if (a === b) return true;
  return steps > 0 && bonded[a].some((next) => isWithinBonds(bonded, next, b, steps - 1));
}
