import { describe, expect, it } from "vitest";
import { simulateBalls } from "#core/simulate/ball-map.ts";
import { sigmaOfResolution } from "#core/simulate/molmap.ts";
import { createGrid } from "#core/volume/grid.ts";

/** 21 samples along each axis, 0.5 Å apart, the middle one at the origin. */
const grid = createGrid([21, 21, 21], [-5, -5, -5], [0.5, 0.5, 0.5]);
const middle = 10 + 21 * (10 + 21 * 10);
const carbon = (...xyz: number[]) => ({
  xyz: Float64Array.from(xyz),
  weights: new Float64Array(xyz.length / 3).fill(6),
});

describe("a map of balls", () => {
  it("is 1 up to sigma within the radius, and fades as a Gaussian from there", () => {
    const { values } = simulateBalls(carbon(0, 0, 0), 2, grid);
    const sigma = sigmaOfResolution(2); // 0.45 Å: the ball of carbon, 1.7 Å, is 1 up to 1.25 Å
    const along = [0, 1, 2, 3, 4, 5].map((n) => values[middle + n]);
    const fading = (r: number) => Math.exp(-0.5 * ((r - (1.7 - sigma)) / sigma) ** 2);
    [1, 1, 1, fading(1.5), fading(2), fading(2.5)].forEach((value, n) => {
      expect(along[n]).toBeCloseTo(value, 6);
    });
    // Nothing 5 sigma beyond: 1.25 + 2.25 = 3.5 Å.
    expect(values[middle + 8]).toBe(0);
  });

  it("adds balls up, whatever their element weighs", () => {
    const two = simulateBalls(carbon(0, 0, 0, 0.5, 0, 0), 2, grid);
    expect(two.values[middle]).toBeCloseTo(2, 6);
    const sulphur = simulateBalls({ ...carbon(0, 0, 0), weights: Float64Array.of(16) }, 2, grid);
    expect(sulphur.values[middle]).toBe(1);
  });

  it("is Gaussians where the resolution is too coarse for balls, and takes what reaches into the grid", () => {
    const { values } = simulateBalls(carbon(0, 0, 0), 20, grid);
    expect(values[middle]).toBe(1);
    expect(values[middle + 1]).toBeCloseTo(Math.exp(-0.5 * (0.5 / sigmaOfResolution(20)) ** 2), 6);
    expect(simulateBalls(carbon(-6, 0, 0), 2, grid).values.reduce((a, b) => a + b)).toBeGreaterThan(0);
    expect(simulateBalls(carbon(-60, 0, 0), 2, grid).values.every((value) => value === 0)).toBe(true);
  });
});
