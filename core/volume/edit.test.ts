import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { editVolume, type VolumeEdit } from "#core/volume/edit.ts";
import { createGrid } from "#core/volume/grid.ts";
import { measure } from "#core/volume/stats.ts";
import { anyVolume, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const line = (...values: number[]) => ({
  grid: unitGrid(values.length, 1, 1),
  values: Float32Array.from(values),
});
const edited = async (volume: ReturnType<typeof line>, edit: VolumeEdit) => [
  ...(await editVolume(volume, edit, quietJob)).values,
];
const ALL: readonly VolumeEdit[] = [
  { kind: "copy" },
  { kind: "erase", centre: [0, 0, 0], radius: 2, value: 7, outside: false },
  { kind: "threshold", minimum: 0 },
  { kind: "gaussian", sigma: 1 },
  { kind: "bfactor", b: 50 },
  { kind: "flip", axes: "xyz" },
  { kind: "bin", size: [2, 2, 2] },
  { kind: "scale", factor: 2, shift: 1 },
  { kind: "spacing", spacing: 0.7 },
  { kind: "crop", first: [0, 0, 0], last: [0, 0, 0] },
];

describe("every edit", () => {
  it.each(ALL)("leaves the map it was given as it is: $kind", async (edit) => {
    await fc.assert(
      fc.asyncProperty(anyVolume, async (volume) => {
        const before = volume.values.slice();
        const after = await editVolume(volume, edit, quietJob);
        expect(volume.values).toEqual(before);
        expect(after.values.buffer).not.toBe(volume.values.buffer);
        expect(after.values).toHaveLength(after.grid.size[0] * after.grid.size[1] * after.grid.size[2]);
      }),
      { numRuns: 20 },
    );
  });

  it.each(ALL.filter(({ kind }) => ["threshold", "bfactor", "bin", "scale", "spacing"].includes(kind)))(
    "can be cancelled: $kind",
    async (edit) => {
      const volume = volumeOf(unitGrid(4, 4, 4), (i) => i);
      await expect(editVolume(volume, edit, cancelledJob)).rejects.toMatchObject({ code: "cancelled" });
    },
  );
});

describe("erase", () => {
  it("writes the value no farther than the radius, the border included", async () => {
    const row = line(1, 1, 1, 1, 1, 1);
    expect(
      await edited(row, { kind: "erase", centre: [2, 0, 0], radius: 1, value: 0, outside: false }),
    ).toEqual([1, 0, 0, 0, 1, 1]);
    expect(
      await edited(row, { kind: "erase", centre: [2, 0, 0], radius: 1, value: -3, outside: true }),
    ).toEqual([-3, 1, 1, 1, -3, -3]);
  });

  it("chooses exactly the voxels within the radius, on any grid", async () => {
    const coordinate = fc.double({ min: -6, max: 12, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        anyVolume,
        fc.tuple(coordinate, coordinate, coordinate),
        fc.double({ min: 0.3, max: 6, noNaN: true }),
        fc.boolean(),
        async (volume, centre, radius, outside) => {
          const edit = { kind: "erase", centre, radius, value: 99, outside } as const;
          const { grid, values } = await editVolume(volume, edit, quietJob);
          const [nx, ny] = grid.size;
          values.forEach((value, n) => {
            const ijk = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
            const apart = Math.hypot(
              ...ijk.map((x, a) => grid.origin[a] + x * grid.voxelSize[a] - centre[a]),
            );
            if (Math.abs(apart - radius) < 1e-6) return; // either side by rounding
            expect(value).toBe(apart < radius !== outside ? 99 : volume.values[n]);
          });
        },
      ),
    );
  });

  it("needs a radius", async () => {
    const edit = { kind: "erase", centre: [0, 0, 0], radius: 0, value: 0, outside: false } as const;
    await expect(edited(line(1), edit)).rejects.toThrow(/radius/);
  });
});

describe("threshold", () => {
  it("clamps to the limits, or sets what lies beyond", async () => {
    const row = line(-2, 0, 1, 5);
    expect(await edited(row, { kind: "threshold", minimum: 0.5 })).toEqual([0.5, 0.5, 1, 5]);
    expect(await edited(row, { kind: "threshold", minimum: 0.5, set: 0 })).toEqual([0, 0, 1, 5]);
    expect(await edited(row, { kind: "threshold", maximum: 1, setMaximum: 9 })).toEqual([-2, 0, 1, 9]);
    expect(await edited(row, { kind: "threshold", minimum: 0, maximum: 1 })).toEqual([0, 0, 1, 1]);
  });

  it("needs a limit, and the minimum below the maximum", async () => {
    await expect(edited(line(1), { kind: "threshold" })).rejects.toThrow(/minimum or a maximum/);
    await expect(edited(line(1), { kind: "threshold", minimum: 2, maximum: 1 })).rejects.toThrow(
      /not be larger/,
    );
  });
});

describe("scale", () => {
  it("shifts before it scales", async () => {
    expect(await edited(line(1, 2), { kind: "scale", shift: 1, factor: 3 })).toEqual([6, 9]);
  });

  it("brings a map to a standard deviation about 0, or to an rms", async () => {
    expect(await edited(line(1, 3), { kind: "scale", sd: 2 })).toEqual([-2, 2]); // mean 2, sd 1
    const [a, b] = await edited(line(3, 4), { kind: "scale", rms: 1 }); // rms √12.5
    expect(a / b).toBeCloseTo(0.75, 6);
    expect(a * a + b * b).toBeCloseTo(2, 6);
    await expect(edited(line(2, 2), { kind: "scale", sd: 1 })).rejects.toThrow(/constant/);
    await expect(edited(line(1, 2), { kind: "scale", sd: 1, rms: 1 })).rejects.toThrow(/not both/);
  });
});

describe("flip", () => {
  it("reverses the planes along the axes named", async () => {
    const cube = volumeOf(unitGrid(2, 3, 2), (i, j, k) => i + 10 * j + 100 * k);
    const flipped = async (axes: "x" | "yz") =>
      (await editVolume(cube, { kind: "flip", axes }, quietJob)).values;
    expect([...(await flipped("x")).subarray(0, 4)]).toEqual([1, 0, 11, 10]);
    expect([...(await flipped("yz")).subarray(0, 2)]).toEqual([120, 121]);
  });

  it("twice is the map again", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.constantFrom("x", "y", "z", "xy", "yz", "xyz"), async (volume, axes) => {
        const once = await editVolume(volume, { kind: "flip", axes }, quietJob);
        expect((await editVolume(once, { kind: "flip", axes }, quietJob)).values).toEqual(volume.values);
      }),
    );
  });
});

describe("bin", () => {
  it("averages bins, puts them in their middle and leaves the rest out", async () => {
    const volume = {
      grid: createGrid([5, 1, 1], [10, 0, 0], [2, 1, 1]),
      values: Float32Array.of(1, 3, 5, 9, 100),
    };
    const { grid, values } = await editVolume(volume, { kind: "bin", size: [2, 2, 2] }, quietJob);
    expect([...values]).toEqual([2, 7]);
    expect(grid).toEqual({ size: [2, 1, 1], origin: [11, 0, 0], voxelSize: [4, 1, 1] });
  });

  it("keeps the mean of a map that the bins fill", async () => {
    const volume = volumeOf(unitGrid(4, 6, 4), (i, j, k) => Math.sin(i + 2 * j + 3 * k));
    const binned = await editVolume(volume, { kind: "bin", size: [2, 3, 4] }, quietJob);
    expect(measure(binned).mean).toBeCloseTo(measure(volume).mean, 6);
  });
});

describe("the B factor of a blur", () => {
  it("is 8π² times its variance", async () => {
    const point = volumeOf(unitGrid(31, 31, 31), (i, j, k) => (i === 15 && j === 15 && k === 15 ? 1 : 0));
    const byB = await editVolume(point, { kind: "bfactor", b: 8 * Math.PI ** 2 * 4 }, quietJob);
    const bySigma = await editVolume(point, { kind: "gaussian", sigma: 2 }, quietJob);
    // √(B ⁄ 8) ⁄ π is 2 but for its last digit.
    byB.values.forEach((value, n) => {
      expect(value).toBeCloseTo(bySigma.values[n], 9);
    });
  });
});

describe("a crop", () => {
  it("takes the box asked for, or that around a level", async () => {
    const map = volumeOf(createGrid([6, 5, 4], [10, 0, 0], [2, 1, 1]), (i, j, k) =>
      i === 3 && j === 2 && k === 1 ? 5 : 0,
    );
    const box = await editVolume(map, { kind: "crop", first: [2, 2, 0], last: [3, 4, 1] }, quietJob);
    expect(box.grid).toEqual({ size: [2, 3, 2], origin: [14, 2, 0], voxelSize: [2, 1, 1] });
    const trimmed = await editVolume(map, { kind: "trim", level: 1, margin: 1 }, quietJob);
    // A margin of 1 Å is one voxel along each axis (half a voxel of 2 Å is a whole one).
    expect(trimmed.grid).toEqual({ size: [3, 3, 3], origin: [14, 1, 0], voxelSize: [2, 1, 1] });
  });
});

describe("placing", () => {
  it("moves the grid and not the densities", async () => {
    const map = volumeOf(unitGrid(2, 2, 2), (i) => i);
    const { grid, values } = await editVolume(
      map,
      { kind: "place", origin: [1, 2, 3], voxelSize: [2, 2, 2] },
      quietJob,
    );
    expect(grid).toEqual({ size: [2, 2, 2], origin: [1, 2, 3], voxelSize: [2, 2, 2] });
    expect(values).toEqual(map.values);
  });
});

describe("spacing", () => {
  it("samples the same box anew", async () => {
    const ramp = volumeOf(createGrid([5, 1, 1], [10, 0, 0], [2, 1, 1]), (i) => i);
    const { grid, values } = await editVolume(ramp, { kind: "spacing", spacing: [1, 1, 1] }, quietJob);
    expect(grid).toEqual({ size: [9, 1, 1], origin: [10, 0, 0], voxelSize: [1, 1, 1] });
    expect([...values]).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]);
  });

  it("must be positive", async () => {
    await expect(edited(line(1, 2), { kind: "spacing", spacing: -1 })).rejects.toMatchObject({
      code: "input",
    });
  });
});
