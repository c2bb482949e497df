import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { createRandom } from "#core/math/random.ts";
import { fourierMap } from "#core/simulate/vrm/fourier-map.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { type ImageSettings, planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { openBox } from "#core/simulate/vrm/open-box.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const files = builtEngineFiles();
const engines = [1, 2].map((threads) => createImageEngine(files, threads));
afterAll(() => Promise.all(engines.map((engine) => engine.dispose())));

const SETTINGS = { cutoff: 3, fade: 0.1, accuracy: 1e-5 };
const SMALL = createGrid([23, 19, 17], [-3, 2, 1], [0.9, 1, 1.1]);

function someAtoms(count: number, seed: number, resolution: number | number[] = 3): ScatteringAtoms {
  const random = createRandom(seed);
  const xyz = new Float64Array(3 * count).map((_, n) => [-6, -1, -2][n % 3] + 24 * random());
  const element = Array.from({ length: count }, (_, n) => ["C", "N", "O", "S", "ZN"][n % 5]);
  const bFactor = Array.from({ length: count }, () => 10 + 90 * random());
  return { xyz, element, occupancy: new Float64Array(count).map(() => random()), bFactor, resolution };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let n = 0; n < a.length; n++) worst = Math.max(worst, Math.abs(a[n] - b[n]));
  return worst;
}

const largest = (values: ArrayLike<number>) => largestDifference(values, new Float64Array(values.length));

describe("the SIMD kernel of atom images", () => {
  it("sums and gathers as the reference does, atoms outside the grid and each at its own resolution included", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 8, max: 30 }),
        fc.nat(1000),
        fc.boolean(),
        async (count, seed, own) => {
          const random = createRandom(seed);
          const resolution = own ? Array.from({ length: count }, () => 2 + 4 * random()) : 3;
          const plan = planImages(someAtoms(count, seed, resolution), SETTINGS);
          const expected = await referenceImageKernel.sum(plan, SMALL);
          const sum = await engines[0].sum(plan, SMALL);
          const peak = Math.max(largest(expected.values), 1e-6);
          expect(largestDifference(sum.values, expected.values) / peak).toBeLessThan(1e-5);
          const forces = await referenceImageKernel.gather(plan, expected);
          const found = await engines[0].gather(plan, expected);
          for (const key of ["xyz", "occupancy", "bFactor"] as const) {
            const scale = Math.max(largest(forces[key]), 1e-9);
            expect(largestDifference(found[key], forces[key]) / scale).toBeLessThan(1e-4);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("cuts images at every side of a grid of any width", async () => {
    const side = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(side, side, side), fc.nat(1000), async (size, seed) => {
        const grid = createGrid(size, [1, 2, 3], [1.3, 0.9, 1.1]);
        const plan = planImages(someAtoms(12, seed), SETTINGS);
        const expected = await referenceImageKernel.sum(plan, grid);
        const sum = await engines[0].sum(plan, grid);
        const scale = Math.max(largest(expected.values), 1e-6);
        expect(largestDifference(sum.values, expected.values) / scale).toBeLessThan(1e-5);
        const forces = await referenceImageKernel.gather(plan, expected);
        const found = await engines[0].gather(plan, expected);
        const force = Math.max(largest(forces.xyz), 1e-6);
        expect(largestDifference(found.xyz, forces.xyz) / force).toBeLessThan(1e-4);
      }),
      { numRuns: 60 },
    );
  });

  it("is as accurate as asked by straight lines, which it takes where samples are many", async () => {
    const grid = createGrid([40, 40, 40], [-6, -6, -6], [0.3, 0.3, 0.3]);
    for (const accuracy of [1e-2, 1e-3]) {
      const atom = { xyz: Float64Array.of(0.11, 0.07, -0.13), element: ["C"], occupancy: [1], bFactor: [20] };
      const mapOf = (settings: ImageSettings, kernel: ImageKernel) =>
        kernel.sum(planImages({ ...atom, resolution: 3 }, settings), grid);
      const exact = await mapOf({ cutoff: 2, fade: 0.1, accuracy: 1e-7 }, referenceImageKernel);
      const lines = await mapOf({ cutoff: 2, fade: 0.1, accuracy }, engines[0]);
      const error = largestDifference(lines.values, exact.values) / largest(exact.values);
      expect(error).toBeLessThan(accuracy);
      expect(error).toBeGreaterThan(accuracy / 100);
    }
  });

  it("keeps a map in step with atoms that move", async () => {
    const atoms = someAtoms(30, 7);
    const kept = await engines[0].createKeptMap(planImages(atoms, SETTINGS), SMALL);
    const random = createRandom(9);
    const xyz = atoms.xyz.slice();
    for (let move = 0; move < 20; move++) {
      const moved = [0, 1, 2].map(() => Math.floor(30 * random()));
      const places = moved.flatMap(() => [24 * random() - 6, 20 * random(), 20 * random()]);
      kept.move(moved, places);
      moved.forEach((atom, n) => {
        xyz.set(places.slice(3 * n, 3 * n + 3), 3 * atom);
      });
    }
    const { values } = await referenceImageKernel.sum(planImages({ ...atoms, xyz }, SETTINGS), SMALL);
    expect(largestDifference(kept.volume.values, values) / largest(values)).toBeLessThan(1e-5);
    expect(() => kept.move([30], [0, 0, 0])).toThrow("there is no number 30");
    expect(() => kept.move([3], [0, 0])).toThrow("three finite numbers");
    expect(() => kept.move([3], [0, 0, Number.NaN])).toThrow("three finite numbers");
  });

  it("gives the same map and gradients on one thread and on two", async () => {
    const grid = createGrid([60, 61, 62], [-6, -1, -2], [0.4, 0.4, 0.4]);
    const plan = planImages(someAtoms(400, 3), SETTINGS);
    const [one, two] = await Promise.all(engines.map((engine) => engine.sum(plan, grid)));
    expect(largestDifference(two.values, one.values)).toBe(0);
    const [first, second] = await Promise.all(engines.map((engine) => engine.gather(plan, one)));
    expect([...second.xyz]).toEqual([...first.xyz]);
  });

  it("gathers from a map of its own as from a copy, and leaves the map as it was", async () => {
    const plan = planImages(someAtoms(200, 11), SETTINGS);
    const fewer = planImages(
      someAtoms(
        50,
        12,
        [...new Array(50).keys()].map((n) => 2 + n / 25),
      ),
      SETTINGS,
    );
    for (const engine of engines) {
      const map = await engine.sum(plan, SMALL);
      for (let n = 0; n < map.values.length; n++) map.values[n] -= 0.01 * (n % 7);
      const copy = { ...map, values: map.values.slice() };
      for (const [gathered, times] of [
        [plan, 1],
        [fewer, 1],
        [plan, -3],
      ] as const) {
        for (let n = 0; n < map.values.length; n++) map.values[n] = times * copy.values[n];
        const changed = { ...map, values: map.values.slice() };
        expect(await engine.gather(gathered, map)).toEqual(await engine.gather(gathered, changed));
        expect(map.values).toEqual(changed.values);
      }
    }
  });

  it("stops when cancelled, and works again after it", async () => {
    const grid = createGrid([100, 100, 100], [-6, -1, -2], [0.24, 0.24, 0.24]);
    const plan = planImages(someAtoms(300, 5), SETTINGS);
    const signal = { aborted: false };
    const job = {
      signal,
      checkpoint: async () => {
        signal.aborted = true;
      },
    };
    await expect(engines[1].sum(plan, grid, job)).rejects.toMatchObject({ code: "cancelled" });
    expect((await engines[1].sum(plan, SMALL)).values).toHaveLength(23 * 19 * 17);
  });
});

const DATA = join(import.meta.dirname, "../../../shared/reference/vrm_map_1a0m");
const isThere = existsSync(DATA);
if (!isThere) console.log("Skipped: the reference maps of 1A0M need ../shared/reference, which is not here.");

interface Probe {
  readonly index: [number, number, number];
  readonly value: number;
  readonly cut_2d?: number;
  readonly cut_4d?: number;
  readonly cut_8d?: number;
}
interface ReferenceCase {
  readonly maps: { file: string; kind: string; stats: { max: number }; probes: Probe[] }[];
  readonly ls_gradient: {
    T: number;
    atoms: {
      serial: number;
      grad_x: number;
      grad_y: number;
      grad_z: number;
      grad_occ: number;
      grad_B: number;
    }[];
  };
}

describe.skipIf(!isThere)("the reference maps of 1A0M", () => {
  const read = (name: string) => readFileSync(join(DATA, name));
  const reference = () => JSON.parse(read("CASE.json").toString()) as ReferenceCase;
  const mapOf = (name: string) => volumeFromMrc(readMrc(gunzipSync(read(name))).value).value;

  async function atomsOf(resolution: "3" | "split"): Promise<ScatteringAtoms> {
    const { structures } = (await readStructure("model.pdb", read("model.pdb"))).value;
    const { xyz, element, occupancy, bFactor, atomCount } = structures[0];
    const split = Array.from({ length: atomCount }, (_, n) => (xyz[3 * n] < 18.5 ? 2.5 : 5));
    return { xyz, element, occupancy, bFactor, resolution: resolution === "3" ? 3 : split };
  }

  const at = ({ grid, values }: Volume, [i, j, k]: Probe["index"]) =>
    values[i + grid.size[0] * (j + grid.size[1] * k)];

  for (const [resolution, file, full] of [
    ["3", "isolated_d3.0.mrc.gz", 22],
    ["split", "isolated_d2.5_d5.0.mrc.gz", 26],
  ] as const) {
    it(`agree to 1e-5 of the maximum at full radius and with every cut (${file})`, async () => {
      const expected = mapOf(file);
      const { probes, stats } = reference().maps.find((map) => map.file === file) ?? {
        probes: [],
        stats: { max: 0 },
      };
      const atoms = await atomsOf(resolution);
      const images = (cutoff: number) => planImages(atoms, { cutoff, fade: 0, accuracy: 2e-6 });
      const whole = await engines[1].sum(images(full), expected.grid);
      expect(largestDifference(whole.values, expected.values) / stats.max).toBeLessThan(1e-5);
      for (const [cutoff, key] of [
        [2, "cut_2d"],
        [4, "cut_4d"],
        [8, "cut_8d"],
      ] as const) {
        const cut = await engines[1].sum(images(cutoff), expected.grid);
        for (const probe of probes) {
          expect(Math.abs(at(cut, probe.index) - (probe[key] ?? Number.NaN)) / stats.max).toBeLessThan(1e-5);
        }
      }
    });
  }

  for (const [resolution, file] of [
    ["3", "periodic_d3.0.mrc.gz"],
    ["split", "periodic_d2.5_d5.0.mrc.gz"],
  ] as const) {
    it(`agree to 1e-5 of the maximum in a periodic box by Fourier transform (${file})`, async () => {
      const expected = mapOf(file);
      const map = await fourierMap(
        await atomsOf(resolution),
        expected.grid,
        { periodic: true, accuracy: 1e-5 },
        engines[1],
      );
      expect(largestDifference(map.values, expected.values) / largest(expected.values)).toBeLessThan(1e-5);
    });
  }

  it("agree to 1e-5 of the maximum in an open box by Fourier transform, ripples followed through the map", async () => {
    const expected = mapOf("isolated_d3.0.mrc.gz");
    const atoms = await atomsOf("3");
    const errorAt = async (accuracy: number) => {
      const map = await fourierMap(atoms, expected.grid, { periodic: false, accuracy }, engines[1]);
      return largestDifference(map.values, expected.values) / largest(expected.values);
    };
    expect(openBox(atoms, expected.grid, 1e-4).leftOver).toBe(0);
    expect(await errorAt(1e-4)).toBeLessThan(1e-5);
    // Ripples left out are below the accuracy for every atom; those of 284 atoms together make about twice that.
    expect(openBox(atoms, expected.grid, 1e-3).leftOver).toBeCloseTo(1e-3, 9);
    expect(await errorAt(1e-3)).toBeLessThan(3e-3);
  });

  it("give the gradients of least squares to 1e-4 of the largest", async () => {
    const observed = mapOf("isolated_d2.5_d5.0.mrc.gz");
    const { value } = await readStructure("model.pdb", read("model.pdb"));
    const serials = [...value.structures[0].serial];
    const plan = planImages(await atomsOf("3"), { cutoff: 22, fade: 0, accuracy: 2e-6 });
    const model = await engines[1].sum(plan, observed.grid);
    const difference = {
      grid: model.grid,
      values: model.values.map((value, n) => value - observed.values[n]),
    };
    const { T, atoms } = reference().ls_gradient;
    expect(difference.values.reduce((sum, w) => sum + (w * w) / 2, 0) / T).toBeCloseTo(1, 4);
    const gradient = await engines[1].gather(plan, difference);
    const columns = [
      [(n: number) => gradient.xyz[3 * n], "grad_x"],
      [(n: number) => gradient.xyz[3 * n + 1], "grad_y"],
      [(n: number) => gradient.xyz[3 * n + 2], "grad_z"],
      [(n: number) => gradient.occupancy[n], "grad_occ"],
      [(n: number) => gradient.bFactor[n], "grad_B"],
    ] as const;
    for (const [derivative, key] of columns) {
      const found = atoms.map(({ serial }) => derivative(serials.indexOf(serial)));
      const expected = atoms.map((atom) => atom[key]);
      expect(largestDifference(found, expected) / largest(expected)).toBeLessThan(1e-4);
    }
  });
});
