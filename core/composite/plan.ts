import { type Part, withOwnNames } from "#core/composite/parts.ts";
import { type ChainTrace, chainTrace, sameChain } from "#core/composite/same-chain.ts";
import { AppError } from "#core/errors.ts";
import { IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { atomicMass, isHydrogen } from "#core/structure/elements.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** One of several equal chains of the input. */
export interface Member {
  readonly part: Part;
  /** Moves the coordinates of the kind's first member onto this one's, both in the frames of their files. */
  readonly fromFirst: Rigid;
  /** Between the superposed traces, Å. */
  readonly rmsd: number;
}

/** How many copies of a kind the map holds, and why that is believed. */
export interface CopyCount {
  readonly value: number;
  /** Whether more must not be placed; else as many as the map shows. */
  readonly isFixed: boolean;
  readonly reason: string;
}

/** Parts that are the same chain: searched for once, placed as often as there are copies. */
export interface Kind {
  /** Name of its first member. */
  readonly name: string;
  readonly members: readonly Member[];
  readonly copies: CopyCount;
  /** Heavy atoms and mass (water left out) of the first member. */
  readonly atoms: number;
  /** kDa. */
  readonly mass: number;
}

/** The work of a run: unique chains, largest first. */
export interface Plan {
  readonly kinds: readonly Kind[];
}

/** Copies the user says a file is present in, by file. */
export type CopiesByFile = ReadonlyMap<string, number>;

/**
 * Recognises equal chains among the parts, counts their copies and orders the work, largest first. A file named in `copies`
 * is present that often: each of its chains that many times. Without it the parts themselves are counted, and more are
 * placed when the map shows more. Throws `input` when `copies` names a file that no part comes from.
 */
export function planWork(given: readonly Part[], copies: CopiesByFile = new Map()): Plan {
  const parts = withOwnNames(given);
  for (const file of copies.keys()) {
    if (parts.some((part) => part.file === file)) continue;
    throw new AppError("input", `Copies were stated for ${file}, which is none of the model files.`, {
      files: [...new Set(parts.map((part) => part.file))],
    });
  }
  const groups: { trace: ChainTrace; members: Member[] }[] = [];
  for (const part of parts) {
    const trace = chainTrace(part.structure);
    const isAdded = groups.some((group) => {
      const same = part.residues === group.members[0].part.residues && sameChain(group.trace, trace);
      if (!same) return false;
      group.members.push({ part, fromFirst: same.motion, rmsd: same.rmsd });
      return true;
    });
    if (!isAdded) groups.push({ trace, members: [{ part, fromFirst: IDENTITY, rmsd: 0 }] });
  }
  const kinds = groups.map(({ members }) => kindOf(members, copies));
  return { kinds: kinds.sort((a, b) => b.atoms - a.atoms) };
}

function kindOf(members: readonly Member[], copies: CopiesByFile): Kind {
  const [{ part }] = members;
  return {
    name: part.structure.name,
    members,
    copies: copyCount(members, copies),
    ...sizeOf(part.structure),
  };
}

function copyCount(members: readonly Member[], copies: CopiesByFile): CopyCount {
  const files = [...new Set(members.map(({ part }) => part.file))];
  const isFixed = files.every((file) => copies.has(file));
  const value = members.reduce((sum, { part }) => sum + (copies.get(part.file) ?? 1), 0);
  if (isFixed) return { value, isFixed, reason: "as given" };
  const reason =
    members.length > 1
      ? `the input has ${members.length} such chains; more where the map shows them`
      : "as many as the map shows";
  return { value, isFixed, reason };
}

function sizeOf(structure: Structure): { atoms: number; mass: number } {
  let atoms = 0;
  let mass = 0;
  for (const { start, end, kind } of residuesOf(structure)) {
    if (kind === "water") continue;
    for (let n = start; n < end; n++) {
      mass += atomicMass(structure.element[n]) / 1000;
      if (!isHydrogen(structure.element[n])) atoms++;
    }
  }
  return { atoms, mass };
}
