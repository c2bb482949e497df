import { describe, expect, it } from "vitest";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { autoMask } from "#core/particles/auto-mask.ts";
import { localResolution } from "#core/particles/local-resolution.ts";
import { wienerFactors, withAmplitudesOf } from "#core/particles/map-filters.ts";
import { sharpenedMap } from "#core/particles/postprocess.ts";
import { lump } from "#core/particles/simulated.testing.ts";
import { filterRadially, gaussianLowPass } from "#core/volume/fourier-filter.ts";
import { shellCorrelation } from "#core/volume/fsc.ts";
import { createGrid } from "#core/volume/grid.ts";
import { softMask } from "#core/volume/soft-mask.ts";
import type { Volume } from "#core/volume/volume.ts";

const grid = createGrid([48, 48, 48], [0, 0, 0], [2, 2, 2]);
const particle = drawGaussians({ ...lump(96, 3), sigma: new Float64Array(40).fill(1.6) }, grid);
const everywhere: Volume = { grid, values: new Float32Array(48 ** 3).fill(1) };

function noise(seed: number, sd: (i: number) => number): Float32Array {
  const random = createRandom(seed);
  return new Float32Array(48 ** 3).map((_, n) => sd(n % 48) * randomNormal(random));
}

function half(seed: number, sd: (i: number) => number): Volume {
  const added = noise(seed, sd);
  return { grid, values: particle.values.map((value, n) => value + added[n]) };
}

describe("the automatic mask", () => {
  it("holds the particle, leaves the corners out and falls softly", async () => {
    const { mask } = await autoMask(
      half(1, () => 0.005),
      8,
      quietJob,
    );
    const total = particle.values.reduce((sum, value) => sum + value, 0);
    const held = particle.values.reduce((sum, value, n) => sum + value * mask.values[n], 0);
    expect(held / total).toBeGreaterThan(0.99);
    expect(mask.values[0]).toBe(0);
    const inside = mask.values.reduce((sum, value) => sum + value, 0) / mask.values.length;
    expect(inside).toBeLessThan(0.5);
    expect(mask.values.some((value) => value > 0.2 && value < 0.8)).toBe(true);
  });

  it("refuses a map without density", async () => {
    await expect(autoMask({ grid, values: new Float32Array(48 ** 3) }, 8, quietJob)).rejects.toThrow(
      "--mask",
    );
  });

  it("has edges of the width that was asked for: a raised cosine is 0.5 halfway", () => {
    const line = createGrid([21, 1, 1], [0, 0, 0], [1, 1, 1]);
    const inside = new Uint8Array(21);
    inside[5] = 1;
    const { values } = softMask(line, inside, { grow: 3, soften: 4 });
    expect([values[5], values[8], values[10], values[12]].map((v) => Number(v.toFixed(6)))).toEqual([
      1, 1, 0.5, 0,
    ]);
  });
});

describe("the final map", () => {
  it("is nearer to the truth than the mean of its halves", async () => {
    const halves = [half(1, () => 0.03), half(2, () => 0.03)] as const;
    const fsc = shellCorrelation(halves[0], halves[1]);
    const { map } = await sharpenedMap(halves, fsc, "none", quietJob);
    const away = (a: Volume) =>
      a.values.reduce((sum, value, n) => sum + (value - particle.values[n]) ** 2, 0);
    const mean = { grid, values: halves[0].values.map((value, n) => (value + halves[1].values[n]) / 2) };
    expect(away(map)).toBeLessThan(0.5 * away(mean));
  });

  it("takes a known B factor back: a map blurred by B = 100 Å² more reads 100 lower", async () => {
    const blur = await filterRadially(particle, (f) => Math.exp((-100 / 4) * f * f), quietJob);
    const read = async (map: Volume) => {
      const fsc = shellCorrelation(map, map);
      return (await sharpenedMap([map, map], fsc, "auto", quietJob)).fallOff?.bFactor ?? Number.NaN;
    };
    expect((await read(blur)) - (await read(particle))).toBeCloseTo(-100, 0);
  });

  it("gets the amplitudes of a model, shell by shell", async () => {
    const blur = await filterRadially(particle, (f) => 0.2 + Math.exp(-200 * f * f), quietJob);
    const back = await withAmplitudesOf(blur, particle, 4, quietJob);
    const expected = await filterRadially(particle, gaussianLowPass(4), quietJob);
    const { shells } = shellCorrelation(back, expected);
    for (const { fsc } of shells.slice(1, 20)) expect(fsc).toBeGreaterThan(0.998);
    const ratio = (n: number) => back.values[n] / expected.values[n];
    const peak = expected.values.indexOf(Math.max(...expected.values));
    expect(ratio(peak)).toBeCloseTo(ratio(peak + 1), 1);
  });

  it("knows EMAN's Wiener filter: FSC 0.5 gives q = 2 and 0.8, FSC 0 the floor", () => {
    const shell = { resolution: 1, fsc: 0, randomised: 0, corrected: 0 };
    const shells = [0.5, 0].map((unmasked) => ({ ...shell, unmasked }));
    expect([...wienerFactors({ shells, resolution143: 1, resolution05: 1 })]).toEqual([0.8, 1e-3]);
  });
});

describe("local resolution", () => {
  it("reads coarser where there is more noise", async () => {
    const uneven = (i: number) => (i < 24 ? 0.005 : 0.04);
    const halves = [half(5, uneven), half(6, uneven)] as const;
    const params = { mask: everywhere, size: 50, limit: 0.143 };
    const { resolution, filtered } = await localResolution(halves, params, quietJob);
    const mean = (from: number, to: number) => {
      const chosen = [...resolution.values].filter(
        (_, n) => n % 48 >= from && n % 48 < to && particle.values[n] > 0.02,
      );
      return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
    };
    expect(mean(14, 20)).toBeLessThan(0.9 * mean(28, 34));
    expect(filtered.values.every(Number.isFinite)).toBe(true);
  });

  it("is the FSC under its own window", async () => {
    const halves = [half(7, () => 0.02), half(8, () => 0.02)] as const;
    const size = 60;
    const { resolution } = await localResolution(halves, { mask: everywhere, size, limit: 0.143 }, quietJob);
    const sigma = size / (2 * Math.PI);
    // The window weighs products: each map is under its root. The box is large enough for it to fall to nothing.
    const window = everywhere.values.map((_, n) => {
      const [x, y, z] = [n % 48, Math.floor(n / 48) % 48, Math.floor(n / 2304)].map((i) => 2 * (i - 24));
      return Math.exp(-(x * x + y * y + z * z) / (4 * sigma * sigma));
    });
    const { shells } = shellCorrelation(halves[0], halves[1], { grid, values: window });
    const below = shells.findIndex(({ fsc }) => fsc < 0.143);
    const centre = resolution.values[24 + 48 * (24 + 48 * 24)];
    expect(centre / shells[below].resolution).toBeGreaterThan(0.8);
    expect(centre / shells[below].resolution).toBeLessThan(1.25);
  });
});
