import { type Residue, residuesOf } from "#core/structure/residues.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Neighbours along a chain are no farther apart, Å: Cα 3.8 (cis 2.9), P 5.5 to 7. */
const PROTEIN_GAP = 5;
const NUCLEIC_GAP = 9;

/** An unbroken stretch of a chain, one point per residue. */
export interface TraceSegment {
  readonly kind: "protein" | "nucleic";
  /** Indices into the residues the trace was made from, ascending. */
  readonly residues: readonly number[];
  /** Cα, or P (else C4', else C1') of nucleotides, Å, xyz per residue. */
  readonly xyz: Float64Array;
}

/** The residues of a structure without its waters, in file order. */
export function drawnResidues(structure: Structure): Residue[] {
  return residuesOf(structure).filter(({ kind }) => kind !== "water");
}

/** The backbone of a structure as segments: a new one at every change of chain or kind, and at gaps (Cα > 5 Å, P > 9 Å). */
export function traceSegments(structure: Structure, residues: readonly Residue[]): TraceSegment[] {
  const { indices } = selectAtoms(structure, "ca");
  const { xyz, chainId } = structure;
  const segments: { kind: "protein" | "nucleic"; residues: number[]; atoms: number[] }[] = [];
  let next = 0;
  residues.forEach((residue, r) => {
    while (next < indices.length && indices[next] < residue.start) next++;
    const atom = indices[next];
    const { kind } = residue;
    if (next === indices.length || atom >= residue.end || kind === "water" || kind === "other") return;
    const last = segments.at(-1);
    const before = last?.atoms.at(-1);
    const continues =
      last?.kind === kind &&
      before !== undefined &&
      chainId[before] === chainId[atom] &&
      distance(xyz, before, atom) <= (kind === "protein" ? PROTEIN_GAP : NUCLEIC_GAP);
    if (continues) {
      last.residues.push(r);
      last.atoms.push(atom);
    } else segments.push({ kind, residues: [r], atoms: [atom] });
  });
  return segments.map(({ kind, residues: own, atoms }) => ({
    kind,
    residues: own,
    xyz: Float64Array.from(
      { length: 3 * atoms.length },
      (_, n) => xyz[3 * atoms[Math.floor(n / 3)] + (n % 3)],
    ),
  }));
}

function distance(xyz: Float64Array, a: number, b: number): number {
  return Math.hypot(
    xyz[3 * a] - xyz[3 * b],
    xyz[3 * a + 1] - xyz[3 * b + 1],
    xyz[3 * a + 2] - xyz[3 * b + 2],
  );
}
