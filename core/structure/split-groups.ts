import { type AtomRanges, indicesIn } from "#core/structure/atom-ranges.ts";
import { findBonds } from "#core/structure/bonds.ts";
import { splitChains } from "#core/structure/chains.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/** How a structure is taken apart: by chain, ligand by ligand, by bonded groups, or as the user says. */
export type SplitBy = "chains" | "ligands" | "connected" | readonly AtomRanges[];

/**
 * The parts of a structure, named after it; a single one when there is nothing to take apart. "ligands": what is no
 * ligand, then each group of bonded ligand residues. "connected": each group of bonded atoms; all water is one part, or
 * every molecule of it would be. Of ranges: each, and then what none of them holds.
 */
export function splitStructure(structure: Structure, by: SplitBy): Structure[] {
  if (by === "chains") return splitChains(structure);
  const groups = groupsOf(structure, by).filter((group) => group.length > 0);
  return groups.map((group, n) => subset(structure, group, `${structure.name} part ${n + 1}`));
}

function groupsOf(structure: Structure, by: Exclude<SplitBy, "chains">): ArrayLike<number>[] {
  if (typeof by !== "string") return rangeGroups(structure, by);
  const kinds = kindsOf(structure);
  const isApart = by === "ligands" ? (kind: string) => kind === "other" : (kind: string) => kind !== "water";
  const apart = atomsWhere(kinds, isApart);
  const rest = atomsWhere(kinds, (kind) => !isApart(kind));
  const groups = bondedGroups(structure, apart, by === "ligands");
  return by === "ligands" ? [rest, ...groups] : [...groups, rest];
}

function rangeGroups(structure: Structure, by: readonly AtomRanges[]): ArrayLike<number>[] {
  const left = new Uint8Array(structure.atomCount).fill(1);
  for (const ranges of by) for (const n of indicesIn(ranges)) left[n] = 0;
  return [...by.map(indicesIn), atomsWhere([...left], (is) => is === 1)];
}

function kindsOf(structure: Structure): string[] {
  const kinds = new Array<string>(structure.atomCount).fill("");
  for (const { start, end, kind } of residuesOf(structure)) kinds.fill(kind, start, end);
  return kinds;
}

function atomsWhere<T>(values: readonly T[], test: (value: T) => boolean): number[] {
  return values.flatMap((value, n) => (test(value) ? [n] : []));
}

/** Groups of atoms joined by bonds (and, on wish, by belonging to one residue), in the order of their first atoms. */
function bondedGroups(structure: Structure, atoms: readonly number[], byResidue: boolean): number[][] {
  const group = new Int32Array(structure.atomCount).map((_, n) => n);
  const rootOf = (n: number): number => {
    let root = n;
    while (group[root] !== root) root = group[root] = group[group[root]];
    return root;
  };
  const join = (a: number, b: number) => {
    const [low, high] = [rootOf(a), rootOf(b)].sort((p, q) => p - q);
    group[high] = low;
  };
  const part = subset(structure, atoms);
  const bonds = findBonds(part.xyz, part.element.map(atomicNumber));
  for (let n = 0; n < bonds.length; n += 2) join(atoms[bonds[n]], atoms[bonds[n + 1]]);
  if (byResidue) {
    for (const { start, end, kind } of residuesOf(structure)) {
      if (kind === "other") for (let n = start + 1; n < end; n++) join(start, n);
    }
  }
  const groups = new Map<number, number[]>();
  for (const n of atoms) {
    const root = rootOf(n);
    const known = groups.get(root);
    if (known) known.push(n);
    else groups.set(root, [n]);
  }
  return [...groups.values()];
}
