import type { JobContext } from "#core/job/job-context.ts";
import type { ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Derivatives of a target Σ over samples, one entry per atom (xyz: n × 3, per Å). */
export interface ImageGradient {
  readonly xyz: Float64Array;
  readonly occupancy: Float64Array;
  /** Per Å². */
  readonly bFactor: Float64Array;
}

/** The two hot loops over atoms and samples. Every kernel answers the same tests. */
export interface ImageKernel {
  /** Name for settings, logs and results. */
  readonly name: string;
  /** The sum of all images on a grid, form factor (Å) per Å³. */
  sum(plan: ImagePlan, grid: Grid, job?: JobContext): Promise<Volume>;
  /**
   * ∂T ⁄ ∂(atom) of any target whose derivative against the model map is `weights` = ∂T ⁄ ∂ρ at every sample:
   * one pass serves least squares, scaled least squares and correlation.
   */
  gather(plan: ImagePlan, weights: Volume, job?: JobContext): Promise<ImageGradient>;
}
