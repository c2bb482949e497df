import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { sigmaOfResolution } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import { createGrid } from "#core/volume/grid.ts";
import { measure } from "#core/volume/stats.ts";

const grid = createGrid([48, 40, 32], [5, 6, 7], [1, 1, 1]);

/** Mean product of neighbours `lag` samples apart along x, in units of the variance. */
function autocorrelation(values: Float32Array, nx: number, lag: number): number {
  let products = 0;
  let squares = 0;
  for (let n = 0; n < values.length; n++) {
    squares += values[n] ** 2 / values.length;
    if (n % nx < nx - lag) products += (values[n] * values[n + lag] * nx) / (nx - lag) / values.length;
  }
  return products / squares;
}

describe("bandLimitedNoise", () => {
  it("has mean 0 and the asked standard deviation on the asked grid", async () => {
    const noise = await bandLimitedNoise(grid, { resolution: 4, sd: 2.5 }, createRandom(1), quietJob);
    const { mean, sd } = measure(noise);
    expect(mean).toBeCloseTo(0, 5);
    expect(sd).toBeCloseTo(2.5, 5);
    expect(noise.grid).toEqual(grid);
  });

  it("is correlated like white noise seen through the molmap Gaussian", async () => {
    // Blurring by sigma makes the autocorrelation exp(−d² ⁄ 4 sigma²); 60 000 voxels leave an error of about 0.03.
    const { values } = await bandLimitedNoise(grid, { resolution: 6, sd: 1 }, createRandom(2), quietJob);
    const sigma = sigmaOfResolution(6);
    for (const lag of [1, 2, 4]) {
      const expected = Math.exp((-lag * lag) / (4 * sigma * sigma));
      expect(Math.abs(autocorrelation(values, 48, lag) - expected)).toBeLessThan(0.1);
    }
  });

  it("is as strong at the edge of the box as in the middle", async () => {
    const { values } = await bandLimitedNoise(grid, { resolution: 3, sd: 1 }, createRandom(3), quietJob);
    const face = values.subarray(0, 48 * 40);
    const variance = face.reduce((sum, v) => sum + v * v, 0) / face.length;
    expect(variance).toBeGreaterThan(0.8);
    expect(variance).toBeLessThan(1.2);
  });

  it("is the same for the same seed and different for another", async () => {
    const small = createGrid([6, 6, 6], [0, 0, 0], [1, 1, 1]);
    const noise = async (seed: number) =>
      (await bandLimitedNoise(small, { resolution: 3, sd: 1 }, createRandom(seed), quietJob)).values;
    expect(await noise(7)).toEqual(await noise(7));
    expect(await noise(7)).not.toEqual(await noise(8));
  });

  it("refuses a resolution that is not positive", async () => {
    const noise = bandLimitedNoise(grid, { resolution: 0, sd: 1 }, createRandom(1), quietJob);
    await expect(noise).rejects.toThrow(/positive resolution/);
  });
});
