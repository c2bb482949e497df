import type { Chosen, FitRequest, ScoreKind } from "#core/fit/params.ts";
import type { AtomScores, FitCluster, Verdict } from "#core/fit/result.ts";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { angleBetween, applyRigid, IDENTITY, type Matrix3, matrixOf } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
export const FIT_DOCUMENT_VERSION = 1;

/** The results of a fit as they are written; electron/cli/README.md describes every field. */
export interface FitDocument {
  readonly version: typeof FIT_DOCUMENT_VERSION;
  readonly map: {
    readonly file: string;
    readonly size: Vec3;
    readonly voxelSize: Vec3;
    readonly origin: Vec3;
    readonly level: Chosen<number>;
    readonly resolution: Chosen<number>;
    readonly minIsland: Chosen<number>;
  };
  /** What correlations and overlaps are taken against. */
  readonly score: Chosen<ScoreKind>;
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

export interface ModelDocument {
  readonly file: string;
  readonly name: string;
  readonly atoms: number;
  readonly starts: number;
  readonly verdict: Omit<Verdict, "z"> & { readonly z: number | null };
  readonly seconds: { readonly prepare: number; readonly search: number; readonly refine: number };
  readonly clusters: readonly ClusterDocument[];
  readonly warnings: readonly string[];
}

export interface ClusterDocument {
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
  /** How far the model's centre moves from where its file has it, Å, and how far it turns, degrees. */
  readonly shift: number;
  readonly turn: number;
  /** Null for a placement that came to lead a row only when the window grouped rows anew. */
  readonly difffit: AtomScores | null;
  readonly saved: string | null;
  /** What the user made of it in the window: "new", "placed", "rejected" or "zeroed", and their note. */
  readonly state?: string;
  readonly note?: string;
  /** Atoms within 2 Å of placed models; left out when nothing is placed. */
  readonly clash?: number;
}

/** Seconds spent, by part of the work. */
export interface FitSeconds {
  readonly load: number;
  readonly prepare: number;
  readonly search: number;
  readonly refine: number;
  /** Since the process started. */
  readonly total: number;
}

/** The text of a document (of a fit or another job): readable JSON, each matrix and vector on one line. */
export function fitJson(document: object): string {
  const text = JSON.stringify(document, null, 2);
  const numbersOnLines = /\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g;
  return `${text.replace(numbersOnLines, (_, list: string) => `[${list.replace(/\s+/g, " ")}]`)}\n`;
}

/** A row of the document. `centre`: mean of the fitted atoms in the input file's frame, Å, where the shift is measured. */
export function clusterDocument(
  cluster: Omit<FitCluster, "atomScores"> & { readonly atomScores: AtomScores | null },
  centre: Vec3,
  saved: string | null,
): ClusterDocument {
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
    shift: distance(applyRigid(motion, centre), centre),
    turn: angleBetween(motion.rotation, IDENTITY.rotation),
    difffit: atomScores,
    saved,
  };
}

/** JSON knows no NaN. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
