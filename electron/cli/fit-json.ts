import type { Chosen, FitRequest } from "#core/fit/params.ts";
import type { AtomScores, FitCluster, FitSetup, Verdict } from "#core/fit/result.ts";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { type Matrix3, matrixOf } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { FittedModel } from "#electron/cli/fit-run.ts";
import type { FitSeconds } from "#electron/cli/fit-table.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const VERSION = 1;

/** The results of a fit as they are written; electron/cli/README.md describes every field. */
export interface FitDocument {
  readonly version: typeof VERSION;
  readonly map: {
    readonly file: string;
    readonly size: Vec3;
    readonly voxelSize: Vec3;
    readonly origin: Vec3;
    readonly level: Chosen<number>;
    readonly resolution: Chosen<number>;
    readonly minIsland: Chosen<number>;
  };
  readonly kernel: { readonly name: KernelName; readonly device: string; readonly reason: string };
  readonly threads: number;
  readonly seed: number;
  readonly request: FitRequest;
  readonly seconds: FitSeconds;
  readonly cancelled: boolean;
  readonly models: readonly ModelDocument[];
  /** Models that were asked for and not fitted. */
  readonly failed: readonly FailedModel[];
  readonly warnings: readonly string[];
}

/** A model that could not be fitted, and why. */
export interface FailedModel {
  readonly file: string;
  readonly message: string;
}

interface ModelDocument {
  readonly file: string;
  readonly name: string;
  readonly atoms: number;
  readonly starts: number;
  readonly verdict: Omit<Verdict, "z"> & { readonly z: number | null };
  readonly seconds: { readonly prepare: number; readonly search: number; readonly refine: number };
  readonly clusters: readonly ClusterDocument[];
  readonly warnings: readonly string[];
}

interface ClusterDocument {
  readonly rank: number;
  readonly hits: number;
  /** Row-major R of x' = R x + t, which moves coordinates of the input file into the map's frame. */
  readonly rotation: Matrix3;
  /** t, Å. */
  readonly translation: Vec3;
  readonly correlation: number;
  readonly correlationAboutMean: number;
  readonly overlap: number;
  readonly averageDensity: number;
  readonly inside: number;
  readonly z: number | null;
  readonly equivalent: boolean;
  readonly difffit: AtomScores;
  readonly saved: string | null;
}

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
  const { level, resolution, minIsland, kernel, device, threads, seed } = setup;
  return {
    version: VERSION,
    map: { file: mapFile, ...map.grid, level, resolution, minIsland },
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

/** The text of a document: readable JSON, each matrix and vector on one line. */
export function fitJson(document: FitDocument): string {
  const text = JSON.stringify(document, null, 2);
  const numbersOnLines = /\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g;
  return `${text.replace(numbersOnLines, (_, list: string) => `[${list.replace(/\s+/g, " ")}]`)}\n`;
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
    clusters: clusters.slice(0, top).map((cluster) => clusterDocument(cluster, saved)),
    warnings,
  };
}

function clusterDocument(cluster: FitCluster, saved: ReadonlyMap<number, string>): ClusterDocument {
  const { rank, hits, equivalent, atomScores } = cluster;
  const { motion, scores } = cluster.best;
  return {
    rank,
    hits,
    rotation: matrixOf(motion.rotation),
    translation: motion.shift,
    ...scores,
    z: orNull(cluster.z),
    equivalent,
    difffit: atomScores,
    saved: saved.get(rank) ?? null,
  };
}

/** JSON knows no NaN. */
function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
