import { describe, expect, it } from "vitest";
import { cutRegion, type RegionStep } from "#core/identify/region/cut-region.ts";
import { separatingLevel } from "#core/identify/region/region-level.ts";
import { massOfVolume, sizeRange } from "#core/identify/region/size-range.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { createGrid, voxelVolume } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

const SIZE = 24;
const RESOLUTION = 4;

/** Two solid cubes of density 1 in a map of 2 Å voxels: one of 6³ voxels from (3, 3, 3), one of 4³ from (15, 15, 15). */
function twoCubes(): Volume {
  const values = new Float32Array(SIZE ** 3);
  const fill = (from: number, edge: number) => {
    for (let k = from; k < from + edge; k++)
      for (let j = from; j < from + edge; j++)
        for (let i = from; i < from + edge; i++) values[i + SIZE * (j + SIZE * k)] = 1;
  };
  fill(3, 6);
  fill(15, 4);
  return createVolume(createGrid([SIZE, SIZE, SIZE], [100, 0, 0], [2, 2, 2]), values);
}

const cut = (steps: readonly RegionStep[], map = twoCubes(), level: number | undefined = 0.5) =>
  cutRegion(map, steps, { level, resolution: RESOLUTION }, quietJob);

/** Voxels with density, and the smallest corner of them, Å. */
function contents({ grid, values }: Volume): { voxels: number; corner: number[] } {
  const [nx, ny] = grid.size;
  const corner = [Infinity, Infinity, Infinity];
  let voxels = 0;
  values.forEach((value, n) => {
    if (value === 0) return;
    voxels++;
    [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))].forEach((index, axis) => {
      const at = (grid.origin[axis] ?? 0) + index * (grid.voxelSize[axis] ?? 0);
      corner[axis] = Math.min(corner[axis] ?? 0, at);
    });
  });
  return { voxels, corner };
}

describe("a region", () => {
  it("is the whole map when nothing is asked for, and knows how much density it holds", async () => {
    const map = twoCubes();
    const region = await cut([], map);
    expect(region.volume).toBe(map);
    expect(region.dense).toBe((6 ** 3 + 4 ** 3) * 8);
    // Half the resolution is one voxel: each face of a cube grows by a layer, edges and corners (√2 voxels away) do not.
    expect(region.filled).toBe((6 ** 3 + 6 * 6 ** 2 + 4 ** 3 + 6 * 4 ** 2) * 8);
    expect(region.isWhole).toBe(true);
  });

  it("is the n-th largest blob", async () => {
    const [first, second] = [
      await cut([{ kind: "blob", which: 1 }]),
      await cut([{ kind: "blob", which: 2 }]),
    ];
    expect(contents(first.volume)).toEqual({ voxels: 6 ** 3, corner: [106, 6, 6] });
    expect(contents(second.volume)).toEqual({ voxels: 4 ** 3, corner: [130, 30, 30] });
    expect(second.words).toBe("blob 2 of 2 at level 0.5 (512 Å³)");
    await expect(cut([{ kind: "blob", which: 3 }])).rejects.toThrow("There are 2 blobs");
  });

  it("is the blob at a point, or the nearest one", async () => {
    const at = async (which: [number, number, number]) => (await cut([{ kind: "blob", which }])).words;
    expect(await at([132, 32, 32])).toBe("blob 2 of 2 at level 0.5 (512 Å³), 0.0 Å from the point");
    // Voxel 8 (116 Å) is the large cube's last along x; the point lies 6 Å beyond.
    expect(await at([122, 10, 10])).toBe("blob 1 of 2 at level 0.5 (1728 Å³), 6.0 Å from the point");
  });

  it("is a box, between corners in any order", async () => {
    const box: RegionStep = {
      kind: "box",
      corners: [
        [140, 40, 40],
        [129, 29, 29],
      ],
    };
    const region = await cut([box]);
    expect(region.volume.grid).toEqual(createGrid([6, 6, 6], [130, 30, 30], [2, 2, 2]));
    expect(region.isWhole).toBe(false);
    const outside: RegionStep = {
      kind: "box",
      corners: [
        [0, 0, 0],
        [5, 5, 5],
      ],
    };
    await expect(cut([outside])).rejects.toThrow("holds no voxel");
  });

  it("is what lies inside a mask, on whatever grid that is", async () => {
    const mask = createVolume(
      createGrid([10, 10, 10], [126, 26, 26], [2, 2, 2]),
      new Float32Array(1000).fill(3),
    );
    const region = await cut([{ kind: "mask", mask, name: "mask.mrc" }]);
    expect(contents(region.volume)).toEqual({ voxels: 4 ** 3, corner: [130, 30, 30] });
  });

  it("is what is left after placed models, and steps follow each other", async () => {
    // An atom at every voxel of the large cube takes it away; what is left is the small one.
    const atoms: number[] = [];
    for (let k = 3; k < 9; k++)
      for (let j = 3; j < 9; j++) for (let i = 3; i < 9; i++) atoms.push(100 + 2 * i, 2 * j, 2 * k);
    const without: RegionStep = { kind: "without", xyz: Float64Array.from(atoms), names: ["a.cif"] };
    const left = await cut([without]);
    expect(contents(left.volume)).toEqual({ voxels: 4 ** 3, corner: [130, 30, 30] });
    expect(left.isWhole).toBe(true);
    const blob = await cut([without, { kind: "blob", which: 1 }]);
    expect(blob.words).toBe(
      "what is left farther than 2 Å from a.cif, then blob 1 of 1 at level 0.5 (512 Å³)",
    );
  });

  it("keeps the density that fades out around a blob, but nothing of the next blob", async () => {
    const map = twoCubes();
    const at = (i: number, j: number, k: number) => i + SIZE * (j + SIZE * k);
    map.values[at(9, 5, 5)] = 0.3; // beside the large cube, below the level
    map.values[at(14, 16, 16)] = 0.3; // beside the small one
    const region = await cut([{ kind: "blob", which: 1 }], map);
    expect(contents(region.volume).voxels).toBe(6 ** 3 + 1);
  });
});

describe("the level of a region", () => {
  it("separates two classes of densities wherever their border lies, however much solvent there is", () => {
    for (const empty of [1000, 100_000]) {
      const values = new Float32Array(empty + 500);
      values.forEach((_, n) => {
        values[n] = n < empty ? 0.01 * (n % 10) : 5 + 0.01 * (n % 10);
      });
      const { value } = separatingLevel(
        createVolume(createGrid([values.length, 1, 1], [0, 0, 0], [1, 1, 1]), values),
      );
      expect(value).toBeGreaterThan(0.09);
      expect(value).toBeLessThanOrEqual(5);
    }
  });

  it("lies at three times the noise where there is noise", () => {
    const random = createRandom(4);
    const values = Float32Array.from({ length: 40 ** 3 }, () => 2 * randomNormal(random));
    const level = separatingLevel(createVolume(createGrid([40, 40, 40], [0, 0, 0], [1, 1, 1]), values));
    expect(Math.abs(level.value - 6)).toBeLessThan(0.15); // 64,000 samples give a quantile to about 1 %
  });
});

describe("the sizes worth trying", () => {
  it("follow from the volume: 121,000 Å³ are 100 kDa of protein", () => {
    expect(massOfVolume(121_000)).toBeCloseTo(100, 9);
    const part = sizeRange({ dense: 60_000, filled: 121_000, isWhole: false });
    expect([part.least, part.most]).toEqual([11, 160]); // 100 residues; 1.6 times the estimate
    const small = sizeRange({ dense: 10_000, filled: 24_200, isWhole: false });
    expect([small.least, small.most]).toEqual([5, 32]); // a quarter of 20 kDa
    const whole = sizeRange({ dense: 60_000, filled: 121_000, isWhole: true });
    expect(whole.least).toBeCloseTo(4.4, 9); // 40 residues
    expect(whole.reason).toBe(
      "the density fills 121,000 Å³, about 100 kDa (909 residues) of protein, give or take 1.6 times",
    );
  });

  it("never exclude a cube of protein cut out by its own border", async () => {
    const { filled, dense, isWhole } = await cut([{ kind: "blob", which: 1 }]);
    const { least, most } = sizeRange({ filled, dense, isWhole });
    const own = massOfVolume(6 ** 3 * voxelVolume(twoCubes().grid));
    expect(least).toBeLessThan(Math.max(own, 4.4 + 1e-9));
    expect(most).toBeGreaterThan(own);
  });
});
