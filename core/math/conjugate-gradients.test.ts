import { expect, it } from "vitest";
import { solve } from "#core/math/conjugate-gradients.ts";
import { createRandom } from "#core/math/random.ts";

it("finds the x of a symmetric positive system to a thousandth", () => {
  const n = 30;
  const random = createRandom(2);
  const root = Array.from({ length: n * n }, () => random() - 0.5);
  const at = (i: number, j: number) => {
    let sum = i === j ? 0.1 + i : 0;
    for (let k = 0; k < n; k++) sum += root[n * i + k] * root[n * j + k];
    return sum;
  };
  const multiply = (v: Float64Array) => v.map((_, i) => v.reduce((sum, x, j) => sum + at(i, j) * x, 0));
  const x = new Float64Array(n).map(() => random());
  const diagonal = x.map((_, i) => at(i, i));
  const b = multiply(x);
  const left = multiply(solve(multiply, b, diagonal)).map((v, i) => v - b[i]);
  expect(Math.hypot(...left) / Math.hypot(...b)).toBeLessThan(1e-3);
});

it("has nothing to do for 0", () => {
  expect([...solve((v) => v, new Float64Array(3), Float64Array.of(1, 1, 1))]).toEqual([0, 0, 0]);
});
