import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { forEachFrequency } from "#core/volume/fourier.ts";
import { referenceFourier } from "#core/volume/fourier-kernel.ts";
import { shellCorrelation, shellCorrelationBy } from "#core/volume/fsc.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const engines = [1, 2].map((threads) => createImageEngine(builtEngineFiles(), threads));
afterAll(() => Promise.all(engines.map((engine) => engine.dispose())));
const [one, two] = engines.map(({ fourier }) => fourier);

function noise(size: Vec3, seed: number): Volume {
  const random = createRandom(seed);
  const values = new Float32Array(size[0] * size[1] * size[2]).map(() => random() - 0.5);
  return { grid: createGrid(size, [1, 2, 3], [1, 1.5, 2]), values };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let n = 0; n < a.length; n++) worst = Math.max(worst, Math.abs(a[n] - b[n]));
  return worst;
}

const largest = (values: ArrayLike<number>) => largestDifference(values, new Float32Array(values.length));

// Every pass (2, 3, 4, 5), lines of one sample, rows that are no whole groups of four; 7 and 11 go to the reference.
const side = fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 18, 20, 25, 27);
const sizes = fc.tuple(side, side, side);

describe.each([
  { name: "reference", kernel: referenceFourier },
  { name: "cpu", kernel: one },
])("the $name Fourier kernel", ({ kernel }) => {
  it("makes the coefficients that the reference makes, and the volume again", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(99), async (size, seed) => {
        const volume = noise(size, seed);
        const expected = await referenceFourier.toSpectrum(volume);
        const spectrum = await kernel.toSpectrum(volume);
        expect(spectrum.half).toBe(expected.half);
        expect(largestDifference(spectrum.data, expected.data) / largest(expected.data)).toBeLessThan(1e-6);
        const back = await kernel.fromSpectrum(spectrum);
        expect(back.values).toHaveLength(volume.values.length);
        expect(largestDifference(back.values, volume.values)).toBeLessThan(1e-6);
      }),
      { numRuns: 60 },
    );
  });

  it("takes spectra that others made", async () => {
    const volume = noise([12, 10, 9], 3);
    const made = await referenceFourier.toSpectrum(volume);
    const back = await kernel.fromSpectrum({ ...made, data: made.data.slice() });
    expect(largestDifference(back.values, volume.values)).toBeLessThan(1e-6);
  });

  it("finds a wave at its frequency", async () => {
    const grid = createGrid([8, 6, 5], [0, 0, 0], [1, 1.5, 2]);
    const values = new Float32Array(240);
    for (let n = 0; n < 240; n++) {
      const [i, j, k] = [n % 8, Math.floor(n / 8) % 6, Math.floor(n / 48)];
      values[n] = Math.cos(2 * Math.PI * ((2 * i) / 8 + j / 6 - k / 5));
    }
    const spectrum = await kernel.toSpectrum({ grid, values });
    forEachFrequency(spectrum, (at, q2) => {
      const amplitude = Math.hypot(spectrum.data[at], spectrum.data[at + 1]);
      if (amplitude < 1) return expect(amplitude).toBeLessThan(1e-4);
      expect(amplitude).toBeCloseTo(120, 3);
      expect(q2).toBeCloseTo((2 / 8) ** 2 + (1 / 9) ** 2 + (1 / 10) ** 2, 12);
    });
  });
});

describe("Fourier transforms on threads", () => {
  it("are the same on one and on two", async () => {
    const volume = noise([160, 162, 160], 5);
    const [first, second] = [await one.toSpectrum(volume), await two.toSpectrum(volume)];
    expect(largestDifference(second.data, first.data)).toBe(0);
    const [back, again] = [await one.fromSpectrum(first), await two.fromSpectrum(second)];
    expect(largestDifference(again.values, back.values)).toBe(0);
    expect(largestDifference(back.values, volume.values)).toBeLessThan(2e-6);
  });

  it("give the Fourier shell correlations of the reference", async () => {
    const [a, b, mask] = [noise([24, 24, 24], 1), noise([24, 24, 24], 2), noise([24, 24, 24], 3)];
    const mixed = { grid: a.grid, values: a.values.map((value, n) => value + b.values[n]) };
    const expected = shellCorrelation(a, mixed, mask);
    const found = await shellCorrelationBy(one, [a, mixed], { mask }, quietJob);
    for (const [n, shell] of found.shells.entries()) {
      expect(shell.fsc).toBeCloseTo(expected.shells[n].fsc, 5);
      expect(shell.corrected).toBeCloseTo(expected.shells[n].corrected, 4);
    }
  });

  it("stop when cancelled, and work again after it", async () => {
    const signal = { aborted: false };
    const job = {
      signal,
      checkpoint: async () => {
        signal.aborted = true;
      },
    };
    await expect(two.toSpectrum(noise([128, 128, 128], 1), job)).rejects.toMatchObject({ code: "cancelled" });
    expect((await two.toSpectrum(noise([8, 8, 8], 1))).half).toBe(5);
  });
});
