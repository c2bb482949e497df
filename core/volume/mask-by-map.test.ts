import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { growMask } from "#core/volume/mask.ts";
import { maskByMap, zoneVolume } from "#core/volume/mask-by-map.ts";
import { anyVolume, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const ones = volumeOf(unitGrid(7, 1, 1), () => 1);

describe("zoneVolume", () => {
  it("keeps what lies within the range of a point, the border included", async () => {
    const zone = (invert: boolean) =>
      zoneVolume(ones, Float64Array.of(2, 0, 0), { range: 1, invert }, quietJob);
    expect([...(await zone(false)).values]).toEqual([0, 1, 1, 1, 0, 0, 0]);
    expect([...(await zone(true)).values]).toEqual([1, 0, 0, 0, 1, 1, 1]);
  });

  it("and its inverse make up the map", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.double({ min: 0, max: 5, noNaN: true }), async (volume, range) => {
        const near = await zoneVolume(volume, Float64Array.of(1, 1, 1), { range, invert: false }, quietJob);
        const far = await zoneVolume(volume, Float64Array.of(1, 1, 1), { range, invert: true }, quietJob);
        expect(near.values.map((v, n) => v + far.values[n])).toEqual(volume.values.map((v) => v + 0)); // no −0
      }),
    );
  });
});

describe("maskByMap", () => {
  const peak = volumeOf(unitGrid(7, 1, 1), (i) => (i === 3 ? 2 : 0));
  const masked = async (pad: number, invert = false) => [
    ...(await maskByMap(ones, peak, { level: 1, pad, invert }, quietJob)).values,
  ];

  it("keeps what lies inside the other map's surface", async () => {
    expect(await masked(0)).toEqual([0, 0, 0, 1, 0, 0, 0]);
    expect(await masked(0, true)).toEqual([1, 1, 1, 0, 1, 1, 1]);
  });

  it("grows or shrinks the surface by the pad", async () => {
    expect(await masked(2)).toEqual([0, 1, 1, 1, 1, 1, 0]);
    expect(await masked(-1)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("samples the other map between its voxels", async () => {
    const coarse = volumeOf({ ...unitGrid(4, 1, 1), voxelSize: [2, 1, 1] }, (i) => (i === 1 ? 2 : 0)); // 2 at x = 2
    expect([
      ...(await maskByMap(ones, coarse, { level: 1, pad: 0, invert: false }, quietJob)).values,
    ]).toEqual([0, 1, 1, 1, 0, 0, 0]);
  });
});

it("a mask that grew holds what it held", async () => {
  const mask = {
    grid: unitGrid(5, 5, 1),
    inside: Uint8Array.from({ length: 25 }, (_, n) => (n === 12 ? 1 : 0)),
  };
  const grown = await growMask(mask, 1, quietJob);
  expect([...grown.inside.keys()].filter((n) => grown.inside[n] === 1)).toEqual([7, 11, 12, 13, 17]);
});
