import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { measure } from "#core/volume/stats.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { EngineClient } from "#workers/client.ts";
import { startTestEngine, testFiles } from "#workers/engine.testing.ts";
import type { MapEdit, ModelId, VolumeId } from "#workers/protocol.ts";

const files = testFiles();
const { value: original } = volumeFromMrc(readMrc(files.map).value);

let client: EngineClient;
let end: () => Promise<void>;
let map: VolumeId;
let model: ModelId;
let level: number;

beforeEach(async () => {
  ({ client, end } = startTestEngine());
  const summary = await client.call("openMap", { name: "a.mrc", bytes: files.map });
  const { models } = await client.call("openModel", { name: "b.cif", bytes: files.model });
  map = summary.id;
  level = summary.level.value;
  model = models[0].id;
});
afterEach(() => end());

async function open(volume: Volume): Promise<VolumeId> {
  return (await client.call("openMap", { name: "made.mrc", bytes: writeMrc(volume) })).id;
}

async function valuesOf(id: VolumeId): Promise<Volume> {
  const { bytes } = await client.call("writeMap", { map: id });
  return volumeFromMrc(readMrc(bytes).value).value;
}

const near = () => [{ model, motion: files.truth }];

describe("editing", () => {
  it("makes a new map and leaves the old one alone", async () => {
    const edit = { kind: "scale", factor: 2 } as const;
    const { map: made } = await client.call("editMap", { map, edit, name: "a scaled" });
    expect([made.id, made.name]).not.toContain(map);
    expect(made.max).toBeCloseTo(2 * measure(original).max, 5);
    expect((await valuesOf(map)).values).toEqual(original.values);
  });

  it("keeps where a map came from in its labels", async () => {
    const first = { kind: "gaussian", sigma: 1.5 } as const;
    const { map: blurred } = await client.call("editMap", { map, edit: first, name: "b" });
    const second = { kind: "erase", centre: [1, 2, 3], radius: 4, value: 0, outside: false } as const;
    const { map: erased } = await client.call("editMap", { map: blurred.id, edit: second, name: "c" });
    expect(erased.description.labels.slice(-2)).toEqual([
      "Mapwright: gaussian sDev 1.5 A of a.mrc",
      "Mapwright: erase r 4 A at 1,2,3 of b",
    ]);
  });

  it("zones about atoms where they are placed, all or some of them", async () => {
    const zoned = async (edit: MapEdit) =>
      valuesOf((await client.call("editMap", { map, edit, name: "z" })).map.id);
    const all = await zoned({ kind: "zone", near: near(), range: 4, invert: false });
    const rest = await zoned({ kind: "zone", near: near(), range: 4, invert: true });
    expect(all.values.map((v, n) => v + rest.values[n])).toEqual(original.values);
    const some = [{ model, motion: files.truth, atoms: [0, 3] }];
    const few = await zoned({ kind: "zone", near: some, range: 4, invert: false });
    const count = (values: Float32Array) => values.filter((v) => v !== 0).length;
    expect(count(few.values)).toBeGreaterThan(0);
    expect(count(few.values)).toBeLessThan(count(all.values) / 2);
  });

  it("subtracts with the factor of least rms and says which", async () => {
    const { map: third } = await client.call("editMap", {
      map,
      edit: { kind: "scale", factor: 0.25 },
      name: "q",
    });
    const edit: MapEdit = { kind: "subtract", other: third.id, factors: { leastRmsAbove: level / 4 } };
    const { map: rest, note } = await client.call("editMap", { map, edit, name: "d" });
    expect(note).toBe("Scaled by 4 for the least rms.");
    expect(Math.max(Math.abs(rest.min), rest.max)).toBeLessThan(1e-6);
  });

  it("masks by another map, resamples on its grid, and makes empty maps", async () => {
    const grid = { ...original.grid, origin: original.grid.origin, voxelSize: [3, 3, 3] as const };
    const empty = await client.call("newMap", { name: "none", grid });
    expect([empty.name, empty.min, empty.max]).toEqual(["none", 0, 0]);
    const mask: MapEdit = { kind: "mask", by: empty.id, level: 1, pad: 0, invert: true };
    const masked = await client.call("editMap", { map, edit: mask, name: "m" });
    expect((await valuesOf(masked.map.id)).values).toEqual(original.values);
    const onGrid: MapEdit = { kind: "resample", onGrid: empty.id };
    const resampled = await client.call("editMap", { map, edit: onGrid, name: "r" });
    expect(resampled.map.grid.voxelSize).toEqual([3, 3, 3]);
  });

  it("previews what an edit would take away", async () => {
    const edit: MapEdit = { kind: "zone", near: near(), range: 100, invert: true }; // everything
    const { mesh, share } = await client.call("previewEdit", { map, edit, level });
    expect(share).toBe(1);
    const { mesh: surface } = await client.call("contour", { map, level, step: 1, dust: 0 });
    expect(mesh.positions.length).toBe(surface.positions.length);
    await expect(
      client.call("previewEdit", { map, edit: { kind: "bin", size: [2, 2, 2] }, level }),
    ).rejects.toThrow(/nothing to preview/);
  });

  it.each([
    [{ kind: "erase", centre: [0, 0], radius: 1, value: 0, outside: false }],
    [{ kind: "melt" }],
    [{ kind: "bin", size: [0.5, 1, 1] }],
    [{ kind: "zone", near: [], range: 3, invert: false }],
  ])("refuses what is no edit: %j", async (edit) => {
    await expect(
      client.call("editMap", { map, edit: edit as unknown as MapEdit, name: "x" }),
    ).rejects.toMatchObject({ code: "input" });
  });
});

describe("surfaces", () => {
  it("of a region end at its border", async () => {
    const [nx, ny, nz] = original.grid.size;
    const region = { first: [0, 0, 0], last: [Math.floor(nx / 2), ny - 1, nz - 1] } as const;
    const whole = await client.call("contour", { map, level, step: 1, dust: 0 });
    const half = await client.call("contour", { map, level, step: 1, dust: 0, region });
    const border = original.grid.origin[0] + region.last[0] * original.grid.voxelSize[0];
    const highest = Math.max(...half.mesh.positions.filter((_, n) => n % 3 === 0));
    // Faces are closed at the border, to a ten-thousandth of a voxel.
    expect(highest).toBeLessThanOrEqual(border + 1e-4 * original.grid.voxelSize[0]);
    expect(half.enclosedVolume).toBeLessThan(whole.enclosedVolume);
    const plane = await client.call("contour", {
      map,
      level,
      step: 1,
      dust: 0,
      region: { first: [3, 0, 0], last: [3, ny - 1, nz - 1] },
    });
    expect(plane.mesh.indices).toHaveLength(0);
  });

  it("near atoms, with the nearest of them and the density of another map at every vertex", async () => {
    const by = await open(volumeOf({ ...original.grid }, () => 7));
    const zone = { near: near(), distance: 2.5 };
    const shown = { map, level: level / 4, step: 1, dust: 0 };
    const all = await client.call("contour", { ...shown, paint: { by } });
    const kept = await client.call("contour", { ...shown, zone, paint: { near: near(), distance: 2.5 } });
    expect(kept.mesh.positions.length).toBeGreaterThan(0);
    expect(kept.mesh.positions.length).toBeLessThan(all.mesh.positions.length);
    if (!all.paint || !("values" in all.paint) || !kept.paint || !("nearest" in kept.paint))
      throw new Error("paint");
    expect(new Set(all.paint.values)).toEqual(new Set([7]));
    expect(kept.paint.starts).toEqual([0]);
    expect(Math.min(...kept.paint.nearest)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...kept.paint.nearest)).toBeLessThan(60);
  });

  it("are measured", async () => {
    const ball = await open(
      volumeOf(unitGrid(24, 24, 24), (i, j, k) => 8 - Math.hypot(i - 12, j - 12, k - 12)),
    );
    const size = await client.call("measureSurface", { map: ball, level: 0, step: 1, dust: 0 });
    expect(size.pieces).toBe(1);
    expect(size.volume / ((4 / 3) * Math.PI * 512)).toBeCloseTo(1, 1);
    expect(size.area / (4 * Math.PI * 64)).toBeCloseTo(1, 1);
  });
});

describe("measures", () => {
  it("of densities at atoms leave out those outside the map", async () => {
    const sevens = await open(volumeOf({ ...original.grid }, () => 7));
    expect(await client.call("measureAtoms", { map: sevens, near: near() })).toEqual({
      atoms: 60,
      outside: 0,
      min: 7,
      max: 7,
      mean: 7,
      sd: 0,
    });
    const away = [{ model, motion: { ...IDENTITY, shift: [1000, 0, 0] as const } }];
    expect(await client.call("measureAtoms", { map: sevens, near: away })).toMatchObject({
      atoms: 60,
      outside: 60,
    });
  });

  it("of a map with itself correlate fully", async () => {
    const own = await client.call("correlateMaps", { map, inMap: map, level });
    expect(own.correlation).toBeCloseTo(1, 9);
    expect(own.points).toBe(original.values.filter((v) => v >= level).length);
    const all = await client.call("correlateMaps", { map, inMap: map, level: null });
    expect(all.points).toBe(original.values.filter((v) => v !== 0).length);
  });
});

describe("a surface below zero", () => {
  it("encloses what lies below it, as the surface of the map with its sign changed", async () => {
    const minus = { grid: original.grid, values: original.values.map((value) => -value) };
    const id = await open(minus);
    const above = await client.call("contour", { map, level, step: 1, dust: 0 });
    const below = await client.call("contour", { map: id, level: -level, step: 1, dust: 0 });
    expect(below.mesh.positions).toEqual(above.mesh.positions);
    expect(below.enclosedVolume).toBe(above.enclosedVolume);
  });
});
