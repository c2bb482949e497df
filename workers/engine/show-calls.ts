import { type BlockIndex, countAbove, createBlockIndex } from "#core/surface/block-index.ts";
import { contour as contourMesh } from "#core/surface/contour.ts";
import { withoutDust } from "#core/surface/dust.ts";
import { modelShape } from "#core/surface/model-shape.ts";
import { planeOf } from "#core/surface/plane.ts";
import { chooseStep, subsample } from "#core/surface/subsample.ts";
import { voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { CallContext, HeldMap, Session } from "#workers/engine/session.ts";
import type { MeshBuffers, Params, Result } from "#workers/protocol.ts";

/** Steps remembered per map besides 1: that of dragging a level, that of rest, and one the user asked for. */
const REMEMBERED = 3;

/** Enclosed volume counts the samples of the whole map at or above the level, whatever the step. */
export async function contour(
  session: Session,
  { map, level, step, dust }: Params<"contour">,
  { job, give }: CallContext<"contour">,
): Promise<Result<"contour">> {
  const held = session.map(map);
  const whole = shownAt(held, 1);
  const used = step === 0 ? chooseStep(whole.volume, whole.index, level) : step;
  const { volume, index } = shownAt(held, used);
  const voxel = voxelVolume(held.volume.grid);
  const mesh = withoutDust(await contourMesh(volume, index, level, job), dust * voxel);
  giveMesh(mesh, give);
  return { mesh, step: used, enclosedVolume: countAbove(whole.volume, whole.index, level) * voxel };
}

export function plane(
  session: Session,
  { map, axis, index }: Params<"plane">,
  { give }: CallContext<"plane">,
): Result<"plane"> {
  const result = planeOf(session.map(map).volume, axis, index);
  give(result.values.buffer);
  return result;
}

export function shape(
  session: Session,
  { model }: Params<"shape">,
  { give }: CallContext<"shape">,
): Result<"shape"> {
  const result = modelShape(session.model(model).structure);
  giveMesh(result.mesh, give);
  const { residue, chainOfResidue, bOfResidue, atomXyz, atomNumber, atomResidue, bonds } = result;
  for (const array of [residue, chainOfResidue, bOfResidue, atomXyz, atomNumber, atomResidue, bonds]) {
    give(array.buffer);
  }
  return result;
}

export function giveMesh(mesh: MeshBuffers, give: CallContext<"contour">["give"]): void {
  give(mesh.positions.buffer, mesh.normals.buffer, mesh.indices.buffer);
}

function shownAt({ volume, shown }: HeldMap, step: number): { volume: Volume; index: BlockIndex } {
  const known = shown.get(step);
  if (known) return known;
  const sampled = subsample(volume, step);
  const made = { volume: sampled, index: createBlockIndex(sampled) };
  if (shown.size > REMEMBERED) {
    const oldest = [...shown.keys()].find((other) => other !== 1);
    if (oldest !== undefined) shown.delete(oldest);
  }
  shown.set(step, made);
  return made;
}
