import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { Matrix3 } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** The images a model is projected to: a square of `size` pixels (even) over `edge` Å about `centre` of the model. */
export interface ImageFrame {
  readonly size: number;
  /** Å, of the whole image. */
  readonly edge: number;
  /** Point of the model's frame that is seen at pixel size ⁄ 2, Å. */
  readonly centre: Vec3;
}

/** How a particle is seen: view coordinates are matrix · (xyz − centre), then moved by x, y in the image, Å. */
export interface View {
  readonly matrix: Matrix3;
  readonly shift: readonly [number, number];
}

/** Numbers of a half transform of such an image: re, im of `size` rows ky in FFT order, kx = 0 … size ⁄ 2 in each. */
export function imageLength({ size }: ImageFrame): number {
  return 2 * size * (size / 2 + 1);
}

/** Derivatives of a number against everything a projection depends on. */
export interface ProjectionGradient {
  /** Per Gaussian: against its centre (per Å, xyz triplets), amplitude and sigma (per Å). */
  readonly xyz: Float64Array;
  readonly amplitude: Float64Array;
  readonly sigma: Float64Array;
  /** Against a further turn of the view by a rotation vector in view coordinates, per radian. */
  readonly turn: readonly [number, number, number];
  /** Against the shift, per Å. */
  readonly shift: readonly [number, number];
}

/**
 * The projection of a model along view z, in Fourier space and exactly: F(k) = Σ A exp(−2π² σ² q²) exp(−2πi q · t) with
 * q = k ⁄ edge and t where the Gaussian is seen, from the centre of the image (e2gmm; the origin of phases is pixel
 * size ⁄ 2). The product of an x and a y factor per Gaussian; no image in real space and no interpolation.
 * @public
 */
export function project(model: Gaussians, view: View, frame: ImageFrame): Float64Array {
  const out = new Float64Array(imageLength(frame));
  const { size } = frame;
  const half = size / 2 + 1;
  const factors = createFactors(frame);
  for (let n = 0; n < model.count; n++) {
    const { x, y } = factorsOf(model, n, view, frame, factors);
    for (let j = 0; j < size; j++) {
      const [yRe, yIm] = [y[2 * j], y[2 * j + 1]];
      for (let i = 0; i < half; i++) {
        const at = 2 * (j * half + i);
        out[at] += x[2 * i] * yRe - x[2 * i + 1] * yIm;
        out[at + 1] += x[2 * i] * yIm + x[2 * i + 1] * yRe;
      }
    }
  }
  return out;
}

/**
 * The gradient of a number whose derivative against the real and imaginary part of every coefficient of the projection
 * is `slope` (laid out as the projection): one pass over coefficients per Gaussian.
 * @public
 */
export function projectionGradient(
  model: Gaussians,
  view: View,
  frame: ImageFrame,
  slope: Float64Array,
): ProjectionGradient {
  const { count } = model;
  const xyz = new Float64Array(3 * count);
  const amplitude = new Float64Array(count);
  const sigma = new Float64Array(count);
  const turn: [number, number, number] = [0, 0, 0];
  const shift: [number, number] = [0, 0];
  const factors = createFactors(frame);
  const [a, b, c, d, e, f] = view.matrix;
  for (let n = 0; n < count; n++) {
    const { seen } = factorsOf(model, n, view, frame, factors);
    const sums = gatherOne(factors, frame, slope);
    const byX = (2 * Math.PI * sums.kx) / frame.edge;
    const byY = (2 * Math.PI * sums.ky) / frame.edge;
    xyz[3 * n] = byX * a + byY * d;
    xyz[3 * n + 1] = byX * b + byY * e;
    xyz[3 * n + 2] = byX * c + byY * f;
    amplitude[n] = model.amplitude[n] === 0 ? 0 : sums.value / model.amplitude[n];
    sigma[n] = -4 * Math.PI ** 2 * model.sigma[n] * (sums.k2 / frame.edge ** 2);
    // A turn w moves the point by w × t: (w_y z − w_z y, w_z x − w_x z).
    turn[0] -= byY * seen[2];
    turn[1] += byX * seen[2];
    turn[2] += byY * seen[0] - byX * seen[1];
    shift[0] += byX;
    shift[1] += byY;
  }
  return { xyz, amplitude, sigma, turn, shift };
}

/** x and y factors of one Gaussian, re, im; the amplitude is in x. */
interface Factors {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function createFactors({ size }: ImageFrame): Factors {
  return { x: new Float64Array(size + 2), y: new Float64Array(2 * size) };
}

function factorsOf(
  { xyz, amplitude, sigma }: Gaussians,
  n: number,
  { matrix, shift }: View,
  { size, edge, centre }: ImageFrame,
  factors: Factors,
): Factors & { seen: Vec3 } {
  const p = [0, 1, 2].map((k) => xyz[3 * n + k] - centre[k]);
  const along = (row: number) => matrix[row] * p[0] + matrix[row + 1] * p[1] + matrix[row + 2] * p[2];
  const seen: Vec3 = [along(0), along(3), along(6)];
  const fall = 2 * Math.PI ** 2 * (sigma[n] / edge) ** 2;
  const fill = (out: Float64Array, at: number, k: number, place: number, factor: number) => {
    const height = factor * Math.exp(-fall * k * k);
    const phase = (-2 * Math.PI * k * place) / edge;
    out[2 * at] = height * Math.cos(phase);
    out[2 * at + 1] = height * Math.sin(phase);
  };
  for (let i = 0; i <= size / 2; i++) fill(factors.x, i, i, seen[0] + shift[0], amplitude[n]);
  for (let j = 0; j < size; j++) {
    fill(factors.y, j, j >= size / 2 ? j - size : j, seen[1] + shift[1], 1);
  }
  return { ...factors, seen };
}

/** Σ slope · F of one Gaussian, and with k² and the derivative against the phase k · t instead of F. */
function gatherOne(
  { x, y }: Factors,
  { size }: ImageFrame,
  slope: Float64Array,
): { value: number; k2: number; kx: number; ky: number } {
  const half = size / 2 + 1;
  const sums = { value: 0, k2: 0, kx: 0, ky: 0 };
  for (let j = 0; j < size; j++) {
    const ky = j >= size / 2 ? j - size : j;
    for (let i = 0; i < half; i++) {
      const at = 2 * (j * half + i);
      const re = x[2 * i] * y[2 * j] - x[2 * i + 1] * y[2 * j + 1];
      const im = x[2 * i] * y[2 * j + 1] + x[2 * i + 1] * y[2 * j];
      const value = slope[at] * re + slope[at + 1] * im;
      // −i F has the real part im and the imaginary part −re.
      const phase = slope[at] * im - slope[at + 1] * re;
      sums.value += value;
      sums.k2 += (i * i + ky * ky) * value;
      sums.kx += i * phase;
      sums.ky += ky * phase;
    }
  }
  return sums;
}
