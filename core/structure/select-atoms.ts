import { isHydrogen } from "#core/structure/elements.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Which atoms stand for a structure: all heavy ones, the chain's backbone, or one atom per residue. */
export type AtomSelection = "all" | "backbone" | "ca";

export interface SelectedAtoms {
  /** Indices into the structure, ascending. */
  readonly indices: Uint32Array;
  readonly warnings: readonly string[];
}

/** Backbone of proteins and of nucleic acids (names before 2007 and with * included). */
const PROTEIN_BACKBONE = new Set(["N", "CA", "C", "O"]);
const NUCLEIC_BACKBONE = new Set("P OP1 OP2 O1P O2P O5' C5' C4' C3' O3' O5* C5* C4* C3* O3*".split(" "));

/** Whether a name is one of the backbone of its kind of residue. */
export function isBackboneAtom(kind: Residue["kind"], atomName: string): boolean {
  if (kind === "protein") return PROTEIN_BACKBONE.has(atomName);
  return kind === "nucleic" && NUCLEIC_BACKBONE.has(atomName);
}

/** One atom per nucleotide, in order of preference: the 5' end often has no phosphate. */
const NUCLEIC_CENTRES = ["P", "C4'", "C4*", "C1'", "C1*"];

/**
 * The atoms of a structure that a fit or a model map uses. Hydrogen, deuterium and water are left out; of
 * alternate conformers only the one with the highest occupancy (the first when equal) stays, per residue.
 * "backbone" keeps N, CA, C, O and the sugar-phosphate chain; "ca" keeps CA, and P (else C4', else C1') of
 * nucleotides. Whatever of a polymer or ligand falls out is counted in the warnings.
 */
export function selectAtoms(structure: Structure, selection: AtomSelection): SelectedAtoms {
  const indices: number[] = [];
  const lost = { alternates: 0, polymer: 0, ligandAtoms: 0 };
  for (const residue of residuesOf(structure)) {
    if (residue.kind === "water") continue;
    const heavy = firstConformer(structure, residue);
    lost.alternates += heavy.dropped;
    const chosen = select(structure, residue, heavy.atoms, selection);
    if (chosen.length === 0 && heavy.atoms.length > 0) {
      if (residue.kind === "other") lost.ligandAtoms += heavy.atoms.length;
      else lost.polymer++;
    }
    for (const n of chosen) indices.push(n);
  }
  return { indices: Uint32Array.from(indices), warnings: warningsOf(lost, selection, indices.length) };
}

function select(structure: Structure, residue: Residue, atoms: number[], selection: AtomSelection): number[] {
  if (selection === "all") return atoms;
  const { atomName, element } = structure;
  switch (residue.kind) {
    case "protein": {
      const wanted = selection === "ca" ? CALPHA : PROTEIN_BACKBONE;
      return atoms.filter((n) => wanted.has(atomName[n]) && !(atomName[n] === "CA" && element[n] === "CA"));
    }
    case "nucleic": {
      if (selection === "backbone") return atoms.filter((n) => NUCLEIC_BACKBONE.has(atomName[n]));
      const centre = NUCLEIC_CENTRES.map((name) => atoms.find((n) => atomName[n] === name));
      return centre.filter((n) => n !== undefined).slice(0, 1);
    }
    case "other":
    case "water":
      return [];
    default:
      return residue.kind satisfies never;
  }
}

const CALPHA = new Set(["CA"]);

/** The heavy atoms of a residue in its blank and its best alternate location, and how many others there were. */
function firstConformer(structure: Structure, residue: Residue): { atoms: number[]; dropped: number } {
  const { altLoc, element } = structure;
  const atoms: number[] = [];
  let hasAlternates = false;
  for (let n = residue.start; n < residue.end; n++) {
    if (isHydrogen(element[n])) continue;
    atoms.push(n);
    hasAlternates ||= altLoc[n] !== "";
  }
  if (!hasAlternates) return { atoms, dropped: 0 };
  const best = bestAlternate(structure, atoms);
  const kept = atoms.filter((n) => altLoc[n] === "" || altLoc[n] === best);
  return { atoms: kept, dropped: atoms.length - kept.length };
}

/** The alternate location with the highest mean occupancy; the first in the file when equal. */
function bestAlternate(structure: Structure, atoms: readonly number[]): string {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const n of atoms) {
    const id = structure.altLoc[n];
    if (id === "") continue;
    const entry = sums.get(id) ?? { sum: 0, count: 0 };
    sums.set(id, { sum: entry.sum + structure.occupancy[n], count: entry.count + 1 });
  }
  let best = "";
  let highest = Number.NEGATIVE_INFINITY;
  for (const [id, { sum, count }] of sums) {
    // Occupancies are written with two decimals; less than that is rounding.
    if (sum / count <= highest + 1e-3) continue;
    highest = sum / count;
    best = id;
  }
  return best;
}

function warningsOf(
  lost: { alternates: number; polymer: number; ligandAtoms: number },
  selection: AtomSelection,
  kept: number,
): string[] {
  const warnings: string[] = [];
  if (lost.alternates > 0) warnings.push(`${lost.alternates} atoms in alternate conformers were left out.`);
  if (lost.polymer > 0) {
    const wanted = selection === "ca" ? "Cα, P, C4' or C1'" : "backbone";
    warnings.push(`${lost.polymer} residues have no ${wanted} atom and were left out.`);
  }
  if (lost.ligandAtoms > 0) warnings.push(`${lost.ligandAtoms} atoms of ligands were left out.`);
  if (kept === 0) warnings.push("No atom is left: the structure holds only water, hydrogen or ligands.");
  return warnings;
}
