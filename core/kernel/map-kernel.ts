import type { JobContext } from "#core/job/job-context.ts";
import type { PointSet } from "#core/kernel/fit-kernel.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { ModelMapKernel } from "#core/simulate/model-map-kernel.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import type { Regions } from "#core/volume/regions.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The loops over whole maps that a fit is prepared and scored with. `referenceMaps` names the function that defines
 * each; a kernel may answer in single precision. What is returned may lie in the kernel's own memory: give it back
 * with `release` once nobody reads it.
 */
export interface MapKernel {
  readonly molmap: ModelMapKernel;
  /** From electron scattering, for scores. */
  readonly vrm: ModelMapKernel;
  /** The same densities where this kernel has them at hand: a copy in its memory, or the volume itself. */
  take(volume: Volume): Volume;
  /** Forgets a volume or a point set that this kernel made; others are left alone. */
  release(made: Volume | PointSet): void;
  highest(volume: Volume): number;
  levelForFraction(volume: Volume, fraction?: number): number;
  regions(volume: Volume, level: number, minIsland: number, job: JobContext): Promise<Regions>;
  crop(volume: Volume, box: IndexBox): Volume;
  bin(volume: Volume, factors: Vec3): Volume;
  blur(volume: Volume, sigma: Vec3, cutoff: number, job: JobContext): Promise<Volume>;
  /** a − b on their common grid, in the memory of `a`: nobody reads or releases `a` afterwards. */
  subtract(a: Volume, b: Volume): Volume;
  mean(volume: Volume): number;
  /** See core/simulate/mass-level. */
  levelEnclosingMass(volume: Volume, fraction?: number): number;
  pointsAbove(volume: Volume, level: number): PointSet;
  moments(points: PointSet): WeightMoments;
  /** Trilinear density at points (xyz triplets, Å), in ordinary memory; 0 outside the volume. */
  densities(volume: Volume, xyz: Float64Array): Float64Array;
}

/** Sums over the weights of a point set. */
export interface WeightMoments {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}
