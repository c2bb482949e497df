import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import { profileAt } from "#core/simulate/recipes/profile.ts";
import { recipeAtoms, recipeMap, recipeOf } from "#core/simulate/recipes/recipe-map.ts";
import { RECIPE_NAMES, type RecipeName } from "#core/simulate/recipes/recipes.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([31, 29, 27], [-6, -5.6, -5.2], [0.4, 0.4, 0.4]);

/** The map of one carbon at (x, y, z) at 4 Å. */
function carbonMap(name: RecipeName, x = 0, y = 0, z = 0): Promise<Volume> {
  const recipe = recipeOf(name);
  const structure = makeStructure([{ atomName: "C", x, y, z }]);
  return recipeMap(recipe, recipeAtoms(recipe, structure, [0]), 4, GRID);
}

/** Density `steps` voxels (0.4 Å each) from the origin along x. */
const along = ({ values }: Volume, steps: number) => values[15 + steps + 31 * (14 + 29 * 13)];

describe("the recipes of other programs, for a carbon at 4 Å, 0 and 1.2 Å from it", () => {
  const e = Math.exp;
  const { PI } = Math;
  // Every line is the formula of its program with R = 4 Å, Z = 6, m = 12.011 Da written out.
  it.each<[RecipeName, number, number]>([
    ["molmap", 6 * (2 * PI) ** -1.5 * (4 / (PI * Math.SQRT2)) ** -3, e(-((PI * 1.2) ** 2) / 16)],
    ["eman2", 6, e(-(((PI * 1.2) / 4) ** 2))],
    ["emready", 6 * (PI / 3.6 ** 2) ** 1.5, e(-(((PI * 1.2) / 3.6) ** 2))],
    ["demo-emfit", 12.011 * Math.sqrt((PI / 5.6 ** 2) ** 3), e(-(((PI * 1.2) / 5.6) ** 2))],
    ["cryofit", 1, e(-0.5 * 0.6 ** 2)],
    ["tempy", 12.011 * 0.4 ** 3 * (2 * PI) ** -1.5 * 1.424 ** -3, e(-0.5 * (1.2 / 1.424) ** 2)],
    ["tempy-0.187", 12.011 * 0.4 ** 3 * (2 * PI) ** -1.5 * 0.749563 ** -3, e(-0.5 * (1.2 / 0.749563) ** 2)],
    ["tempy-0.225", 12.011 * 0.4 ** 3 * (2 * PI) ** -1.5 * 0.900316 ** -3, e(-((PI * 1.2) ** 2) / 16)],
    ["tempy-0.425", 12.011 * 0.4 ** 3 * (2 * PI) ** -1.5 * 1.698644 ** -3, 2 ** -(0.6 ** 2)],
    ["situs", 12.011, e((-1.5 * 1.2 ** 2) / 4)],
    // h from σ = 2 = 2^{1/p} h √(3 (3 + p) ⁄ (5 (5 + p))): 1.581139, 1.954871, 2.160247, 2.565284.
    ["situs-triangular", 12.011, 1 - 0.5 * (1.2 / 1.581139)],
    ["situs-semi-epanechnikov", 12.011, 1 - 0.5 * (1.2 / 1.954871) ** 1.5],
    ["situs-epanechnikov", 12.011, 1 - 0.5 * (1.2 / 2.160247) ** 2],
    ["situs-hard-sphere", 12.011, 1],
    ["qscore", 1, e(-(1.2 ** 2) / 0.72)],
  ])("%s", async (name, peak, part) => {
    const map = await carbonMap(name);
    expect(along(map, 0) / peak).toBeCloseTo(1, 5);
    expect(along(map, 3) / peak).toBeCloseTo(part, 5);
  });

  it("are all there", () => {
    expect(RECIPE_NAMES).toHaveLength(15);
    for (const name of RECIPE_NAMES) expect(recipeOf(name).name).toBe(name);
  });
});

describe("recipes", () => {
  it("of Situs have a second moment of (R ⁄ 2)²: ∫ r⁴ ρ = σ² ∫ r² ρ, but for the Gaussian's end", () => {
    for (const name of RECIPE_NAMES.filter((one) => one.startsWith("situs-"))) {
      const profile = recipeOf(name).profile(7, 1);
      let [second, zeroth] = [0, 0];
      for (let n = 0.5; n < 20000; n++) {
        const r = (n * profile.reach) / 20000;
        second += r ** 4 * profileAt(profile, r);
        zeroth += r ** 2 * profileAt(profile, r);
      }
      expect(second / zeroth, name).toBeCloseTo(3.5 ** 2, 3);
      expect(profileAt(profile, profile.reach * (1 - 1e-9))).toBeCloseTo(0, 6);
    }
  });

  it("with a normalised Gaussian hold the weight: 6 electrons, 12.011 Da", async () => {
    for (const [name, weight] of [
      ["molmap", 6],
      ["emready", 6],
      ["demo-emfit", 12.011],
    ] as const) {
      const { values } = await carbonMap(name, 0.13, -0.21, 0.07);
      expect(values.reduce((sum, value) => sum + value * 0.4 ** 3, 0)).toBeCloseTo(weight, 1);
    }
    const { values } = await carbonMap("tempy", 0.13, -0.21, 0.07);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(12.011, 0);
  });

  it("molmap agrees with the model maps of fits, sample by sample", async () => {
    const structure = makeStructure([{ x: 1 }, { x: 3, y: 2, element: "S" }, { z: -2, element: "ZN" }]);
    const recipe = recipeOf("molmap");
    const atoms = recipeAtoms(recipe, structure, [0, 1, 2]);
    const grid = molmapGrid(atoms.xyz, 5);
    expect(await recipeMap(recipe, atoms, 5, grid)).toEqual(simulateMolmap(atoms, 5, grid));
  });

  it("place atoms on the nearest voxel, or share them by trilinear weights", async () => {
    // 0.1 Å is a quarter of a voxel: the nearest one stays, and the shares of it and its neighbour are ¾ and ¼.
    expect(along(await carbonMap("tempy", 0.1), 2)).toBe(along(await carbonMap("tempy"), 2));
    const [here, shifted] = [await carbonMap("situs"), await carbonMap("situs", 0.1)];
    expect(along(shifted, 2)).toBeCloseTo(0.75 * along(here, 2) + 0.25 * along(here, 1), 5);
  });

  it("keep the sum of weights when projecting, wherever atoms lie within the grid", async () => {
    const place = fc.double({ min: -2, max: 2, noNaN: true });
    await fc.assert(
      fc.asyncProperty(place, place, place, async (x, y, z) => {
        const { values } = await carbonMap("situs-triangular", x, y, z);
        const still = (await carbonMap("situs-triangular")).values;
        const sum = (all: Float32Array) => all.reduce((total, value) => total + value, 0);
        expect(sum(values) / sum(still)).toBeCloseTo(1, 4);
      }),
      { numRuns: 15 },
    );
  });

  it("weigh unknown elements as carbon and leave out what lies outside the grid", async () => {
    const recipe = recipeOf("situs");
    const atoms = recipeAtoms(recipe, makeStructure([{ element: "X" }, { x: 500 }]), [0, 1]);
    expect([...atoms.weights]).toEqual([12.011, 12.011]);
    const map = await recipeMap(recipe, atoms, 4, GRID);
    expect(along(map, 0)).toBeCloseTo(12.011, 5);
  });
});
