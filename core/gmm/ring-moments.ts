/**
 * Everything a pose objective needs of one projection m, its five derivatives u and a particle's image d, summed ring by
 * ring: Σ Re(m d*), Σ w |m|², Σ Re(u d*), Σ w Re(u m*), Σ w Re(u u*). The weight w is what the model is multiplied by in the
 * image, squared (CTF², or 1 for images whose phases were flipped), and d holds that factor once. The derivatives are
 * against a further turn about view x, y, z (radians) and a shift along x and y (Å).
 */
export const POSE_NUMBERS = 5;
/** Pairs of derivatives, p ≤ q. */
const PAIRS = (POSE_NUMBERS * (POSE_NUMBERS + 1)) / 2;

/** Where each sum lies among the numbers of a ring. */
export const MOMENT = {
  cross: 0,
  power: 1,
  slopeCross: 2,
  slopePower: 2 + POSE_NUMBERS,
  pairs: 2 + 2 * POSE_NUMBERS,
} as const;
/** Numbers per ring. */
export const MOMENTS = 2 + 2 * POSE_NUMBERS + PAIRS;

/** The place of the pair p ≤ q among the pairs: 00, 01, … 04, 11, 12, … */
export function pairIndex(p: number, q: number): number {
  return p * POSE_NUMBERS - (p * (p - 1)) / 2 + (q - p);
}

/** Moments of all rings of an image of `size` pixels: rings 0 … size ⁄ 2 − 1. */
export function createMoments(size: number): Float64Array {
  return new Float64Array(MOMENTS * (size / 2));
}
