import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { gaussiansOfAtoms } from "#core/gmm/gaussian-structure.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { readAtoms } from "#core/gmm/read-atoms.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { dataPath, hasData, loadMap } from "./timing/cases.ts";

const available = hasData();
if (!available) console.log("Skipped: the mixture of EMD-1883 (../shared/data is absent).");

it.skipIf(!available)(
  "the 50 Gaussians of EMD-1883 open as such, and draw the map they were drawn as",
  async () => {
    const file = dataPath("emd1883_polII_gmm50/gmm50.txt");
    const { value, warnings } = await readAtoms(file, readFileSync(file));
    expect(value.structures[0]?.atomCount).toBe(50);
    expect(warnings).toEqual([]);
    const [atoms] = value.structures;
    if (!atoms) throw new Error("The file holds no Gaussians.");
    const model = gaussiansOfAtoms(atoms);
    // That program samples the middles of voxels, and put the mixture on the scale of the map it came from.
    const drawn = loadMap("emd1883_polII_gmm50/gmm50_rasterised.mrc");
    const grid = createGrid(drawn.grid.size, [2, 2, 2], drawn.grid.voxelSize);
    expect(agreement(drawGaussians(model, grid), drawn)).toBeGreaterThan(0.999999);
    // Round Gaussians of the same volume would not do.
    const { covariance, ...round } = model;
    expect(covariance).toBeDefined();
    expect(agreement(drawGaussians(round, grid), drawn)).toBeLessThan(0.98);
  },
);

/** Correlation about 0 of the densities of two maps. */
function agreement(one: Volume, other: Volume): number {
  let [both, a, b] = [0, 0, 0];
  for (let n = 0; n < one.values.length; n++) {
    both += (one.values[n] ?? 0) * (other.values[n] ?? 0);
    a += (one.values[n] ?? 0) ** 2;
    b += (other.values[n] ?? 0) ** 2;
  }
  return both / Math.sqrt(a * b);
}
