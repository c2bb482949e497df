import { describe, expect, it } from "vitest";
import { readStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { createGaussians } from "#core/gmm/gaussians.ts";
import { quietJob } from "#core/job/job-context.ts";
import { matrixOfRelion } from "#core/math/euler.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { compositeMap, cutPatches, softSphere } from "#core/particles/patches.ts";
import { readParticles } from "#core/particles/read-particles.ts";
import { scoreWeights } from "#core/particles/score-weights.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { bestCopies, expandSymmetry, groupOrder } from "#core/particles/symmetry-expansion.ts";
import { createGrid } from "#core/volume/grid.ts";

const grid = createGrid([20, 20, 20], [0, 0, 0], [2, 2, 2]);

describe("patches", () => {
  it("are the lumps of a model, each in a sphere that holds it, strays apart", async () => {
    const random = createRandom(1);
    const places = [
      [10, 10, 10],
      [30, 12, 28],
    ];
    const xyz = Float64Array.from(
      { length: 120 },
      (_, n) => places[Math.floor(n / 60)][n % 3] + randomNormal(random),
    );
    const amplitude = new Float64Array(40).fill(1);
    // A faint one far away.
    xyz.set([39, 39, 1], 0);
    amplitude[0] = 0.001;
    const model = createGaussians(xyz, amplitude, new Float64Array(40).fill(2));
    const patches = await cutPatches(model, 2, grid, 1, quietJob);
    for (const place of places) {
      const away = patches.map(({ centre }) => Math.hypot(...centre.map((x, k) => x - place[k])));
      expect(Math.min(...away)).toBeLessThan(1);
    }
    for (const { radius } of patches) {
      expect(radius).toBeGreaterThan(1.5);
      expect(radius).toBeLessThan(5);
    }
  });

  it("have soft spheres: 1 inside, 1 ⁄ e one edge beyond", () => {
    const { values } = softSphere(grid, [20, 20, 20], 6, 4);
    const at = (i: number) => values[i + 20 * (10 + 200)];
    expect(at(10)).toBe(1);
    expect(at(13)).toBe(1);
    expect(at(15)).toBeCloseTo(Math.exp(-1), 6);
  });

  it("are put together by their masks, with the background where none reaches", () => {
    const map = (value: number) => ({ grid, values: new Float32Array(8000).fill(value) });
    const masks = [new Float32Array(8000), new Float32Array(8000)];
    masks[0].set([1, 1, 0.5, 0]);
    masks[1].set([0, 1, 0, 0]);
    const parts = masks.map((values, n) => ({ map: map(n === 0 ? 10 : 20), mask: { grid, values } }));
    // One patch, the mean of two, half a patch and half background, background.
    expect([...compositeMap(parts, map(2)).values.slice(0, 4)]).toEqual([10, 15, 6, 2]);
  });
});

describe("symmetry expansion", () => {
  const { star } = simulateParticles({ size: 8, pixelSize: 4, count: 3, noise: 0, seed: 1 });
  const file = readParticles(readStar(encodeText(star))).value;

  it.each([
    ["C3", 3],
    ["D2", 4],
    ["T", 12],
    ["O", 24],
    ["I", 60],
  ])("by %s has %i copies of each particle, as its mates are seen", (group, order) => {
    expect(groupOrder(group)).toBe(order);
    const { particles } = expandSymmetry(file, group);
    expect(particles.count).toBe(3 * order);
    expect([...particles.image.slice(order, 2 * order)]).toEqual(new Array(order).fill(1));
    expect(new Set(particles.half.slice(0, order)).size).toBe(1);
    // The copies of one particle differ by operators alone: the set of A₁ᵀ Aₙ is closed under products.
    const matrix = (n: number) => {
      const [rot, tilt, psi] = particles.angles?.subarray(3 * n, 3 * n + 3) ?? [0, 0, 0];
      return matrixOfRelion({ rot, tilt, psi });
    };
    const operators = Array.from({ length: order }, (_, n) => multiply(transposed(matrix(0)), matrix(n)));
    const isIn = (m: number[]) => operators.some((other) => other.every((x, k) => Math.abs(x - m[k]) < 1e-5));
    for (const a of operators.slice(0, 6)) for (const b of operators) expect(isIn(multiply(a, b))).toBe(true);
  });

  it("is broken by keeping the copy with the best score", () => {
    expect([...bestCopies(Float64Array.of(0.1, 0.3, 0.2, 0.5, 0.4, 0.4), 3)]).toEqual([1, 3]);
  });
});

describe("weights of particles", () => {
  it("drop the worst scores and follow the others, or are all alike", () => {
    const scores = Float64Array.of(0.1, 0.4, 0.2, -0.3, 0.3);
    expect([...scoreWeights(scores, 0.6, false)]).toEqual([0, 1, 1, 0, 1]);
    const weighted = scoreWeights(scores, 1, true);
    for (const [n, expected] of [0.25, 1, 0.5, 0, 0.75].entries())
      expect(weighted[n]).toBeCloseTo(expected, 12);
  });
});

function multiply(a: readonly number[], b: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, n) =>
    [0, 1, 2].reduce((sum, k) => sum + a[3 * Math.floor(n / 3) + k] * b[3 * k + (n % 3)], 0),
  );
}

function transposed(m: readonly number[]): number[] {
  return Array.from({ length: 9 }, (_, n) => m[3 * (n % 3) + Math.floor(n / 3)]);
}
