import type { PoseImage } from "#core/gmm/pose-kernel.ts";
import { ringsOf } from "#core/gmm/ring-correlation.ts";
import { ctfInto, ctfOf } from "#core/particles/ctf.ts";
import { createImageTransform } from "#core/particles/image-transform.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { type CtfUse, imageFactor, sliceLength } from "#core/particles/slices.ts";

/** A particle's image for the pose search, and how strong it is in every ring. */
export interface PreparedImage extends PoseImage {
  /** Σ|F|² of the image per ring, whatever was done about the CTF. */
  readonly power: Float64Array;
}

/** Makes the images of a set ready, one after the other: the arrays of the last one are used again. */
export type ImagePreparer = (pixels: ArrayLike<number>, row: number) => PreparedImage;

/**
 * Fourier transforms of particles cropped to `size` pixels (even, at most the images' own), times the CTF (`weight`) or its
 * sign (`flip`). The weight is CTF² or 1: what |model|² counts in the likelihood of the image. Origins are left to the pose.
 */
export function createImagePreparer(
  set: ParticleSet,
  imageSize: number,
  size: number,
  use: CtfUse,
): ImagePreparer {
  const transform = createImageTransform(imageSize);
  const whole = new Float32Array(2 * sliceLength(imageSize));
  const ctf = new Float32Array(sliceLength(imageSize));
  const half = size / 2 + 1;
  const ringOf = ringsOf(size);
  const out = {
    data: new Float32Array(2 * sliceLength(size)),
    weight: new Float32Array(sliceLength(size)),
    power: new Float64Array(size / 2),
  };
  return (pixels, row) => {
    const { pixelSize, applied } = set.optics[set.group[row]];
    transform.forward(pixels, whole);
    ctfInto(ctfOf(set, row), imageSize, pixelSize, ctf);
    out.power.fill(0);
    for (let n = 0; n < ringOf.length; n++) {
      const j = Math.floor(n / half);
      const ky = j >= size / 2 ? j - size : j;
      const from = ((ky + imageSize) % imageSize) * transform.half + (n % half);
      const factor = imageFactor(ctf[from], use, applied);
      out.data[2 * n] = factor * whole[2 * from];
      out.data[2 * n + 1] = factor * whole[2 * from + 1];
      out.weight[n] = use === "flip" ? 1 : ctf[from] * ctf[from];
      if (ringOf[n] < size / 2) out.power[ringOf[n]] += whole[2 * from] ** 2 + whole[2 * from + 1] ** 2;
    }
    return out;
  };
}
