import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { halfMapTarget } from "#core/refine/held-out-half.ts";
import { shellTarget } from "#core/refine/held-out-shells.ts";
import { chooseShells } from "#core/refine/shells.ts";
import { referenceFourier } from "#core/volume/fourier-kernel.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([20, 18, 16], [0, 0, 0], [1, 1, 1]);

function noise(grid: Grid, seed: number): Volume {
  const random = createRandom(seed);
  return volumeOf(grid, () => random() - 0.5);
}

/** A wave of so many turns along x of a 20 Å box: frequency turns ⁄ 20 Å. */
const wave = (turns: number) => volumeOf(GRID, (i) => Math.cos((2 * Math.PI * turns * i) / 20));
const sum = (...parts: Volume[]): Volume => ({
  grid: GRID,
  values: parts[0].values.map((_, n) => parts.reduce((total, { values }) => total + values[n], 0)),
});
const everywhere = volumeOf(GRID, () => 1);

describe("shells held out", () => {
  it("lie evenly in the range, a fifth of it, twice as thick as neighbouring terms are alike", () => {
    const { limits, reason } = chooseShells(3, 100);
    // (1/3 − 1/15) ÷ (5 · 2 ⁄ 100) = 2.67 periods: two shells, each a fifth of 0.1333 Å⁻¹ wide.
    expect(limits).toHaveLength(2);
    for (const [coarse, fine] of limits) expect(1 / fine - 1 / coarse).toBeCloseTo(0.13333 / 5, 4);
    expect(1 / limits[0][0]).toBeCloseTo(1 / 15 + 0.13333 * 0.4, 4);
    expect(reason).toContain("2 Fourier shells");
    expect(reason).not.toContain("weak");
    expect(chooseShells(4, 40).reason).toContain("the check is weak");
    expect(chooseShells(3, 1000).limits.length).toBe(26);
  });

  // Waves of 10, 5 and 4 Å; what lies between 6 and 4.5 Å is held out, and what is finer than 4 Å does not count.
  const terms = { limits: [[6, 4.5]] as const, finest: 4 };
  const against = (observed: Volume) => shellTarget(observed, everywhere, terms, referenceFourier, quietJob);
  const [slow, held, fine, beyond] = [2, 4, 5, 6].map(wave);

  it("say nothing to the target: a wave in them changes the held-out score only", async () => {
    const target = await against(sum(slow, held, fine));
    const good = await target(sum(slow, held, fine));
    expect(good.value).toBeCloseTo(0, 6);
    expect(good.heldOut).toBeCloseTo(1, 6);
    const opposite = held.values.map((v) => -v);
    const bad = await target(sum(slow, { grid: GRID, values: opposite }, fine));
    expect(bad.value).toBeCloseTo(0, 6);
    expect(bad.heldOut).toBeCloseTo(-1, 6);
  });

  it("are read beside a target that does not see beyond its resolution", async () => {
    const target = await against(sum(slow, held, beyond));
    expect((await target(sum(slow, held))).value).toBeCloseTo(0, 6);
    // Half of the power is missing: correlation 1 ⁄ √2.
    expect((await target(sum(slow, fine))).correlation).toBeCloseTo(Math.SQRT1_2, 5);
  });

  it("leave slopes that differences of the target show, under a mask and an odd size of grid", async () => {
    const grid = createGrid([11, 13, 7], [0, 0, 0], [1, 1, 1]);
    const mask = volumeOf(grid, (i, j, k) => Math.exp(-((i - 5) ** 2 + (j - 6) ** 2 + (k - 3) ** 2) / 20));
    const terms = { limits: [[4, 3]] as const, finest: 2.5 };
    const target = await shellTarget(noise(grid, 1), mask, terms, referenceFourier, quietJob);
    const model = noise(grid, 2);
    const { weights } = await target({ grid, values: model.values.slice() });
    const largest = Math.max(...weights.values.map(Math.abs));
    const h = 2 ** -4;
    for (let n = 5; n < model.values.length; n += 97) {
      const at = async (step: number) =>
        (await target({ grid, values: model.values.map((v, m) => (m === n ? v + step : v)) })).value;
      expect(weights.values[n] / largest).toBeCloseTo(
        ((await at(h)) - (await at(-h))) / (2 * h * largest),
        2,
      );
    }
  });
});

describe("a half map held out", () => {
  it("scores the model beside the other, which alone is refined against", () => {
    const [signal, a, b] = [1, 2, 3].map((seed) => noise(GRID, seed));
    const inside = new Uint8Array(GRID.size[0] * GRID.size[1] * GRID.size[2]).fill(1);
    const target = halfMapTarget(sum(signal, a), sum(signal, b), inside);
    // The model that is the work map, noise and all: signal and one noise of equal power against signal and another.
    const { value, heldOut } = target(sum(signal, a));
    expect(value).toBeCloseTo(0, 6);
    expect(heldOut).toBeGreaterThan(0.45);
    expect(heldOut).toBeLessThan(0.55);
  });

  it("must have the size of the other", () => {
    const small = volumeOf(createGrid([2, 2, 2], [0, 0, 0], [1, 1, 1]), () => 0);
    expect(() => halfMapTarget(noise(GRID, 1), small, Uint8Array.of(1))).toThrow("same size");
  });
});
