import type { Pace, Variables } from "#core/refine/refine-variables.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Atoms whose occupancies are refined: sets of alternates that exclude each other, and groups on their own. */
export interface OccupancyGroups {
  /** Atom indices per alternate; the occupancies of a set sum to 1. */
  readonly alternates: readonly (readonly Int32Array[])[];
  /** Atom indices; each group has one occupancy between 0 and 1. */
  readonly single: readonly Int32Array[];
}

/** A change of a variable by 1. */
const UNIT = 0.1;
/** No alternate vanishes quite: what is 0 has no slope that could bring it back. */
const LEAST = 0.001;

/** Steps in variables of a tenth; below a thousandth nothing is left to gain. */
export const OCCUPANCY_PACE: Pace = { rounds: 30, firstStep: 0.5, largestStep: 3, smallestStep: 0.01 };

/**
 * Alternate conformers, those of neighbouring residues together where they have the same letters; besides them every
 * residue (`which` "residues"), or those of which the model says that they are not all there ("partial").
 */
export function occupancyGroups(structure: Structure, which: "partial" | "residues"): OccupancyGroups {
  const alternates: Int32Array[][] = [];
  const single: Int32Array[] = [];
  let before: { letters: string; chain: string; set: Map<string, number[]> } | undefined;
  const close = () => {
    if (before) alternates.push([...before.set.values()].map((atoms) => Int32Array.from(atoms)));
    before = undefined;
  };
  for (const residue of residuesOf(structure)) {
    const byLetter = lettersOf(structure, residue);
    if (byLetter.size < 2) {
      close();
      if (which === "residues" || isPartial(structure, residue)) single.push(rangeOf(residue));
      continue;
    }
    const letters = [...byLetter.keys()].sort().join("");
    const chain = structure.chainId[residue.start];
    if (before?.letters !== letters || before.chain !== chain) {
      close();
      before = { letters, chain, set: new Map() };
    }
    for (const [letter, atoms] of byLetter) {
      before.set.set(letter, [...(before.set.get(letter) ?? []), ...atoms]);
    }
  }
  close();
  return { alternates, single };
}

/** The occupancies of groups as variables of a refinement; 1 is a tenth. */
export function occupancyVariables(
  atoms: ScatteringAtoms,
  { alternates, single }: OccupancyGroups,
): Variables {
  const { xyz, bFactor } = atoms;
  const members = [...alternates.flat(), ...single];
  const setSizes = alternates.map(({ length }) => length);
  const shares = (x: Float64Array) => {
    const q = x.map((v) => UNIT * v);
    let at = 0;
    for (const size of setSizes) {
      const sum = q.subarray(at, at + size).reduce((total, v) => total + v, 0);
      for (let n = at; n < at + size; n++) q[n] /= sum;
      at += size;
    }
    return q;
  };
  return {
    start: Float64Array.from(members, (group) => Math.max(LEAST, meanOf(atoms.occupancy, group)) / UNIT),
    lower: new Float64Array(members.length).fill(LEAST / UNIT),
    upper: new Float64Array(members.length).fill(1 / UNIT),
    values(x) {
      const occupancy = Float64Array.from(atoms.occupancy);
      shares(x).forEach((q, g) => {
        for (const n of members[g]) occupancy[n] = q;
      });
      return { xyz, occupancy, bFactor };
    },
    slopes(x, _values, perAtom) {
      const perShare = Float64Array.from(members, (group) =>
        group.reduce((sum, n) => sum + perAtom.occupancy[n], 0),
      );
      const q = shares(x);
      const out = perShare.map((slope) => UNIT * slope);
      let at = 0;
      for (const size of setSizes) {
        // q = v ⁄ Σ v: what one gains the whole set loses.
        let sum = 0;
        let lost = 0;
        for (let n = at; n < at + size; n++) {
          sum += UNIT * x[n];
          lost += q[n] * perShare[n];
        }
        for (let n = at; n < at + size; n++) out[n] = (UNIT * (perShare[n] - lost)) / sum;
        at += size;
      }
      return out;
    },
  };
}

/** 1 for every atom of a group. */
export function occupancyMembers({ alternates, single }: OccupancyGroups, count: number): Uint8Array {
  const changes = new Uint8Array(count);
  for (const group of [...alternates.flat(), ...single]) for (const n of group) changes[n] = 1;
  return changes;
}

function lettersOf({ altLoc }: Structure, { start, end }: Residue): Map<string, number[]> {
  const byLetter = new Map<string, number[]>();
  for (let n = start; n < end; n++) {
    if (altLoc[n] === "") continue;
    const known = byLetter.get(altLoc[n]);
    if (known) known.push(n);
    else byLetter.set(altLoc[n], [n]);
  }
  return byLetter;
}

function isPartial({ occupancy }: Structure, { start, end }: Residue): boolean {
  for (let n = start; n < end; n++) if (occupancy[n] < 0.999) return true;
  return false;
}

function rangeOf({ start, end }: Residue): Int32Array {
  return Int32Array.from({ length: end - start }, (_, n) => start + n);
}

function meanOf(values: ArrayLike<number>, group: Int32Array): number {
  return group.reduce((sum, n) => sum + values[n], 0) / group.length;
}
