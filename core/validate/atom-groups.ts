import type { Residue } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Main chain of a protein as phenix counts it (Cβ belongs to it), and backbone of a nucleic acid: phosphate and sugar. */
const PROTEIN_MAIN = new Set(["N", "CA", "C", "O", "CB"]);
const NUCLEIC_MAIN = new Set(
  "P OP1 OP2 OP3 O1P O2P O3P O5' C5' C4' O4' C3' O3' C2' O2' C1' O5* C5* C4* O4* C3* O3* C2* O2* C1*".split(
    " ",
  ),
);

/** Atoms by their part of a polymer; neither has any in waters and ligands. */
export interface ChainParts {
  readonly main: number[];
  readonly side: number[];
}

/** Main and side chain of a residue, hydrogens with the side chain as in phenix. */
export function chainParts({ atomName }: Structure, { start, end, kind }: Residue): ChainParts {
  const parts: ChainParts = { main: [], side: [] };
  if (kind !== "protein" && kind !== "nucleic") return parts;
  const isMain = kind === "protein" ? PROTEIN_MAIN : NUCLEIC_MAIN;
  for (let n = start; n < end; n++) parts[isMain.has(atomName[n]) ? "main" : "side"].push(n);
  return parts;
}

/** The numbers from `start` up to, not including, `end`. */
export function* range(start: number, end: number): Generator<number> {
  for (let n = start; n < end; n++) yield n;
}

/** Mean of some of the values, those that are not NaN; NaN without any. */
export function meanOf(values: ArrayLike<number>, atoms: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const n of atoms) {
    if (Number.isNaN(values[n])) continue;
    sum += values[n];
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}
