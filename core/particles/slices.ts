import { ctfInto, ctfOf } from "#core/particles/ctf.ts";
import { createImageTransform } from "#core/particles/image-transform.ts";
import type { CtfApplied, ParticleSet } from "#core/particles/particle-set.ts";

/** How the CTF of the particles enters a reconstruction. */
export type CtfUse = "weight" | "flip";

/** Central slices ready to be put into a volume: per image its half transform and the weight of each coefficient. */
export interface Slices {
  /** Pixels per edge of the images. */
  readonly size: number;
  readonly count: number;
  /** re, im of `size` rows ky in FFT order, kx = 0 … size ⁄ 2, image after image: w · CTF · F. */
  readonly data: Float32Array;
  /** w · CTF² likewise. */
  readonly weight: Float32Array;
}

/** Makes one slice after another of a set of particles, into arrays laid out as `Slices`. */
export type SliceMaker = (pixels: ArrayLike<number>, row: number, place: number, weight?: number) => void;

/** Coefficients of one slice. */
export function sliceLength(size: number): number {
  return size * (size / 2 + 1);
}

/**
 * Transforms images about their particle's centre (the origin is undone in Fourier space, without interpolation) and
 * multiplies them by what the CTF asks for. `weight`: CTF F over CTF²; `flip`: sign(CTF) F over 1. Images that were
 * flipped or multiplied by their CTF before are not treated twice.
 */
export function createSliceMaker(
  set: ParticleSet,
  size: number,
  use: CtfUse,
  { data, weight: weights }: Pick<Slices, "data" | "weight">,
): SliceMaker {
  const transform = createImageTransform(size);
  const { half } = transform;
  const ctf = new Float32Array(sliceLength(size));
  const alongX = new Float64Array(2 * half);
  const alongY = new Float64Array(2 * size);
  return (pixels, row, place, weight = 1) => {
    const { pixelSize, applied } = set.optics[set.group[row]];
    const start = place * ctf.length;
    transform.forward(pixels, data, 2 * start);
    ctfInto(ctfOf(set, row), size, pixelSize, ctf);
    fillPhases(alongX, set.origins[2 * row] / (size * pixelSize), size);
    fillPhases(alongY, set.origins[2 * row + 1] / (size * pixelSize), size);
    for (let j = 0, n = 0; j < size; j++) {
      for (let i = 0; i < half; i++, n++) {
        const cos = alongX[2 * i] * alongY[2 * j] - alongX[2 * i + 1] * alongY[2 * j + 1];
        const sin = alongX[2 * i] * alongY[2 * j + 1] + alongX[2 * i + 1] * alongY[2 * j];
        const factor = weight * imageFactor(ctf[n], use, applied);
        const at = 2 * (start + n);
        const re = data[at];
        data[at] = factor * (re * cos - data[at + 1] * sin);
        data[at + 1] = factor * (re * sin + data[at + 1] * cos);
        weights[start + n] = use === "flip" ? weight : weight * ctf[n] * ctf[n];
      }
    }
  };
}

/** exp(−2πi k · shift) for k in FFT order; the shift is a fraction of the edge. */
function fillPhases(out: Float64Array, shift: number, size: number): void {
  for (let n = 0; n < out.length / 2; n++) {
    const angle = -2 * Math.PI * shift * (n > size / 2 ? n - size : n);
    out[2 * n] = Math.cos(angle);
    out[2 * n + 1] = Math.sin(angle);
  }
}

/**
 * What a coefficient of an image is multiplied by so that it stands for CTF² (`weight`) or |CTF| (`flip`) times the
 * particle, given what was done to the image before it was stored.
 */
export function imageFactor(ctf: number, use: CtfUse, applied: CtfApplied): number {
  if (applied === "multiplied") return 1;
  if (applied === "flipped") return use === "flip" ? 1 : Math.abs(ctf);
  return use === "flip" ? Math.sign(ctf) : ctf;
}
