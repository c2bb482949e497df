import type { ErrorCode } from "#core/errors.ts";
import type { BuildParams, BuiltModel } from "#core/gmm/build-model.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { Backprojection, PlaneRange } from "#core/particles/backprojection.ts";
import type { OrientParams } from "#core/particles/particle-engine.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import type { CalibrationSums } from "#core/particles/pose-calibration.ts";
import type { PoseSettings } from "#core/particles/pose-search.ts";
import type { CtfUse } from "#core/particles/slices.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { StackFile } from "#workers/particles/stack-files.ts";

/** What all tasks that follow work on. */
export interface ParticleJob {
  readonly set: ParticleSet;
  readonly stacks: readonly StackFile[];
  /** Pixels per edge of the images. */
  readonly size: number;
  readonly work: SliceWork | PoseWork;
}

/** Slices and the volume they go into, in memory that the threads share. */
export interface SliceWork {
  readonly kind: "slices";
  readonly use: CtfUse;
  /** Weight of every particle, or none for 1. */
  readonly weights?: Float64Array;
  /** Rotations of the point group, row-major 3 × 3, the identity among them. */
  readonly symmetry: Float64Array;
  readonly slices: { readonly data: Float32Array; readonly weight: Float32Array };
  readonly volume: { readonly padded: number; readonly data: Float32Array; readonly weight: Float32Array };
}

/** A model to compare particles with. */
export interface PoseWork {
  readonly kind: "poses";
  readonly model: Gaussians;
  /** Pixels that images are cropped to in Fourier space. */
  readonly cropped: number;
  readonly method: PoseSettings["method"];
  /** Absent while the model is only calibrated. */
  readonly settings?: PoseSettings;
  /** Poses that the prior is about: rot, tilt, psi and x, y as in the set. */
  readonly centres?: { readonly angles: Float64Array; readonly origins: Float64Array };
  /** Orientations that a search without a start looks at, and the rings it is told by. */
  readonly orient?: OrientParams;
  readonly kernel: WebAssembly.Module;
}

export type ParticleTask =
  /** Rows of the set to slices, of which the first lies at place 0 for `base`. */
  | { readonly kind: "slice"; readonly rows: readonly [number, number]; readonly base: number }
  | { readonly kind: "insert"; readonly rows: readonly [number, number]; readonly planes: PlaneRange }
  | { readonly kind: "calibrate"; readonly rows: readonly number[] }
  | { readonly kind: "search"; readonly rows: readonly [number, number] }
  | { readonly kind: "orient"; readonly rows: readonly [number, number] }
  | FinishTask
  | ModelTask;

/** From slices in a volume to densities; needs no job. */
export interface FinishTask {
  readonly kind: "finish";
  readonly volume: Backprojection;
  readonly pixelSize: number;
  readonly rounds?: number;
}

/** A Gaussian model of a map; needs no job. */
export interface ModelTask {
  readonly kind: "model";
  readonly map: Volume;
  readonly params: BuildParams;
}

export interface SearchAnswer {
  readonly angles: Float64Array;
  readonly origins: Float64Array;
  readonly score: Float64Array;
  readonly views: number;
}

export type ToParticleThread =
  | { readonly kind: "job"; readonly job: ParticleJob }
  | { readonly kind: "task"; readonly id: number; readonly task: ParticleTask };

export type ParticleAnswer = null | CalibrationSums | SearchAnswer | Volume | BuiltModel;

export interface FromParticleThread {
  readonly id: number;
  readonly answer?: ParticleAnswer;
  readonly failed?: { readonly code: ErrorCode; readonly message: string };
}
