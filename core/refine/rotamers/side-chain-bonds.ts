import type { BondedAtoms } from "#core/refine/bonded.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

const BACKBONE = new Set(["N", "CA", "C", "O", "OXT"]);

/**
 * The bonds without those that only distances suggest: a side chain built into its neighbour would be bonded to it. Of
 * bonds between amino acids, those of the backbone and disulfides stay.
 */
export function withoutCrowding(structure: Structure, bonded: BondedAtoms): BondedAtoms {
  const { atomName, atomCount, element } = structure;
  const residueOf = new Int32Array(atomCount);
  const isProtein = new Uint8Array(atomCount);
  for (const [n, { start, end, kind }] of residuesOf(structure).entries()) {
    residueOf.fill(n, start, end);
    isProtein.fill(kind === "protein" ? 1 : 0, start, end);
  }
  const isReal = (a: number, b: number) =>
    residueOf[a] === residueOf[b] ||
    isProtein[a] === 0 ||
    isProtein[b] === 0 ||
    (BACKBONE.has(atomName[a]) && BACKBONE.has(atomName[b])) ||
    (element[a] === "S" && element[b] === "S");
  return bonded.map((partners, a) => partners.filter((b) => isReal(a, b)));
}
