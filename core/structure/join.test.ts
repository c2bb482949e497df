import { expect, it } from "vitest";
import { joinStructures } from "#core/structure/join.ts";
import { splitStructure } from "#core/structure/split-groups.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";

const chain = (chainId: string, x = 0) =>
  makeStructure([{ chainId, x, y: 1, z: 2, residueNumber: 7 }], "one");

it("joins structures and names chains apart with the first free ids", () => {
  const joined = joinStructures([chain("A", 1), chain("A", 2), chain("C", 3), chain("A", 4)], "all");
  expect([joined.name, joined.atomCount]).toEqual(["all", 4]);
  expect(joined.chainId).toEqual(["A", "B", "C", "D"]);
  expect([...joined.xyz].filter((_, n) => n % 3 === 0)).toEqual([1, 2, 3, 4]);
  expect([...joined.serial]).toEqual([1, 2, 3, 4]);
});

it("keeps charges and anisotropic displacements of the parts that have them", () => {
  const charged = { ...makeStructure([{ charge: 2 }]), anisotropicU: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const { charge, anisotropicU } = joinStructures([makeStructure([{}]), charged], "both");
  expect([...(charge ?? [])]).toEqual([0, 2]);
  expect([...(anisotropicU ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
});

it("keeps ids on wish, and goes on with two letters after the 62 of the alphabet", () => {
  expect(joinStructures([chain("A"), chain("A")], "x", true).chainId).toEqual(["A", "A"]);
  const many = joinStructures(
    Array.from({ length: 64 }, () => chain("A")),
    "x",
  ).chainId;
  expect(new Set(many).size).toBe(64);
  expect(many.slice(-3)).toEqual(["9", "AA", "AB"]);
});

// Two residues bonded into a chain (1.3 Å), a ligand of two bonded residues, another ligand, two waters.
const complex = makeStructure([
  ...residueRows("N CA C", { residueName: "GLY" }).map((row, n) => ({ ...row, x: 1.4 * n })),
  ...residueRows("N CA C", { residueName: "GLY", residueNumber: 2 }).map((row, n) => ({
    ...row,
    x: 4.2 + 1.4 * n,
  })),
  { atomName: "C1", residueName: "NAG", residueNumber: 101, x: 30 },
  { atomName: "O4", residueName: "NAG", residueNumber: 101, x: 31.4 },
  { atomName: "C1", residueName: "NAG", residueNumber: 102, x: 32.8 },
  { atomName: "C1", residueName: "LIG", residueNumber: 103, chainId: "B", x: 50 },
  { atomName: "O", residueName: "HOH", residueNumber: 104, x: 60 },
  { atomName: "O", residueName: "HOH", residueNumber: 105, x: 70 },
]);
const parts = (by: Parameters<typeof splitStructure>[1]) =>
  splitStructure(complex, by).map(({ serial }) => [...serial].map((n) => n - 1));

it("takes a structure apart by chain, by ligand, by bonds, by atoms named", () => {
  expect(parts("chains")).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11], [9]]);
  expect(parts("ligands")).toEqual([[0, 1, 2, 3, 4, 5, 10, 11], [6, 7, 8], [9]]);
  expect(parts("connected")).toEqual([[0, 1, 2, 3, 4, 5], [6, 7, 8], [9], [10, 11]]);
  expect(
    parts([
      [0, 2, 9, 10],
      [4, 5],
    ]),
  ).toEqual([[0, 1, 9], [4], [2, 3, 5, 6, 7, 8, 10, 11]]);
});
