import { findBonds } from "#core/structure/bonds.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** The covalent bonds of a structure: atom a to b, and the other way round. */
export type BondedAtoms = readonly (readonly number[])[];

/** So many equal residues can outvote one whose atoms are misplaced. */
const QUORUM = 5;
/** A peptide or sugar bond longer than this, Å, is a gap in the chain. */
const LONGEST_LINK = 2.4;
/** Other residues are joined only by bonds this close to the sum of the radii: at 0.45 Å misplaced atoms would join. */
const LONGEST_OTHER = 2.3;

/**
 * Who is bonded to whom. Bonds are told from distances, and within residues of one kind, and between one and the next,
 * by the majority of them where there are five or more: an atom misplaced by half an Å neither loses nor makes a bond.
 * Alternate conformers are bonded within themselves and to what has none.
 */
export function bondedAtoms(structure: Structure): BondedAtoms {
  const residues = residuesOf(structure);
  const { votes, others } = canvass(structure, residues);
  const ballot = new Ballot(structure, residues);
  const elected = [...votes].flatMap(([key, pairs]) => {
    const all = ballot.pairs(key);
    if (all.length < QUORUM) return pairs;
    return 2 * pairs.length > all.length ? all : [];
  });
  const bonded: Set<number>[] = Array.from({ length: structure.atomCount }, () => new Set());
  for (const [a, b] of [...elected, ...others]) {
    bonded[a].add(b);
    bonded[b].add(a);
  }
  return bonded.map((partners) => [...partners].sort((a, b) => a - b));
}

type Bond = readonly [number, number];

/** The bonds that distances show: those of a kind that can be voted on, and the others. */
function canvass(
  structure: Structure,
  residues: readonly Residue[],
): { votes: Map<string, Bond[]>; others: Bond[] } {
  const { xyz, element, atomCount } = structure;
  const residueOf = new Int32Array(atomCount);
  residues.forEach(({ start, end }, n) => {
    residueOf.fill(n, start, end);
  });
  const votes = new Map<string, Bond[]>();
  const others: Bond[] = [];
  const found = findBonds(xyz, element.map(atomicNumber));
  for (let n = 0; n < found.length; n += 2) {
    const [a, b] = [found[n], found[n + 1]];
    if (!areTogether(structure, a, b)) continue;
    const kind = kindOf(structure, residues, residueOf, a, b);
    if (kind !== undefined) voteFor(votes, kind, [a, b]);
    else if (distanceOf(xyz, a, b) < LONGEST_OTHER) others.push([a, b]);
  }
  return { votes, others };
}

function voteFor(votes: Map<string, Bond[]>, kind: string, bond: Bond): void {
  const known = votes.get(kind);
  if (known) known.push(bond);
  else votes.set(kind, [bond]);
}

/** Whether atoms can be there at the same time: not in two different alternate conformers. */
export function areTogether({ altLoc }: Structure, a: number, b: number): boolean {
  return altLoc[a] === "" || altLoc[b] === "" || altLoc[a] === altLoc[b];
}

/** The distance of two atoms, Å. */
export function distanceOf(xyz: ArrayLike<number>, a: number, b: number): number {
  return Math.hypot(
    xyz[3 * a] - xyz[3 * b],
    xyz[3 * a + 1] - xyz[3 * b + 1],
    xyz[3 * a + 2] - xyz[3 * b + 2],
  );
}

/**
 * What two atoms are to each other, for comparing like with like: within a residue its name and theirs, between a
 * residue and the next the atoms' names. Undefined for atoms farther apart in the chain.
 */
function pairKey(structure: Structure, step: number, a: number, b: number): string | undefined {
  const { residueName, atomName } = structure;
  if (step === 0) {
    const names = [atomName[a], atomName[b]].sort();
    return `0 ${residueName[a]} ${names[0]} ${names[1]}`;
  }
  // Only the ring of proline changes what is around a peptide bond.
  const ring = residueName[b] === "PRO" ? "PRO" : "";
  return step === 1 ? `1 ${ring} ${atomName[a]} ${atomName[b]}` : undefined;
}

function kindOf(
  structure: Structure,
  residues: readonly Residue[],
  residueOf: Int32Array,
  a: number,
  b: number,
): string | undefined {
  const step = residueOf[b] - residueOf[a];
  if (step > 1 || (step === 1 && !areNeighbours(structure, residues[residueOf[a]], residues[residueOf[b]]))) {
    return undefined;
  }
  return pairKey(structure, step, a, b);
}

/** Whether a residue follows another in one chain of a polymer. */
function areNeighbours({ chainId, labelChainId }: Structure, first: Residue, next: Residue): boolean {
  const isPolymer = (kind: Residue["kind"]) => kind === "protein" || kind === "nucleic";
  return (
    isPolymer(first.kind) &&
    isPolymer(next.kind) &&
    chainId[first.start] === chainId[next.start] &&
    labelChainId[first.start] === labelChainId[next.start]
  );
}

/** All pairs of atoms of a kind, bonded or not. */
class Ballot {
  readonly #structure: Structure;
  readonly #residues: readonly Residue[];
  readonly #byName = new Map<string, number[]>();

  constructor(structure: Structure, residues: readonly Residue[]) {
    this.#structure = structure;
    this.#residues = residues;
    residues.forEach(({ start }, n) => {
      const name = structure.residueName[start];
      const known = this.#byName.get(name);
      if (known) known.push(n);
      else this.#byName.set(name, [n]);
    });
  }

  pairs(key: string): Bond[] {
    const [step, name, first, second] = key.split(" ");
    if (step === "0") {
      return (this.#byName.get(name) ?? []).flatMap((n) => this.#within(this.#residues[n], first, second));
    }
    return this.#residues.flatMap((residue, n) => {
      const next = this.#residues[n + 1];
      if (!next || !areNeighbours(this.#structure, residue, next)) return [];
      return this.#between(residue, next, name, first, second);
    });
  }

  #within(residue: Residue, first: string, second: string): Bond[] {
    return this.#pairsOf(this.#named(residue, first), this.#named(residue, second));
  }

  #between(residue: Residue, next: Residue, ring: string, first: string, second: string): Bond[] {
    const isRing = this.#structure.residueName[next.start] === "PRO";
    if (isRing !== (ring === "PRO")) return [];
    return this.#pairsOf(this.#named(residue, first), this.#named(next, second)).filter(
      ([a, b]) => distanceOf(this.#structure.xyz, a, b) < LONGEST_LINK,
    );
  }

  #named({ start, end }: Residue, name: string): number[] {
    const found: number[] = [];
    for (let n = start; n < end; n++) if (this.#structure.atomName[n] === name) found.push(n);
    return found;
  }

  #pairsOf(first: readonly number[], second: readonly number[]): Bond[] {
    return first.flatMap((a) =>
      second.flatMap((b) => (a !== b && areTogether(this.#structure, a, b) ? [[a, b] as const] : [])),
    );
  }
}
