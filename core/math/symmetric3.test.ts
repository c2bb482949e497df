import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { determinant, eigenvalues, inverse, type Symmetric3, turned } from "#core/math/symmetric3.ts";

const entry = fc.double({ min: -5, max: 5, noNaN: true });
const matrices = fc.tuple(entry, entry, entry, entry, entry, entry);

describe("a symmetric matrix", () => {
  it("of known eigenvalues keeps them when turned", () => {
    fc.assert(
      fc.property(fc.tuple(entry, entry, entry), fc.nat(1000), ([a, b, c], seed) => {
        const rotation = matrixOf(randomRotation(createRandom(seed)));
        const found = eigenvalues(turned([a, b, c, 0, 0, 0], rotation));
        const expected = [a, b, c].sort((x, y) => y - x);
        for (let n = 0; n < 3; n++) expect(found[n]).toBeCloseTo(expected[n], 6);
      }),
    );
  });

  it("has the determinant that is the product of its eigenvalues", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const [a, b, c] = eigenvalues(matrix);
        expect(determinant(matrix)).toBeCloseTo(a * b * c, 6);
      }),
    );
  });

  it("times its inverse is 1", () => {
    // [[2, 1, 0], [1, 3, 1], [0, 1, 4]]: determinant 2·11 − 1·4 = 18, cofactors 11, 8, 5, −4, 1, −2.
    const matrix: Symmetric3 = [2, 3, 4, 1, 0, 1];
    const expected = [11, 8, 5, -4, 1, -2].map((cofactor) => cofactor / 18);
    inverse(matrix).forEach((value, n) => {
      expect(value).toBeCloseTo(expected[n], 14);
    });
  });
});
