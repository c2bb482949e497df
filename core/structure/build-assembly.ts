import { AppError } from "#core/errors.ts";
import type { Assembly, AssemblyPart } from "#core/structure/assembly.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/** Atoms that an assembly may have: a capsid of 60 copies of 100,000 atoms. */
const MOST_ATOMS = 6_000_000;

/**
 * The atoms of an assembly: every copy of its chains, chains named apart. Throws `input` when the structure has none of
 * its chains, `resource` when it would be too large.
 */
export function buildAssembly(structure: Structure, assembly: Assembly): Structure {
  const pieces = assembly.parts.map((part) => ({ part, atoms: atomsOf(structure, part) }));
  const total = pieces.reduce((sum, { part, atoms }) => sum + part.motions.length * atoms.length, 0);
  if (total === 0) {
    throw new AppError("input", `${structure.name} has none of the chains of assembly ${assembly.id}.`);
  }
  if (total > MOST_ATOMS) {
    throw new AppError("resource", `Assembly ${assembly.id} would have ${total} atoms; that is too many.`, {
      seen: total,
      expected: `at most ${MOST_ATOMS}`,
    });
  }
  const copies = pieces.flatMap(({ part, atoms }) => {
    const own = subset(structure, atoms);
    return part.motions.map((motion) => moveStructure(own, motion));
  });
  return joinStructures(copies, `${structure.name} assembly ${assembly.id}`);
}

function atomsOf(structure: Structure, { chains, names }: AssemblyPart): number[] {
  const wanted = new Set(chains);
  const ids = names === "label" ? structure.labelChainId : structure.chainId;
  const atoms: number[] = [];
  ids.forEach((id, n) => {
    if (wanted.has(id)) atoms.push(n);
  });
  return atoms;
}
