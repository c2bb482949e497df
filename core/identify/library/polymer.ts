import { residuesOf } from "#core/structure/residues.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";

const RESIDUE_MASS = 0.11; // kDa, mean of proteins
const NUCLEOTIDE_MASS = 0.32; // kDa, mean of RNA; DNA has 0.31

/** How much of a polymer a structure holds. */
export interface PolymerSize {
  readonly residues: number;
  /** kDa. */
  readonly mass: number;
}

/** Residues of protein and nucleic acid, and their mass at the mean of each kind. */
export function polymerSize(structure: Structure): PolymerSize {
  let protein = 0;
  let nucleic = 0;
  for (const { kind } of residuesOf(structure)) {
    if (kind === "protein") protein++;
    else if (kind === "nucleic") nucleic++;
  }
  return { residues: protein + nucleic, mass: RESIDUE_MASS * protein + NUCLEOTIDE_MASS * nucleic };
}

/** One point per residue, xyz triplets, Å: Cα, and P (else C4', else C1') of nucleotides. */
export function polymerTrace(structure: Structure): Float64Array {
  const { indices } = selectAtoms(structure, "ca");
  const trace = new Float64Array(3 * indices.length);
  indices.forEach((atom, n) => {
    for (let axis = 0; axis < 3; axis++) trace[3 * n + axis] = structure.xyz[3 * atom + axis];
  });
  return trace;
}
