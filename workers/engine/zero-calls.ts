import type { JobContext } from "#core/job/job-context.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { molmapKernel, simulateMolmap } from "#core/simulate/molmap.ts";
import { scoringMap, vrmKernel } from "#core/simulate/vrm/vrm-kernel.ts";
import { createBlockIndex } from "#core/surface/block-index.ts";
import { contour as contourMesh } from "#core/surface/contour.ts";
import { minimumRmsScale } from "#core/volume/subtract.ts";
import type { Volume } from "#core/volume/volume.ts";
import { explainedFraction, subtractModelMap, zeroDensity } from "#core/volume/zero-density.ts";
import { giveMesh } from "#workers/engine/contour-calls.ts";
import { placedTogether } from "#workers/engine/place-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap } from "#workers/engine/summaries.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** The surface, at the level, of the density that zeroing would take away. */
export async function previewZero(
  session: Session,
  params: Params<"previewZero">,
  { job, give }: CallContext<"previewZero">,
): Promise<Result<"previewZero">> {
  const before = session.map(params.map).volume;
  const after = await zeroed(session, before, params, job);
  const taken = { grid: before.grid, values: before.values.map((density, n) => density - after.values[n]) };
  const index = createBlockIndex(taken);
  const highest = index.max.reduce((a, b) => Math.max(a, b), 0);
  // Of a fraction little may reach the level; half of its height still shows where it is.
  const level = params.level < highest ? params.level : highest / 2;
  const mesh = await contourMesh(taken, index, level, job);
  giveMesh(mesh, give);
  return { mesh, explained: explainedFraction(before, after, params.level) };
}

export async function zero(
  session: Session,
  params: Params<"zero">,
  { job, ids }: CallContext<"zero">,
): Promise<Result<"zero">> {
  const before = session.map(params.map).volume;
  const after = await zeroed(session, before, params, job);
  const names = params.placed.map(({ model }) => session.model(model).summary.name);
  const label = `Mapwright: without the density of ${names.join(", ")}`;
  const held = session.addMap(
    (id) => ({
      volume: after,
      summary: summarizeMadeMap(id, params.name, after, label),
      shown: new Map(),
    }),
    ids[0],
  );
  return { map: held.summary, explained: explainedFraction(before, after, params.level) };
}

async function zeroed(
  session: Session,
  volume: Volume,
  { placed, coverage }: Pick<Params<"zero">, "placed" | "coverage">,
  job: JobContext,
): Promise<Volume> {
  const atoms = placedTogether(session, placed);
  if ("radius" in coverage) return zeroDensity(volume, atoms.xyz, coverage, job);
  const { resolution, fractional, shrink = 0 } = coverage;
  const { bodyMass } = coverage.kernel === "vrm" ? vrmKernel : molmapKernel;
  const modelMap =
    coverage.kernel === "vrm"
      ? await scoringMap(atoms, resolution, session.images(), job)
      : simulateMolmap(atoms, resolution);
  const threshold = coverage.threshold || levelEnclosingMass(modelMap, coverage.mass ?? bodyMass);
  if (!fractional) return zeroDensity(volume, atoms.xyz, { modelMap, threshold, shrink }, job);
  const scale = await minimumRmsScale(volume, modelMap, threshold, job);
  return subtractModelMap(volume, modelMap, Math.max(scale, 0), job);
}
