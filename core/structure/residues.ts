import { isAminoAcid, isNucleotide, isWater } from "#core/structure/residue-names.ts";
import type { Structure } from "#core/structure/structure.ts";

type ResidueKind = "protein" | "nucleic" | "water" | "other";

/** A run of atoms of one residue: indices from `start` up to, not including, `end`. */
export interface Residue {
  readonly start: number;
  readonly end: number;
  readonly kind: ResidueKind;
}

/**
 * The residues of a structure in file order. Consecutive atoms belong together when chain, number and insertion
 * code agree, so that alternate residues at one place (microheterogeneity) stay in one.
 * Modified residues count as polymer when they carry its backbone atoms.
 */
export function residuesOf(structure: Structure): Residue[] {
  const residues: Residue[] = [];
  let start = 0;
  for (let n = 1; n <= structure.atomCount; n++) {
    if (n < structure.atomCount && isSameResidue(structure, n - 1, n)) continue;
    residues.push({ start, end: n, kind: kindOf(structure, start, n) });
    start = n;
  }
  return residues;
}

function isSameResidue(structure: Structure, a: number, b: number): boolean {
  const { residueNumber, insertionCode, chainId, labelChainId, residueName, altLoc } = structure;
  if (residueNumber[a] !== residueNumber[b] || insertionCode[a] !== insertionCode[b]) return false;
  if (chainId[a] !== chainId[b] || labelChainId[a] !== labelChainId[b]) return false;
  return residueName[a] === residueName[b] || (altLoc[a] !== "" && altLoc[b] !== "");
}

function kindOf(structure: Structure, start: number, end: number): ResidueKind {
  const name = structure.residueName[start];
  if (isWater(name)) return "water";
  if (isAminoAcid(name)) return "protein";
  if (isNucleotide(name)) return "nucleic";
  const has = (atom: string, element: string) => {
    for (let n = start; n < end; n++) {
      if (structure.atomName[n] === atom && structure.element[n] === element) return true;
    }
    return false;
  };
  if (has("CA", "C") && has("N", "N") && has("C", "C")) return "protein";
  const hasSugar = (has("C4'", "C") || has("C4*", "C")) && (has("C1'", "C") || has("C1*", "C"));
  // Nucleotides in a chain name their phosphorus P; cofactors such as ADP say PA and PB.
  return hasSugar && has("P", "P") ? "nucleic" : "other";
}
