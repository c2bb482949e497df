import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnOf, type Matrix, PivotedQr, zeroMatrix } from "#core/math/qr.ts";
import { createRandom } from "#core/math/random.ts";

function randomMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  const matrix = zeroMatrix(rows, columns);
  matrix.data.forEach((_, n) => {
    matrix.data[n] = random() - 0.5;
  });
  return matrix;
}

const copyOf = (matrix: Matrix): Matrix => ({ ...matrix, data: matrix.data.slice() });

function times(matrix: Matrix, x: ArrayLike<number>): Float64Array {
  const out = new Float64Array(matrix.rows);
  for (let n = 0; n < matrix.columns; n++) {
    columnOf(matrix, n).forEach((value, row) => {
      out[row] += value * x[n];
    });
  }
  return out;
}

const sizes = [fc.integer({ min: 6, max: 20 }), fc.integer({ min: 1, max: 6 }), fc.nat(1000)] as const;

describe("a pivoted QR decomposition", () => {
  it("solves least squares: the residual is orthogonal to every column", () => {
    fc.assert(
      fc.property(...sizes, (rows, columns, seed) => {
        const a = randomMatrix(rows, columns, seed);
        const right = randomMatrix(rows, 1, seed + 1).data;
        const qr = new PivotedQr(copyOf(a), 1e-13);
        const rotated = right.slice();
        qr.applyTransposed(rotated);
        const fitted = times(a, qr.solve(rotated));
        for (let n = 0; n < columns; n++) {
          const product = columnOf(a, n).reduce((sum, v, row) => sum + v * (right[row] - fitted[row]), 0);
          expect(product).toBeCloseTo(0, 10);
        }
      }),
    );
  });

  it("keeps lengths: what is left below the rank is the residual's length", () => {
    // (1, 1, 1) and (0, 1, 2) against (1, 0, 2): the line 1/2 + x/2 leaves (1/2, −1, 1/2), of length √1.5.
    const a = { rows: 3, columns: 2, data: Float64Array.of(1, 1, 1, 0, 1, 2) };
    const right = Float64Array.of(1, 0, 2);
    const qr = new PivotedQr(a, 1e-13);
    qr.applyTransposed(right);
    expect([...qr.solve(right)].map((x) => Number(x.toFixed(12)))).toEqual([0.5, 0.5]);
    expect(Math.abs(right[2])).toBeCloseTo(Math.sqrt(1.5), 12);
  });

  it("gives a triangle with AᵀA = RᵀR, and finds dependent columns", () => {
    fc.assert(
      fc.property(...sizes, (rows, columns, seed) => {
        const a = randomMatrix(rows, columns + 1, seed);
        columnOf(a, columns).set(columnOf(a, 0).map((value) => 3 * value));
        const qr = new PivotedQr(copyOf(a), 1e-12);
        expect(qr.rank).toBe(columns);
        const r = qr.triangle();
        const dot = (m: Matrix, i: number, j: number) =>
          columnOf(m, i).reduce((sum, value, row) => sum + value * columnOf(m, j)[row], 0);
        for (let i = 0; i <= columns; i++) {
          for (let j = 0; j <= columns; j++) expect(dot(r, i, j)).toBeCloseTo(dot(a, i, j), 10);
        }
      }),
    );
  });
});
