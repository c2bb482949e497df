import { type Quaternion, quaternionOf } from "#core/math/rigid.ts";
import { cross, type Vec3 } from "#core/math/vec3.ts";

const SWEEPS = 12; // Jacobi converges quadratically: far more than 3 × 3 needs

/**
 * How a camera is turned that sees a cloud of points (xyz triplets, Å) with its longest side across the screen and its
 * shortest in depth: the principal axes of the points.
 */
export function facingBroadSide(xyz: Float32Array): Quaternion {
  const axes = principalAxes(covarianceOf(xyz));
  const [across, up] = axes;
  const toward = cross(across, up);
  // Columns are the camera's axes in the world.
  return quaternionOf([
    across[0],
    up[0],
    toward[0],
    across[1],
    up[1],
    toward[1],
    across[2],
    up[2],
    toward[2],
  ]);
}

function covarianceOf(xyz: Float32Array): number[][] {
  const count = Math.max(1, xyz.length / 3);
  const mean = [0, 0, 0];
  xyz.forEach((x, n) => {
    mean[n % 3] = (mean[n % 3] ?? 0) + x / count;
  });
  const matrix = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let n = 0; n < xyz.length; n += 3) {
    const d = [0, 1, 2].map((k) => (xyz[n + k] ?? 0) - (mean[k] ?? 0));
    matrix.forEach((row, i) => {
      for (let j = 0; j < 3; j++) row[j] = (row[j] ?? 0) + (d[i] ?? 0) * (d[j] ?? 0);
    });
  }
  return matrix;
}

/** Eigenvectors of a symmetric 3 × 3 matrix, that of the largest eigenvalue first, by Jacobi rotations. */
function principalAxes(a: number[][]): [Vec3, Vec3, Vec3] {
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const at = (m: number[][], i: number, j: number) => m[i]?.[j] ?? 0;
  const put = (m: number[][], i: number, j: number, x: number) => {
    const row = m[i];
    if (row) row[j] = x;
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      if (Math.abs(at(a, p, q)) < 1e-30) continue;
      const theta = 0.5 * Math.atan2(2 * at(a, p, q), at(a, q, q) - at(a, p, p));
      const [c, s] = [Math.cos(theta), Math.sin(theta)];
      for (let k = 0; k < 3; k++) {
        const [x, y] = [at(a, k, p), at(a, k, q)];
        put(a, k, p, c * x - s * y);
        put(a, k, q, s * x + c * y);
      }
      for (let k = 0; k < 3; k++) {
        const [x, y] = [at(a, p, k), at(a, q, k)];
        put(a, p, k, c * x - s * y);
        put(a, q, k, s * x + c * y);
        const [vx, vy] = [at(v, k, p), at(v, k, q)];
        put(v, k, p, c * vx - s * vy);
        put(v, k, q, s * vx + c * vy);
      }
    }
  }
  const column = (k: number): Vec3 => [at(v, 0, k), at(v, 1, k), at(v, 2, k)];
  const order = [0, 1, 2].sort((i, j) => at(a, j, j) - at(a, i, i));
  return [column(order[0] ?? 0), column(order[1] ?? 1), column(order[2] ?? 2)];
}
