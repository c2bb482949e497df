import { AppError } from "#core/errors.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { indicesIn } from "#core/structure/atom-ranges.ts";
import { createCellList } from "#core/structure/cell-list.ts";
import { moveStructure } from "#core/structure/move.ts";
import { countNear } from "#core/structure/near.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import type { CallContext, HeldModel, Session } from "#workers/engine/session.ts";
import type { ModelId, Params, Placed, PlacedAtoms, Result } from "#workers/protocol.ts";

/** Atoms of two models closer than this clash, Å (heavy atoms that are not bonded keep about 3). */
const CLASH = 2;

/** Heavy atoms of one model, at each of the motions, that are nearer than 2 Å to a heavy atom of any of the others. */
export async function clashes(
  session: Session,
  { model, motions, others }: Params<"clashes">,
  { job }: Pick<CallContext<"clashes">, "job">,
): Promise<Result<"clashes">> {
  const { xyz } = placedTogether(session, others);
  const cells = xyz.length > 0 ? createCellList(xyz, CLASH) : null;
  const atoms: number[] = [];
  for (const motion of motions) {
    if (atoms.length % 16 === 0)
      await job.checkpoint({ step: "clashes", done: atoms.length, total: motions.length });
    atoms.push(cells ? countNear(placedAtoms(session, model, motion).xyz, cells, CLASH) : 0);
  }
  return { atoms };
}

/** The same for every pair of placed models. */
export async function clashTable(
  session: Session,
  { placed }: Params<"clashTable">,
  { job, give }: Pick<CallContext<"clashTable">, "job" | "give">,
): Promise<Result<"clashTable">> {
  const count = placed.length;
  const atoms = new Uint32Array(count * count);
  const xyz = placed.map(({ model, motion }) => placedAtoms(session, model, motion).xyz);
  for (let column = 0; column < count; column++) {
    await job.checkpoint({ step: "clashes", done: column, total: count });
    if (xyz[column].length === 0) continue;
    const cells = createCellList(xyz[column], CLASH);
    for (let row = 0; row < count; row++) {
      if (row !== column) atoms[row * count + column] = countNear(xyz[row], cells, CLASH);
    }
  }
  give(atoms.buffer);
  return { atoms };
}

/** The heavy atoms of a model (no water, best conformers) after a motion, with their atomic numbers. */
function placedAtoms(session: Session, model: ModelId, motion: Rigid): WeightedAtoms {
  return heavyAtoms(placedStructure(session, { model, motion }));
}

/** Heavy atoms of a structure with their atomic numbers, without water. */
export function heavyAtoms(structure: Structure): WeightedAtoms {
  return weightedAtoms(structure, selectAtoms(structure, "all").indices);
}

/** A model, or the atoms named of it, where it is placed. Throws `input` for a choice that holds no atom. */
export function placedStructure(session: Session, { model, motion, atoms }: PlacedAtoms): Structure {
  return moveStructure(chosenAtoms(session.model(model), atoms), motion);
}

/** All atoms of a model, or those named. Throws `input` for a choice that holds none. */
export function chosenAtoms(
  { structure }: Pick<HeldModel, "structure">,
  atoms: PlacedAtoms["atoms"],
): Structure {
  if (!atoms) return structure;
  const indices = indicesIn(atoms).filter((n) => n < structure.atomCount);
  if (indices.length > 0) return subset(structure, indices);
  throw new AppError("input", `No atom of ${structure.name} is among those named.`);
}

/** The heavy atoms of several placed models as one. */
export function placedTogether(session: Session, placed: readonly Placed[]): WeightedAtoms {
  const parts = placed.map(({ model, motion }) => placedAtoms(session, model, motion));
  const count = parts.reduce((sum, { weights }) => sum + weights.length, 0);
  const xyz = new Float64Array(3 * count);
  const weights = new Float64Array(count);
  let at = 0;
  for (const part of parts) {
    xyz.set(part.xyz, 3 * at);
    weights.set(part.weights, at);
    at += part.weights.length;
  }
  return { xyz, weights };
}
