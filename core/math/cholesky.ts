/**
 * Solves A x = b for a symmetric positive definite matrix (row-major n × n), by Cholesky's factors. Undefined where the
 * matrix is not positive definite.
 */
export function solvePositive(matrix: ArrayLike<number>, b: ArrayLike<number>): Float64Array | undefined {
  const n = b.length;
  const low = choleskyFactor(matrix, n);
  if (!low) return undefined;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= low[i * n + k] * x[k];
    x[i] /= low[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= low[k * n + i] * x[k];
    x[i] /= low[i * n + i];
  }
  return x;
}

/** The lower triangular L with L Lᵀ = A, row-major; undefined where A is not positive definite. */
function choleskyFactor(matrix: ArrayLike<number>, n: number): Float64Array | undefined {
  const low = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= low[i * n + k] * low[j * n + k];
      if (j < i) low[i * n + j] = sum / low[j * n + j];
      else if (sum > 0) low[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return low;
}
