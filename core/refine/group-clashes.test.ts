import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apartPenalty, clashesByGroup } from "#core/refine/group-clashes.ts";

const TWO = Int32Array.of(0, 1);

describe("atoms of two groups", () => {
  it("1.5 Å apart on x cost 0.1 · (2.3 − 1.5)² and push each other along it", () => {
    const { value, gradient } = apartPenalty(TWO, { nearest: 2.3, weight: 0.1 })(
      Float64Array.of(5, 5, 5, 6.5, 5, 5),
    );
    expect(value).toBeCloseTo(0.064, 12);
    // d/dx₁ of 0.1 (2.3 − (x₂ − x₁))² = 0.2 · 0.8: downhill is away from the other.
    const expected = [0.16, 0, 0, -0.16, 0, 0];
    gradient.forEach((slope, n) => {
      expect(slope).toBeCloseTo(expected[n], 12);
    });
  });

  it("cost nothing from 2.3 Å on, in one group, or in none", () => {
    const cost = (owner: Int32Array, apart: number) =>
      apartPenalty(owner, { nearest: 2.3, weight: 1 })(Float64Array.of(0, 0, 0, 0, 0, apart)).value;
    expect([cost(TWO, 2.3), cost(Int32Array.of(3, 3), 1), cost(Int32Array.of(0, -1), 1)]).toEqual([0, 0, 0]);
    expect(cost(TWO, 2.2)).toBeGreaterThan(0);
  });

  it("in one place cost, and push nowhere", () => {
    const { value, gradient } = apartPenalty(TWO, { nearest: 2, weight: 1 })(new Float64Array(6));
    expect([value, ...gradient]).toEqual([4, 0, 0, 0, 0, 0, 0]);
  });
});

const anyAtoms = fc
  .array(
    fc.tuple(
      fc.integer({ min: -1, max: 2 }),
      ...[0, 1, 2].map(() => fc.double({ min: 0, max: 6, noNaN: true })),
    ),
    {
      minLength: 2,
      maxLength: 24,
    },
  )
  .map((atoms) => ({
    owner: Int32Array.from(atoms, ([group]) => group),
    xyz: Float64Array.from(atoms.flatMap(([, ...place]) => place)),
  }));

describe("any atoms", () => {
  const penalty = (owner: Int32Array) => apartPenalty(owner, { nearest: 2.3, weight: 0.7 });

  it("have the slopes of their cost", () => {
    fc.assert(
      fc.property(anyAtoms, ({ owner, xyz }) => {
        // Atoms in nearly one place are pushed this way or that.
        fc.pre(pairsOf(owner, xyz).every(({ apart }) => apart > 0.1));
        const { gradient } = penalty(owner)(xyz);
        const h = 1e-6;
        for (let n = 0; n < xyz.length; n++) {
          const at = (step: number) => penalty(owner)(xyz.map((x, m) => (m === n ? x + step : x))).value;
          expect(gradient[n]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 3);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("cost and clash as all pairs together do", () => {
    fc.assert(
      fc.property(anyAtoms, ({ owner, xyz }) => {
        const pairs = pairsOf(owner, xyz);
        const lacks = pairs.map(({ apart }) => Math.max(0, 2.3 - apart));
        expect(penalty(owner)(xyz).value).toBeCloseTo(0.7 * Math.hypot(...lacks) ** 2, 9);
        const near = new Set(pairs.filter(({ apart }) => apart < 2).flatMap(({ atoms }) => atoms));
        const counts = [0, 1, 2].map((group) => [...near].filter((n) => owner[n] === group).length);
        expect([...clashesByGroup(xyz, owner, 3, 2)]).toEqual(counts);
      }),
    );
  });
});

/** All pairs of atoms of different groups. */
function pairsOf(owner: Int32Array, xyz: Float64Array): { atoms: [number, number]; apart: number }[] {
  const numbers = [...owner.keys()];
  return numbers.flatMap((a) =>
    numbers
      .filter((b) => b < a && owner[a] >= 0 && owner[b] >= 0 && owner[a] !== owner[b])
      .map((b) => ({
        atoms: [a, b] as [number, number],
        apart: Math.hypot(...[0, 1, 2].map((k) => xyz[3 * a + k] - xyz[3 * b + k])),
      })),
  );
}
