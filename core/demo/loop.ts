import type { ChainAtoms } from "#core/demo/backbone.ts";
import { type Element, motionBetween } from "#core/demo/element.ts";
import { aim, growInto, type Linkage, missOf, reach } from "#core/demo/linkage.ts";
import type { Rigid } from "#core/math/rigid.ts";

/** What a loop has to join: the last residue of the chain and the place of the next element. */
export interface Gap {
  readonly before: ChainAtoms;
  readonly element: Element;
  /** Motion from the element's own frame to its place. */
  readonly place: Rigid;
}

/** A loop whose geometry is exact; the element after it comes to lie `miss` Å (root mean square) off its place. */
export interface Loop {
  readonly residues: readonly ChainAtoms[];
  readonly phi: readonly number[];
  /** One more than residues: the first is the psi of the residue before the loop, degrees. */
  readonly psi: readonly number[];
  /** Phi of the first residue of the element, degrees. */
  readonly phiAfter: number;
  /** Motion from the element's own frame to where the loop leads it. */
  readonly place: Rigid;
  readonly miss: number;
}

type Range = readonly [number, number];

/** A populated region of the Ramachandran plane, degrees. */
interface Region {
  readonly phi: Range;
  readonly psi: Range;
}

/** Extended, right-handed and left-handed (glycine): inside the limits set by contacts of neighbours. */
const EXTENDED: Region = { phi: [-155, -57], psi: [98, 178] };
const RIGHT: Region = { phi: [-120, -53], psi: [-62, 5] };
const LEFT: Region = { phi: [50, 100], psi: [-5, 55] };

/** How far the element would lie off its place (Å) if the loop had exactly these torsions (degrees). */
export function missOfLoop(linkage: Linkage, torsions: readonly number[]): number {
  setTorsions(linkage, torsions);
  growInto(linkage);
  return missOf(linkage);
}

/**
 * The loop with about these torsions (psi, phi, psi, phi …, degrees; psi of the residue before first, phi of the
 * element's first residue last), bent within their regions until the anchors of the element are within `tolerance` Å
 * of their places or no more is gained.
 */
export function closeLoop(linkage: Linkage, gap: Gap, torsions: readonly number[], tolerance: number): Loop {
  aim(linkage, gap.before, gap.element, gap.place);
  setTorsions(linkage, torsions);
  return loopOf(gap, linkage, reach(linkage, tolerance));
}

function setTorsions(linkage: Linkage, torsions: readonly number[]): void {
  linkage.count = torsions.length;
  for (let t = 0; t < torsions.length; t++) {
    const [low, high] = rangeOf(torsions, t);
    linkage.low[t] = radians(low);
    linkage.high[t] = radians(high);
    linkage.torsions[t] = radians(Math.min(Math.max(torsions[t], low), high));
  }
}

/** The range of torsion t: psi at even places, phi at odd ones, each in the region of its residue. */
function rangeOf(torsions: readonly number[], t: number): Range {
  const isPsi = t % 2 === 0;
  const phi = isPsi ? torsions[t - 1] : torsions[t];
  const psi = isPsi ? torsions[t] : torsions[t + 1];
  const region = phi > 0 ? LEFT : psi > 55 ? EXTENDED : RIGHT;
  return isPsi ? region.psi : region.phi;
}

function loopOf({ element }: Gap, { count, torsions, xyz }: Linkage, miss: number): Loop {
  const atom = (n: number) => [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]] as const;
  const residues: ChainAtoms[] = [];
  for (let n = 3; n < 3 + 1.5 * count; n += 3) {
    residues.push({ n: atom(n), ca: atom(n + 1), c: atom(n + 2) });
  }
  const psi: number[] = [];
  const phi: number[] = [];
  torsions.subarray(0, count).forEach((value, t) => {
    (t % 2 === 0 ? psi : phi).push((value * 180) / Math.PI);
  });
  const after = residues[residues.length - 1];
  return {
    residues: residues.slice(0, -1),
    phi: phi.slice(0, -1),
    psi,
    phiAfter: phi[phi.length - 1],
    place: motionBetween(element.residues[0], after),
    miss,
  };
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
