import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { createBlockIndex } from "#core/surface/block-index.ts";
import { contour as contourMesh } from "#core/surface/contour.ts";
import { editVolume } from "#core/volume/edit.ts";
import { createGrid, sampleCount } from "#core/volume/grid.ts";
import { maskByMap, zoneVolume } from "#core/volume/mask-by-map.ts";
import { resample } from "#core/volume/resample.ts";
import { resampleMoved } from "#core/volume/resample-moved.ts";
import { minimumRmsScale, subtractScaled } from "#core/volume/subtract.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";
import { explainedFraction } from "#core/volume/zero-density.ts";
import { giveMesh } from "#workers/engine/contour-calls.ts";
import { gatherAtoms } from "#workers/engine/placed-atoms.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap } from "#workers/engine/summaries.ts";
import type { MapEdit, MapSummary, Params, Result } from "#workers/protocol.ts";

/** Every edit makes a new map; where it came from stays in its labels. */
export async function editMap(
  session: Session,
  { map, edit, name }: Params<"editMap">,
  { job, ids }: CallContext<"editMap">,
): Promise<Result<"editMap">> {
  const before = session.map(map);
  const { volume, note } = await edited(session, before.volume, edit, job);
  const labels = [
    ...before.summary.description.labels,
    `Mapwright: ${wordsOf(edit)} of ${before.summary.name}`,
  ];
  return { map: keep(session, name, volume, labels, ids[0]), note };
}

export function newMap(
  session: Session,
  { name, grid }: Params<"newMap">,
  { ids }: CallContext<"newMap">,
): Result<"newMap"> {
  const checked = createGrid(grid.size, grid.origin, grid.voxelSize);
  const volume = createVolume(checked, new Float32Array(sampleCount(checked)));
  return keep(session, name, volume, ["Mapwright: new map"], ids[0]);
}

/** The surface, at the level, of the density that an edit would take away. */
export async function previewEdit(
  session: Session,
  { map, edit, level }: Params<"previewEdit">,
  { job, give }: CallContext<"previewEdit">,
): Promise<Result<"previewEdit">> {
  const before = session.map(map).volume;
  const { volume: after } = await edited(session, before, edit, job);
  if (after.values.length !== before.values.length) {
    throw new AppError("input", "This edit changes the grid of the map; there is nothing to preview.");
  }
  const taken = { grid: before.grid, values: before.values.map((density, n) => density - after.values[n]) };
  const mesh = await contourMesh(taken, createBlockIndex(taken), level, job);
  giveMesh(mesh, give);
  return { mesh, share: explainedFraction(before, after, level) };
}

async function edited(
  session: Session,
  volume: Volume,
  edit: MapEdit,
  job: JobContext,
): Promise<{ volume: Volume; note: string }> {
  switch (edit.kind) {
    case "zone":
      return plain(zoneVolume(volume, gatherAtoms(session, edit.near).xyz, edit, job));
    case "mask":
      return plain(maskByMap(volume, session.map(edit.by).volume, edit, job));
    case "resample":
      return plain(resampled(volume, session.map(edit.onGrid).volume.grid, edit.motion, job));
    case "subtract":
      return subtract(session, volume, edit, job);
    default:
      return plain(editVolume(volume, edit, job));
  }
}

function resampled(
  volume: Volume,
  grid: Volume["grid"],
  motion: Rigid | undefined,
  job: JobContext,
): Promise<Volume> {
  return motion ? resampleMoved(volume, grid, motion, job) : resample(volume, grid, job);
}

async function plain(volume: Promise<Volume>): Promise<{ volume: Volume; note: string }> {
  return { volume: await volume, note: "" };
}

async function subtract(
  session: Session,
  volume: Volume,
  { other, factors, onGrid }: Extract<MapEdit, { kind: "subtract" }>,
  job: JobContext,
): Promise<{ volume: Volume; note: string }> {
  const second = session.map(other).volume;
  const grid = onGrid === undefined ? volume.grid : session.map(onGrid).volume.grid;
  if (!("leastRmsAbove" in factors)) return plain(subtractScaled(volume, second, { factors, grid }, job));
  const scale = await minimumRmsScale(volume, second, factors.leastRmsAbove, job);
  const difference = await subtractScaled(volume, second, { factors: [1, scale], grid }, job);
  return { volume: difference, note: `Scaled by ${Number(scale.toPrecision(5))} for the least rms.` };
}

function keep(
  session: Session,
  name: string,
  volume: Volume,
  labels: readonly string[],
  id: string | undefined,
): MapSummary {
  return session.addMap(
    (made) => ({ volume, summary: summarizeMadeMap(made, name, volume, ...labels), shown: new Map() }),
    id,
  ).summary;
}

/** The edit in the few words that fit into a label of 80 characters. */
function wordsOf(edit: MapEdit): string {
  switch (edit.kind) {
    case "erase":
      return `erase ${edit.outside ? "outside " : ""}r ${round(edit.radius)} A at ${edit.centre.map(round).join(",")}`;
    case "gaussian":
      return `gaussian sDev ${[edit.sigma].flat().map(round).join(",")} A`;
    case "bfactor":
      return `gaussian B ${round(edit.b)} A2`;
    case "zone":
      return `zone ${edit.invert ? "beyond" : "within"} ${round(edit.range)} A`;
    case "threshold":
      return `threshold ${[edit.minimum, edit.maximum].map((limit) => (limit === undefined ? "" : round(limit))).join("..")}`;
    default:
      return edit.kind;
  }
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
