import { createCellList, forEachNear } from "#core/structure/cell-list.ts";

/** Covalent radii, Å, by atomic number (Cordero et al., Dalton Trans. 2008, 2832); metals are left out on purpose. */
const RADII: ReadonlyMap<number, number> = new Map([
  [1, 0.31],
  [5, 0.84],
  [6, 0.76],
  [7, 0.71],
  [8, 0.66],
  [9, 0.57],
  [14, 1.11],
  [15, 1.07],
  [16, 1.05],
  [17, 1.02],
  [33, 1.19],
  [34, 1.2],
  [35, 1.2],
  [52, 1.38],
  [53, 1.39],
]);

/** An atom of unknown element is drawn and bonded as carbon. */
const CARBON = 0.76;

/** Slack on the sum of two radii, Å (the customary 0.45 of connection tables made from coordinates). */
const SLACK = 0.45;
/** Closer atoms, Å, are two places of one atom. */
const TOO_CLOSE = 0.4;

/**
 * Covalent bonds by distance: pairs of atoms no farther apart than the sum of their radii and 0.45 Å, and farther than
 * 0.4 Å. `xyz` in Å, triplets; `atomicNumber` 0 when unknown. Metals have none: what holds them is not drawn as a bond.
 * Returns index pairs, the smaller first, ascending.
 */
export function findBonds(xyz: ArrayLike<number>, atomicNumber: ArrayLike<number>): Uint32Array<ArrayBuffer> {
  const radius = Float64Array.from(atomicNumber, (z) => (z === 0 ? CARBON : (RADII.get(z) ?? 0)));
  const largest = radius.reduce((a, b) => Math.max(a, b), 0);
  const cells = createCellList(xyz, 2 * largest + SLACK);
  const pairs: number[] = [];
  for (let a = 0; a < radius.length; a++) {
    if (radius[a] === 0) continue;
    const bonded: number[] = [];
    forEachNear(cells, xyz[3 * a], xyz[3 * a + 1], xyz[3 * a + 2], (b) => {
      if (b <= a || radius[b] === 0) return;
      const x = xyz[3 * b] - xyz[3 * a];
      const y = xyz[3 * b + 1] - xyz[3 * a + 1];
      const z = xyz[3 * b + 2] - xyz[3 * a + 2];
      const square = x * x + y * y + z * z;
      const reach = radius[a] + radius[b] + SLACK;
      if (square <= reach * reach && square > TOO_CLOSE * TOO_CLOSE) bonded.push(b);
    });
    for (const b of bonded.sort((p, q) => p - q)) pairs.push(a, b);
  }
  return Uint32Array.from(pairs);
}
