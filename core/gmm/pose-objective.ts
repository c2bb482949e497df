import { MOMENT, MOMENTS, POSE_NUMBERS, pairIndex } from "#core/gmm/ring-moments.ts";

/** What a pose search makes large, from the sums over rings of one view. */
export interface PoseObjective {
  readonly rings: { readonly first: number; readonly last: number };
  value(moments: Float64Array): number;
  /** Gradient against the five numbers of a pose, and minus an approximate curvature (row-major 5 × 5, positive). */
  slopes(moments: Float64Array, gradient: Float64Array, curvature: Float64Array): void;
}

/**
 * The mean ring correlation of e2gmm: every ring alike. `power` is Σ|d|² of the image's rings. Its curvature is that of a
 * model that explains the part `expected` (0 … 1) of every ring.
 */
export function ringObjective(
  rings: { readonly first: number; readonly last: number },
  power: ArrayLike<number>,
  expected = 0.2,
): PoseObjective {
  const { first, last } = rings;
  const share = 1 / Math.max(1, last - first);
  return {
    rings,
    value(moments) {
      let sum = 0;
      for (let r = first; r < last; r++) sum += share * correlation(moments, r, power[r]);
      return sum;
    },
    slopes(moments, gradient, curvature) {
      gradient.fill(0);
      curvature.fill(0);
      for (let r = first; r < last; r++) {
        const at = MOMENTS * r;
        const model = moments[at + MOMENT.power];
        if (!(model > 0 && power[r] > 0)) continue;
        const norm = Math.sqrt(model * power[r]);
        const c = moments[at + MOMENT.cross] / norm;
        const bend = (share * expected) / model;
        for (let p = 0; p < POSE_NUMBERS; p++) {
          const along = moments[at + MOMENT.slopePower + p];
          gradient[p] += share * (moments[at + MOMENT.slopeCross + p] / norm - (c * along) / model);
          for (let q = p; q < POSE_NUMBERS; q++) {
            const pair = moments[at + MOMENT.pairs + pairIndex(p, q)];
            addBoth(curvature, p, q, bend * (pair - (along * moments[at + MOMENT.slopePower + q]) / model));
          }
        }
      }
    },
  };
}

/** How strongly a model shows in images, and their noise, ring by ring. */
export interface RingCalibration {
  /** Factor of the model's projection in an image. */
  readonly scale: Float64Array;
  /** Variance of the noise in a coefficient. */
  readonly noise: Float64Array;
}

/**
 * The logarithm of the likelihood of an image under a view, without its constants: Σ (s ⁄ σ²) (cross − s power ⁄ 2). The
 * curvature is Gauss and Newton's, which is Fisher's information.
 */
export function likelihoodObjective(
  rings: { readonly first: number; readonly last: number },
  { scale, noise }: RingCalibration,
): PoseObjective {
  const { first, last } = rings;
  const weightOf = (r: number) => (scale[r] > 0 && noise[r] > 0 ? scale[r] / noise[r] : 0);
  return {
    rings,
    value(moments) {
      let sum = 0;
      for (let r = first; r < last; r++) {
        const at = MOMENTS * r;
        sum += weightOf(r) * (moments[at + MOMENT.cross] - (scale[r] / 2) * moments[at + MOMENT.power]);
      }
      return sum;
    },
    slopes(moments, gradient, curvature) {
      gradient.fill(0);
      curvature.fill(0);
      for (let r = first; r < last; r++) {
        const at = MOMENTS * r;
        const weight = weightOf(r);
        if (weight === 0) continue;
        for (let p = 0; p < POSE_NUMBERS; p++) {
          const along = moments[at + MOMENT.slopeCross + p] - scale[r] * moments[at + MOMENT.slopePower + p];
          gradient[p] += weight * along;
          for (let q = p; q < POSE_NUMBERS; q++) {
            addBoth(curvature, p, q, weight * scale[r] * moments[at + MOMENT.pairs + pairIndex(p, q)]);
          }
        }
      }
    },
  };
}

/** Σ Re(m d*) ⁄ (√Σ w|m|² √Σ|d|²) of a ring; 0 where one of them is empty. */
export function correlation(moments: Float64Array, ring: number, power: number): number {
  const product = moments[MOMENTS * ring + MOMENT.power] * power;
  return product > 0 ? moments[MOMENTS * ring + MOMENT.cross] / Math.sqrt(product) : 0;
}

function addBoth(curvature: Float64Array, p: number, q: number, value: number): void {
  curvature[POSE_NUMBERS * p + q] += value;
  if (q !== p) curvature[POSE_NUMBERS * q + p] += value;
}
