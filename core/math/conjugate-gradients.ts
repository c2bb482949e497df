import type { LinearMap } from "#core/math/curvature-pairs.ts";

/** How far a solution may be from the right one, in the length of what is left over. */
const TOLERANCE = 1e-3;
const MOST_STEPS = 200;

/**
 * The x with A x = b for a symmetric positive A, to a thousandth of b, by conjugate gradients (Hestenes & Stiefel 1952)
 * scaled by the `diagonal` of A.
 */
export function solve(multiply: LinearMap, b: Float64Array, diagonal: Float64Array): Float64Array {
  const x = new Float64Array(b.length);
  const left = b.slice();
  let scaled = left.map((r, n) => r / diagonal[n]);
  let way = scaled.slice();
  let along = dot(left, scaled);
  const enough = TOLERANCE ** 2 * dot(b, b);
  for (let step = 0; step < MOST_STEPS && dot(left, left) > enough; step++) {
    const there = multiply(way);
    const length = along / dot(way, there);
    for (let n = 0; n < x.length; n++) {
      x[n] += length * way[n];
      left[n] -= length * there[n];
    }
    scaled = left.map((r, n) => r / diagonal[n]);
    const next = dot(left, scaled);
    const keep = next / along;
    along = next;
    way = way.map((w, n) => scaled[n] + keep * w);
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * b[n];
  return sum;
}
