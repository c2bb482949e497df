import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countAbove, createBlockIndex, crosses } from "#core/surface/block-index.ts";
import { chooseStep, QUICK, subsample } from "#core/surface/subsample.ts";
import { createGrid } from "#core/volume/grid.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const anyMap = fc
  .tuple(
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 20 }),
    fc.integer(),
  )
  .map(([nx, ny, nz, seed]) =>
    volumeOf(unitGrid(nx, ny, nz), (i, j, k) => Math.fround(Math.sin(seed + 3 * i + 5 * j * j + 7 * k))),
  );

describe("createBlockIndex", () => {
  it("knows the range of each block, shared border samples included", () => {
    const index = createBlockIndex(volumeOf(unitGrid(12, 9, 2), (i, j, k) => i + 100 * j + 1000 * k));
    expect(index.size).toEqual([2, 1, 1]);
    expect([...index.min]).toEqual([0, 8]);
    expect([...index.max]).toEqual([8 + 800 + 1000, 11 + 800 + 1000]);
  });

  it("agrees with a plain search over the samples 8a … 8a + 8", () => {
    fc.assert(
      fc.property(anyMap, (volume) => {
        const { size, min, max } = createBlockIndex(volume);
        const [nx, ny, nz] = volume.grid.size;
        const expected = Array.from({ length: size[0] * size[1] * size[2] }, () => [Infinity, -Infinity]);
        volume.values.forEach((value, n) => {
          const at = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
          expected.forEach((range, block) => {
            const start = [
              block % size[0],
              Math.floor(block / size[0]) % size[1],
              Math.floor(block / (size[0] * size[1])),
            ];
            if (at.some((x, axis) => x < 8 * start[axis] || x > 8 * start[axis] + 8)) return;
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
          });
        });
        expect([...min]).toEqual(expected.map(([low]) => low));
        expect([...max]).toEqual(expected.map(([, high]) => high));
        expect(nz).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it("says which blocks a level passes through: not those that only touch it from above", () => {
    const index = createBlockIndex(volumeOf(unitGrid(17, 1, 1), (i) => i));
    expect([crosses(index, 0, 8), crosses(index, 1, 8)]).toEqual([true, false]);
    expect([crosses(index, 0, 8.5), crosses(index, 1, 8.5)]).toEqual([false, true]);
  });
});

describe("countAbove", () => {
  it("counts every sample at or above the level once", () => {
    fc.assert(
      fc.property(anyMap, fc.double({ min: -1.2, max: 1.2, noNaN: true }), (volume, level) => {
        const plain = volume.values.filter((value) => value >= level).length;
        expect(countAbove(volume, createBlockIndex(volume), level)).toBe(plain);
      }),
    );
  });
});

describe("subsample", () => {
  it("keeps every step-th sample, the first included", () => {
    const volume = volumeOf(createGrid([5, 4, 3], [1, 2, 3], [1, 2, 3]), (i, j, k) => i + 10 * j + 100 * k);
    const half = subsample(volume, 2);
    expect(half.grid).toEqual(createGrid([3, 2, 2], [1, 2, 3], [2, 4, 6]));
    expect([...half.values]).toEqual([0, 2, 4, 20, 22, 24, 200, 202, 204, 220, 222, 224]);
    expect([...subsample(volume, 7).values]).toEqual([0]);
    expect(subsample(volume, 1)).toBe(volume);
  });

  it("refuses steps that are no positive whole number", () => {
    const volume = volumeOf(unitGrid(2, 2, 2), () => 0);
    for (const step of [0, -1, 1.5, Number.NaN])
      expect(() => subsample(volume, step)).toThrow("whole number");
  });
});

describe("chooseStep", () => {
  it("shows in full what little a level passes through, and every few samples of noise", () => {
    const ball = volumeOf(unitGrid(64, 64, 64), (i, j, k) => 20 - Math.hypot(i - 32, j - 32, k - 32));
    expect(chooseStep(ball, createBlockIndex(ball), 0, QUICK)).toBe(1);
    // Every sample differs from its neighbours: 6 triangles per cell, 1.5 million in all. At step 2 all are alike.
    const checkers = volumeOf(unitGrid(64, 64, 64), (i, j, k) => (i + j + k) % 2);
    expect(chooseStep(checkers, createBlockIndex(checkers), 0.5, QUICK)).toBe(2);
    expect(chooseStep(checkers, createBlockIndex(checkers), 2, QUICK)).toBe(1);
  });
});
