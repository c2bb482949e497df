import type { FocusForm } from "#core/gmm/focus.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { PosePrior } from "#core/gmm/refine-pose.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import type { PoseSettings } from "#core/particles/pose-search.ts";
import type { CtfUse } from "#core/particles/slices.ts";
import type { Fsc } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What a refinement is asked to do. */
export interface RefineSettings {
  readonly iterations: number;
  readonly method: PoseSettings["method"];
  /** Views projected per particle and iteration. */
  readonly views: number;
  readonly symmetry: string;
  readonly use: CtfUse;
  /** First ring that poses are compared in: the coarsest detail. */
  readonly firstRing: number;
  readonly prior: PosePrior;
  /** Gaussians per model; left out, as many as hold the map to its resolution. */
  readonly gaussians?: number;
  /** Å: nothing finer than this is looked at in the first iteration, or ever. */
  readonly startResolution?: number;
  readonly maxResolution?: number;
  /** Part of each half, best scores first, that goes into the maps; and whether scores weigh them. */
  readonly keep: number;
  readonly weighted: boolean;
  readonly seed: number;
}

/** Defaults the command line and the window share. */
export const REFINE_DEFAULTS = {
  iterations: 5, // e2gmm
  method: "newton",
  symmetry: "C1",
  use: "weight",
  firstRing: 2,
  keep: 1,
  weighted: false,
  seed: 1,
} as const;

/** Where poses are told by a part of the particle alone. */
export interface Focus {
  readonly mask: Volume;
  readonly form: FocusForm;
  readonly level: number;
}

/** Everything the next iteration depends on: written down after each, a run goes on from here. */
export interface RefineState {
  /** Iterations done. */
  readonly iteration: number;
  readonly particles: ParticleSet;
  /** Mean ring correlation of every particle; absent before the first iteration. */
  readonly scores?: Float64Array;
  /** Maps of the half sets, unfiltered. */
  readonly halves: readonly [Volume, Volume];
  /** Of the half maps under the mask. */
  readonly fsc: Fsc;
}

/** What an iteration did, for tables and plots. */
export interface IterationRecord {
  readonly iteration: number;
  /** Å, as RELION counts it. */
  readonly resolution143: number;
  readonly resolution05: number;
  /** Mean FSC under the mask from 40 Å to Nyquist. */
  readonly meanFsc: number;
  /** Mean change of orientation, degrees, and of origin, Å, in this iteration. */
  readonly meanRotationChange: number;
  readonly meanShiftChange: number;
  /** Mean ring correlation over all particles. */
  readonly meanScore: number;
  /** Å: the finest detail poses were told by. */
  readonly searchedTo: number;
  /** Gaussians of the two models, and their misfit. */
  readonly gaussians: readonly number[];
  readonly misfit: readonly number[];
  /** Views projected per particle. */
  readonly views: number;
}

/** An iteration's outcome. */
export interface Iterated {
  readonly state: RefineState;
  readonly record: IterationRecord;
  readonly models: readonly [Gaussians, Gaussians];
  /** How far each particle moved: degrees, Å. */
  readonly turned: Float64Array;
  readonly shifted: Float64Array;
}
