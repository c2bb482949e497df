import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import type { Structure } from "#core/structure/structure.ts";

/** A chain placed this close to where it belongs counts as found, Å (the accuracy asked of a fit on known pairs). */
export const FOUND = 0.5;

/** Chains that share fewer of their atoms are different molecules. */
const LEAST_SHARED = 0.9;

/**
 * Root mean square distance, Å, of a moved chain from where it belongs: from the nearest of the chains that are
 * copies of it, since identical chains may change places. Infinity when none is.
 */
export function rmsdToAnswer(chain: Structure, motion: Rigid, answer: readonly Structure[]): number {
  return Math.min(...answer.map((copy) => rmsdBetween(chain, motion, copy)), Number.POSITIVE_INFINITY);
}

function rmsdBetween(chain: Structure, motion: Rigid, copy: Structure): number {
  const place = new Map<string, number>();
  for (let n = 0; n < copy.atomCount; n++) place.set(nameOf(copy, n), n);
  let squares = 0;
  let shared = 0;
  for (let n = 0; n < chain.atomCount; n++) {
    const m = place.get(nameOf(chain, n));
    if (m === undefined) continue;
    const [x, y, z] = applyRigid(motion, positionOf(chain, n));
    const [a, b, c] = positionOf(copy, m);
    squares += (x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2;
    shared++;
  }
  const isCopy = shared >= LEAST_SHARED * Math.max(chain.atomCount, copy.atomCount);
  return isCopy ? Math.sqrt(squares / shared) : Number.POSITIVE_INFINITY;
}

/** What an atom is called within its chain. */
function nameOf(structure: Structure, n: number): string {
  const { residueNumber, insertionCode, residueName, atomName, altLoc } = structure;
  return [residueNumber[n], insertionCode[n], residueName[n], atomName[n], altLoc[n]].join(" ");
}

function positionOf({ xyz }: Structure, n: number): [number, number, number] {
  return [xyz[3 * n] ?? 0, xyz[3 * n + 1] ?? 0, xyz[3 * n + 2] ?? 0];
}
