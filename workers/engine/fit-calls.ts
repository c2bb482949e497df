import { AppError, asAppError, cancelled } from "#core/errors.ts";
import { climbCorrelation } from "#core/fit/correlation-climb.ts";
import { makeProbes } from "#core/fit/fit-models.ts";
import { fitProbe } from "#core/fit/fit-probe.ts";
import { fitMap, localClimb } from "#core/fit/map-fit.ts";
import type { FitRequest } from "#core/fit/params.ts";
import { motionOfPose, packPoses, poseAt, poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe, modelMask, type Probe } from "#core/fit/probe.ts";
import { remainder } from "#core/fit/remainder.ts";
import { scorePoses, sumAtoms } from "#core/fit/score.ts";
import { chooseResolution, type FitTarget, prepareTarget } from "#core/fit/target.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { molmapKernel } from "#core/simulate/molmap.ts";
import type { Structure } from "#core/structure/structure.ts";
import { cropToBox, type IndexBox } from "#core/volume/crop.ts";
import type { Volume } from "#core/volume/volume.ts";
import { toCallError } from "#workers/engine/call-error.ts";
import { chainsOf } from "#workers/engine/open-calls.ts";
import { chosenAtoms, placedTogether } from "#workers/engine/place-calls.ts";
import type { CallContext, HeldModel, Session } from "#workers/engine/session.ts";
import type { ModelId, Params, Result, VolumeId } from "#workers/protocol.ts";

type FitAnswer = Result<"fit">;

/**
 * Fits models one after the other. A cancel ends the search at work with what it has found and leaves out the models
 * after it; before anything was found it throws `cancelled`.
 */
export async function fit(
  session: Session,
  params: Params<"fit">,
  context: CallContext<"fit">,
): Promise<FitAnswer> {
  const whole = params.models.map((id) => session.model(id));
  if (params.request.part && (params.split || whole.length > 1)) {
    throw new AppError("input", "A part is searched for of one model that is not split; name one model.");
  }
  const { models, chains } = params.split ? splitAll(session, whole) : { models: whole, chains: [] };
  try {
    return { ...(await fitAll(session, models, params, context)), chains };
  } catch (thrown) {
    // Nobody will hear of the chains, so nobody could close them.
    for (const { models: parts } of chains) for (const { id } of parts) session.close(id);
    throw thrown;
  }
}

async function fitAll(
  session: Session,
  models: readonly HeldModel[],
  params: Params<"fit">,
  context: CallContext<"fit">,
): Promise<Omit<FitAnswer, "chains">> {
  const clock = () => session.host.clock() / 1000;
  const began = clock();
  const volume = partOf(session, params.map, params.request.region);
  const kernel = await session.kernel();
  const { engine, reason } = kernel;
  const named = withOwnNames(models);
  const { value: probes, warnings } = makeProbes(
    named.map((model) => fittedOf(model, params.request)),
    params.request.atoms,
  );
  const reach = Math.max(...probes.map(({ extent }) => extent));
  const target = await targetFor(engine, volume, models, reach, params, clock, context);
  context.partial({ setup: target.setup, reach });
  const queue = probes.map((probe) => ({
    probe,
    model: named.find(({ structure }) => structure.name === probe.name)?.id ?? params.models[0],
  }));
  try {
    const { results, failed } = await fitQueue(engine, target, queue, params.request, clock, context);
    return {
      setup: target.setup,
      reach,
      results,
      ...(params.request.part && probes[0] && { centre: probes[0].centre }),
      failed,
      // A card that was lost on the way has changed the reason.
      warnings: [...warnings, ...target.warnings, ...(kernel.reason === reason ? [] : [kernel.reason])],
      seconds: clock() - began,
    };
  } finally {
    for (const handle of [target.handle, ...target.coarse]) engine.release(handle);
  }
}

/** What of a model is searched for: all of it, or the part that the request names. */
export function fittedOf(model: Pick<HeldModel, "structure">, { part }: FitRequest): Structure {
  return chosenAtoms(model, part && [...part]);
}

async function fitQueue(
  engine: PoseEngine,
  target: FitTarget,
  queue: readonly { readonly probe: Probe; readonly model: ModelId }[],
  request: FitRequest,
  clock: () => number,
  { job, partial }: CallContext<"fit">,
): Promise<Pick<FitAnswer, "results" | "failed">> {
  const results: FitAnswer["results"] = [];
  const failed: FitAnswer["failed"] = [];
  let last: unknown;
  for (const { probe, model } of queue) {
    if (job.signal.aborted) break;
    try {
      const result = await fitProbe({ engine, target, probe, request, clock, job });
      results.push({ model, result });
      partial({ model, result });
    } catch (thrown) {
      last = thrown;
      if (asAppError(thrown).code === "cancelled") break;
      failed.push({ model, error: toCallError(thrown) });
    }
  }
  if (results.length === 0) throw last ?? cancelled();
  return { results, failed };
}

/** "Fit in Map" for a map. */
export async function refineMap(
  session: Session,
  { map, moved, level, region, climb }: Params<"refineMap">,
  { job }: CallContext<"refineMap">,
): Promise<Result<"refineMap">> {
  const [target, own] = [partOf(session, map, region), session.map(moved).volume];
  const { engine } = await session.kernel();
  return fitMap(engine, target, own, level, climb, job);
}

/** "Fit in Map": the nearest optimum of the mean density at the atoms, and the scores there. */
export async function refine(
  session: Session,
  { map, model, motion, atoms, level, resolution, region, climb, without = [] }: Params<"refine">,
  { job }: CallContext<"refine">,
): Promise<Result<"refine">> {
  const others = placedTogether(session, without);
  const volume = await remainder(partOf(session, map, region), others, resolution, job);
  const { value: probe } = makeProbe(chosenAtoms(session.model(model), atoms), "all");
  const { engine } = await session.kernel();
  const mask = modelMask(probe, resolution, molmapKernel);
  const modelDensity = referenceMaps.densities(mask.map, probe.atoms.xyz);
  const handle = engine.addVolume(volume, 0);
  const points = engine.addPoints(probe.atoms);
  const maskPoints = engine.addPoints(mask.points);
  try {
    const poses = packPoses([poseOfMotion(motion, probe.centre)]);
    const method = localClimb(probe.radius, climb);
    if (climb?.metric === undefined || climb.metric === "overlap") {
      await engine.ascend(handle, points, poses, method, job.signal);
    } else await climbCorrelation(volume, mask.points, poses, climb.metric, method);
    const scored = { handle: maskPoints, moments: referenceMaps.moments(mask.points) };
    const held = { map: volume, handle, held: volume.grid };
    const sums = sumAtoms(engine, held, { ...probe, handle: points, modelDensity }, level, poses);
    const [scores] = await scorePoses(engine, handle, scored, { count: points.count, sums }, poses);
    const { averageDensity, inside, correlation, correlationAboutMean } = scores;
    return {
      motion: motionOfPose(poseAt(poses, 0), probe.centre),
      averageDensity,
      inside,
      correlation,
      correlationAboutMean,
    };
  } finally {
    for (const own of [handle, points, maskPoints]) engine.release(own);
  }
}

/** The part of a map that is fitted into, or all of it. */
export function partOf(session: Session, map: VolumeId, region: IndexBox | undefined): Volume {
  const { volume } = session.map(map);
  return region ? cropToBox(volume, region) : volume;
}

async function targetFor(
  engine: PoseEngine,
  volume: Volume,
  models: readonly HeldModel[],
  reach: number,
  { request, stated: byDepositors }: Params<"fit">,
  clock: () => number,
  { job }: CallContext<"fit">,
): Promise<FitTarget> {
  const inModel = models.map(({ summary }) => summary.resolution).find((d) => d !== null);
  const stated = byDepositors?.value ?? inModel;
  const resolution = chooseResolution(volume, request.resolution, stated, byDepositors?.reason);
  return prepareTarget(engine, volume, reach, resolution, request, clock, job);
}

function splitAll(
  session: Session,
  whole: readonly HeldModel[],
): { models: HeldModel[]; chains: FitAnswer["chains"] } {
  const models: HeldModel[] = [];
  const chains: FitAnswer["chains"] = [];
  for (const model of whole) {
    const parts = model.summary.chains.length > 1 ? chainsOf(session, model, []) : [model];
    models.push(...parts);
    if (parts.length > 1) chains.push({ of: model.summary.id, models: parts.map(({ summary }) => summary) });
  }
  return { models, chains };
}

/** Names tell results apart, so no two models may share one. */
function withOwnNames(models: readonly HeldModel[]): { id: ModelId; structure: HeldModel["structure"] }[] {
  const taken = new Set<string>();
  return models.map(({ structure, summary }) => {
    let { name } = structure;
    for (let n = 2; taken.has(name); n++) name = `${structure.name} (${n})`;
    taken.add(name);
    return { id: summary.id, structure: { ...structure, name } };
  });
}
