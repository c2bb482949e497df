import type { JobContext } from "#core/job/job-context.ts";
import { type BlockIndex, countAbove, createBlockIndex } from "#core/surface/block-index.ts";
import { closedVolume, endsAtFaces } from "#core/surface/closed-volume.ts";
import { contour as contourMesh } from "#core/surface/contour.ts";
import { meshSize, withoutDust } from "#core/surface/dust.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import { meshNear, nearestPoints } from "#core/surface/near.ts";
import { smoothed } from "#core/surface/smooth.ts";
import { chooseStep, FINE, QUICK, subsample } from "#core/surface/subsample.ts";
import { cropToBox, type IndexBox } from "#core/volume/crop.ts";
import { voxelVolume } from "#core/volume/grid.ts";
import { valuesAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";
import { gatherAtoms } from "#workers/engine/placed-atoms.ts";
import type { CallContext, HeldMap, Session } from "#workers/engine/session.ts";
import type { ContourRequest, Params, Result, SurfacePaint } from "#workers/protocol.ts";

/** Parts of maps remembered per map besides the whole at step 1: that of dragging a level, that of rest, one asked for. */
const REMEMBERED = 3;

/**
 * Enclosed volume counts the samples at or above the level, whatever the step; a level below 0 and the mean, as in
 * difference maps, encloses what lies below it.
 */
export async function contour(
  session: Session,
  request: Params<"contour">,
  { job, give }: CallContext<"contour">,
): Promise<Result<"contour">> {
  const { mesh, step, whole } = await surfaceOf(session, request, job);
  const paint = request.paint && (await paintOf(session, mesh, request.paint, job));
  giveMesh(mesh, give);
  if (paint) give(("values" in paint ? paint.values : paint.nearest).buffer as ArrayBuffer);
  const level = isPit(session.map(request.map), request.level) ? -request.level : request.level;
  const enclosed = countAbove(whole.volume, whole.index, level) * voxelVolume(whole.volume.grid);
  return { mesh, step, enclosedVolume: enclosed, ...(paint && { paint }) };
}

export async function measureSurface(
  session: Session,
  request: Params<"measureSurface">,
  { job }: CallContext<"measureSurface">,
): Promise<Result<"measureSurface">> {
  const { mesh, step } = await surfaceOf(session, request, job);
  return { ...meshSize(mesh), step };
}

export function giveMesh(mesh: Mesh, give: (...buffers: ArrayBuffer[]) => void): void {
  give(mesh.positions.buffer, mesh.normals.buffer, mesh.indices.buffer);
}

/** The surface as it is shown: of the region, without dust, within its zone. */
async function surfaceOf(
  session: Session,
  { map, level: wanted, step, fine, dust, dustMetric, region, zone, smooth }: ContourRequest,
  job: JobContext,
): Promise<{ mesh: Mesh; step: number; whole: Shown }> {
  const held = session.map(map);
  const inverted = isPit(held, wanted);
  const level = inverted ? -wanted : wanted;
  const whole = shownAt(held, 1, { region, inverted });
  const used = step === 0 ? chooseStep(whole.volume, whole.index, level, fine ? FINE : QUICK) : step;
  const open = shownAt(held, used, { region, inverted });
  const { volume, index } = endsAtFaces(open.volume, level)
    ? shownAt(held, used, { region, inverted, closed: true })
    : open;
  const limit = dustMetric === undefined ? dust * voxelVolume(held.volume.grid) : dust;
  const clean = withoutDust(await contourMesh(volume, index, level, job), limit, dustMetric);
  const near = zone && (await meshNear(clean, gatherAtoms(session, zone.near).xyz, zone.distance, job));
  const shown = near ? withoutDust(near, zone.pieces ?? 0, "area rank") : clean;
  return { mesh: smooth ? smoothed(shown) : shown, step: used, whole };
}

async function paintOf(
  session: Session,
  { positions }: Mesh,
  paint: NonNullable<ContourRequest["paint"]>,
  job: JobContext,
): Promise<SurfacePaint> {
  if ("by" in paint) return { values: valuesAt(session.map(paint.by).volume, positions) };
  const { xyz, numbers, starts } = gatherAtoms(session, paint.near);
  const nearest = await nearestPoints(positions, xyz, paint.distance, job);
  for (let n = 0; n < nearest.length; n++) if (nearest[n] >= 0) nearest[n] = numbers[nearest[n]];
  return { nearest, starts };
}

interface Shown {
  readonly volume: Volume;
  readonly index: BlockIndex;
}

/** Which densities a surface is drawn of. */
interface Form {
  readonly region: IndexBox | undefined;
  /** Of the map with its sign changed. */
  readonly inverted: boolean;
  /** Surfaces end at the faces of the box. */
  readonly closed?: boolean;
}

/** Whether a surface at this level is one around what lies below it. */
function isPit({ summary }: HeldMap, level: number): boolean {
  return level < 0 && level < summary.mean;
}

function shownAt({ volume, shown }: HeldMap, step: number, { region, inverted, closed }: Form): Shown {
  const part = region ? `${step} ${region.first} ${region.last}` : String(step);
  const key = `${part}${inverted ? " inverted" : ""}${closed ? " closed" : ""}`;
  const known = shown.get(key);
  if (known) return known;
  const open = subsample(region ? cropToBox(volume, region) : volume, step);
  const signed = inverted ? { grid: open.grid, values: open.values.map((value) => -value) } : open;
  const sampled = closed ? closedVolume(signed) : signed;
  const made = { volume: sampled, index: createBlockIndex(sampled) };
  if (shown.size > REMEMBERED) {
    const oldest = [...shown.keys()].find((other) => other !== "1");
    if (oldest !== undefined) shown.delete(oldest);
  }
  shown.set(key, made);
  return made;
}
