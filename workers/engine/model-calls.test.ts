import { afterEach, beforeEach, expect, it } from "vitest";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { startTestEngine } from "#workers/engine.testing.ts";
import type { ModelId } from "#workers/protocol.ts";

let test: ReturnType<typeof startTestEngine>;
let model: ModelId;

beforeEach(async () => {
  test = startTestEngine();
  const blob = makeBlob(2);
  const two = { ...blob, chainId: blob.chainId.map((_, n) => (n < 20 ? "A" : "B")) };
  const { models } = await test.client.call("openModel", { name: "x.cif", bytes: writeMmcif([two]) });
  model = models[0].id;
});
afterEach(() => test.end());

it("takes models apart and puts them together where they are drawn", async () => {
  const { client } = test;
  const apart = await client.call("takeApart", { model, by: "chains" });
  expect(apart.models.map(({ name, atoms }) => [name, atoms])).toEqual([
    ["x chain A", 20],
    ["x chain B", 40],
  ]);
  await expect(client.call("takeApart", { model: apart.models[0].id, by: "chains" })).rejects.toThrow(
    /one part/,
  );
  const shifted = { ...IDENTITY, shift: [100, 0, 0] as const };
  const [a, b] = apart.models;
  const { models } = await client.call("combine", {
    placed: [
      { model: a.id, motion: shifted },
      { model: b.id, motion: shifted },
      { model: a.id, motion: IDENTITY },
    ],
    name: "again",
    retainIds: false,
  });
  expect(models[0]).toMatchObject({ name: "again", atoms: 80, chains: ["A", "B", "C"] });
  expect(await client.call("assemblies", { model })).toEqual({ assemblies: [] });
  await expect(client.call("assemble", { model, assembly: "1" })).rejects.toThrow(/its file states none/);
});

it("makes model maps on the grid and with the width asked for", async () => {
  const { client } = test;
  const common = { model, motion: IDENTITY, resolution: 6 };
  const plain = await client.call("simulate", common);
  expect(plain.grid.voxelSize[0]).toBeCloseTo(2, 9);
  const fine = await client.call("simulate", { ...common, options: { gridSpacing: 1.5, edgePadding: 0 } });
  expect(fine.grid.voxelSize[0]).toBeCloseTo(1.5, 9);
  // Padding: 3 × resolution on both sides is 18 samples of 2 Å more.
  expect(plain.grid.size[0]).toBeGreaterThanOrEqual(Math.floor((fine.grid.size[0] * 1.5) / 2) + 17);
  const cube = await client.call("simulate", { ...common, options: { cube: 20 } });
  expect(cube.grid.size).toEqual([20, 20, 20]);
  const centre = ({ origin, size, voxelSize }: typeof cube.grid) =>
    origin.map((x, axis) => x + ((size[axis] - 1) / 2) * voxelSize[axis]);
  centre(cube.grid).forEach((x, axis) => {
    expect(x).toBeCloseTo(centre(plain.grid)[axis], 6);
  });
  // The default width is 0.225 × resolution, exactly 1 / (π √2); a wider one has a lower peak and the same mass.
  const same = await client.call("simulate", {
    ...common,
    options: { sigmaFactor: 1 / (Math.PI * Math.SQRT2) },
  });
  expect(same.max).toBeCloseTo(plain.max, 6);
  const wide = await client.call("simulate", { ...common, options: { sigmaFactor: 0.5 } });
  expect(wide.max).toBeLessThan(plain.max);
  const low = await client.call("simulate", { ...common, options: { displayThreshold: 0.99 } });
  const high = await client.call("simulate", { ...common, options: { displayThreshold: 0.5 } });
  expect(low.level.value).toBeLessThan(high.level.value);
  expect(high.level.reason).toBe("encloses 50 % of the mass");
});
