import { beforeAll, describe, expect, it } from "vitest";
import { createRandom, randomNormal } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { blob, gridFor, together } from "#core/refine/refine.testing.ts";
import {
  densityAt,
  SideChainJudge,
  type SideChainVoxels,
  VoxelFinder,
} from "#core/refine/rotamers/side-chain-score.ts";
import { planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { profileOf } from "#core/simulate/vrm/plan-profile.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const random = createRandom(3);
const side = blob(4, [0, 0, 0], random);
const rest = blob(12, [5, 1, 0], random);
const grid = gridFor(together(side, rest), 1, 4);
const images = { cutoff: 2.5, fade: 0.1, accuracy: 1e-3 };
const places: Vec3[] = [0, 1, 2, 3].map((n) => [side.xyz[3 * n], side.xyz[3 * n + 1], side.xyz[3 * n + 2]]);
let voxels: SideChainVoxels;
let restMap: Volume;
let whole: Volume;
let density: Float64Array;

function sum(atoms: ScatteringAtoms): Promise<Volume> {
  return referenceImageKernel.sum(planImages(atoms, images), grid);
}

beforeAll(async () => {
  [restMap, whole] = [await sum(rest), await sum(together(side, rest))];
  voxels = new VoxelFinder(grid).near(places, 2);
  const plan = planImages(side, images);
  const atoms = [0, 1, 2, 3].map((n) => ({ profile: profileOf(plan, n), occupancy: plan.occupancy[n] }));
  density = densityAt(voxels, atoms, places);
});

describe("voxels near a side chain", () => {
  it("are those within the radius of any atom, each once", () => {
    const [nx, ny] = grid.size;
    const expected = Array.from({ length: nx * ny * grid.size[2] }, (_, n) => n).filter((n) => {
      const at = ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
      return places.some((place) => Math.hypot(...place.map((x, axis) => x - at[axis])) <= 2);
    });
    expect([...voxels.indices].sort((a, b) => a - b)).toEqual(expected);
  });

  it("are found afresh for every side chain", () => {
    const finder = new VoxelFinder(grid);
    expect(finder.near(places, 2)).toEqual(finder.near(places, 2));
  });
});

it("the density of a side chain is what a kernel makes of its atoms", async () => {
  const { values } = await sum(side);
  for (const [n, index] of voxels.indices.entries()) expect(density[n]).toBeCloseTo(values[index], 6);
});

describe("the correlation with what is beyond the rest", () => {
  it("is 1 for a map of the rest and the side chain, each on a scale of its own, and an offset", () => {
    const observed = volumeOf(grid, () => 0);
    for (const [n, index] of voxels.indices.entries()) {
      observed.values[index] = 3 * restMap.values[index] + 0.5 * density[n] - 7;
    }
    const judge = new SideChainJudge(voxels, observed, whole, density);
    expect(judge.correlation(judge.beyondRest(density))).toBeCloseTo(1, 6);
  });

  it("is 0 where the map holds the rest alone, and for a side chain that is not there", () => {
    const judge = new SideChainJudge(voxels, whole, whole, density);
    expect(judge.correlation(judge.beyondRest(new Float64Array(density.length)))).toBe(0);
    const noise = volumeOf(grid, () => randomNormal(random));
    const alone = new SideChainJudge(voxels, noise, whole, density);
    expect(Math.abs(alone.correlation(alone.beyondRest(density)))).toBeLessThan(0.3);
  });

  it("is what first-order partial correlation gives", () => {
    const noisy = volumeOf(grid, () => randomNormal(random));
    const judge = new SideChainJudge(voxels, noisy, whole, density);
    const columns = [
      voxels.indices.map((index) => noisy.values[index]),
      [...density],
      voxels.indices.map((index, n) => whole.values[index] - density[n]),
    ];
    const [os, om, sm] = [
      pearson(columns[0], columns[1]),
      pearson(columns[0], columns[2]),
      pearson(columns[1], columns[2]),
    ];
    const partial = (os - om * sm) / Math.sqrt((1 - om * om) * (1 - sm * sm));
    expect(judge.correlation(judge.beyondRest(density))).toBeCloseTo(partial, 9);
  });
});

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((total, x) => total + x, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const moment = (f: (n: number) => number) => a.reduce((total, _, n) => total + f(n), 0);
  return (
    moment((n) => (a[n] - ma) * (b[n] - mb)) /
    Math.sqrt(moment((n) => (a[n] - ma) ** 2) * moment((n) => (b[n] - mb) ** 2))
  );
}
