import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import {
  type DifferenceRequest,
  type DifferenceScale,
  differenceMap,
  differencePeaks,
} from "#core/validate/difference-map.ts";
import {
  type DirectCoefficient,
  directCoefficients,
  directValue,
} from "#core/validate/direct-sums.testing.ts";
import { findPeaks } from "#core/validate/peaks.ts";
import { halfMapDifference, scaledInShells } from "#core/validate/shell-difference.ts";
import { mapAt, SMALL_GRID, smallModel } from "#core/validate/validate.testing.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const D = 3;
const structure = smallModel();
let exact: Volume;
let seen: Volume;
let halves: readonly [Volume, Volume];

beforeAll(async () => {
  exact = await mapAt(structure, D);
  halves = [noisy(exact, 0.3, 1), noisy(exact, 0.3, 2)];
  seen = {
    grid: exact.grid,
    values: exact.values.map((_, n) => 40 * (halves[0].values[n] + halves[1].values[n]) + 7),
  };
});

function noisy({ grid, values }: Volume, part: number, seed: number): Volume {
  const random = createRandom(seed);
  const sd = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  return { grid, values: values.map((value) => value + part * sd * randomNormal(random)) };
}

function difference(scale: DifferenceScale, changes: Partial<DifferenceRequest> = {}) {
  const usual = { structure, map: seen, resolution: D, scale, bFactor: "file", halves } as const;
  return differenceMap({ ...usual, ...changes }, referenceImageKernel, quietJob);
}

const isOf = (chain: string, number: number) => (n: number) =>
  structure.chainId[n] === chain && structure.residueNumber[n] === number;

function only(uses: (n: number) => boolean): Structure {
  return subset(structure, Array.from({ length: structure.atomCount }, (_, n) => n).filter(uses), "part");
}

function distanceTo(place: readonly number[], uses: (n: number) => boolean): number {
  const atoms = only(uses);
  return Math.min(
    ...Array.from({ length: atoms.atomCount }, (_, n) =>
      Math.hypot(...place.map((x, axis) => x - atoms.xyz[3 * n + axis])),
    ),
  );
}

describe("difference maps", () => {
  const scales: readonly DifferenceScale[] = ["global", "shells", "local", "half maps"];

  it.each(scales)("show a residue that the model lacks as their highest peak (%s)", async (scale) => {
    const lacking = only((n) => !isOf("A", 2)(n));
    const made = await difference(scale, { structure: lacking });
    const peaks = await differencePeaks(made, lacking, { resolution: D, most: 3 }, quietJob);
    expect(peaks[0].height).toBeGreaterThan(5);
    expect(distanceTo(peaks[0].place, isOf("A", 2))).toBeLessThan(1.5);
    const nearest = peaks[0].atom;
    const apart = Math.hypot(...peaks[0].place.map((x, axis) => x - lacking.xyz[3 * nearest + axis]));
    expect(peaks[0].distance).toBeCloseTo(apart, 9);
  });

  it.each(scales)("show a residue that the map lacks as their deepest hole (%s)", async (scale) => {
    const place = { rotation: [0, 0, 0, 1], shift: [0, 0, 7] } as const;
    const ghost = moveStructure(only(isOf("B", 3)), place);
    const joined = {
      ...structure,
      atomCount: structure.atomCount + ghost.atomCount,
      xyz: Float64Array.from([...structure.xyz, ...ghost.xyz]),
      element: [...structure.element, ...ghost.element],
      occupancy: Float32Array.from([...structure.occupancy, ...ghost.occupancy]),
      bFactor: Float32Array.from([...structure.bFactor, ...ghost.bFactor]),
    };
    const made = await difference(scale, { structure: joined });
    const peaks = await differencePeaks(made, joined, { resolution: D, most: 5 }, quietJob);
    const deepest = peaks.filter(({ height }) => height < 0)[0];
    expect(deepest.height).toBeLessThan(-3);
    expect(deepest.atom).toBeGreaterThanOrEqual(structure.atomCount);
    expect(deepest.distance).toBeLessThan(1.5);
  });

  it.each(["global", "shells", "local"] as const)(
    "of a map and its own model hold next to nothing (%s)",
    async (scale) => {
      const map = { grid: exact.grid, values: exact.values.map((value) => 12 * value - 3) };
      const { sigma } = await difference(scale, { map });
      const { sigma: whole } = await difference("global", { map, structure: only(isOf("A", 1)) });
      expect(sigma / whole).toBeLessThan(1e-3);
    },
  );

  it("are in units of σ: another scale and offset of the map change σ only", async () => {
    const other = { grid: seen.grid, values: seen.values.map((value) => 0.01 * value + 5) };
    const lacking = only((n) => !isOf("A", 2)(n));
    for (const scale of ["global", "shells", "local"] as const) {
      const [a, b] = [
        await difference(scale, { structure: lacking }),
        await difference(scale, { structure: lacking, map: other }),
      ];
      expect(b.sigma / a.sigma).toBeCloseTo(0.01, 5);
      const far = a.volume.values.reduce((most, v, n) => Math.max(most, Math.abs(v - b.volume.values[n])), 0);
      expect(far).toBeLessThan(0.01);
    }
  });

  it("by shells see past another fall-off, by window past another strength of a part", async () => {
    const sharper = { ...structure, bFactor: structure.bFactor.map((b) => b + 60) };
    const [uniform, byShells] = [
      await difference("global", { map: exact, structure: sharper }),
      await difference("shells", { map: exact, structure: sharper }),
    ];
    expect(byShells.sigma).toBeLessThan(uniform.sigma / 4);
    const strong = {
      ...structure,
      occupancy: structure.occupancy.map((_, n) => (structure.chainId[n] === "A" ? 1 : 0.4)),
    };
    const uneven = await mapAt(strong, D);
    const [whole, local] = [
      await difference("shells", { map: uneven }),
      await difference("local", { map: uneven }),
    ];
    expect(local.sigma).toBeLessThan(whole.sigma / 1.5);
  });

  it("are refused without half maps where these decide, on another grid, and of a model outside the map", async () => {
    await expect(difference("half maps", { halves: undefined })).rejects.toThrow("needs both");
    const grid = createGrid([26, 27, 28], [0, 0, 0], [1, 1, 1]);
    const half = { grid, values: exact.values };
    await expect(difference("half maps", { halves: [half, half] })).rejects.toThrow("grid of the map");
    const away = moveStructure(structure, { rotation: [0, 0, 0, 1], shift: [500, 0, 0] });
    await expect(difference("global", { structure: away })).rejects.toThrow("outside the map");
  });
});

describe("by direct sums on a small box", () => {
  const SIZE = [9, 10, 11] as const;
  const grid = createGrid([...SIZE], [0, 0, 0], [1.2, 1.1, 1]);
  const FINEST = 3.6;
  const noise = (seed: number) => {
    const random = createRandom(seed);
    return volumeOf(grid, () => randomNormal(random) + 2);
  };
  const model = noise(1);
  /** What the model has, what it lacks, and noise. */
  const plus = (seed: number): Volume => {
    const [lacks, own] = [noise(9), noise(seed)];
    const values = model.values.map((value, n) => 1.5 * value + lacks.values[n] + 0.5 * own.values[n]);
    return { grid, values };
  };
  /** All in one shell: there are fewer than 100. */
  const within = (volume: Volume) => directCoefficients(volume).filter(({ q }) => q > 0 && q < 1 / FINEST);
  const total = (all: readonly DirectCoefficient[], f: (n: number) => number) =>
    all.reduce((sum, _, n) => sum + f(n), 0);

  it("scales in shells are those of least squares", async () => {
    const map = plus(2);
    const [fo, fc] = [within(map), within(model)];
    const scale =
      total(fo, (n) => fo[n].re * fc[n].re + fo[n].im * fc[n].im) /
      total(fc, (n) => fc[n].re ** 2 + fc[n].im ** 2);
    expect(fo.length).toBeLessThan(100);
    expect(scale).toBeGreaterThan(1);
    const made = await scaledInShells(map, model, FINEST, quietJob);
    for (const place of [
      [0, 0, 0],
      [4, 7, 2],
      [8, 9, 10],
    ] as const) {
      const at = place[0] + SIZE[0] * (place[1] + SIZE[1] * place[2]);
      expect(made.map.values[at]).toBeCloseTo(directValue(fo, SIZE, place), 5);
      expect(made.model.values[at]).toBeCloseTo(scale * directValue(fc, SIZE, place), 5);
    }
  });

  it("half maps give weights of noise and of what the model lacks", async () => {
    const [one, two] = [plus(2), plus(3)];
    const [f1, f2, fc] = [within(one), within(two), within(model)];
    const fo = f1.map((f, n) => ({ ...f, re: (f.re + f2[n].re) / 2, im: (f.im + f2[n].im) / 2 }));
    const power = (f: readonly DirectCoefficient[]) =>
      total(f, (n) => f[n].re ** 2 + f[n].im ** 2) / f.length;
    const cross = (a: readonly DirectCoefficient[], b: readonly DirectCoefficient[]) =>
      total(a, (n) => a[n].re * b[n].re + a[n].im * b[n].im) / a.length;
    const minus = (a: readonly DirectCoefficient[], k: number, b: readonly DirectCoefficient[]) =>
      a.map((f, n) => ({ ...f, re: f.re - k * b[n].re, im: f.im - k * b[n].im }));
    const noiseVariance = power(minus(f1, 1, f2)) / 4;
    const left = minus(fo, cross(fo, fc) / power(fc), fc);
    const lacking = power(left) - noiseVariance;
    const half = cross(f1, f2) / Math.sqrt(power(f1) * power(f2));
    const full = (2 * half) / (1 + half);
    const weight = lacking / (lacking + noiseVariance) / Math.sqrt(full * power(fo));
    expect(lacking).toBeGreaterThan(0);
    const made = await halfMapDifference([one, two], model, FINEST, quietJob);
    for (const place of [
      [1, 2, 3],
      [8, 0, 5],
    ] as const) {
      const at = place[0] + SIZE[0] * (place[1] + SIZE[1] * place[2]);
      expect(made.values[at]).toBeCloseTo(weight * directValue(left, SIZE, place), 5);
    }
  });

  it("half maps that agree in nothing give nothing", async () => {
    const opposite = { grid, values: model.values.map((value) => -value) };
    const made = await halfMapDifference([model, opposite], model, FINEST, quietJob);
    expect(new Set(made.values)).toEqual(new Set([0]));
  });
});

describe("peaks", () => {
  const search = { least: 0.5, apart: 2, most: 10 };

  it("lie where parabolas top, between samples, with their height", async () => {
    const grid = createGrid([12, 12, 12], [5, 6, 7], [1, 1.5, 2]);
    const place = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 4.6, max: 6.4, noNaN: true })));
    await fc.assert(
      fc.asyncProperty(place, async ([a, b, c]) => {
        const bowl = volumeOf(
          grid,
          (i, j, k) => 3 - 0.1 * (i - a) ** 2 - 0.05 * (j - b) ** 2 - 0.2 * (k - c) ** 2,
        );
        const [peak, ...others] = await findPeaks(bowl, 1, search, quietJob);
        expect(others).toHaveLength(0);
        const expected = ijkToXyz(grid, [a, b, c]);
        for (let axis = 0; axis < 3; axis++) expect(peak.place[axis]).toBeCloseTo(expected[axis], 3);
        expect(peak.height).toBeCloseTo(3, 4);
      }),
      { numRuns: 20 },
    );
  });

  it("come strongest first, apart from each other, and of equal neighbours one", async () => {
    const heights = new Map([
      [[3, 3, 3].join(), 2],
      [[4, 3, 3].join(), 2],
      [[3, 5, 3].join(), 1.5],
      [[8, 8, 8].join(), 4],
      [[8, 2, 8].join(), 0.4],
      [[0, 5, 5].join(), 9],
      [[6, 2, 6].join(), -3],
    ]);
    const map = volumeOf(unitGrid(11, 11, 11), (i, j, k) => heights.get([i, j, k].join()) ?? 0);
    const high = await findPeaks(map, 1, { ...search, apart: 2.5 }, quietJob);
    expect(high.map(({ height }) => Math.round(height))).toEqual([4, 2]);
    const low = await findPeaks(map, -1, search, quietJob);
    expect(low.map(({ place }) => place)).toEqual([[6, 2, 6]]);
    expect(await findPeaks(map, 1, { ...search, most: 1 }, quietJob)).toHaveLength(1);
    await expect(findPeaks(map, 1, search, cancelledJob)).rejects.toMatchObject({ code: "cancelled" });
  });
});

it("the box of these tests holds the model", () => {
  for (let axis = 0; axis < 3; axis++) {
    const low = SMALL_GRID.origin[axis];
    for (let n = 0; n < structure.atomCount; n++)
      expect(structure.xyz[3 * n + axis]).toBeGreaterThan(low + 3);
  }
});
