import type { Vec3 } from "#core/math/vec3.ts";

/** A heavy atom and its place in the covalent structure of its chain. */
export interface ContactAtom {
  readonly at: Vec3;
  /** Nitrogen or oxygen: may come close enough to another one for a hydrogen bond. */
  readonly isPolar: boolean;
  /** Backbone atom it hangs from: 3 × residue index + 0 for N, 1 for CA, 2 for C. */
  readonly root: number;
  /** Bonds from that backbone atom; 0 for the backbone atom itself. */
  readonly bonds: number;
  readonly isSideChain: boolean;
}

/** Closest approach of atoms five or more bonds apart, Å: about the sums of contact radii less 0.2–0.3 Å. */
const POLAR_TO_POLAR = 2.6;
const POLAR_TO_CARBON = 2.9;
const CARBON_TO_CARBON = 3.2;

/** Closest approach of atoms four bonds apart, Å: torsions in allowed regions bring them nearer. */
const FOUR_BONDS = 2.75;

/** Side of a cell, Å: no less than the longest closest approach with its margin: 27 cells hold every contact. */
const CELL = 4;

/** Cells along each edge; atoms farther out than ±CELLS × CELL / 2 (64 Å) share the border cells. */
const CELLS = 32;

/** The atoms placed so far, in cells, to ask whether one more has room. The last ones can be taken off again. */
export class ContactGrid {
  private readonly atoms: ContactAtom[] = [];
  private readonly cellOf: number[] = [];
  private readonly head = new Int32Array(CELLS ** 3).fill(-1);
  private readonly next: number[] = [];

  get count(): number {
    return this.atoms.length;
  }

  add(atom: ContactAtom): void {
    const cell = cellIndex(atom.at[0]) + CELLS * (cellIndex(atom.at[1]) + CELLS * cellIndex(atom.at[2]));
    this.next.push(this.head[cell]);
    this.head[cell] = this.atoms.length;
    this.cellOf.push(cell);
    this.atoms.push(atom);
  }

  /** Adds the atoms when none of them clashes with those here or with each other; else adds none. */
  addIfFree(atoms: readonly ContactAtom[]): boolean {
    const before = this.count;
    for (const atom of atoms) {
      if (this.isFree(atom)) {
        this.add(atom);
        continue;
      }
      this.truncate(before);
      return false;
    }
    return true;
  }

  /** Whether no atom here is nearer than a non-bonded contact allows; a margin of up to 0.7 Å asks for more room. */
  isFree(atom: ContactAtom, margin = 0): boolean {
    const x = cellIndex(atom.at[0]);
    const y = cellIndex(atom.at[1]);
    const z = cellIndex(atom.at[2]);
    for (let k = Math.max(z - 1, 0); k <= Math.min(z + 1, CELLS - 1); k++) {
      for (let j = Math.max(y - 1, 0); j <= Math.min(y + 1, CELLS - 1); j++) {
        for (let i = Math.max(x - 1, 0); i <= Math.min(x + 1, CELLS - 1); i++) {
          if (this.clashesInCell(atom, margin, i + CELLS * (j + CELLS * k))) return false;
        }
      }
    }
    return true;
  }

  /** Takes off the atoms added last, until `count` remain. */
  truncate(count: number): void {
    while (this.atoms.length > count) {
      this.atoms.pop();
      this.head[this.cellOf.pop() ?? 0] = this.next.pop() ?? -1;
    }
  }

  private clashesInCell(atom: ContactAtom, margin: number, cell: number): boolean {
    for (let n = this.head[cell]; n >= 0; n = this.next[n]) {
      if (isClash(atom, this.atoms[n], margin)) return true;
    }
    return false;
  }
}

function isClash(a: ContactAtom, b: ContactAtom, margin: number): boolean {
  const x = a.at[0] - b.at[0];
  const y = a.at[1] - b.at[1];
  const z = a.at[2] - b.at[2];
  const squared = x * x + y * y + z * z;
  if (squared >= CELL ** 2) return false;
  return squared < (closestApproach(a, b) + margin) ** 2;
}

/** The least distance of two atoms, Å; 0 for those that bonds and angles hold closer than any contact. */
function closestApproach(a: ContactAtom, b: ContactAtom): number {
  if (a.isSideChain && b.isSideChain && Math.trunc(a.root / 3) === Math.trunc(b.root / 3)) return 0;
  const bonds = Math.abs(a.root - b.root) + a.bonds + b.bonds;
  if (bonds < 4) return 0;
  const contact =
    a.isPolar && b.isPolar ? POLAR_TO_POLAR : a.isPolar || b.isPolar ? POLAR_TO_CARBON : CARBON_TO_CARBON;
  return bonds === 4 ? Math.min(contact, FOUR_BONDS) : contact;
}

function cellIndex(x: number): number {
  return Math.min(Math.max(Math.floor(x / CELL) + CELLS / 2, 0), CELLS - 1);
}
