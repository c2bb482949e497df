import { describe, expect, it } from "vitest";
import { chainResolutions, localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { createGrid } from "#core/volume/grid.ts";

const at = (x: number, residueNumber: number, chainId = "A") => ({
  atomName: "C",
  x,
  y: 0,
  z: 0,
  residueNumber,
  chainId,
});

describe("resolutions from a map", () => {
  // Along x: 3, 3, 5, 5, 0, 40 Å on samples 1 Å apart.
  const map = {
    grid: createGrid([6, 1, 1], [0, 0, 0], [1, 1, 1]),
    values: Float32Array.of(3, 3, 5, 5, 0, 40),
  };
  const settings = { elsewhere: 4, coarsest: 10 };

  it("are sampled between voxels and averaged over each residue", () => {
    const structure = makeStructure([at(0, 1), at(2, 1), at(1.5, 2)]);
    expect([...localResolutions(structure, map, settings)]).toEqual([4, 4, 4]);
    expect([...localResolutions(makeStructure([at(3, 1)]), map, settings)]).toEqual([5]);
  });

  it("stay within two voxels and the coarsest, and fall back where the map says nothing", () => {
    const structure = makeStructure([at(5, 1), at(4, 2), at(-7, 3)]);
    expect([...localResolutions(structure, map, settings)]).toEqual([10, 4, 4]);
    const coarse = { ...map, grid: createGrid([6, 1, 1], [0, 0, 0], [3, 3, 3]) };
    expect([...localResolutions(makeStructure([at(0, 1)]), coarse, settings)]).toEqual([6]);
  });
});

describe("resolutions of chains", () => {
  const structure = makeStructure([at(0, 1, "A"), at(1, 1, "B"), at(2, 1, "C")]);

  it("leave the others at the common one", () => {
    const byChain = new Map([["B", 5]]);
    expect([...chainResolutions(structure, byChain, 3)]).toEqual([3, 5, 3]);
  });

  it("name the chains there are when one is missing", () => {
    expect(() => chainResolutions(structure, new Map([["Q", 5]]), 3)).toThrow("A, B, C");
  });
});
