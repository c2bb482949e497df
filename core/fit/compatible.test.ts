import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestCompatible, type Candidate } from "#core/fit/compatible.ts";

const worth = (...values: number[]): Candidate[] => values.map((value) => ({ value }));

describe("the best choice of placements that do not clash", () => {
  it("takes rank 1 of every model when nothing clashes", () => {
    const { chosen, value, isBest } = bestCompatible([worth(0.8, 0.7), worth(0.5)], () => false);
    expect([chosen, isBest]).toEqual([[0, 0], true]);
    expect(value).toBeCloseTo(1.3, 12);
  });

  it("gives up a rank 1 where that is worth more in all, unlike a greedy choice", () => {
    // Both like site 0. Greedy: A on 0 (0.8), B on its second (0.1) = 0.9. Best: A on its second (0.7), B on 0 (0.6) = 1.3.
    const models = [worth(0.8, 0.7), worth(0.6, 0.1)];
    const { chosen } = bestCompatible(models, (_, a, __, b) => a === 0 && b === 0);
    expect(chosen).toEqual([1, 0]);
  });

  it("leaves a model out when it clashes everywhere and is worth less", () => {
    const { chosen } = bestCompatible([worth(0.8), worth(0.3, 0.2)], () => true);
    expect(chosen).toEqual([0, null]);
  });

  it("gives four copies of a chain the four sites, one each", () => {
    const models = Array.from({ length: 4 }, () => worth(0.5, 0.5, 0.5, 0.5));
    const { chosen, isBest } = bestCompatible(models, (_, a, __, b) => a === b);
    expect(chosen.toSorted()).toEqual([0, 1, 2, 3]);
    expect(isBest).toBe(true);
  });

  it("is what trying everything gives", () => {
    const model = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(model, { minLength: 1, maxLength: 4 }), fc.integer(), (values, seed) => {
        const models = values.map((list) => worth(...list));
        const excludes = (m: number, a: number, n: number, b: number) =>
          ((m * 31 + a * 17 + n * 7 + b * 3) ^ seed) % 3 === 0;
        const { chosen, value } = bestCompatible(models, excludes);
        expect(value).toBeCloseTo(bestByTrying(models, excludes), 9);
        const sum = chosen.reduce(
          (total: number, at, m) => total + (at === null ? 0 : models[m][at].value),
          0,
        );
        expect(sum).toBeCloseTo(value, 9);
      }),
    );
  });
});

function bestByTrying(
  models: readonly (readonly Candidate[])[],
  excludes: (m: number, a: number, n: number, b: number) => boolean,
  chosen: readonly (number | null)[] = [],
): number {
  const m = chosen.length;
  if (m === models.length)
    return chosen.reduce((sum: number, at, n) => sum + (at === null ? 0 : models[n][at].value), 0);
  const options = [null, ...models[m].keys()].filter(
    (a) => a === null || chosen.every((b, n) => b === null || !excludes(n, b, m, a)),
  );
  return Math.max(...options.map((a) => bestByTrying(models, excludes, [...chosen, a])));
}
