import { expect, it } from "vitest";
import { normalDensity, normalTail } from "#core/math/normal.ts";

it("the tail of the normal distribution is that of SciPy, far out too", () => {
  // scipy.stats.norm.sf, SciPy 1.17.1
  const known = [
    [0, 0.5],
    [1, 0.15865525393145707],
    [1.959963984540054, 0.025],
    [-1, 0.8413447460685429],
    [6, 9.865876450376946e-10],
    [20, 2.7536241186061556e-89],
  ] as const;
  for (const [x, tail] of known) expect(normalTail(x) / tail).toBeCloseTo(1, 6);
});

it("the density is what the tail loses", () => {
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  for (const x of [-2, 0.3, 1.5]) {
    expect((normalTail(x - 0.01) - normalTail(x + 0.01)) / 0.02).toBeCloseTo(normalDensity(x), 4);
  }
});
