import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

type EntityType = "polymer" | "non-polymer" | "water";

/** The label ids of mmCIF for every atom, and the entities they name. */
export interface AtomLabels {
  readonly chainId: readonly string[];
  readonly entityId: readonly string[];
  /** 0 for what is not part of a polymer. */
  readonly residueNumber: Int32Array;
  readonly entityTypes: ReadonlyMap<string, EntityType>;
}

/**
 * Label ids of a structure. Those it has stay. Missing chain ids become the author's for polymers, "A_1", "A_2"
 * for its ligands and "A_w" for its water; missing entities are shared by equal sequences and equal ligands;
 * missing residue numbers count 1, 2, … along each polymer.
 */
export function labelAtoms(structure: Structure): AtomLabels {
  const residues = residuesOf(structure);
  const chainId = labelChains(structure, residues);
  const { entityId, entityTypes } = labelEntities(structure, residues, chainId);
  const residueNumber = structure.labelResidueNumber ?? numberResidues(structure, residues, chainId);
  return { chainId, entityId, residueNumber, entityTypes };
}

function labelChains(structure: Structure, residues: readonly Residue[]): string[] {
  const chainId = [...structure.labelChainId];
  const ligandsOf = new Map<string, number>();
  for (const { start, end, kind } of residues) {
    if (chainId[start] !== "") continue;
    const author = structure.chainId[start];
    let label = author;
    if (kind === "water") label = `${author}_w`;
    if (kind === "other") {
      const count = (ligandsOf.get(author) ?? 0) + 1;
      ligandsOf.set(author, count);
      label = `${author}_${count}`;
    }
    chainId.fill(label, start, end);
  }
  return chainId;
}

function labelEntities(structure: Structure, residues: readonly Residue[], chainId: readonly string[]) {
  const entityId = [...structure.entityId];
  const entityTypes = new Map<string, EntityType>();
  const sequences = sequencesOf(structure, residues, chainId);
  const known = new Map<string, string>();
  let last = entityId.reduce(
    (most, id) => (Number.isInteger(Number(id)) ? Math.max(most, Number(id)) : most),
    0,
  );
  for (const residue of residues) {
    const { start, end, kind } = residue;
    if (entityId[start] === "") {
      const content = isPolymer(residue) ? sequences.get(chainId[start]) : structure.residueName[start];
      const key = `${isPolymer(residue) ? "polymer" : kind} ${kind === "water" ? "" : content}`;
      const id = known.get(key) ?? String(++last);
      known.set(key, id);
      entityId.fill(id, start, end);
    }
    if (!entityTypes.has(entityId[start])) entityTypes.set(entityId[start], entityType(residue));
  }
  return { entityId, entityTypes };
}

/** The residue names of each label chain's polymer, in order. */
function sequencesOf(structure: Structure, residues: readonly Residue[], chainId: readonly string[]) {
  const names = new Map<string, string[]>();
  for (const residue of residues) {
    if (!isPolymer(residue)) continue;
    const list = names.get(chainId[residue.start]) ?? [];
    list.push(structure.residueName[residue.start]);
    names.set(chainId[residue.start], list);
  }
  return new Map([...names].map(([id, list]) => [id, list.join(" ")]));
}

function numberResidues(
  structure: Structure,
  residues: readonly Residue[],
  chainId: readonly string[],
): Int32Array {
  const numbers = new Int32Array(structure.atomCount);
  const lastOf = new Map<string, number>();
  for (const residue of residues) {
    if (!isPolymer(residue)) continue;
    const number = (lastOf.get(chainId[residue.start]) ?? 0) + 1;
    lastOf.set(chainId[residue.start], number);
    numbers.fill(number, residue.start, residue.end);
  }
  return numbers;
}

function isPolymer(residue: Residue): boolean {
  return residue.kind === "protein" || residue.kind === "nucleic";
}

function entityType(residue: Residue): EntityType {
  if (isPolymer(residue)) return "polymer";
  return residue.kind === "water" ? "water" : "non-polymer";
}
