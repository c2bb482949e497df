import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeText } from "#core/format/text.ts";
import { buildModel } from "#core/gmm/build-model.ts";
import { clusterPoints } from "#core/gmm/clusters.ts";
import { countRules } from "#core/gmm/count-rule.ts";
import { readEmanGaussians, writeEmanGaussians } from "#core/gmm/eman-gaussians.ts";
import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { readGaussianJson, writeGaussianJson } from "#core/gmm/gmm-json.ts";
import { drawGaussians, fscReach, modelFsc } from "#core/gmm/model-agreement.ts";
import { nearestPoint, neighbourDistances } from "#core/gmm/nearest.ts";
import { gatherGaussians } from "#core/gmm/raster.ts";
import { seedLevel } from "#core/gmm/seed-level.ts";
import { pointsAbove } from "#core/gmm/weighted-points.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { createGrid } from "#core/volume/grid.ts";

function someGaussians(count: number, seed: number, edge = 40): Gaussians {
  const random = createRandom(seed);
  return createGaussians(
    new Float64Array(3 * count).map(() => edge * (0.25 + 0.5 * random())),
    new Float64Array(count).map(() => 5 + 10 * random()),
    new Float64Array(count).map(() => 1.5 + random()),
  );
}

describe("Gaussians on a grid", () => {
  it("have their amplitude as integral and A ⁄ (2π σ²)^1.5 as peak", () => {
    const grid = createGrid([30, 30, 30], [-15, -15, -15], [1, 1, 1]);
    const model = createGaussians(Float64Array.of(0, 0, 0), Float64Array.of(7), Float64Array.of(2));
    const { values } = drawGaussians(model, grid);
    // 0.11 % of a Gaussian lies beyond 4 σ, where its image ends.
    expect(values.reduce((sum, value) => sum + value, 0) / 7).toBeCloseTo(1 - 0.0011, 3);
    expect(values[15 + 30 * (15 + 30 * 15)]).toBeCloseTo(7 / (8 * Math.PI) ** 1.5, 6);
  });

  it("give the gradient that small steps measure", () => {
    const grid = createGrid([20, 21, 22], [0, 0, 0], [2, 1.9, 1.8]);
    const random = createRandom(5);
    const slope = new Float64Array(20 * 21 * 22).map(() => randomNormal(random));
    const model = someGaussians(3, 4);
    const value = (changed: Gaussians) =>
      drawGaussians(changed, grid).values.reduce((sum, density, n) => sum + density * slope[n], 0);
    const gradient = gatherGaussians(model, grid, slope);
    const step = 1e-2;
    for (const [key, n] of [
      ["xyz", 1],
      ["xyz", 5],
      ["amplitude", 2],
      ["sigma", 0],
    ] as const) {
      const at = (h: number) => {
        const column = model[key].slice();
        column[n] += h;
        return value({ ...model, [key]: column });
      };
      const measured = (at(step) - at(-step)) / (2 * step);
      expect(Math.abs(gradient[key][n] - measured)).toBeLessThan(5e-3 * (1 + Math.abs(measured)));
    }
  });
});

describe("clusters of dense voxels", () => {
  it("find separate lumps, whatever their weight, and hold all of it", async () => {
    const random = createRandom(3);
    const lumps = [
      [0, 0, 0],
      [30, 0, 0],
      [0, 40, 5],
    ];
    const xyz = Float64Array.from(
      { length: 900 },
      (_, n) => lumps[Math.floor(n / 300)][n % 3] + randomNormal(random),
    );
    const weight = new Float64Array(300).map((_, n) => (n < 100 ? 5 : 1));
    const { centres, mass } = await clusterPoints(
      { xyz, weight, volume: 1 },
      { count: 3, rounds: 20, seed: 2 },
      quietJob,
    );
    expect(mass.reduce((sum, m) => sum + m, 0)).toBeCloseTo(700, 9);
    for (const [x, y, z] of lumps) {
      const near = [0, 1, 2].map((n) =>
        Math.hypot(centres[3 * n] - x, centres[3 * n + 1] - y, centres[3 * n + 2] - z),
      );
      expect(Math.min(...near)).toBeLessThan(0.6);
    }
  });

  it("are refused where there are fewer voxels", async () => {
    const points = { xyz: new Float64Array(6), weight: Float64Array.of(1, 1), volume: 1 };
    await expect(clusterPoints(points, { count: 3, rounds: 1, seed: 1 }, quietJob)).rejects.toThrow(
      "lower the level",
    );
  });

  it("know the nearest point as a look at all of them does", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.nat(999),
        fc.double({ min: 0.1, max: 30, noNaN: true }),
        (count, seed, spacing) => {
          const random = createRandom(seed);
          const xyz = new Float64Array(3 * count).map(() => 20 * random());
          const [x, y, z] = [20 * random(), 20 * random(), 60 * random()];
          const away = (n: number) => Math.hypot(xyz[3 * n] - x, xyz[3 * n + 1] - y, xyz[3 * n + 2] - z);
          const best = Math.min(...Array.from({ length: count }, (_, n) => away(n)));
          expect(away(nearestPoint(xyz, spacing).find(x, y, z))).toBeCloseTo(best, 12);
          const [first] = neighbourDistances(xyz, spacing);
          const others = Array.from({ length: count - 1 }, (_, n) =>
            Math.hypot(...[0, 1, 2].map((k) => xyz[3 * (n + 1) + k] - xyz[k])),
          );
          expect(first).toBeCloseTo(Math.min(...others), 12);
        },
      ),
    );
  });
});

describe("a model of a map", () => {
  const grid = createGrid([24, 24, 24], [0, 0, 0], [1.7, 1.7, 1.7]);

  it("of three Gaussians is those three", async () => {
    const truth = createGaussians(
      Float64Array.of(14, 15, 20, 26, 24, 17, 20, 29, 27),
      Float64Array.of(30, 20, 40),
      Float64Array.of(2.2, 2.6, 3),
    );
    const map = drawGaussians(truth, grid);
    const { value } = seedLevel(map, 0.05);
    const params = { count: 3, level: value, steps: 300, seed: 1 };
    const { model, misfit } = await buildModel(map, params, quietJob);
    expect(misfit[1]).toBeLessThan(0.02);
    expect(fscReach(modelFsc(map, model), 0.99)).toBeLessThan(4);
    for (let n = 0; n < 3; n++) {
      const same = [0, 1, 2].map((m) => ({
        away: Math.hypot(...[0, 1, 2].map((k) => model.xyz[3 * m + k] - truth.xyz[3 * n + k])),
        m,
      }));
      const { away, m } = same.sort((a, b) => a.away - b.away)[0];
      expect(away).toBeLessThan(0.1);
      expect(model.amplitude[m] / truth.amplitude[n]).toBeCloseTo(1, 1);
      expect(model.sigma[m] / truth.sigma[n]).toBeCloseTo(1, 1);
    }
  });

  it("is the same for the same seed", async () => {
    const map = drawGaussians(someGaussians(12, 9), grid);
    const params = { count: 12, level: seedLevel(map, undefined).value, steps: 5, seed: 3 };
    const [one, two] = [await buildModel(map, params, quietJob), await buildModel(map, params, quietJob)];
    expect(two).toEqual(one);
  });

  it("takes about (edge ⁄ distance)³ Gaussians for a cube, more by the program's rule than by the paper's", async () => {
    const cube = { grid, values: new Float32Array(24 ** 3).fill(1) };
    const rules = await countRules(pointsAbove(cube, 0.5), 8, quietJob);
    // K-means cells of a uniform solid lie nearly a lattice apart: between simple cubic and close packing, (1 … √2) / d³.
    const perVolume = (24 * 1.7) ** 3 / 8 ** 3;
    expect(rules.paper).toBeGreaterThan(0.6 * perVolume);
    expect(rules.paper).toBeLessThan(2 * perVolume);
    expect(rules.code).toBeGreaterThan(4 * rules.paper);
  });

  it("has a level of its own, or says what is wrong with the one given", () => {
    const map = drawGaussians(someGaussians(3, 1), grid);
    expect(seedLevel(map, undefined).reason).toContain("1 %");
    expect(() => seedLevel(map, 1e9)).toThrow("maximum");
    expect(() => seedLevel({ grid, values: new Float32Array(24 ** 3) }, undefined)).toThrow("no density");
  });
});

describe("files of Gaussians", () => {
  const model = someGaussians(5, 7);

  it("as JSON come back to seven digits, with their notes", () => {
    const { model: back, notes } = readGaussianJson(
      writeGaussianJson(model, { source: "a.mrc", resolution: 4 }),
    );
    expect(notes).toEqual({ source: "a.mrc", resolution: 4 });
    for (const key of ["xyz", "amplitude", "sigma"] as const) {
      for (const [n, value] of back[key].entries()) expect(value / model[key][n]).toBeCloseTo(1, 6);
    }
  });

  it("of e2gmm come back but for a common factor of the amplitudes", () => {
    const box = { edge: 160, centre: [80, 80, 80] as const };
    const text = writeEmanGaussians(model, box);
    const back = readEmanGaussians(encodeText(text), box);
    const largest = Math.max(...model.amplitude);
    for (let n = 0; n < 5; n++) {
      expect(back.xyz[3 * n + 1]).toBeCloseTo(model.xyz[3 * n + 1], 5);
      expect(back.amplitude[n]).toBeCloseTo(model.amplitude[n] / largest, 6);
      expect(back.sigma[n]).toBeCloseTo(model.sigma[n], 5);
    }
    // A quarter of the box along y is written as −0.25; σ of s = 1 is 7.118e-3 of the edge.
    const one = createGaussians(
      Float64Array.of(80, 120, 80),
      Float64Array.of(4),
      Float64Array.of(7.1176e-3 * 160),
    );
    const [x, y, z, a, s] = writeEmanGaussians(one, box).trim().split(" ").map(Number);
    expect([x, y, z, a]).toEqual([0, -0.25, 0, 1]);
    expect(s).toBeCloseTo(1, 4);
  });

  it("leave out what e2gmm has switched off, and refuse other text", () => {
    const box = { edge: 100, centre: [50, 50, 50] as const };
    const read = (text: string) => readEmanGaussians(encodeText(text), box);
    expect(read("0 0 0 0.5 1\n0.1 0 0 -0.2 1\n0.1 0 0 0.3 -1\n").count).toBe(1);
    expect(() => read("0 0 0 -1 1\n")).toThrow("switched on");
    expect(() => read("1 2 3\n")).toThrow("Line 1");
    for (const text of ["", "[]", "{}", '{"gaussians":[[1,2,3]]}', '{"gaussians":[[1,2,3,4,-5]]}']) {
      expect(() => readGaussianJson(text)).toThrow();
    }
  });
});
