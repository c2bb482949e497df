import fc from "fast-check";
import { expect, it } from "vitest";
import { bestOverallB, withOverallB } from "#core/simulate/vrm/overall-b.ts";

it("is found wherever a score has its one maximum", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 1, max: 7, noNaN: true }),
      fc.double({ min: -24, max: 24, noNaN: true }),
      async (d, beta) => {
        const b = beta * d * d;
        const found = await bestOverallB(d, async (place) => -((place - b) ** 2));
        expect(Math.abs(found - b)).toBeLessThan(0.1001 * d * d);
      },
    ),
  );
});

it("adds to every B, and as much to the diagonal of tensors that are there", () => {
  const atoms = {
    xyz: new Float64Array(6),
    element: ["C", "C"],
    occupancy: [1, 1],
    bFactor: [10, 20],
    anisotropicU: [0, 0, 0, 0, 0, 0, 1, 2, 3, 0.1, 0.2, 0.3],
    resolution: 3,
  };
  const u = 8 * Math.PI ** 2;
  const { bFactor, anisotropicU } = withOverallB(atoms, u);
  expect([...Array.from(bFactor)]).toEqual([10 + u, 20 + u]);
  expect([...Array.from(anisotropicU ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 2, 3, 4, 0.1, 0.2, 0.3]);
});
