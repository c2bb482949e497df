import { BACKBONE, placeAtom } from "#core/demo/geometry.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** The three chain atoms of a residue; O and CB follow from them and the next residue. */
export interface ChainAtoms {
  readonly n: Vec3;
  readonly ca: Vec3;
  readonly c: Vec3;
}

/** Torsions of a residue, degrees. */
export interface PhiPsi {
  readonly phi: number;
  readonly psi: number;
}

/** A residue at the origin, to grow a chain from: N on x, CA in the origin, C in the xy plane. */
export function firstResidue(): ChainAtoms {
  const n: Vec3 = [BACKBONE.nToCa, 0, 0];
  const ca: Vec3 = [0, 0, 0];
  const { caToC: bond, nCaC: angle } = BACKBONE;
  return { n, ca, c: placeAtom([BACKBONE.nToCa, 1, 0], n, ca, { bond, angle, torsion: 0 }) };
}

/** The residue after `before`, whose psi it needs, with its own phi (degrees) and a trans peptide between. */
export function nextResidue(before: ChainAtoms, psi: number, phi: number): ChainAtoms {
  const { cToN, caCN, nToCa, cNCa, omega, caToC, nCaC } = BACKBONE;
  const n = placeAtom(before.n, before.ca, before.c, { bond: cToN, angle: caCN, torsion: psi });
  const ca = placeAtom(before.ca, before.c, n, { bond: nToCa, angle: cNCa, torsion: omega });
  return { n, ca, c: placeAtom(before.c, n, ca, { bond: caToC, angle: nCaC, torsion: phi }) };
}

/** The carbonyl oxygen of a residue with this psi (degrees): in the peptide plane, opposite the next N. */
export function carbonylOxygen(residue: ChainAtoms, psi: number): Vec3 {
  const { cToO: bond, caCO: angle } = BACKBONE;
  return placeAtom(residue.n, residue.ca, residue.c, { bond, angle, torsion: psi + 180 });
}

/** CB of an L-amino acid. */
export function betaCarbon(residue: ChainAtoms, angle: number = BACKBONE.nCaCb): Vec3 {
  const { caToCb: bond, cNCaCb: torsion } = BACKBONE;
  return placeAtom(residue.c, residue.n, residue.ca, { bond, angle, torsion });
}
