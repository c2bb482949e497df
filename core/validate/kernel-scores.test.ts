import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { kernelJudge } from "#core/validate/kernel-scores.ts";
import { createGrid } from "#core/volume/grid.ts";
import { maskWithin } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([30, 32, 28], [0, 0, 0], [1, 1, 1]);
const random = createRandom(5);
const ATOMS = {
  xyz: Float64Array.from({ length: 120 }, () => 8 + 12 * random()),
  weights: new Float64Array(40).fill(7),
};

const noisy = ({ grid, values }: Volume, part: number): Volume => {
  const more = createRandom(9);
  return { grid, values: values.map((value) => value + part * randomNormal(more)) };
};

describe("scores of a model map", () => {
  it("are perfect for the map itself, whatever its scale and offset", async () => {
    const map = simulateMolmap(ATOMS, 4, GRID);
    const judge = kernelJudge(map, await maskWithin(GRID, ATOMS.xyz, 2, quietJob), 4);
    const scaled = { grid: GRID, values: map.values.map((value) => 3 * value + 2) };
    const scores = await judge.judge(scaled, quietJob);
    expect(scores.maskCorrelation).toBeCloseTo(1, 6);
    expect(scores.boxCorrelation).toBeCloseTo(1, 6);
    expect(scores.ssim).toBeCloseTo(1, 4);
    const same = await judge.judge(map, quietJob);
    expect(same.meanFsc).toBeCloseTo(1, 5);
    expect(same.fsc05).toBeCloseTo(2, 1);
  });

  it("rank the kernel that made the map before a wider one, under noise too", async () => {
    const map = noisy(simulateMolmap(ATOMS, 4, GRID), 0.05);
    const judge = kernelJudge(map, await maskWithin(GRID, ATOMS.xyz, 2, quietJob), 4);
    const right = await judge.judge(simulateMolmap(ATOMS, 4, GRID), quietJob);
    const wide = await judge.judge(simulateMolmap(ATOMS, 9, GRID), quietJob);
    for (const key of ["maskCorrelation", "boxCorrelation", "ssim"] as const) {
      expect(right[key], key).toBeGreaterThan(wide[key]);
    }
  });

  it("in the mask are Pearson's: 1, 2, 3 against 1, 3, 2 correlate at ½", async () => {
    const line = (values: number[]) => ({
      grid: createGrid([5, 1, 1], [0, 0, 0], [1, 1, 1]),
      values: Float32Array.from(values),
    });
    const observed = line([0, 1, 2, 3, 9]);
    const mask = { grid: observed.grid, inside: Uint8Array.of(0, 1, 1, 1, 0) };
    const { maskCorrelation } = await kernelJudge(observed, mask, 2).judge(line([7, 1, 3, 2, 0]), quietJob);
    expect(maskCorrelation).toBeCloseTo(0.5, 12);
  });

  it("are refused for a model outside the map and for another grid", async () => {
    const map = simulateMolmap(ATOMS, 4, GRID);
    expect(() => kernelJudge(map, { grid: GRID, inside: new Uint8Array(map.values.length) }, 4)).toThrow(
      /outside the map/,
    );
    const judge = kernelJudge(map, await maskWithin(GRID, ATOMS.xyz, 2, quietJob), 4);
    await expect(judge.judge(simulateMolmap(ATOMS, 4), quietJob)).rejects.toThrow(/grid of the map/);
  });
});
