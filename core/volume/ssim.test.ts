import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { createGrid } from "#core/volume/grid.ts";
import { structuralSimilarity } from "#core/volume/ssim.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([14, 13, 12], [0, 0, 0], [1, 1, 1]);
const INSIDE = new Uint8Array(14 * 13 * 12).map((_, n) => {
  const [i, j, k] = [n % 14, Math.floor(n / 14) % 13, Math.floor(n / 182)];
  return i > 4 && i < 9 && j > 4 && j < 8 && k > 4 && k < 7 ? 1 : 0;
});

function noise(seed: number): Volume {
  const random = createRandom(seed);
  return { grid: GRID, values: new Float32Array(INSIDE.length).map(() => random()) };
}

const ssim = (a: Volume, b: Volume) => structuralSimilarity(a, b, INSIDE, quietJob);
const changed = ({ grid, values }: Volume, change: (v: number) => number): Volume => ({
  grid,
  values: values.map(change),
});

describe("structural similarity", () => {
  it("is 1 for a map with itself and less for any other, whichever comes first", async () => {
    const [a, b] = [noise(1), noise(2)];
    expect(await ssim(a, a)).toBeCloseTo(1, 6);
    expect(await ssim(a, b)).toBeLessThan(0.5);
    // The range of the first map scales the constants: equal ranges make it symmetric.
    expect(await ssim(a, b)).toBeCloseTo(await ssim(b, a), 1);
  });

  it("of two constants is what the means alone say: (2pq + c₁) ⁄ (p² + q² + c₁), the range taken as 1", async () => {
    const flat = (value: number): Volume => ({
      grid: GRID,
      values: new Float32Array(INSIDE.length).fill(value),
    });
    // The window is whole inside the box: no voxel of the mask is nearer than 5 to a border.
    expect(await ssim(flat(2), flat(1))).toBeCloseTo((4 + 1e-4) / (5 + 1e-4), 4);
  });

  it("falls with noise, does not change when both maps are scaled, and turns its sign with the structure", async () => {
    const [a, other] = [noise(3), noise(4)];
    const mixed = (part: number): Volume => ({
      grid: GRID,
      values: a.values.map((v, n) => v + part * (other.values[n] - 0.5)),
    });
    expect(await ssim(a, mixed(0.2))).toBeGreaterThan(await ssim(a, mixed(0.6)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 100 }), async (scale) => {
        const scaled = await ssim(
          changed(a, (v) => v * scale),
          changed(mixed(0.4), (v) => v * scale),
        );
        expect(scaled).toBeCloseTo(await ssim(a, mixed(0.4)), 4);
      }),
      { numRuns: 5 },
    );
    expect(
      await ssim(
        a,
        changed(a, (v) => 1 - v),
      ),
    ).toBeLessThan(0);
  });

  it("refuses maps of different sizes and an empty choice", async () => {
    const small = { grid: createGrid([1, 1, 1], [0, 0, 0], [1, 1, 1]), values: new Float32Array(1) };
    await expect(ssim(noise(1), small)).rejects.toThrow(/same size/);
    const nothing = structuralSimilarity(noise(1), noise(1), new Uint8Array(INSIDE.length), quietJob);
    await expect(nothing).rejects.toThrow(/No voxel/);
  });
});
