import { applyRigid } from "#core/math/rigid.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** Densities at the atoms that `shape` draws, in its order, where the motion puts them; or at points. */
export function mapValues(
  session: Session,
  { map, at }: Params<"mapValues">,
  { give }: CallContext<"mapValues">,
): Result<"mapValues"> {
  const { volume } = session.map(map);
  if ("points" in at) return { values: Float32Array.from(at.points, (point) => valueAt(volume, point)) };
  const { structure } = session.model(at.model);
  const { indices } = selectAtoms(structure, "all");
  const { xyz } = structure;
  const values = Float32Array.from(indices, (n) =>
    valueAt(volume, applyRigid(at.motion, [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]])),
  );
  give(values.buffer);
  return { values };
}
