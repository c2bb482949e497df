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

it("fits and draws a part of a model, and moves it alone", async () => {
  const { client } = test;
  const [a, b] = (await client.call("takeApart", { model, by: "chains" })).models;
  const first = { model, motion: IDENTITY, atoms: [0, 20] };
  const part = await client.call("simulate", { ...first, resolution: 6 });
  const alone = await client.call("simulate", { model: a.id, motion: IDENTITY, resolution: 6 });
  expect([part.grid, part.max]).toEqual([alone.grid, alone.max]);
  const seen = { ...first, resolution: 6, bFactor: 30, accuracy: 0.01 } as const;
  const { map } = await client.call("simulateImages", seen);
  const { atoms: _, ...whole } = seen;
  const { map: own } = await client.call("simulateImages", { ...whole, model: a.id });
  expect([map.grid, map.max]).toEqual([own.grid, own.max]);
  const shifted = { ...IDENTITY, shift: [1, 0, 0] as const };
  const climb = { map: alone.id, motion: shifted, level: 0.1, resolution: 6 };
  const fitted = await client.call("refine", { ...climb, model, atoms: [0, 20] });
  expect(fitted.motion).toEqual((await client.call("refine", { ...climb, model: a.id })).motion);
  expect(fitted.motion).not.toEqual((await client.call("refine", { ...climb, model })).motion);
  await expect(client.call("refine", { ...climb, model, atoms: [900, 950] })).rejects.toThrow(/No atom/);
  const { models } = await client.call("moveAtoms", { ...first, motion: shifted, to: IDENTITY });
  const [moved] = models;
  expect(moved).toMatchObject({ atoms: 60, chains: ["A", "B"] });
  const parts = (await client.call("takeApart", { model: moved.id, by: "chains" })).models;
  parts.forEach(({ centre }, n) => {
    const before = [a, b][n].centre;
    expect(centre[0]).toBeCloseTo(before[0] + n, 9);
    expect(centre[1]).toBeCloseTo(before[1], 9);
  });
});

it("makes the map of all copies of a model, each as dense as it", async () => {
  const { client } = test;
  const alone = { model, motion: IDENTITY, resolution: 6 };
  const away = { rotation: IDENTITY.rotation, shift: [100, 0, 0] as const };
  const one = await client.call("simulate", alone);
  const two = await client.call("simulate", { ...alone, copies: [IDENTITY, away] });
  expect(two.max).toBeCloseTo(one.max, 6);
  // 100 Å farther along x at 2 Å per sample, and nowhere else.
  expect(two.grid.size).toEqual([one.grid.size[0] + 50, one.grid.size[1], one.grid.size[2]]);
  const mass = ({ mean, grid }: typeof one) => mean * grid.size.reduce((product, n) => product * n, 1);
  expect(mass(two) / mass(one)).toBeCloseTo(2, 3);
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
  const balls = await client.call("simulate", { ...common, options: { balls: true, displayThreshold: 0.5 } });
  expect(balls.grid).toEqual(plain.grid);
  expect(balls.max).not.toBeCloseTo(plain.max, 2);
  const low = await client.call("simulate", { ...common, options: { displayThreshold: 0.99 } });
  const high = await client.call("simulate", { ...common, options: { displayThreshold: 0.5 } });
  expect(low.level.value).toBeLessThan(high.level.value);
  expect(high.level.reason).toBe("encloses 50 % of the mass");
});

it("makes model maps from electron scattering, with B and resolution as asked for, and says why", async () => {
  const { client } = test;
  const common = { model, motion: IDENTITY, resolution: 6, bFactor: 30, accuracy: 0.01 } as const;
  const { map: plain, reasons } = await client.call("simulateImages", common);
  expect(reasons).toEqual([expect.stringMatching(/^Images end at [\d.]+ × the resolution/)]);
  expect(plain.level.reason).toBe("encloses 95 % of the positive mass");
  const { map: blurred } = await client.call("simulateImages", { ...common, bFactor: 300 });
  expect(blurred.max).toBeLessThan(plain.max);
  // The same resolution for both chains is that resolution for all.
  const coarse = { ...common, like: plain.id, local: { chains: { A: 9, B: 9 } } };
  const { map: byChain } = await client.call("simulateImages", coarse);
  const { map: all } = await client.call("simulateImages", { ...common, like: plain.id, resolution: 9 });
  expect(byChain.grid).toEqual(plain.grid);
  expect(byChain.max / all.max).toBeCloseTo(1, 2);
  await expect(client.call("simulateImages", { ...common, local: { chains: { Q: 5 } } })).rejects.toThrow(
    /no chain Q/,
  );
});

it("makes Gaussians of a map, patches as chains, and the map of them again", async () => {
  const { client } = test;
  const map = await client.call("simulate", { model, motion: IDENTITY, resolution: 8 });
  const request = { map: map.id, count: 40, resolution: 8, patches: 3, steps: 60, seed: 1 };
  const made = await client.call("buildGaussians", request);
  const [gaussians] = made.models;
  expect(gaussians).toMatchObject({ atoms: 40, description: { format: "gaussians" } });
  expect(gaussians.chains.toSorted()).toEqual(["A", "B", "C"]);
  expect(made.misfit[1]).toBeLessThan(Math.min(0.1, made.misfit[0]));
  const shape = await client.call("shape", { model: gaussians.id });
  expect(shape.bonds).toHaveLength(0);
  expect(shape.atomRadius?.every((width) => width > 0.5 && width < 20)).toBe(true);
  const again = await client.call("drawGaussians", {
    model: gaussians.id,
    motion: IDENTITY,
    onGridOf: map.id,
  });
  expect(again.grid).toEqual(map.grid);
  const middle = { axis: 2, index: Math.floor(map.grid.size[2] / 2) } as const;
  const [seen, wanted] = await Promise.all(
    [again, map].map(({ id }) => client.call("plane", { map: id, ...middle })),
  );
  const square = (values: Float32Array) => values.reduce((sum, value) => sum + value ** 2, 0);
  const missed = square(seen.values.map((value, n) => value - wanted.values[n]));
  expect(missed / square(wanted.values)).toBeLessThan(0.01);
  const own = await client.call("drawGaussians", { model: gaussians.id, motion: IDENTITY });
  expect(own.max / map.max).toBeGreaterThan(0.9);
  await expect(client.call("drawGaussians", { model, motion: IDENTITY })).rejects.toThrow("gmm build");
  // Without a number, as many as e2gmm's program takes for the resolution.
  const { count: _, ...byRule } = request;
  expect((await client.call("buildGaussians", byRule)).count).toBeGreaterThan(10);
});
