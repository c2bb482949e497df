import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import {
  leastSquares,
  oneMinusCorrelation,
  type QuickTarget,
  scaledLeastSquares,
} from "#core/refine/targets.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const line = (...values: number[]): Volume => ({
  grid: createGrid([values.length, 1, 1], [0, 0, 0], [1, 1, 1]),
  values: Float32Array.from(values),
});

describe("targets of a model map 1, 2, 3, 6 against an observed 3, 5, 7, 1", () => {
  const observed = line(3, 5, 7, 1);
  const model = () => line(1, 2, 3, 6);
  const inside = Uint8Array.of(1, 1, 1, 0);

  it("least squares: half the sum of squared differences, 4 + 9 + 16 + 25 = 54", () => {
    const { value, weights } = leastSquares(observed)(model());
    expect(value).toBe(27);
    expect([...weights.values]).toEqual([-2, -3, -4, 5]);
  });

  it("scaled least squares: 2 ρ + 1 explains the first three", () => {
    const { value, scale, offset, weights, correlation } = scaledLeastSquares(observed, inside)(model());
    expect(value).toBeCloseTo(0, 12);
    expect([scale, offset, correlation]).toEqual([2, 1, 1].map((n) => expect.closeTo(n, 12)));
    expect([...weights.values]).toEqual([0, 0, 0, 0].map((n) => expect.closeTo(n, 12)));
  });

  it("1 − correlation: means 3 and 4, covariance −8 ⁄ 4, variances 14 ⁄ 4 and 20 ⁄ 4", () => {
    expect(oneMinusCorrelation(observed, inside)(model()).value).toBeCloseTo(0, 12);
    expect(oneMinusCorrelation(observed)(model()).value).toBeCloseTo(1 + 8 / Math.sqrt(14 * 20), 12);
  });
});

describe("weights of a target", () => {
  const makers: [string, (observed: Volume, inside?: Uint8Array) => QuickTarget][] = [
    ["least squares", leastSquares],
    ["scaled least squares", scaledLeastSquares],
    ["1 − correlation", oneMinusCorrelation],
  ];
  it.each(makers)("are its slopes: %s", (_, make) => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.boolean(), (seed, isMasked) => {
        const random = createRandom(seed);
        const map = () => line(...Array.from({ length: 12 }, () => 2 + random()));
        const inside = isMasked ? new Uint8Array(12).map((_, n) => (n % 3 === 2 ? 0 : 1)) : undefined;
        const target = make(map(), inside);
        const model = map();
        const { weights } = target({ ...model, values: model.values.slice() });
        const h = 2 ** -10; // exact in float32
        for (let n = 0; n < 12; n++) {
          const at = (step: number) =>
            target({ ...model, values: model.values.map((v, m) => (m === n ? v + step : v)) }).value;
          const slope = (at(h) - at(-h)) / (2 * h);
          expect(weights.values[n]).toBeCloseTo(slope, 3);
          if (inside?.[n] === 0) expect(weights.values[n]).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("of the correlation vanish against a map without contrast instead of dividing by 0", () => {
    const { value, weights } = oneMinusCorrelation(line(1, 1, 1))(line(1, 2, 3));
    expect(value).toBe(1);
    expect([...weights.values]).toEqual([0, 0, 0].map((n) => expect.closeTo(n, 12)));
  });
});

it("a mask that holds nothing, or is of another size, is refused", () => {
  expect(() => leastSquares(line(1, 2), Uint8Array.of(0, 0))).toThrow("placed in this map");
  expect(() => leastSquares(line(1, 2), Uint8Array.of(1))).toThrow("does not fit");
});

it("offsets of 1,000 standard deviations cost no digits", () => {
  const random = createRandom(3);
  const signal = Array.from({ length: 5000 }, () => random() - 0.5);
  const shifted = line(...signal.map((v) => Math.fround(v) + 256));
  const { correlation } = oneMinusCorrelation(shifted)(line(...signal));
  expect(correlation).toBeGreaterThan(1 - 1e-8);
});
