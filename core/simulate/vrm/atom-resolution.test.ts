import { describe, expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { localResolutions, resolutionGradient } from "#core/simulate/vrm/atom-resolution.ts";
import { planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { createGrid } from "#core/volume/grid.ts";

const at = (x: number, residueNumber: number, chainId = "A") => ({
  atomName: "C",
  x,
  y: 0,
  z: 0,
  residueNumber,
  chainId,
});

describe("resolutions from a map", () => {
  // Along x: 3, 3, 5, 5, 0, 40 Å on samples 1 Å apart.
  const map = {
    grid: createGrid([6, 1, 1], [0, 0, 0], [1, 1, 1]),
    values: Float32Array.of(3, 3, 5, 5, 0, 40),
  };
  const settings = { elsewhere: 4, coarsest: 10 };

  it("are sampled between voxels and averaged over each residue", () => {
    const structure = makeStructure([at(0, 1), at(2, 1), at(1.5, 2)]);
    expect([...localResolutions(structure, map, settings)]).toEqual([4, 4, 4]);
    expect([...localResolutions(makeStructure([at(3, 1)]), map, settings)]).toEqual([5]);
  });

  it("stay within two voxels and the coarsest, and fall back where the map says nothing", () => {
    const structure = makeStructure([at(5, 1), at(4, 2), at(-7, 3)]);
    expect([...localResolutions(structure, map, settings)]).toEqual([10, 4, 4]);
    const coarse = { ...map, grid: createGrid([6, 1, 1], [0, 0, 0], [3, 3, 3]) };
    expect([...localResolutions(makeStructure([at(0, 1)]), coarse, settings)]).toEqual([6]);
  });
});

const GRID = createGrid([12, 11, 10], [0, 0, 0], [1, 1, 1]);
const random = createRandom(8);
const WEIGHTS = { grid: GRID, values: new Float32Array(1320).map(() => random() - 0.5) };
const ATOMS: ScatteringAtoms = {
  xyz: Float64Array.of(4.2, 5.1, 4.3, 7.4, 6.2, 4.9),
  element: ["C", "ZN"],
  occupancy: [1, 0.5],
  bFactor: [20, 45],
  resolution: [2.5, 4],
};

it("the derivative against every atom's resolution is what differences of a target show", async () => {
  // The whole box lies within the cut-off, so nothing jumps at its end.
  const target = async (resolution: number[]) => {
    const plan = planImages({ ...ATOMS, resolution }, { cutoff: 9, fade: 0, accuracy: 1e-8 });
    const { values } = await referenceImageKernel.sum(plan, GRID);
    return values.reduce((sum, value, n) => sum + value * WEIGHTS.values[n], 0);
  };
  const gradient = await resolutionGradient(ATOMS, WEIGHTS, 9);
  const h = 0.01;
  const slopes = [
    ((await target([2.5 + h, 4])) - (await target([2.5 - h, 4]))) / (2 * h),
    ((await target([2.5, 4 + h])) - (await target([2.5, 4 - h]))) / (2 * h),
  ];
  const scale = Math.max(...slopes.map(Math.abs));
  for (const n of [0, 1]) expect(Math.abs(gradient[n] - slopes[n]) / scale).toBeLessThan(2e-3);
});
