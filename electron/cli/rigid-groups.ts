import { chooseAtoms } from "#core/command/spec/choose.ts";
import { parseSpec } from "#core/command/spec/parse-spec.ts";
import { AppError } from "#core/errors.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { chainGroups } from "#core/refine/chain-groups.ts";
import { indicesIn } from "#core/structure/atom-ranges.ts";
import type { Structure } from "#core/structure/structure.ts";

/**
 * The atoms of rigid groups: of every chain for "chain", else of one spec each, such as "/A:1-120". Throws `input` for
 * a spec that is not understood or names nothing.
 */
export function rigidGroups(structure: Structure, by: readonly string[]): Int32Array[] {
  if (by.length === 1 && by[0] === "chain") return chainGroups(structure);
  return by.map((spec) => {
    const [choice] = chooseAtoms(parseSpec(spec), [
      { id: [1], structure, motion: IDENTITY, selected: false },
    ]);
    if (choice?.isNamed) return Int32Array.from(indicesIn(choice.ranges));
    throw new AppError("input", `"${spec}" names no atom of the model.`, {
      chains: [...new Set(structure.chainId)].join(", "),
    });
  });
}
