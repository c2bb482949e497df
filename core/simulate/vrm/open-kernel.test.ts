import { describe, expect, it } from "vitest";
import { gaussLegendre } from "#core/math/gauss-legendre.ts";
import { sinc } from "#core/simulate/vrm/atom-image.ts";
import { openBox } from "#core/simulate/vrm/open-box.ts";
import { FADE, openKernel } from "#core/simulate/vrm/open-kernel.ts";
import { truncationKernel } from "#core/simulate/vrm/shells/truncation-kernel.ts";
import { createGrid } from "#core/volume/grid.ts";

describe("the faded kernel", () => {
  it("has the sphere for its transform, with an edge as soft as its end is near", () => {
    const kernel = openKernel(2, 12);
    for (const q of [0, 0.1, 0.3, 0.4]) expect(kernel.at(q)).toBeCloseTo(1, 2);
    expect(kernel.at(0.5)).toBeCloseTo(0.5, 1);
    expect(kernel.at(0.6)).toBeCloseTo(0, 2);
    expect(kernel.at(kernel.end * 1.01)).toBe(0);
  });

  it("is the kernel up to where it is followed, and nothing after its fade", () => {
    const [d, followed] = [3, 8];
    const kernel = openKernel(d, followed);
    const { nodes, weights } = gaussLegendre(400);
    const inSpace = (u: number) =>
      nodes.reduce((sum, node, n) => {
        const q = node * kernel.end;
        return sum + weights[n] * kernel.end * 4 * Math.PI * q * q * kernel.at(q) * sinc(2 * q * u * d);
      }, 0) /
      ((4 * Math.PI) / 3 / d ** 3);
    for (const u of [0, 0.4, 1.3, 3.7, 6.2, 7.5]) {
      expect(Math.abs(inSpace(u) - truncationKernel(u))).toBeLessThan(5e-5);
    }
    for (const u of [followed + FADE + 0.3, followed + FADE + 2]) {
      expect(Math.abs(inSpace(u))).toBeLessThan(5e-5);
    }
  });
});

describe("the box of a model that does not repeat", () => {
  const grid = createGrid([40, 40, 40], [0, 0, 0], [1, 1, 1]);
  const atoms = (x: number) => ({
    xyz: Float64Array.of(20, 20, 20, x, 20, 20),
    element: ["C", "C"],
    occupancy: [1, 1],
    bFactor: [0, 0],
    resolution: 3,
  });

  it("keeps copies of atoms inside and outside the grid farther away than images reach", () => {
    for (const x of [5, -30, 75]) {
      const { box, followed } = openBox(atoms(x), grid, 1e-2);
      const edge = box.size[0] * box.voxelSize[0];
      const reach = (followed + FADE) * 3;
      for (const sample of [0, 39]) {
        for (const copy of [-1, 1])
          expect(Math.abs(sample - (x + copy * edge))).toBeGreaterThanOrEqual(reach);
      }
    }
  });

  it("follows ripples farther for more accuracy, through the whole map at most, and says what memory leaves", () => {
    const [rough, fine] = [openBox(atoms(5), grid, 1e-2), openBox(atoms(5), grid, 1e-3)];
    expect(fine.followed).toBeGreaterThan(rough.followed);
    expect(rough.leftOver).toBeCloseTo(1e-2, 9);
    expect(openBox(atoms(5), grid, 1e-7).leftOver).toBe(0);
    const large = createGrid([400, 400, 400], [0, 0, 0], [1, 1, 1]);
    expect(openBox(atoms(5), large, 1e-6).leftOver).toBeGreaterThan(1e-5);
  });
});
