import { describe, expect, it } from "vitest";
import {
  floatColumn,
  makeBinaryCif,
  packMessage,
  runColumn,
  tinyBinaryCif,
} from "#core/format/bcif.testing.ts";
import { readBinaryCif } from "#core/format/bcif.ts";

describe("readBinaryCif", () => {
  it("reads every kind of column", () => {
    const { value, warnings } = readBinaryCif(tinyBinaryCif(), "tiny");
    expect(warnings).toEqual([]);
    expect(value).toMatchObject({ format: "bcif", entry: "TEST", title: "A tiny file", resolution: 3.25 });
    const [structure] = value.structures;
    expect(structure).toMatchObject({
      name: "tiny",
      atomCount: 3,
      element: ["N", "C", "ZN"],
      atomName: ["N", "CA", "ZN"],
      residueName: ["ALA", "ALA", "ZN"],
      chainId: ["X", "X", "X"],
      labelChainId: ["A", "A", "B"],
      altLoc: ["", "A", ""],
    });
    [10.5, -1.25, 0, 10.6, 2, 0.125, 10.55, 3, 1000].forEach((value, n) => {
      expect(structure.xyz[n]).toBeCloseTo(value, 9);
    });
    expect([...structure.residueNumber]).toEqual([12, 12, 201]);
    expect([...structure.isHetero]).toEqual([0, 0, 1]);
    expect([...structure.occupancy]).toEqual([1, 1, 1]);
  });

  it("reads from the middle of a larger buffer", () => {
    const bytes = tinyBinaryCif();
    const larger = new Uint8Array(bytes.length + 8);
    larger.set(bytes, 8);
    expect(readBinaryCif(larger.subarray(8)).value.structures[0].atomCount).toBe(3);
  });

  it("refuses lengths no file can hold, before taking memory", () => {
    const huge = runColumn("Cartn_x", [[1, 2 ** 31 - 1]]);
    expect(() => readBinaryCif(makeBinaryCif({ atom_site: [2 ** 31 - 1, [huge]] }))).toThrow(
      /impossible number of rows/,
    );
    expect(() => readBinaryCif(makeBinaryCif({ atom_site: [3, [huge]] }))).toThrow(/impossible length/);
    expect(() => readBinaryCif(makeBinaryCif({ atom_site: [3, [floatColumn("Cartn_x", [1])]] }))).toThrow(
      /another length/,
    );
    expect(() => readBinaryCif(Uint8Array.of(0x81, 0xa1, 65, 0xdd, 255, 255, 255, 255))).toThrow(
      /damaged or cut short/,
    );
    expect(() => readBinaryCif(Uint8Array.from({ length: 5000 }, () => 0x91))).toThrow(
      /damaged or cut short/,
    );
  });

  it("refuses what is no BinaryCIF or has no atoms", () => {
    expect(() => readBinaryCif(Uint8Array.from(packMessage({ encoder: "x" })))).toThrow(/list of dataBlocks/);
    expect(() => readBinaryCif(makeBinaryCif({ atom_site: [0, [floatColumn("Cartn_x", [])]] }))).toThrow(
      /no atoms/,
    );
    expect(() => readBinaryCif(makeBinaryCif({}))).toThrow(/no atom_site/);
  });
});
