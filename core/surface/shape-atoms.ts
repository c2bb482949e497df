import { findBonds } from "#core/structure/bonds.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { isOfGaussians, sigmaOfB } from "#core/structure/gaussian-atoms.ts";
import type { Residue } from "#core/structure/residues.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { TraceSegment } from "#core/structure/trace.ts";

/** The heavy atoms of a model, best conformer, in file order, in its own frame. */
export interface ShapeAtoms {
  /** xyz (Å), atomic number (0 unknown), residue. */
  readonly atomXyz: Float32Array<ArrayBuffer>;
  readonly atomNumber: Uint8Array<ArrayBuffer>;
  readonly atomResidue: Uint32Array<ArrayBuffer>;
  /** Per atom: its place among all atoms of the model, which ranges of atoms count. */
  readonly atomIndex: Uint32Array<ArrayBuffer>;
  /** Per atom: B (Å²), and its name as an index into `atomNames`. */
  readonly atomB: Float32Array<ArrayBuffer>;
  readonly atomName: Uint16Array<ArrayBuffer>;
  /** Per atom: occupancy; of a Gaussian, its amplitude. */
  readonly atomOccupancy: Float32Array<ArrayBuffer>;
  /** Per atom: σ of Gaussians, Å, which are drawn as wide; absent in models of real atoms. */
  readonly atomRadius?: Float32Array<ArrayBuffer>;
  readonly atomNames: readonly string[];
  /** Pairs of indices into the atoms: covalent bonds, and Cα (P) of neighbours along unbroken chains. */
  readonly bonds: Uint32Array<ArrayBuffer>;
  readonly trace: Uint32Array<ArrayBuffer>;
  /** Per residue: mean B of its heavy atoms, Å². */
  readonly bOfResidue: Float32Array<ArrayBuffer>;
}

/** The atoms that are drawn, in file order, with what joins them and the mean B of their residues. */
export function shapeAtoms(
  structure: Structure,
  residues: readonly Residue[],
  segments: readonly TraceSegment[],
): ShapeAtoms {
  const { indices } = selectAtoms(structure, "all");
  const atomXyz = new Float32Array(3 * indices.length);
  const atomResidue = new Uint32Array(indices.length);
  const bOfResidue = new Float32Array(residues.length);
  const atomsIn = new Uint32Array(residues.length);
  let r = 0;
  indices.forEach((atom, n) => {
    while (residues[r].end <= atom) r++;
    atomResidue[n] = r;
    atomsIn[r]++;
    bOfResidue[r] += (structure.bFactor[atom] - bOfResidue[r]) / atomsIn[r];
    for (let k = 0; k < 3; k++) atomXyz[3 * n + k] = structure.xyz[3 * atom + k];
  });
  const atomNumber = Uint8Array.from(indices, (atom) => atomicNumber(structure.element[atom]));
  return {
    atomXyz,
    atomNumber,
    atomResidue,
    atomIndex: Uint32Array.from(indices),
    bOfResidue,
    atomB: Float32Array.from(indices, (atom) => structure.bFactor[atom]),
    atomOccupancy: Float32Array.from(indices, (atom) => structure.occupancy[atom]),
    ...namesOf(structure, indices),
    ...bondsOf(structure, indices, atomXyz, atomNumber),
    trace: traceOf(structure, indices, atomResidue, segments),
  };
}

/** Gaussians have widths, and no bonds. */
function bondsOf(
  structure: Structure,
  indices: Uint32Array,
  xyz: Float32Array,
  atomNumber: Uint8Array,
): Pick<ShapeAtoms, "bonds" | "atomRadius"> {
  if (!isOfGaussians(structure)) return { bonds: findBonds(xyz, atomNumber) };
  return {
    bonds: new Uint32Array(0),
    atomRadius: Float32Array.from(indices, (atom) => sigmaOfB(structure.bFactor[atom])),
  };
}

function namesOf(structure: Structure, indices: Uint32Array): Pick<ShapeAtoms, "atomName" | "atomNames"> {
  const place = new Map<string, number>();
  const atomName = Uint16Array.from(indices, (atom) => {
    const name = structure.atomName[atom];
    const known = place.get(name);
    if (known !== undefined) return known;
    place.set(name, place.size);
    return place.size - 1;
  });
  return { atomName, atomNames: [...place.keys()] };
}

/** The atoms that the points of the trace lie on, joined along each segment. */
function traceOf(
  structure: Structure,
  indices: Uint32Array,
  atomResidue: Uint32Array,
  segments: readonly TraceSegment[],
): Uint32Array<ArrayBuffer> {
  const firstAtom = new Map<number, number>();
  atomResidue.forEach((residue, n) => {
    if (!firstAtom.has(residue)) firstAtom.set(residue, n);
  });
  const pairs: number[] = [];
  for (const { residues, xyz } of segments) {
    let before = -1;
    residues.forEach((residue, i) => {
      let n = firstAtom.get(residue) ?? -1;
      while (n >= 0 && atomResidue[n] === residue && !isAt(structure, indices[n], xyz, i)) n++;
      if (n < 0 || atomResidue[n] !== residue) n = -1;
      if (before >= 0 && n >= 0) pairs.push(before, n);
      before = n;
    });
  }
  return Uint32Array.from(pairs);
}

function isAt({ xyz }: Structure, atom: number, points: Float64Array, i: number): boolean {
  return (
    xyz[3 * atom] === points[3 * i] &&
    xyz[3 * atom + 1] === points[3 * i + 1] &&
    xyz[3 * atom + 2] === points[3 * i + 2]
  );
}
