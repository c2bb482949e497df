import { describe, expect, it } from "vitest";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { makeProbe, modelMask } from "#core/fit/probe.ts";
import type { PointSet } from "#core/kernel/fit-kernel.ts";
import { createRandom } from "#core/math/random.ts";
import { molmapKernel, simulateMolmap } from "#core/simulate/molmap.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { valueAt } from "#core/volume/trilinear.ts";

/** A cross in the plane z = 7 about (10, 20, 7): arms of 3 Å along x and 4 Å along y. */
const cross = makeStructure([
  { x: 13, y: 20, z: 7, atomName: "CA", residueNumber: 1 },
  { x: 7, y: 20, z: 7, atomName: "CB", residueNumber: 1 },
  { x: 10, y: 24, z: 7, atomName: "CA", residueNumber: 2 },
  { x: 10, y: 16, z: 7, atomName: "N", residueNumber: 2 },
  { x: 99, y: 99, z: 99, atomName: "H", element: "H", residueNumber: 2 },
  { x: 50, y: 50, z: 50, atomName: "O", residueName: "HOH", residueNumber: 3 },
]);

describe("makeProbe", () => {
  it("centre, radius of gyration and extent by hand; hydrogens and water do not count", () => {
    const { value: probe, warnings } = makeProbe(cross, "all");
    expect(warnings).toEqual([]);
    expect(probe).toMatchObject({ name: "made up", centre: [10, 20, 7], extent: 4 });
    expect(probe.radius).toBeCloseTo(Math.sqrt((9 + 9 + 16 + 16) / 4), 12);
    expect([...probe.atoms.xyz]).toEqual([3, 0, 0, -3, 0, 0, 0, 4, 0, 0, -4, 0]);
    expect([...probe.atoms.weight]).toEqual([1, 1, 1, 1]);
    expect([...probe.matter.weights]).toEqual([6, 6, 6, 7]);
    expect(probe.matter.xyz).toEqual(probe.atoms.xyz);
  });

  it("fits the backbone only, but makes model maps of all heavy atoms about the same centre", () => {
    const { value: probe } = makeProbe(cross, "backbone");
    expect(probe.atoms.weight).toHaveLength(3);
    expect(probe.centre[0]).toBeCloseTo((13 + 10 + 10) / 3, 12);
    expect(probe.matter.weights).toHaveLength(4);
    expect(probe.matter.xyz[3]).toBeCloseTo(7 - 11, 12); // the side chain's atom
  });

  it("counts atoms of unknown element as carbon, and says so", () => {
    const odd = makeStructure([1, 2, 3].map((x) => ({ x, atomName: "X1", element: x === 2 ? "X" : "FE" })));
    const { value: probe, warnings } = makeProbe(odd, "all");
    expect([...probe.matter.weights]).toEqual([26, 6, 26]);
    expect(warnings).toEqual(["1 atoms of unknown element count as carbon in model maps."]);
  });

  it("refuses what no search can orient", () => {
    const pair = makeStructure([{ x: 1 }, { x: 2 }]);
    expect(() => makeProbe(pair, "all")).toThrow(
      expect.objectContaining({ code: "input", detail: expect.objectContaining({ seen: 2 }) }),
    );
    expect(() => makeProbe(cross, "ca")).toThrow(expect.objectContaining({ code: "input" }));
  });

  it("small bodies are not thinned; large ones keep a spread of their atoms in the thin sets", () => {
    const small = makeProbe(makeBlob(1, 50), "all").value;
    expect(small.medium).toEqual(small.atoms);
    expect(small.coarse).toEqual(small.atoms);
    const line = makeStructure(
      Array.from({ length: 5000 }, (_, n) => ({ x: n, atomName: "CA", residueNumber: n })),
    );
    const large = makeProbe(line, "all").value;
    const counts = [large.coarse, large.medium, large.atoms].map((set) => set.weight.length);
    expect(counts[0]).toBeLessThan(counts[1]);
    expect(counts[1]).toBeLessThan(counts[2]);
    const positions = new Set(large.atoms.xyz);
    for (const { xyz, weight } of [large.coarse, large.medium]) {
      expect(xyz).toHaveLength(3 * weight.length);
      expect(xyz.every((x) => positions.has(x))).toBe(true);
      expect(weight.every((w) => w === 1)).toBe(true);
      expect(Math.min(...xyz)).toBeLessThan(-2400); // both ends of the line are there
      expect(Math.max(...xyz)).toBeGreaterThan(2400);
    }
  });
});

describe("modelMask", () => {
  const { value: probe } = makeProbe(makeBlob(2), "all");
  const mask = modelMask(probe, 5, molmapKernel);
  const total = (set: PointSet) => set.weight.reduce((sum, w) => sum + w, 0);

  it("holds 95 % of the model map's mass in the fewest voxels", () => {
    const mass = mask.map.values.reduce((sum, v) => sum + v, 0);
    const least = Math.min(...mask.points.weight);
    expect(total(mask.points)).toBeGreaterThanOrEqual(0.95 * mass * (1 - 1e-6));
    expect(total(mask.points) - least).toBeLessThan(0.95 * mass * (1 + 1e-6));
    const outside = mask.map.values.filter((v) => v < least).length;
    expect(outside).toBe(mask.map.values.length - mask.points.weight.length);
  });

  it("is ChimeraX's molmap of the body about its centre, each point with its density", () => {
    expect(mask.map).toEqual(simulateMolmap(probe.matter, 5));
    for (let n = 0; n < mask.points.weight.length; n += 17) {
      const [x, y, z] = mask.points.xyz.subarray(3 * n, 3 * n + 3);
      expect(valueAt(mask.map, [x, y, z])).toBeCloseTo(mask.points.weight[n], 6);
    }
  });

  it("the preview is a part of it: all of a small mask, evenly thinned from a large one", () => {
    const random = createRandom(5);
    const cloud = makeStructure(
      Array.from({ length: 300 }, () => ({ x: 45 * random(), y: 40 * random(), z: 35 * random() })),
    );
    const { preview, points } = modelMask(makeProbe(cloud, "all").value, 5, molmapKernel);
    expect(preview.weight.length).toBeLessThan(points.weight.length);
    const keys = (set: PointSet) =>
      Array.from(set.weight, (w, n) => [...set.xyz.subarray(3 * n, 3 * n + 3), w].join());
    const all = new Set(keys(points));
    expect(keys(preview).every((key) => all.has(key))).toBe(true);
    const share = preview.weight.length / points.weight.length;
    expect(total(preview) / total(points) / share).toBeCloseTo(1, 1);
    const tiny = modelMask(probe, 12, molmapKernel);
    expect(tiny.preview).toEqual(tiny.points);
  });
});
