import { AppError } from "#core/errors.ts";
import { matrixOf, normalizeQuaternion, type Quaternion, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** The rigid motion that brings points nearest to their partners, and how near that is. */
export interface Superposition {
  readonly motion: Rigid;
  /** Root mean square distance left, Å. */
  readonly rmsd: number;
}

/**
 * Least-squares superposition of `moving` on `fixed` (xyz triplets, Å, partner by partner): the rotation is the
 * quaternion of the largest eigenvalue of Horn's matrix (J. Opt. Soc. Am. A 4, 629, 1987), never a reflection.
 * Throws `input` when the lists differ in length or are empty.
 */
export function superpose(moving: ArrayLike<number>, fixed: ArrayLike<number>): Superposition {
  const count = moving.length / 3;
  if (count === 0 || moving.length !== fixed.length) {
    throw new AppError("input", "A superposition needs as many points as partners, and at least one.", {
      moving: count,
      fixed: fixed.length / 3,
    });
  }
  const from = meanOf(moving);
  const to = meanOf(fixed);
  const { products, squares } = correlationOf(moving, from, fixed, to);
  const { vector, value } = largestEigen(hornMatrix(products));
  const m = matrixOf(vector);
  const turned = (row: 0 | 1 | 2) =>
    m[3 * row] * from[0] + m[3 * row + 1] * from[1] + m[3 * row + 2] * from[2];
  const shift: Vec3 = [to[0] - turned(0), to[1] - turned(1), to[2] - turned(2)];
  const rmsd = Math.sqrt(Math.max(0, squares - 2 * value) / count);
  return { motion: { rotation: vector, shift }, rmsd };
}

function meanOf(xyz: ArrayLike<number>): Vec3 {
  const sum = [0, 0, 0];
  for (let n = 0; n < xyz.length; n++) sum[n % 3] += xyz[n];
  const count = xyz.length / 3;
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** Σ a bᵀ (row-major) and Σ |a|² + |b|² of both sets about their means. */
function correlationOf(
  moving: ArrayLike<number>,
  from: Vec3,
  fixed: ArrayLike<number>,
  to: Vec3,
): { products: Float64Array; squares: number } {
  const products = new Float64Array(9);
  let squares = 0;
  for (let n = 0; n < moving.length; n += 3) {
    for (let i = 0; i < 3; i++) {
      const a = moving[n + i] - from[i];
      const c = fixed[n + i] - to[i];
      squares += a * a + c * c;
      for (let j = 0; j < 3; j++) products[3 * i + j] += a * (fixed[n + j] - to[j]);
    }
  }
  return { products, squares };
}

/** Horn's symmetric 4 × 4 matrix (row-major) for quaternions in the order x, y, z, w. */
function hornMatrix([xx, xy, xz, yx, yy, yz, zx, zy, zz]: Float64Array): Float64Array {
  return Float64Array.of(
    ...[xx - yy - zz, xy + yx, zx + xz, yz - zy],
    ...[xy + yx, yy - xx - zz, yz + zy, zx - xz],
    ...[zx + xz, yz + zy, zz - xx - yy, xy - yx],
    ...[yz - zy, zx - xz, xy - yx, xx + yy + zz],
  );
}

/** The largest eigenvalue of a symmetric 4 × 4 matrix and its unit vector, by Jacobi rotations. `a` is used up. */
function largestEigen(a: Float64Array): { vector: Quaternion; value: number } {
  const v = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  const scale = a.reduce((sum, x) => sum + x * x, 0);
  for (let sweep = 0; sweep < 30 && offDiagonal(a) > 1e-30 * scale; sweep++) {
    for (let p = 0; p < 3; p++) for (let q = p + 1; q < 4; q++) rotateAway(a, v, p, q);
  }
  let best = 0;
  for (let n = 1; n < 4; n++) if (a[5 * n] > a[5 * best]) best = n;
  const vector = normalizeQuaternion([v[best], v[4 + best], v[8 + best], v[12 + best]]);
  return { vector, value: a[5 * best] };
}

function offDiagonal(a: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < 3; p++) for (let q = p + 1; q < 4; q++) sum += a[4 * p + q] ** 2;
  return sum;
}

/** One Jacobi rotation that makes a[p][q] zero; `v` gathers the eigenvectors as columns. */
function rotateAway(a: Float64Array, v: Float64Array, p: number, q: number): void {
  const off = a[4 * p + q];
  if (off === 0) return;
  const theta = (a[5 * q] - a[5 * p]) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < 4; k++) turnPair(a, 4 * k + p, 4 * k + q, c, s);
  for (let k = 0; k < 4; k++) turnPair(a, 4 * p + k, 4 * q + k, c, s);
  for (let k = 0; k < 4; k++) turnPair(v, 4 * k + p, 4 * k + q, c, s);
}

function turnPair(m: Float64Array, i: number, j: number, c: number, s: number): void {
  const x = m[i];
  const y = m[j];
  m[i] = c * x - s * y;
  m[j] = s * x + c * y;
}
