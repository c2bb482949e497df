import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { packPoses } from "#core/fit/pose.ts";
import { sumAtoms } from "#core/fit/score.ts";
import { quietJob } from "#core/job/job-context.ts";
import { ATOM_SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { withMaps } from "#core/kernel/scoped-maps.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { electronFormFactor } from "#core/simulate/vrm/scattering.ts";
import { SCORING_B } from "#core/simulate/vrm/vrm-kernel.ts";
import { createGrid } from "#core/volume/grid.ts";
import { anyVolume, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";
import { builtEngineFiles, builtModule } from "#workers/built.testing.ts";
import { KernelStore } from "#workers/kernels/wasm/store.ts";
import { createWasmKernel } from "#workers/kernels/wasm/wasm-kernel.ts";
import { createWasmMaps } from "#workers/kernels/wasm/wasm-maps.ts";

const module = builtModule(builtEngineFiles());
const random = createRandom(12);
const noise = (grid = createGrid([37, 23, 18], [-5, 3, 10], [1.1, 0.9, 1.7])) =>
  volumeOf(grid, () => randomNormal(random));

/** Largest difference between two arrays, relative to the largest number of the second. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  let most = 0;
  for (let n = 0; n < b.length; n++) {
    most = Math.max(most, Math.abs(a[n] - b[n]));
    largest = Math.max(largest, Math.abs(b[n]));
  }
  return most / Math.max(largest, 1e-30);
}

describe.each([
  { kernel: "reference", open: (): MapKernel => referenceMaps },
  { kernel: "cpu (WebAssembly)", open: (): MapKernel => createWasmMaps(new KernelStore(module)) },
])("loops over maps, $kernel", ({ open }) => {
  const maps = open();

  it("know the highest density, whatever is not a number", () => {
    const odd = { grid: unitGrid(3, 3, 1), values: Float32Array.of(-9, -3, NaN, -1, -7, NaN, -2, -8, -5) };
    expect(maps.highest(odd)).toBe(-1);
    expect(maps.highest({ grid: unitGrid(1, 1, 1), values: Float32Array.of(NaN) })).toBe(-Infinity);
  });

  it("find the level that a fraction exceeds: 1 % of 0 … 99,999 is 98,999", () => {
    const grid = unitGrid(100, 100, 10);
    const shuffled = volumeOf(grid, (i, j, k) => ((i + 100 * j + 10_000 * k) * 7919) % 100_000);
    expect(maps.levelForFraction(shuffled, 0.01)).toBe(98_999);
    expect(maps.levelForFraction(shuffled, 0)).toBe(99_999);
    expect(maps.levelForFraction(shuffled, 1)).toBe(0);
    const withGap = { grid, values: shuffled.values.map((v) => (v < 50_000 ? Number.NaN : v)) };
    expect(maps.levelForFraction(withGap, 0.02)).toBe(98_999); // of 50,000 finite ones
    expect(() => maps.levelForFraction(shuffled, 1.5)).toThrow(expect.objectContaining({ code: "input" }));
  });

  it("find two bodies and drop the speck; corners connect", async () => {
    const at = (...voxels: number[][]) =>
      volumeOf(unitGrid(7, 6, 5), (i, j, k) => (voxels.some((v) => `${v}` === `${[i, j, k]}`) ? 2 : 1));
    // Three voxels joined by corners, two side by side, one alone at the end of a row.
    const map = at([1, 1, 1], [2, 2, 2], [3, 3, 3], [5, 1, 4], [5, 2, 4], [6, 5, 0]);
    const found = await maps.regions(map, 2, 2, quietJob);
    expect(found).toMatchObject({ voxels: 5, above: 6, largest: 3, first: [1, 1, 1], last: [5, 3, 4] });
    expect([...found.runStart]).toEqual([50, 100, 150, 180, 187]);
    expect([...found.runningCount]).toEqual([1, 2, 3, 4, 5]);
    expect(await maps.regions(map, 2, 9, quietJob)).toMatchObject({ voxels: 3, largest: 3 });
    expect(await maps.regions(map, 3, 1, quietJob)).toMatchObject({ voxels: 0, above: 0, largest: 0 });
    await expect(maps.regions(map, 2, 2, cancelledJob)).rejects.toMatchObject({ code: "cancelled" });
  });

  it("average blocks, smaller ones at the far ends", () => {
    const ramp = volumeOf(createGrid([5, 3, 2], [10, 0, 0], [1, 1, 2]), (i, j, k) => i + 10 * j + 100 * k);
    const binned = maps.bin(ramp, [2, 2, 2]);
    expect(binned.grid).toEqual(createGrid([3, 2, 1], [10.5, 0.5, 1], [2, 2, 4]));
    // Along x ½, 2½, 4; along y 5 and 20; along z 50.
    expect([...binned.values]).toEqual([55.5, 57.5, 59, 70.5, 72.5, 74]);
  });

  it("blur a point into a round Gaussian of the right width and the same mass, and stop when cancelled", async () => {
    const grid = createGrid([31, 30, 29], [0, 0, 0], [1, 1.2, 1.5]);
    const point = volumeOf(grid, (i, j, k) => (i === 15 && j === 15 && k === 14 ? 1 : 0));
    const { values } = await maps.blur(point, [2, 2, 2], 5, quietJob);
    const at = (i: number, j: number, k: number) => values[i + 31 * (j + 30 * k)];
    // exp(−d²/8) at d = 2 Å along x, 2.4 along y, 3 along z.
    expect(at(17, 15, 14) / at(15, 15, 14)).toBeCloseTo(Math.exp(-4 / 8), 5);
    expect(at(15, 13, 14) / at(15, 15, 14)).toBeCloseTo(Math.exp(-(2.4 ** 2) / 8), 5);
    expect(at(15, 15, 16) / at(15, 15, 14)).toBeCloseTo(Math.exp(-9 / 8), 5);
    expect(values.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 4);
    const refused = expect.objectContaining({ code: "cancelled" });
    await expect(maps.blur(point, [2, 2, 2], 5, cancelledJob)).rejects.toEqual(refused);
  });

  it("subtract, average, crop", () => {
    const ramp = volumeOf(createGrid([5, 4, 3], [0, 0, 0], [1, 2, 3]), (i, j, k) => i + 10 * j + 100 * k);
    expect([...maps.subtract(ramp, ramp).values]).toEqual(new Array(60).fill(0));
    expect(maps.mean(ramp)).toBeCloseTo(2 + 15 + 100, 9);
    const part = maps.crop(ramp, { first: [1, 2, 0], last: [2, 3, 1] });
    expect(part.grid).toEqual(createGrid([2, 2, 2], [1, 4, 0], [1, 2, 3]));
    expect([...part.values]).toEqual([21, 22, 31, 32, 121, 122, 131, 132]);
    const leaving = { first: [0, 0, 0], last: [5, 0, 0] } as const;
    expect(() => maps.crop(ramp, leaving)).toThrow(expect.objectContaining({ code: "input" }));
  });

  it("hold 95 % of the mass: of 1, 1, 2, 36 the two largest", () => {
    const four = { grid: unitGrid(4, 1, 1), values: Float32Array.of(1, 36, 1, 2) };
    expect(maps.levelEnclosingMass(four)).toBe(2);
    const rippled = { grid: unitGrid(5, 1, 1), values: Float32Array.of(1, 36, -30, 1, 2) };
    expect(maps.levelEnclosingMass(rippled)).toBe(2); // negative densities hold no mass
    const empty = { grid: unitGrid(4, 1, 1), values: new Float32Array(4) };
    expect(() => maps.levelEnclosingMass(empty)).toThrow(expect.objectContaining({ code: "input" }));
  });

  it("take the samples above a level as points, and their moments", () => {
    const ramp = volumeOf(createGrid([3, 2, 2], [10, 0, -5], [1, 2, 3]), (i, j, k) => i + 3 * j + 6 * k);
    const points = maps.pointsAbove(ramp, 9.5);
    expect([...points.weight]).toEqual([10, 11]);
    expect([...points.xyz]).toEqual([11, 2, -2, 12, 2, -2]);
    expect(maps.moments(points)).toEqual({ count: 2, sum: 21, squares: 221 });
    expect(maps.pointsAbove(ramp, 99).weight).toHaveLength(0);
  });

  it("sample at points: linear between samples, 0 outside", () => {
    const ramp = volumeOf(createGrid([3, 3, 1], [10, 0, 5], [1, 2, 1]), (i, j) => i + 10 * j);
    const at = Float64Array.of(11.5, 3, 5, 12, 4, 5, 12.1, 4, 5, 11, 1, 5.1);
    expect([...maps.densities(ramp, at)].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([16.5, 22, 0, 0]);
  });

  it("make a model map of one atom: a Gaussian of its weight", () => {
    const grid = createGrid([15, 15, 15], [-7, -7, -7], [1, 1, 1]);
    const atoms = { xyz: Float64Array.of(0, 0, 0), weights: Float64Array.of(8) };
    const { values } = maps.molmap.simulate(atoms, 6, grid);
    const sigma = 6 / (Math.PI * Math.SQRT2);
    const at = (i: number) => values[i + 15 * (7 + 15 * 7)];
    expect(at(7)).toBeCloseTo(8 / ((2 * Math.PI) ** 1.5 * sigma ** 3), 6);
    expect(at(9) / at(7)).toBeCloseTo(Math.exp(-4 / (2 * sigma * sigma)), 5);
    expect(at(0)).toBe(0); // 7 Å is beyond 5 sigma
  });

  it("make a model map of one atom from its scattering: the image of its element at the B of scores", () => {
    const line = createGrid([30, 1, 1], [0, 0, 0], [0.5, 1, 1]);
    const oxygen = electronFormFactor("O");
    if (!oxygen) throw new TypeError("There is no oxygen.");
    for (const resolution of [3, 7]) {
      const { values } = maps.vrm.simulate(
        { xyz: Float64Array.of(0, 0, 0), weights: Float64Array.of(8) },
        resolution,
        line,
      );
      const peak = atomImage(oxygen, resolution, SCORING_B * resolution ** 2, 0).value;
      // Images fade from 1.8 times the resolution on and end at twice it.
      for (let i = 0; i < 3.6 * resolution; i++) {
        const image = atomImage(oxygen, resolution, SCORING_B * resolution ** 2, i / 2).value;
        expect(Math.abs(values[i] - image) / peak).toBeLessThan(1e-3);
      }
      expect(values.slice(4 * resolution + 1).every((value) => value === 0)).toBe(true);
    }
  });
});

describe("the WebAssembly loops beside those that define them", () => {
  const store = new KernelStore(module);
  const maps = createWasmMaps(store);

  it("agree on small volumes of any shape", async () => {
    const check = async (volume: Volume, fraction: number, level: number) => {
      expect(maps.highest(volume)).toBe(referenceMaps.highest(volume));
      expect(maps.levelForFraction(volume, fraction)).toBe(referenceMaps.levelForFraction(volume, fraction));
      const [own, expected] = await Promise.all(
        [maps, referenceMaps].map((kernel) => kernel.regions(volume, level, 2, quietJob)),
      );
      expect(own).toEqual(expected);
      const points = referenceMaps.pointsAbove(volume, level);
      expect(maps.pointsAbove(volume, level)).toEqual(points);
    };
    const level = fc.double({ min: -10, max: 10, noNaN: true });
    await fc.assert(fc.asyncProperty(anyVolume, fc.double({ min: 0, max: 1, noNaN: true }), level, check));
  });

  it("agree on a map of noise, to single precision", async () => {
    const volume = noise();
    for (const factors of [
      [2, 2, 2],
      [1, 3, 2],
      [3, 1, 1],
    ] as const) {
      expect(apart(maps.bin(volume, factors).values, referenceMaps.bin(volume, factors).values)).toBeLessThan(
        1e-6,
      );
    }
    for (const sigma of [
      [2, 2, 2],
      [0, 3, 0],
      [6, 1, 0.2],
    ] as const) {
      const own = await maps.blur(volume, sigma, 3, quietJob);
      const expected = await referenceMaps.blur(volume, sigma, 3, quietJob);
      expect(apart(own.values, expected.values)).toBeLessThan(1e-6);
    }
    const [own, expected] = [maps, referenceMaps].map((kernel) => kernel.mean(volume));
    expect(Math.abs(own - expected)).toBeLessThan(1e-6);
    const level = referenceMaps.levelForFraction(volume, 0.3);
    expect(await maps.regions(volume, level, 5, quietJob)).toEqual(
      await referenceMaps.regions(volume, level, 5, quietJob),
    );
  });

  it("agree on a large map whose level is found from a sample", () => {
    const volume = noise(unitGrid(80, 70, 60));
    for (const fraction of [0.001, 0.01, 0.05]) {
      expect(maps.levelForFraction(volume, fraction)).toBe(referenceMaps.levelForFraction(volume, fraction));
    }
  });

  it("agree on a model map, its level and its points, for atoms inside and beyond the grid", () => {
    const atoms = {
      xyz: Float64Array.from({ length: 3 * 700 }, () => 60 * random() - 30),
      weights: Float64Array.from({ length: 700 }, () => 6 + 10 * random()),
    };
    const grid = createGrid([41, 38, 35], [-20, -20, -20], [1, 1.1, 1.3]);
    const own = maps.molmap.simulate(atoms, 4, grid);
    const expected = referenceMaps.molmap.simulate(atoms, 4, grid);
    expect(apart(own.values, expected.values)).toBeLessThan(1e-6);
    const level = maps.levelEnclosingMass(expected);
    expect(level).toBe(referenceMaps.levelEnclosingMass(expected));
    const { sum, squares } = maps.moments(maps.pointsAbove(expected, level));
    const moments = referenceMaps.moments(referenceMaps.pointsAbove(expected, level));
    expect(sum / moments.sum).toBeCloseTo(1, 12);
    expect(squares / moments.squares).toBeCloseTo(1, 12);
    const densities = maps.densities(expected, atoms.xyz);
    expect(apart(densities, referenceMaps.densities(expected, atoms.xyz))).toBeLessThan(1e-12);
  });

  it("agree on a model map from scattering, for atoms inside and beyond the grid", () => {
    const atoms = {
      xyz: Float64Array.from({ length: 3 * 300 }, () => 50 * random() - 25),
      weights: Float64Array.from({ length: 300 }, (_, n) => [6, 7, 8, 16][n % 4]),
    };
    for (const size of [
      [31, 28, 25],
      [3, 28, 25],
    ] as const) {
      const grid = createGrid(size, [-15, -15, -15], [1, 1.1, 1.3]);
      const own = maps.vrm.simulate(atoms, 4, grid);
      expect(apart(own.values, referenceMaps.vrm.simulate(atoms, 4, grid).values)).toBeLessThan(1e-3);
    }
    expect(() => maps.vrm.simulate(atoms, Number.NaN, unitGrid(4, 4, 4))).toThrow(
      expect.objectContaining({ code: "input" }),
    );
  });

  it("agree on the sums over atoms, also where a body sticks out of the map", () => {
    const volume = noise();
    const atoms = {
      xyz: Float64Array.from({ length: 3 * 201 }, () => 16 * random() - 8),
      weight: new Float64Array(201).fill(1),
    };
    const modelDensity = Float64Array.from(atoms.weight, () => random());
    const poses = packPoses(
      Array.from({ length: 20 }, () => ({
        rotation: randomRotation(random),
        shift: [40 * random() - 5, 20 * random() + 3, 30 * random() + 10],
      })),
    );
    const sums = [createWasmKernel(module), createReferenceKernel()].map((kernel) => {
      const engine = createLocalEngine(kernel);
      const held = { map: volume, handle: engine.addVolume(volume, 0), held: volume.grid };
      const body = { atoms, handle: engine.addPoints(atoms), extent: 14, modelDensity };
      return sumAtoms(engine, held, body, 0.1, poses);
    });
    expect(sums[0]).toHaveLength(20 * ATOM_SUMS_SIZE);
    expect(apart(sums[0], sums[1])).toBeLessThan(1e-5);
  });

  it("give back all they made, also when the work fails", async () => {
    const volume = noise();
    const room = () => store.memory.buffer.byteLength;
    await withMaps(maps, async (own) => void own.bin(own.take(volume), [2, 2, 2]));
    const before = room();
    for (let n = 0; n < 200; n++) {
      const work = withMaps(maps, async (own) => {
        const taken = own.take(volume);
        own.pointsAbove(taken, 0);
        own.subtract(own.crop(taken, { first: [0, 0, 0], last: [36, 22, 17] }), taken);
        await own.blur(taken, [2, 2, 2], 3, n % 2 === 0 ? quietJob : cancelledJob);
      });
      if (n % 2 === 0) await work;
      else await expect(work).rejects.toMatchObject({ code: "cancelled" });
    }
    expect(room()).toBeLessThan(before + 2e6); // 200 rounds of five volumes of 61 kB would be 61 MB
  });
});
