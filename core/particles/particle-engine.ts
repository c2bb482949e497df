import type { BuildParams, BuiltModel } from "#core/gmm/build-model.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { RingCalibration } from "#core/gmm/pose-objective.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import type { PoseSettings } from "#core/particles/pose-search.ts";
import type { CtfUse } from "#core/particles/slices.ts";
import type { Volume } from "#core/volume/volume.ts";

export interface ReconstructParams {
  readonly use: CtfUse;
  /** Name of the point group, "C1" for none. */
  readonly symmetry: string;
  /** Per particle of each set; all 1 when left out, 0 leaves a particle out. */
  readonly weights?: readonly Float64Array[];
  /** Rounds of gridding weights. */
  readonly rounds?: number;
}

/** Orientations and origins of particles, and how well each agrees with the model. */
export interface FoundPoses {
  /** rot, tilt, psi, degrees. */
  readonly angles: Float64Array;
  /** x, y, Å. */
  readonly origins: Float64Array;
  /** Mean ring correlation. */
  readonly score: Float64Array;
  /** Views projected per particle, on average. */
  readonly views: number;
}

export interface SearchParams extends Pick<PoseSettings, "method" | "rings" | "prior" | "views"> {
  /** Poses that the prior is about; where the particles are when left out. */
  readonly centres?: { readonly angles: Float64Array; readonly origins: Float64Array };
}

/** How orientations are looked for from nothing. */
export interface OrientParams {
  readonly rings: { readonly first: number; readonly last: number };
  /** Orientations to look at, spread evenly. */
  readonly rotations: number;
}

/** What has the images and the processors: everything that goes through all particles. */
export interface ParticleEngine {
  /** Pixels per edge of the images, the same for all. */
  readonly size: number;
  readonly pixelSize: number;
  /** One volume per set, such as the two half maps. */
  reconstruct(sets: readonly ParticleSet[], params: ReconstructParams, job: JobContext): Promise<Volume[]>;
  /** One Gaussian model per map. */
  buildModels(
    maps: readonly Volume[],
    params: readonly BuildParams[],
    job: JobContext,
  ): Promise<BuiltModel[]>;
  /** How a model shows in the images of a set at their present poses. */
  calibrate(
    set: ParticleSet,
    model: Gaussians,
    params: Pick<SearchParams, "method" | "rings">,
    job: JobContext,
  ): Promise<RingCalibration>;
  /** Better poses of a set. */
  search(
    set: ParticleSet,
    model: Gaussians,
    params: SearchParams & { readonly calibration: RingCalibration },
    job: JobContext,
  ): Promise<FoundPoses>;
  /** Poses of a set of which no orientation is known; origins are where they begin. */
  orient(set: ParticleSet, model: Gaussians, params: OrientParams, job: JobContext): Promise<FoundPoses>;
}
