import { describe, expect, it } from "vitest";
import { describeMap, describeStructure } from "#core/format/describe.ts";
import { makeMrc } from "#core/format/mrc.testing.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";

describe("describeMap", () => {
  it("says everything the header and the densities say", () => {
    const parts = { n: [2, 1, 1], cell: [4, 1, 1, 90, 90, 90], start: [3, 0, 0], extended: 80 } as const;
    const file = readMrc(
      makeMrc({ ...parts, values: [1, 3], labels: ["by hand"], floats: { 20: 1, 21: 5 } }),
    );
    const description = describeMap(file, volumeFromMrc(file.value));
    expect(description).toEqual({
      kind: "map",
      size: [2, 1, 1],
      voxelSize: [2, 1, 1],
      origin: [6, 0, 0],
      originSource: "NSTART",
      mode: 2,
      storage: "float32",
      byteOrder: "little-endian",
      axisOrder: "x y z",
      cell: { lengths: [4, 1, 1], angles: [90, 90, 90] },
      spaceGroup: 1,
      extendedHeader: { bytes: 80, type: "" },
      min: 1,
      max: 3,
      mean: 2,
      sd: 1,
      labels: ["by hand"],
      warnings: ["The header states densities from 1 to 5; they go from 1 to 3."],
    });
  });

  it("does not complain of statistics that were not determined", () => {
    const file = readMrc(makeMrc({ n: [1, 1, 1], values: [7], floats: { 20: 0, 21: -1 } }));
    expect(describeMap(file, volumeFromMrc(file.value)).warnings).toEqual([]);
  });
});

describe("describeStructure", () => {
  it("counts chains, ligands, waters and alternates", () => {
    const structure = makeStructure([
      ...residueRows("N CA H", { x: -1, residueNumber: 1 }),
      { atomName: "CA", residueNumber: 2, altLoc: "A", y: 5 },
      ...residueRows("P C4'", { chainId: "R", residueName: "U" }),
      { atomName: "FE", element: "FE", chainId: "A", residueName: "HEM", residueNumber: 90 },
      { atomName: "O", chainId: "W", residueName: "HOH", z: 7 },
    ]);
    const value = {
      format: "pdb",
      structures: [structure, structure],
      entry: "6ABC",
      title: "t",
      resolution: 3,
    } as const;
    expect(describeStructure({ value, warnings: ["odd"] })).toEqual({
      kind: "structure",
      format: "pdb",
      entry: "6ABC",
      title: "t",
      resolution: 3,
      models: 2,
      atoms: 8,
      hydrogens: 1,
      waters: 1,
      alternateAtoms: 1,
      chains: [
        { id: "A", polymer: "protein", residues: 2, atoms: 5 },
        { id: "R", polymer: "nucleic", residues: 1, atoms: 2 },
        { id: "W", polymer: "none", residues: 0, atoms: 1 },
      ],
      ligands: [{ name: "HEM", count: 1 }],
      // N + 2 C of alpha carbons + H, then P and C, then Fe.
      mass: expect.closeTo(14.007 + 2 * 12.011 + 1.008 + 30.974 + 12.011 + 55.845, 6),
      bounds: { low: [-1, 0, 0], high: [0, 5, 7] },
      warnings: ["odd"],
    });
  });
});
