import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussLegendre } from "#core/math/gauss-legendre.ts";

describe("Gauss–Legendre quadrature", () => {
  it("has the nodes ½ ± 1/√12 with equal weights for two points", () => {
    const { nodes, weights } = gaussLegendre(2);
    expect(nodes[0]).toBeCloseTo(0.5 - 1 / Math.sqrt(12), 15);
    expect(nodes[1]).toBeCloseTo(0.5 + 1 / Math.sqrt(12), 15);
    expect([...weights]).toEqual([expect.closeTo(0.5, 15), expect.closeTo(0.5, 15)]);
  });

  it("integrates every power up to degree 2n − 1 exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(79), (count, degree) => {
        fc.pre(degree < 2 * count);
        const { nodes, weights } = gaussLegendre(count);
        const integral = nodes.reduce((sum, x, n) => sum + weights[n] * x ** degree, 0);
        expect(integral).toBeCloseTo(1 / (degree + 1), 13);
      }),
    );
  });
});
