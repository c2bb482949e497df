import { expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { electronFormFactor } from "#core/simulate/vrm/scattering.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([14, 13, 12], [0, 0, 0], [1, 1, 1]);
const SETTINGS = { cutoff: 8, fade: 0, accuracy: 1e-7 };
const ATOMS: ScatteringAtoms = {
  xyz: Float64Array.of(4.2, 5.1, 6.3, 7.4, 6.2, 4.9, 8.05, 7.9, 7.7),
  element: ["C", "O", "ZN"],
  occupancy: [1, 0.5, 0.8],
  bFactor: [20, 45, 70],
  resolution: [2.5, 3, 4],
};

function mapOf(atoms: ScatteringAtoms): Promise<Volume> {
  return referenceImageKernel.sum(planImages(atoms, SETTINGS), GRID);
}

it("sums exact images, each element at its own B, occupancy and resolution", async () => {
  const { values } = await mapOf(ATOMS);
  const sample = [6, 7, 5] as const;
  let expected = 0;
  ATOMS.element.forEach((symbol, n) => {
    const factor = electronFormFactor(symbol);
    if (!factor) throw new TypeError(symbol);
    const r = Math.hypot(...sample.map((x, axis) => x - ATOMS.xyz[3 * n + axis]));
    expected +=
      ATOMS.occupancy[n] * atomImage(factor, (ATOMS.resolution as number[])[n], ATOMS.bFactor[n], r).value;
  });
  expect(values[sample[0] + 14 * (sample[1] + 13 * sample[2])]).toBeCloseTo(expected, 5);
});

it("gathers the derivatives that differences of a target show", async () => {
  const random = createRandom(4);
  const weights = { grid: GRID, values: new Float32Array(14 * 13 * 12).map(() => random() - 0.5) };
  const target = async (change: Partial<ScatteringAtoms>) => {
    const { values } = await mapOf({ ...ATOMS, ...change });
    return values.reduce((sum, value, n) => sum + value * weights.values[n], 0);
  };
  const h = 1e-3;
  const slope = async (changed: (step: number) => Partial<ScatteringAtoms>) =>
    ((await target(changed(h))) - (await target(changed(-h)))) / (2 * h);
  const nudged = (values: ArrayLike<number>, n: number, step: number) =>
    Float64Array.from(values, (value, m) => (m === n ? value + step : value));

  const plan = planImages(ATOMS, SETTINGS);
  const gradient = await referenceImageKernel.gather(plan, weights);
  for (let n = 0; n < 9; n++) {
    const expected = await slope((step) => ({ xyz: nudged(ATOMS.xyz, n, step) }));
    expect(gradient.xyz[n]).toBeCloseTo(expected, 2);
  }
  for (let n = 0; n < 3; n++) {
    const { occupancy, bFactor } = ATOMS;
    const perOccupancy = await slope((step) => ({ occupancy: nudged(occupancy, n, step) }));
    expect(gradient.occupancy[n]).toBeCloseTo(perOccupancy, 2);
    const perB = await slope((step) => ({ bFactor: nudged(bFactor, n, 10 * step) }));
    expect(10 * gradient.bFactor[n]).toBeCloseTo(perB, 2);
  }
});
