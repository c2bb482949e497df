import { betaCarbon, type ChainAtoms, carbonylOxygen, type PhiPsi } from "#core/demo/backbone.ts";
import type { ContactAtom } from "#core/demo/contact-grid.ts";
import { ELEMENT_TORSIONS, type Element, type ElementKind, moveResidue } from "#core/demo/element.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** A residue before the next one settles its psi; torsions in degrees. */
export interface OpenResidue extends ChainAtoms, PhiPsi {
  readonly kind: ElementKind | "loop";
}

/** A residue of the backbone with all that follows from it. */
export interface TraceResidue extends OpenResidue {
  readonly o: Vec3;
  readonly cb: Vec3;
}

/** The residues of an element moved to its place; `phiFirst` (degrees) is the torsion the loop before gave it. */
export function elementResidues(element: Element, place: Rigid, phiFirst: number): OpenResidue[] {
  const { kind } = element;
  const { phi, psi } = ELEMENT_TORSIONS[kind];
  return element.residues.map((residue, n) => ({
    ...moveResidue(residue, place),
    phi: n === 0 ? phiFirst : phi,
    psi,
    kind,
  }));
}

/** The residue with O and CB where its psi and its L-configuration put them. */
export function settle(residue: OpenResidue): TraceResidue {
  return { ...residue, o: carbonylOxygen(residue, residue.psi), cb: betaCarbon(residue) };
}

/** Only glycine is at ease with a positive phi. */
export function isGlycine(residue: PhiPsi): boolean {
  return residue.phi > 0;
}

/** N, CA, C, O and, unless the residue is to be glycine, CB as the contact grid sees them. */
export function backboneAtoms(residue: TraceResidue, index: number): ContactAtom[] {
  const root = 3 * index;
  const { n, ca, c, o, cb } = residue;
  const atoms: ContactAtom[] = [
    { at: n, isPolar: true, root, bonds: 0, isSideChain: false },
    { at: ca, isPolar: false, root: root + 1, bonds: 0, isSideChain: false },
    { at: c, isPolar: false, root: root + 2, bonds: 0, isSideChain: false },
    { at: o, isPolar: true, root: root + 2, bonds: 1, isSideChain: false },
  ];
  if (!isGlycine(residue))
    atoms.push({ at: cb, isPolar: false, root: root + 1, bonds: 1, isSideChain: true });
  return atoms;
}
