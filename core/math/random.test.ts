import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { angleBetween, rotate } from "#core/math/rigid.ts";

const take = (count: number, next: () => number) => Array.from({ length: count }, next);
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

describe("createRandom", () => {
  it("gives the same numbers for the same seed and stream, all in [0, 1)", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), (seed, stream) => {
        const numbers = take(50, createRandom(seed, stream));
        expect(numbers).toEqual(take(50, createRandom(seed, stream)));
        expect(numbers.every((x) => x >= 0 && x < 1)).toBe(true);
      }),
    );
  });

  it("gives other numbers for every other seed and stream", () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      for (let stream = 0; stream < 40; stream++) {
        for (const x of take(3, createRandom(seed, stream))) seen.add(x);
      }
    }
    // 4,800 of 2³² values: an expected 0.003 coincidences.
    expect(seen.size).toBe(40 * 40 * 3);
  });

  it("is uniform: mean ½, variance 1/12, equally often in each of 16 bins", () => {
    const numbers = take(32_000, createRandom(7));
    expect(Math.abs(mean(numbers) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 32_000));
    expect(Math.abs(mean(numbers.map((x) => (x - 0.5) ** 2)) - 1 / 12)).toBeLessThan(0.002);
    const bins = new Array<number>(16).fill(0);
    for (const x of numbers) bins[Math.floor(16 * x)]++;
    const chiSquare = bins.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(45); // 15 degrees of freedom: less than one in 10⁴ seeds exceeds 45
  });

  it("streams of one seed, and neighbouring seeds, are not correlated", () => {
    const a = take(20_000, createRandom(3, 0));
    for (const other of [createRandom(3, 1), createRandom(4, 0)]) {
      const b = take(20_000, other);
      const covariance = mean(a.map((x, n) => (x - 0.5) * (b[n] - 0.5)));
      expect(Math.abs(covariance * 12)).toBeLessThan(5 / Math.sqrt(20_000));
    }
  });
});

describe("randomRotation", () => {
  const random = createRandom(11);
  const rotations = Array.from({ length: 20_000 }, () => randomRotation(random));

  it("is a unit quaternion", () => {
    for (const q of rotations.slice(0, 1000)) expect(Math.abs(Math.hypot(...q) - 1)).toBeLessThan(1e-12);
  });

  it("turns any axis to a uniform direction: components of mean 0 and mean square ⅓", () => {
    for (const axis of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const) {
      const turned = rotations.map((q) => rotate(q, axis));
      for (const k of [0, 1, 2] as const) {
        expect(Math.abs(mean(turned.map((v) => v[k])))).toBeLessThan(0.025);
        expect(Math.abs(mean(turned.map((v) => v[k] ** 2)) - 1 / 3)).toBeLessThan(0.015);
      }
    }
  });

  it.each([45, 90, 120, 150])("turns by less than %d° as often as (θ − sin θ)/π", (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const expected = (angle - Math.sin(angle)) / Math.PI;
    const seen = mean(rotations.map((q) => (angleBetween([0, 0, 0, 1], q) < degrees ? 1 : 0)));
    expect(Math.abs(seen - expected)).toBeLessThan(0.018);
  });
});

it("randomNormal has mean 0, variance 1 and 68.3 % within one standard deviation", () => {
  const random = createRandom(5);
  const numbers = take(20_000, () => randomNormal(random));
  expect(numbers.every(Number.isFinite)).toBe(true);
  expect(Math.abs(mean(numbers))).toBeLessThan(0.04);
  expect(Math.abs(mean(numbers.map((x) => x * x)) - 1)).toBeLessThan(0.05);
  expect(Math.abs(mean(numbers.map((x) => (Math.abs(x) < 1 ? 1 : 0))) - 0.6827)).toBeLessThan(0.017);
});
