import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { solvePositive } from "#core/math/cholesky.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });

describe("symmetric positive systems", () => {
  it("are solved: A x gives b back, for A = Mᵀ M + 1", () => {
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 25, maxLength: 25 }),
        fc.array(number, { minLength: 5, maxLength: 5 }),
        (m, b) => {
          const a = Array.from({ length: 25 }, (_, n) => {
            const [i, j] = [Math.floor(n / 5), n % 5];
            return [0, 1, 2, 3, 4].reduce((sum, k) => sum + m[5 * k + i] * m[5 * k + j], i === j ? 1 : 0);
          });
          const x = solvePositive(a, b);
          if (!x) throw new Error("The matrix is positive definite.");
          for (let i = 0; i < 5; i++) {
            const back = x.reduce((sum, value, j) => sum + a[5 * i + j] * value, 0);
            expect(back).toBeCloseTo(b[i], 8);
          }
        },
      ),
    );
  });

  it("that are not positive definite are not solved", () => {
    expect(solvePositive([1, 2, 2, 1], [1, 1])).toBeUndefined();
    expect(solvePositive([0], [1])).toBeUndefined();
  });
});
