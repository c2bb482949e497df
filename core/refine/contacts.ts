import { areTogether, type BondedAtoms, distanceOf } from "#core/refine/bonded.ts";
import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Pairs of atoms that are not bonded and must not come nearer than a distance. */
export interface Contacts {
  /** Atom indices, two per pair. */
  readonly pairs: Int32Array;
  /** Å. */
  readonly nearest: Float64Array;
}

/** Radii of contact, Å (Bondi, J. Phys. Chem. 68, 441, 1964; H as in MolProbity's Probe). */
const RADII: ReadonlyMap<string, number> = new Map([
  ["H", 1.2],
  ["D", 1.2],
  ["C", 1.7],
  ["N", 1.55],
  ["O", 1.52],
  ["F", 1.47],
  ["P", 1.8],
  ["S", 1.8],
  ["SE", 1.9],
]);
/** Atoms may overlap so far, Å, before they clash (MolProbity; hydrogen bonds farther). */
const OVERLAP = 0.4;
const POLAR_OVERLAP = 0.7;
/** Atoms farther apart than contact plus this, Å, do not meet within a refinement of small shifts. */
const MARGIN = 1;
/** No two atoms touch over more than this, Å. */
export const FARTHEST_CONTACT = 2 * 1.9;
/** Bonds over which atoms are too close to be kept apart. */
const BONDS_APART = 3;

/**
 * The pairs of a structure that could come too near. A pair that is nearer already keeps its distance: what the
 * starting model holds is not forced apart. Metals and other elements without a radius here touch what they like.
 */
export function contactsOf(structure: Structure, bonded: BondedAtoms): Contacts {
  const { xyz, element, atomCount } = structure;
  const pairs: number[] = [];
  const nearest: number[] = [];
  const cells = createCellList(xyz, FARTHEST_CONTACT + MARGIN);
  for (let a = 0; a < atomCount; a++) {
    if (!RADII.has(element[a])) continue;
    const close = withinBonds(bonded, a);
    forEachNear(cells, xyz[3 * a], xyz[3 * a + 1], xyz[3 * a + 2], (b) => {
      const contact = b > a ? nearestContact(element[a], element[b]) : undefined;
      if (contact === undefined || close.has(b) || !areTogether(structure, a, b)) return;
      const distance = distanceOf(xyz, a, b);
      if (distance > contact + MARGIN) return;
      pairs.push(a, b);
      nearest.push(Math.min(contact, distance));
    });
  }
  return { pairs: Int32Array.from(pairs), nearest: Float64Array.from(nearest) };
}

/** How near atoms of two elements come without clashing, Å; undefined for elements that touch what they like. */
export function nearestContact(a: string, b: string): number | undefined {
  const [first, second] = [RADII.get(a), RADII.get(b)];
  if (first === undefined || second === undefined) return undefined;
  return first + second - (isPolar(a) && isPolar(b) ? POLAR_OVERLAP : OVERLAP);
}

function isPolar(element: string): boolean {
  return element === "N" || element === "O" || element === "H" || element === "D";
}

/** An atom and those up to three bonds from it: too close to be kept apart. */
export function withinBonds(bonded: BondedAtoms, start: number): ReadonlySet<number> {
  const seen = new Set([start]);
  let edge = [start];
  for (let step = 0; step < BONDS_APART; step++) {
    edge = edge.flatMap((atom) => bonded[atom].filter((next) => !seen.has(next)));
    for (const atom of edge) seen.add(atom);
  }
  return seen;
}
