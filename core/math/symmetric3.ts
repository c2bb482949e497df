/** A symmetric 3 × 3 matrix as 11, 22, 33, 12, 13, 23. */
export type Symmetric3 = readonly [number, number, number, number, number, number];

/** The eigenvalues, largest first (trigonometric solution of the characteristic cubic). */
export function eigenvalues([xx, yy, zz, xy, xz, yz]: Symmetric3): [number, number, number] {
  const mean = (xx + yy + zz) / 3;
  const [x, y, z] = [xx - mean, yy - mean, zz - mean];
  const scale = Math.sqrt((x * x + y * y + z * z + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
  if (!(scale > 1e-150)) return [mean, mean, mean];
  const [a, b, c, d, e, f] = [x, y, z, xy, xz, yz].map((entry) => entry / scale);
  const halfDeterminant = determinant([a, b, c, d, e, f]) / 2;
  const angle = Math.acos(Math.min(1, Math.max(-1, halfDeterminant))) / 3;
  const largest = mean + 2 * scale * Math.cos(angle);
  const smallest = mean + 2 * scale * Math.cos(angle + (2 * Math.PI) / 3);
  return [largest, 3 * mean - largest - smallest, smallest];
}

export function determinant([xx, yy, zz, xy, xz, yz]: Symmetric3): number {
  return xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
}

/** The inverse; of a singular matrix its entries are not finite. */
export function inverse(matrix: Symmetric3): Symmetric3 {
  const [xx, yy, zz, xy, xz, yz] = matrix;
  const d = determinant(matrix);
  return [
    (yy * zz - yz * yz) / d,
    (xx * zz - xz * xz) / d,
    (xx * yy - xy * xy) / d,
    (xz * yz - xy * zz) / d,
    (xy * yz - xz * yy) / d,
    (xy * xz - xx * yz) / d,
  ];
}

/** R M Rᵀ for a rotation R (rows, 9 numbers): the matrix as seen after the rotation. */
export function turned([xx, yy, zz, xy, xz, yz]: Symmetric3, r: ArrayLike<number>): Symmetric3 {
  const full = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
  const at = (row: number, column: number) => {
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) sum += r[3 * row + i] * full[3 * i + j] * r[3 * column + j];
    }
    return sum;
  };
  return [at(0, 0), at(1, 1), at(2, 2), at(0, 1), at(0, 2), at(1, 2)];
}
