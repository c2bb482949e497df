import type { JobContext } from "#core/job/job-context.ts";
import type { ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { FourierKernel } from "#core/volume/fourier-kernel.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Derivatives of a target Σ over samples, one entry per atom (xyz: n × 3, per Å). */
export interface ImageGradient {
  readonly xyz: Float64Array;
  readonly occupancy: Float64Array;
  /** Per Å². */
  readonly bFactor: Float64Array;
}

/** A model map that stays, and follows atoms that move. */
export interface KeptMap {
  /** The sum of all images as they are now. Its values change with every move: copy what must stay. */
  readonly volume: Volume;
  /**
   * Moves some atoms (by number) to new places (Å, one xyz triplet each): their old images are taken out and the new
   * ones added. Every move leaves rounding of about 1e-7 of the peak. Throws `input` for an atom that is not there.
   */
  move(atoms: ArrayLike<number>, xyz: ArrayLike<number>): void;
}

/** The hot loops over atoms and samples. Every kernel answers the same tests. */
export interface ImageKernel {
  /** Name for settings, logs and results. */
  readonly name: string;
  /** Transforms of volumes on the same threads. */
  readonly fourier: FourierKernel;
  /** The sum of all images on a grid, form factor (Å) per Å³. */
  sum(plan: ImagePlan, grid: Grid, job?: JobContext): Promise<Volume>;
  /**
   * ∂T ⁄ ∂(atom) of any target whose derivative against the model map is `weights` = ∂T ⁄ ∂ρ at every sample:
   * one pass serves least squares, scaled least squares and correlation.
   */
  gather(plan: ImagePlan, weights: Volume, job?: JobContext): Promise<ImageGradient>;
  /** The sum of all images, kept so that moving a few atoms costs only their own images. */
  createKeptMap(plan: ImagePlan, grid: Grid, job?: JobContext): Promise<KeptMap>;
}
