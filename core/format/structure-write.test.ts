import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMmcif } from "#core/format/mmcif.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readPdb } from "#core/format/pdb.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { decodeText } from "#core/format/text.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { AtomRow } from "#core/structure/structure-builder.ts";

const thousandths = (limit: number) =>
  fc.integer({ min: -1000 * limit + 1, max: 1000 * limit - 1 }).map((n) => n / 1000);
const hundredths = (most: number) => fc.integer({ min: 0, max: 100 * most - 1 }).map((n) => n / 100);
const letters = (pool: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...pool), minLength, maxLength });

/** Rows both formats can hold. */
const pdbRow: fc.Arbitrary<Partial<AtomRow>> = fc.record({
  x: thousandths(999),
  y: thousandths(999),
  z: thousandths(999),
  element: fc.constantFrom("C", "N", "O", "ZN", "D", "H"),
  atomName: letters("CNOZ12'*", 1, 4),
  residueName: letters("ABC12", 1, 3),
  chainId: letters("AbC9", 1, 1),
  residueNumber: fc.integer({ min: -999, max: 200000 }),
  insertionCode: letters("AB", 0, 1),
  altLoc: letters("AB", 0, 1),
  occupancy: hundredths(10),
  bFactor: hundredths(1000),
  isHetero: fc.boolean(),
  charge: fc.integer({ min: -9, max: 9 }),
});

const cifRow = fc.record({
  atomName: letters("CN'\"#_; $[", 1, 4).map((name) => name.trim() || "C"),
  chainId: letters("aB-_'1", 1, 4),
  labelChainId: letters("XYZ", 1, 3),
  entityId: letters("123", 1, 2),
  labelResidueNumber: fc.integer({ min: 1, max: 5000 }),
});

/** What of two structures must agree after writing and reading. */
function contents(structure: Structure, precise: boolean) {
  const { xyz, element, atomName, residueName, chainId, insertionCode, altLoc } = structure;
  return {
    xyz: Array.from(xyz, (value) => value.toFixed(3).replace(/^-0\.000$/, "0.000")),
    element,
    atomName,
    residueName,
    chainId,
    insertionCode,
    altLoc,
    residueNumber: [...structure.residueNumber],
    occupancy: Array.from(structure.occupancy, (value) => value.toFixed(2)),
    bFactor: Array.from(structure.bFactor, (value) => value.toFixed(2)),
    isHetero: [...structure.isHetero],
    charge: [...(structure.charge ?? new Int8Array(structure.atomCount))],
    ...(precise && {
      labelChainId: structure.labelChainId,
      entityId: structure.entityId,
      labelResidueNumber: [...(structure.labelResidueNumber ?? [])],
      serial: [...structure.serial],
    }),
  };
}

describe("writePdb", () => {
  it("writes the columns of the format", () => {
    const text = decodeText(
      writePdb(
        makeStructure([
          { atomName: "CA", x: 1.5, y: -2.25, z: 1000, occupancy: 0.5, bFactor: 12.345, residueNumber: 7 },
          { atomName: "HG11", residueNumber: 7 },
          { atomName: "CA", element: "CA", residueName: "CA", residueNumber: 10000, isHetero: true },
        ]),
      ),
    );
    expect(text.split("\n").map((line) => line.trimEnd())).toEqual([
      "ATOM      1  CA  ALA A   7       1.500  -2.2501000.000  0.50 12.35           C",
      "ATOM      2 HG11 ALA A   7       0.000   0.000   0.000  1.00  0.00           H",
      "TER       3      ALA A   7",
      "HETATM    4 CA    CA AA000       0.000   0.000   0.000  1.00  0.00          CA",
      "END",
      "",
    ]);
  });

  it("comes back the same", () => {
    fc.assert(
      fc.property(fc.array(pdbRow, { minLength: 1, maxLength: 12 }), (rows) => {
        const structure = makeStructure(rows);
        const back = readPdb(writePdb(structure)).value.structures[0];
        expect(contents(back, false)).toEqual(contents(structure, false));
      }),
      { numRuns: 150 },
    );
  });

  it("numbers atoms beyond 99 999 in hybrid-36", () => {
    const many = makeStructure(
      Array.from({ length: 100_001 }, (_, n) => ({ atomName: "CA", residueNumber: n >> 4 })),
    );
    const text = decodeText(writePdb(many));
    expect(text).toContain("\nATOM  A0001  CA  ALA A6250 ");
    expect(readPdb(writePdb(many)).value.structures[0].serial[100_000]).toBe(100_001);
  });

  it.each([
    [{ chainId: "AA" }, /chain id/],
    [{ residueName: "ABCD" }, /residue name/],
    [{ atomName: "ABCDE" }, /name is longer/],
    [{ x: 10000 }, /outside/],
    [{ x: Number.NaN }, /not finite/],
    [{ residueNumber: -1000 }, /residue number/],
    [{ bFactor: 1e7 }, /B factor/],
    [{ chainId: "é" }, /ASCII/],
  ] as const)("refuses %o and advises mmCIF", (row, message) => {
    const structure = makeStructure([{ atomName: "CA", ...row }]);
    expect(() => writePdb(structure)).toThrow(message);
    expect(() => writePdb(structure)).toThrow(/Write mmCIF instead/);
  });
});

it("keeps anisotropic displacements in both formats, to 10⁻⁴ Å²", async () => {
  const structure = {
    ...makeStructure([{ atomName: "N" }, { atomName: "CA", charge: 1 }]),
    anisotropicU: Float32Array.of(0, 0, 0, 0, 0, 0, 0.2406, 0.1892, 0.1614, 0.0198, 0.0519, -0.0328),
  };
  const [fromPdb] = readPdb(writePdb(structure)).value.structures;
  expect(fromPdb.anisotropicU).toEqual(structure.anisotropicU);
  const [fromCif] = (await readMmcif(writeMmcif([structure]))).value.structures;
  expect(fromCif.anisotropicU).toEqual(structure.anisotropicU);
  expect([...(fromCif.charge ?? [])]).toEqual([0, 1]);
});

describe("writeMmcif", () => {
  it("comes back the same, author and label ids included", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(pdbRow, cifRow), { minLength: 1, maxLength: 12 }), async (rows) => {
        const structure = makeStructure(rows.map(([a, b]) => ({ ...a, ...b })));
        const back = (await readMmcif(writeMmcif([structure]))).value.structures[0];
        expect(contents(back, true)).toEqual(contents(structure, true));
      }),
      { numRuns: 150 },
    );
  });

  it("keeps models, name and title", async () => {
    const models = [makeStructure([{ x: 1 }]), makeStructure([{ x: 2 }, { x: 3 }])];
    const { value } = await readMmcif(
      writeMmcif(models, { name: "two models", title: `It's a "title" of mine` }),
      "m",
    );
    expect(value).toMatchObject({ entry: "two_models", title: `It's a "title" of mine` });
    expect(value.structures.map((s) => [s.name, s.xyz[0]])).toEqual([
      ["m model 1", 1],
      ["m model 2", 2],
    ]);
  });

  it("makes up label ids where a structure has none", async () => {
    const chain = (chainId: string) => [
      ...residueRows("N CA", { chainId, residueNumber: 10 }),
      ...residueRows("N CA", { chainId, residueNumber: 12, residueName: "GLY" }),
      { atomName: "ZN", element: "ZN", residueName: "ZN", residueNumber: 90, chainId, isHetero: true },
      { atomName: "O", residueName: "HOH", residueNumber: 91, chainId, isHetero: true },
    ];
    const back = (await readMmcif(writeMmcif([makeStructure([...chain("A"), ...chain("B")])]))).value
      .structures[0];
    expect(back.labelChainId.slice(0, 6)).toEqual(["A", "A", "A", "A", "A_1", "A_w"]);
    expect(back.entityId).toEqual(["1", "1", "1", "1", "2", "3", "1", "1", "1", "1", "2", "3"]);
    expect([...(back.labelResidueNumber ?? [])].slice(0, 6)).toEqual([1, 1, 2, 2, 0, 0]);
  });

  it("refuses nothing at all and positions that are not finite", () => {
    expect(() => writeMmcif([])).toThrow(expect.objectContaining({ code: "input" }));
    expect(() => writeMmcif([makeStructure([{ z: Number.POSITIVE_INFINITY }])])).toThrow(/finite position/);
  });
});
