import { type AppError, asAppError } from "#core/errors.ts";
import { fitModels, makeProbes } from "#core/fit/fit-models.ts";
import type { FitRequest } from "#core/fit/params.ts";
import type { Probe } from "#core/fit/probe.ts";
import type { FitResult } from "#core/fit/result.ts";
import { chooseResolution, type FitTarget, prepareTarget } from "#core/fit/target.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A structure to fit, and the file it came from. */
export interface NamedModel {
  readonly file: string;
  readonly structure: Structure;
}

/** What a fit came to for one model. */
export interface FittedModel extends NamedModel {
  /** Mean of the fitted atoms in the input file's frame, Å: where a motion's shift is measured. */
  readonly centre: Vec3;
  readonly result: FitResult;
}

export interface FitRunParams {
  readonly engine: PoseEngine;
  readonly map: Volume;
  readonly models: readonly NamedModel[];
  /** Resolution that a model file or the map's depositors state, Å, and which of them does. */
  readonly stated?: number;
  readonly statedBy?: string;
  readonly request: FitRequest;
  readonly job: JobContext;
}

/** Models made ready, largest first, and the map they go into. */
export interface PreparedRun {
  readonly target: FitTarget;
  readonly queue: readonly (NamedModel & { readonly probe: Probe })[];
  readonly warnings: readonly string[];
}

/** Names tell results apart, so no two models may share one. */
export function withUniqueNames(models: readonly NamedModel[]): NamedModel[] {
  const taken = new Set<string>();
  return models.map(({ file, structure }) => {
    let name = structure.name;
    for (let n = 2; taken.has(name); n++) name = `${structure.name} (${n})`;
    taken.add(name);
    return { file, structure: { ...structure, name } };
  });
}

/** Seconds, for the engine. */
export const clock = () => performance.now() / 1000;

/**
 * Chooses level and resolution and makes map and models ready. Models need names of their own (`withUniqueNames`).
 * Throws `input` when no model can be fitted or the map has nothing to fit into, `cancelled`.
 */
export async function prepareRun(params: FitRunParams): Promise<PreparedRun> {
  const { engine, map, models, stated, statedBy, request, job } = params;
  const resolution = chooseResolution(map, request.resolution, stated, statedBy);
  const { value: probes, warnings } = makeProbes(
    models.map(({ structure }) => structure),
    request.atoms,
  );
  const extent = Math.max(...probes.map((probe) => probe.extent));
  const target = await prepareTarget(engine, map, extent, resolution, request, clock, job);
  const byName = new Map(models.map((model) => [model.structure.name, model]));
  const queue = probes.flatMap((probe) => {
    const model = byName.get(probe.name);
    return model ? [{ ...model, probe }] : [];
  });
  return { target, queue, warnings: [...warnings, ...target.warnings] };
}

/** One model fitted, or the reason why not. */
export type ModelOutcome =
  | { readonly fitted: FittedModel }
  | { readonly failed: { readonly name: string; readonly file: string; readonly error: AppError } };

/**
 * Fits the models in turn and hands out each as it is ready. A model that fails does not stop the others; a
 * cancel does, after the model at work when it has found something.
 */
export async function* runFits(run: PreparedRun, params: FitRunParams): AsyncGenerator<ModelOutcome> {
  const { engine, request, job } = params;
  for (const { file, structure, probe } of run.queue) {
    if (job.signal.aborted) return;
    try {
      for await (const result of fitModels(engine, run.target, [probe], request, clock, job)) {
        yield { fitted: { file, structure, centre: probe.centre, result } };
      }
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.code === "cancelled") return;
      yield { failed: { name: structure.name, file, error } };
    }
  }
}
