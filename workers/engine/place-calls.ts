import type { Rigid } from "#core/math/rigid.ts";
import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import { moveStructure } from "#core/structure/move.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Session } from "#workers/engine/session.ts";
import type { ModelId, Params, Result } from "#workers/protocol.ts";

/** Atoms of two models closer than this clash, Å (heavy atoms that are not bonded keep about 3). */
const CLASH = 2;

/** Heavy atoms of one placed model that are nearer than 2 Å to a heavy atom of any of the others. */
export function clashes(session: Session, { model, motion, others }: Params<"clashes">): Result<"clashes"> {
  const own = placedAtoms(session, model, motion).xyz;
  const around = others.map((other) => placedAtoms(session, other.model, other.motion).xyz);
  const cells = around.filter(({ length }) => length > 0).map((xyz) => createCellList(xyz, CLASH));
  let atoms = 0;
  for (let n = 0; n < own.length; n += 3) {
    if (cells.some((list) => isNear(list, own[n], own[n + 1], own[n + 2]))) atoms++;
  }
  return { atoms };
}

function isNear(cells: ReturnType<typeof createCellList>, x: number, y: number, z: number): boolean {
  let near = false;
  forEachNear(cells, x, y, z, (m) => {
    const apart = Math.hypot(cells.xyz[3 * m] - x, cells.xyz[3 * m + 1] - y, cells.xyz[3 * m + 2] - z);
    if (apart < CLASH) near = true;
  });
  return near;
}

/** The heavy atoms of a model (no water, best conformers) after a motion, with their atomic numbers. */
export function placedAtoms(session: Session, model: ModelId, motion: Rigid): WeightedAtoms {
  const structure = moveStructure(session.model(model).structure, motion);
  return weightedAtoms(structure, selectAtoms(structure, "all").indices);
}
