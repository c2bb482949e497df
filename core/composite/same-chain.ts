import type { Rigid } from "#core/math/rigid.ts";
import { superpose } from "#core/math/superpose.ts";
import { residuesOf } from "#core/structure/residues.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Share of the longer trace that both must have in common. */
const COMMON = 0.9;
/** Share of the common residues that must be of the same kind. */
const IDENTICAL = 0.95;
/** Å: traces farther apart are different conformations, each searched for by itself. */
const SAME_SHAPE = 1.5;

/** One point per residue, and what it is. */
export interface ChainTrace {
  /** Residue number with insertion code; atom names where a part has no polymer. */
  readonly keys: readonly string[];
  readonly names: readonly string[];
  /** Cα, P or C4' per residue, Å, xyz triplets. */
  readonly xyz: Float64Array;
}

/** How one chain lies on another that is the same. */
export interface SameChain {
  /** Moves the first chain onto the second. */
  readonly motion: Rigid;
  /** Of the common residues' traces, Å. */
  readonly rmsd: number;
}

/** The trace that stands for a structure: of its polymer, or all its heavy atoms where it has none. */
export function chainTrace(structure: Structure): ChainTrace {
  const trace = selectAtoms(structure, "ca").indices;
  const isPolymer = trace.length >= 3;
  const chosen = isPolymer ? trace : selectAtoms(structure, "all").indices;
  const residueOf = residueNumbers(structure);
  const keys = Array.from(chosen, (n) => {
    const residue = `${structure.residueNumber[n]}${structure.insertionCode[n]}`;
    return isPolymer ? residue : `${residueOf[n]} ${structure.atomName[n]}`;
  });
  const xyz = new Float64Array(3 * chosen.length);
  chosen.forEach((n, to) => {
    xyz.set(structure.xyz.subarray(3 * n, 3 * n + 3), 3 * to);
  });
  return { keys, names: Array.from(chosen, (n) => structure.residueName[n]), xyz };
}

/** Whether two chains have the same sequence: at least 90 % of the longer one in common, 95 % of it identical. */
export function sameSequence(a: ChainTrace, b: ChainTrace): boolean {
  return pairsOf(a, b) !== undefined;
}

/**
 * Whether two chains are copies of one: residues with the same numbers (or, numbered differently, all residues in order)
 * are of the same kinds, and the traces superpose to 1.5 Å. Undefined when they are not.
 */
export function sameChain(a: ChainTrace, b: ChainTrace): SameChain | undefined {
  const pairs = pairsOf(a, b);
  if (!pairs) return undefined;
  const { motion, rmsd } = superpose(pick(a.xyz, pairs, 0), pick(b.xyz, pairs, 1));
  return rmsd <= SAME_SHAPE ? { motion, rmsd } : undefined;
}

type Pairs = readonly (readonly [number, number])[];

function pairsOf(a: ChainTrace, b: ChainTrace): Pairs | undefined {
  return pairsByKey(a, b) ?? pairsInOrder(a, b);
}

function pairsByKey(a: ChainTrace, b: ChainTrace): Pairs | undefined {
  const places = new Map(b.keys.map((key, n) => [key, n]));
  // Several chains in one part repeat their numbers, which then say nothing.
  if (places.size < b.keys.length || new Set(a.keys).size < a.keys.length) return undefined;
  const pairs = a.keys.flatMap((key, n): [number, number][] => {
    const other = places.get(key);
    return other === undefined ? [] : [[n, other]];
  });
  const isLong = pairs.length >= COMMON * Math.max(a.keys.length, b.keys.length);
  return isLong && areIdentical(a, b, pairs) ? pairs : undefined;
}

function pairsInOrder(a: ChainTrace, b: ChainTrace): Pairs | undefined {
  if (a.names.length !== b.names.length) return undefined;
  const pairs = a.names.map((_, n): [number, number] => [n, n]);
  return areIdentical(a, b, pairs) ? pairs : undefined;
}

function areIdentical(a: ChainTrace, b: ChainTrace, pairs: Pairs): boolean {
  const same = pairs.filter(([n, m]) => a.names[n] === b.names[m]).length;
  return pairs.length >= 3 && same >= IDENTICAL * pairs.length;
}

function pick(xyz: Float64Array, pairs: Pairs, side: 0 | 1): Float64Array {
  const out = new Float64Array(3 * pairs.length);
  pairs.forEach((pair, n) => {
    out.set(xyz.subarray(3 * pair[side], 3 * pair[side] + 3), 3 * n);
  });
  return out;
}

function residueNumbers(structure: Structure): Int32Array {
  const out = new Int32Array(structure.atomCount);
  residuesOf(structure).forEach(({ start, end }, n) => {
    out.fill(n, start, end);
  });
  return out;
}
