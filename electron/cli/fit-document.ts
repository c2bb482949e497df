import type { FitRequest } from "#core/fit/params.ts";
import type { FitSetup } from "#core/fit/result.ts";
import {
  clusterDocument,
  type FailedModel,
  FIT_DOCUMENT_VERSION,
  type FitDocument,
  type FitSeconds,
  type ModelDocument,
  orNull,
} from "#core/report/fit-document.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { FittedModel } from "#electron/cli/fit-run.ts";

export interface FitDocumentParams {
  readonly mapFile: string;
  readonly map: Volume;
  readonly setup: FitSetup;
  readonly kernelReason: string;
  readonly request: FitRequest;
  readonly seconds: FitSeconds;
  readonly isCancelled: boolean;
  readonly fitted: readonly SavedModel[];
  readonly failed: readonly FailedModel[];
  readonly warnings: readonly string[];
  /** Clusters kept per model. */
  readonly top: number;
}

/** A fitted model and where its placements were saved, by rank. */
export interface SavedModel {
  readonly model: FittedModel;
  readonly saved: ReadonlyMap<number, string>;
}

/** Everything about a fit as plain data. */
export function fitDocument(params: FitDocumentParams): FitDocument {
  const { mapFile, map, setup, kernelReason, request, seconds, fitted, failed, warnings, top } = params;
  const { level, resolution, minIsland, score, kernel, device, threads, seed } = setup;
  return {
    version: FIT_DOCUMENT_VERSION,
    map: { file: mapFile, ...map.grid, level, resolution, minIsland },
    score,
    kernel: { name: kernel, device, reason: kernelReason },
    threads,
    seed,
    request,
    seconds,
    cancelled: params.isCancelled,
    models: fitted.map((model) => modelDocument(model, top)),
    failed,
    warnings,
  };
}

function modelDocument({ model, saved }: SavedModel, top: number): ModelDocument {
  const { name, atoms, starts, verdict, seconds, clusters, warnings } = model.result;
  return {
    file: model.file,
    name,
    atoms,
    starts,
    verdict: { ...verdict, z: orNull(verdict.z) },
    seconds,
    clusters: clusters
      .slice(0, top)
      .map((cluster) => clusterDocument(cluster, model.centre, saved.get(cluster.rank) ?? null)),
    warnings,
  };
}
