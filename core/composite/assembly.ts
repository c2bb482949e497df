import type { PlacedChain } from "#core/composite/joint/refine-placed.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";

/** All placed chains as one model. */
export interface Assembly {
  readonly structure: Structure;
  /** For each placed chain the chain ids it has in it, such as "A" or "A2". */
  readonly chains: readonly string[];
}

/**
 * The placed chains as one structure: chain ids stay as they are, those of further copies get the number of the copy ("A2"),
 * and an id that another file has used becomes a free one. Domains of one chain become one chain again.
 */
export function assemblyOf(placed: readonly PlacedChain[], name: string): Assembly {
  const keys = placed.map(({ member: { part }, copy }) => `${part.file}\n${part.chain}\n${copy}`);
  const groups = [...new Set(keys)].map((key) => placed.filter((_, n) => keys[n] === key));
  const parts = groups.map((group) => joinStructures(group.map(placedStructure), name, true));
  const structure = joinStructures(parts, name);
  const ids = new Map<PlacedChain, string>();
  let at = 0;
  groups.forEach((group, n) => {
    const own = structure.chainId.slice(at, at + parts[n].atomCount);
    at += parts[n].atomCount;
    for (const one of group) ids.set(one, [...new Set(own)].join(", "));
  });
  return { structure, chains: placed.map((one) => ids.get(one) ?? "") };
}

function placedStructure({ member, copy, motion }: PlacedChain): Structure {
  const moved = moveStructure(member.part.structure, motion);
  if (copy === 1) return moved;
  const numbered = (ids: readonly string[]) => ids.map((id) => (id === "" ? id : `${id}${copy}`));
  return { ...moved, chainId: numbered(moved.chainId), labelChainId: numbered(moved.labelChainId) };
}
