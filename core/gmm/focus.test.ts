import { describe, expect, it } from "vitest";
import { FOCUS_LEVEL, focusModel } from "#core/gmm/focus.ts";
import { createGaussians } from "#core/gmm/gaussians.ts";
import { createGrid } from "#core/volume/grid.ts";

// A mask of 1, 0.5, 0 along x, 2 Å apart; the fourth Gaussian lies outside the grid.
const mask = { grid: createGrid([3, 1, 1], [0, 0, 0], [2, 2, 2]), values: Float32Array.of(1, 0.5, 0) };
const model = createGaussians(
  Float64Array.of(0.3, 0, 0, 2, 0.9, 0, 4, 0, 0, 9, 0, 0),
  Float64Array.of(2, 2, 2, 2),
  Float64Array.of(3, 3, 3, 3),
);

describe("a focused model", () => {
  it("widens the variance outside the mask by 1 ⁄ f: σ doubles at level 0.25", () => {
    const { sigma, amplitude } = focusModel(model, mask, "variance");
    expect(sigma[0]).toBe(3);
    expect(sigma[1]).toBeCloseTo(3 / Math.sqrt(0.25 + 0.75 * 0.5), 12);
    expect(sigma[2]).toBeCloseTo(6, 12);
    expect(sigma[3]).toBeCloseTo(6, 12);
    expect([...amplitude]).toEqual([2, 2, 2, 2]);
  });

  it("widens σ itself by 1 ⁄ f in the paper's form: four times at level 0.25", () => {
    expect([...focusModel(model, mask, "sigma", FOCUS_LEVEL).sigma]).toEqual([3, 3 / 0.625, 12, 12]);
  });

  it("weighs amplitudes by the mask, widths as they are", () => {
    const { sigma, amplitude } = focusModel(model, mask, "amplitude");
    expect([...amplitude]).toEqual([2, 1, 0, 0]);
    expect([...sigma]).toEqual([3, 3, 3, 3]);
  });

  it("leaves Gaussians out where a level of 0 would make them endlessly wide", () => {
    const { sigma, amplitude } = focusModel(model, mask, "variance", 0);
    expect([...amplitude]).toEqual([2, 2, 0, 0]);
    expect(sigma.every(Number.isFinite)).toBe(true);
  });
});
