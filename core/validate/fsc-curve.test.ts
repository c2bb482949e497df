import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { directCoefficients } from "#core/validate/direct-sums.testing.ts";
import { crossing, fscCurve } from "#core/validate/fsc-curve.ts";
import { createGrid } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const bin = (resolution: number, fsc: number) => ({ resolution, fsc, terms: 500 });

function noise(seed: number, size: [number, number, number], step: number): Volume {
  const random = createRandom(seed);
  return volumeOf(createGrid(size, [0, 0, 0], [step, step, step]), () => randomNormal(random));
}

describe("a curve of FSC", () => {
  it("is what direct sums give, bin by bin", async () => {
    const [a, b] = [noise(1, [11, 12, 13], 1.5), noise(2, [11, 12, 13], 1.5)];
    const mixed = { grid: b.grid, values: b.values.map((value, n) => value + a.values[n]) };
    const [first, second] = [directCoefficients(a), directCoefficients(mixed)];
    const { bins } = await fscCurve(a, mixed, 3, quietJob);
    expect(bins.reduce((sum, { terms }) => sum + terms, 0)).toBe(
      first.filter(({ q }) => q > 0 && q < 1 / 3).length,
    );
    // All but 500 or more coefficients are joined into one bin here.
    expect(bins).toHaveLength(1);
    let [cross, powerA, powerB] = [0, 0, 0];
    for (const [n, { q, re, im }] of first.entries()) {
      if (q === 0 || q >= 1 / 3) continue;
      cross += re * second[n].re + im * second[n].im;
      powerA += re * re + im * im;
      powerB += second[n].re ** 2 + second[n].im ** 2;
    }
    expect(bins[0].fsc).toBeCloseTo(cross / Math.sqrt(powerA * powerB), 6);
  });

  it("has at most 30 bins of at least 500 coefficients, of equal width but for the coarsest", async () => {
    const { bins, resolution05 } = await fscCurve(
      noise(1, [64, 64, 64], 1),
      noise(1, [64, 64, 64], 1),
      2.5,
      quietJob,
    );
    expect(bins.length).toBeGreaterThan(15);
    expect(bins.length).toBeLessThanOrEqual(30);
    for (const { fsc, terms } of bins) {
      expect(terms).toBeGreaterThanOrEqual(500);
      expect(fsc).toBeCloseTo(1, 6);
    }
    const steps = bins.slice(1).map(({ resolution }, n) => 1 / resolution - 1 / bins[n].resolution);
    for (const step of steps.slice(3)) expect(step).toBeCloseTo(1 / 2.5 / 30, 2.5);
    expect(resolution05).toBe(bins[bins.length - 1].resolution);
  });

  it("does not see an offset", async () => {
    const [a, b] = [noise(1, [16, 16, 16], 1), noise(2, [16, 16, 16], 1)];
    const lifted = { grid: a.grid, values: a.values.map((value) => value + 10) };
    const [one, other] = [await fscCurve(lifted, b, 2.5, quietJob), await fscCurve(a, b, 2.5, quietJob)];
    expect(one.bins[0].fsc).toBeCloseTo(other.bins[0].fsc, 4);
  });
});

describe("where a curve crosses a limit", () => {
  it("lies on the straight line in 1 ⁄ d between the bins around it", () => {
    // Half way from 1/4 to 1/2: 3/8.
    expect(crossing([bin(8, 0.9), bin(4, 0.7), bin(2, 0.3)], 0.5)).toBeCloseTo(8 / 3, 12);
  });

  it("is sought after the curve has been above: a low start is no end", () => {
    expect(crossing([bin(20, 0.3), bin(10, 0.9), bin(5, 0.5), bin(4, 0.4)], 0.5)).toBeCloseTo(5, 12);
  });

  it("is the finest bin where the curve never falls, and none where it was never above", () => {
    expect(crossing([bin(8, 0.9), bin(4, 0.8)], 0.5)).toBe(4);
    expect(crossing([bin(8, 0.2), bin(4, 0.1)], 0.5)).toBeNull();
  });
});
