import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Å: atoms nearer than this touch. */
const CONTACT = 5;

/**
 * Tells which of the bodies a few atoms (xyz triplets, Å) touch most: the one with most pairs of atoms within 5 Å, and the
 * one with the nearest centre when they touch none. Answers the place of the body in the list.
 */
export function touchTest(bodies: readonly Structure[]): (xyz: ArrayLike<number>) => number {
  const count = bodies.reduce((sum, { atomCount }) => sum + atomCount, 0);
  const all = new Float64Array(3 * count);
  const owner = new Int32Array(count);
  let at = 0;
  bodies.forEach(({ xyz, atomCount }, body) => {
    all.set(xyz, 3 * at);
    owner.fill(body, at, at + atomCount);
    at += atomCount;
  });
  const cells = createCellList(all, CONTACT);
  const centres = bodies.map(({ xyz }) => centreOf(xyz));
  return (xyz) => {
    const votes = new Float64Array(bodies.length);
    for (let n = 0; n < xyz.length; n += 3) {
      forEachNear(cells, xyz[n], xyz[n + 1], xyz[n + 2], (m) => {
        const apart = Math.hypot(
          all[3 * m] - xyz[n],
          all[3 * m + 1] - xyz[n + 1],
          all[3 * m + 2] - xyz[n + 2],
        );
        if (apart < CONTACT) votes[owner[m]]++;
      });
    }
    const most = Math.max(...votes);
    if (most > 0) return votes.indexOf(most);
    const own = centreOf(xyz);
    const away = centres.map((c) => Math.hypot(c[0] - own[0], c[1] - own[1], c[2] - own[2]));
    return away.indexOf(Math.min(...away));
  };
}

function centreOf(xyz: ArrayLike<number>): number[] {
  const sum = [0, 0, 0];
  for (let n = 0; n < xyz.length; n++) sum[n % 3] += (3 * xyz[n]) / xyz.length;
  return sum;
}
