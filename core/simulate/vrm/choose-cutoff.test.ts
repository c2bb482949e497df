import { expect, it } from "vitest";
import { chooseCutoff } from "#core/simulate/vrm/choose-cutoff.ts";
import { planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { withPeriodicCopies } from "#core/simulate/vrm/periodic.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { createGrid } from "#core/volume/grid.ts";

function carbons(resolution: number, b: number, ...xs: number[]): ScatteringAtoms {
  return {
    xyz: Float64Array.from(xs.flatMap((x) => [x, 5, 5])),
    element: xs.map(() => "C"),
    occupancy: xs.map(() => 1),
    bFactor: xs.map(() => b),
    resolution,
  };
}

it("follows sharp atoms farther than blurred ones, and farther for more accuracy", () => {
  const cutoff = (b: number, accuracy: number) => chooseCutoff(carbons(3, b, 0), accuracy).cutoff;
  expect(cutoff(0, 0.01)).toBeGreaterThan(cutoff(80, 0.01));
  expect(cutoff(20, 0.001)).toBeGreaterThan(cutoff(20, 0.01));
});

it("leaves no more than the accuracy outside: the ripple at the end of the image", async () => {
  for (const b of [0, 30, 90]) {
    const { cutoff } = chooseCutoff(carbons(3, b, 0), 0.01);
    const line = createGrid([400, 1, 1], [0, 5, 5], [0.1, 1, 1]);
    const plan = planImages(carbons(3, b, 0), { cutoff: 13, fade: 0, accuracy: 1e-6 });
    const { values } = await referenceImageKernel.sum(plan, line);
    const outside = values.slice(Math.ceil(cutoff * 30));
    expect(Math.max(...outside.map(Math.abs)) / values[0]).toBeLessThan(0.0101);
  }
});

it("makes a periodic box the same wherever its origin lies", async () => {
  const settings = { cutoff: 2, fade: 0.1, accuracy: 1e-5 };
  const box = (shift: number) => createGrid([10, 10, 10], [shift, 0, 0], [1, 1, 1]);
  const mapOf = (shift: number) => {
    const grid = box(shift);
    const atoms = withPeriodicCopies(carbons(3, 30, 0.3, 7.9), grid, 6);
    return referenceImageKernel.sum(planImages(atoms, settings), grid);
  };
  const [home, moved] = [await mapOf(0), await mapOf(3)];
  for (let i = 0; i < 10; i++) {
    expect(moved.values[i + 550]).toBeCloseTo(home.values[((i + 3) % 10) + 550], 6);
  }
});
