import { applyRigid } from "#core/math/rigid.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Session } from "#workers/engine/session.ts";
import type { PlacedAtoms } from "#workers/protocol.ts";

/** Atoms of several placed models in one list. */
export interface GatheredAtoms {
  /** xyz triplets where they are placed, Å. */
  readonly xyz: Float64Array;
  /** Of each: its number in the shape of its model, plus the start of that model. */
  readonly numbers: Uint32Array;
  /** Of each entry: how many atoms the shapes of the entries before it have. */
  readonly starts: number[];
}

/** The atoms that `shape` draws, in its order: heavy ones of the best conformer, without water. Throws `input` for models that are not open. */
export function gatherAtoms(session: Session, near: readonly PlacedAtoms[]): GatheredAtoms {
  const xyz: number[] = [];
  const numbers: number[] = [];
  const starts: number[] = [];
  let start = 0;
  for (const { model, motion, atoms } of near) {
    const { structure } = session.model(model);
    const { indices } = selectAtoms(structure, "all");
    starts.push(start);
    for (let n = 0; n < indices.length; n++) {
      if (atoms && !isWithin(atoms, indices[n])) continue;
      const at = 3 * indices[n];
      xyz.push(...applyRigid(motion, [structure.xyz[at], structure.xyz[at + 1], structure.xyz[at + 2]]));
      numbers.push(start + n);
    }
    start += indices.length;
  }
  return { xyz: Float64Array.from(xyz), numbers: Uint32Array.from(numbers), starts };
}

function isWithin(ranges: readonly number[], atom: number): boolean {
  for (let r = 0; r + 1 < ranges.length; r += 2) if (atom >= ranges[r] && atom < ranges[r + 1]) return true;
  return false;
}
