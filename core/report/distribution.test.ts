import { expect, it } from "vitest";
import { distributionOf, placeOf } from "#core/report/distribution.ts";

it("counts every score once, between multiples of 0.1 around them", () => {
  const distribution = distributionOf([0.12, 0.15, 0.31, 0.86], 8);
  expect(distribution.low).toBeCloseTo(0.1, 12);
  expect(distribution.high).toBeCloseTo(0.9, 12);
  expect(distribution.counts).toEqual([2, 0, 1, 0, 0, 0, 0, 1]);
});

it("places a score on the axis", () => {
  const distribution = { low: 0.2, high: 0.8, counts: [] };
  expect(placeOf(distribution, 0.5)).toBeCloseTo(0.5, 12);
  expect(placeOf(distribution, 2)).toBe(1);
});

it("has an axis for one score", () => {
  const { low, high, counts } = distributionOf([0.7], 4);
  expect(low).toBeLessThan(high);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(1);
});
