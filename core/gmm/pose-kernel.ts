import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { ImageFrame, View } from "#core/gmm/projection.ts";

/** A particle's image as the pose search sees it: half transforms cropped to the frame, ready to be correlated. */
export interface PoseImage {
  /** re, im of `size` rows ky in FFT order, kx = 0 … size ⁄ 2: the image times what the model is multiplied by in it. */
  readonly data: Float32Array;
  /** What the model is multiplied by, squared, per coefficient. */
  readonly weight: Float32Array;
}

/**
 * Projects one model in many views and sums what a pose search asks for. The reference (`createReferencePoseKernel`)
 * defines it; kernels in WebAssembly answer the same.
 */
export interface PoseKernel {
  readonly name: string;
  /** The model and images of all later calls. */
  setModel(model: Gaussians, frame: ImageFrame): void;
  setImage(image: PoseImage): void;
  /**
   * Fills `moments` (see ring-moments.ts) for rings first … last − 1, the others with zeros. Without slopes only cross and
   * power are filled, at a quarter of the cost.
   */
  moments(
    view: View,
    rings: { first: number; last: number },
    withSlopes: boolean,
    moments: Float64Array,
  ): void;
}
