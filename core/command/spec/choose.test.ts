import { describe, expect, it } from "vitest";
import { chooseAtoms, type Nameable } from "#core/command/spec/choose.ts";
import { parseSpec } from "#core/command/spec/parse-spec.ts";
import { widenSelection } from "#core/command/spec/widen.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { indicesIn } from "#core/structure/atom-ranges.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";

/** Every residue 10 Å after the one before, along x; its atoms 1 Å apart along y. */
const rows = [
  ...residueRows("N CA C O CB", { residueName: "ALA", chainId: "A", residueNumber: 1 }), // 0–4
  ...residueRows("N CA C O", { residueName: "GLY", chainId: "A", residueNumber: 2 }), // 5–8
  ...residueRows("N CA C O", { residueName: "GLY", chainId: "A", residueNumber: 2, insertionCode: "A" }), // 9–12
  ...residueRows("P O5' C1' N9", { residueName: "G", chainId: "b", residueNumber: -1 }), // 13–16
  ...residueRows("C1 O1", { residueName: "LIG", chainId: "A", residueNumber: 101, isHetero: true }), // 17–18
  { atomName: "MG", element: "MG", residueName: "MG", chainId: "A", residueNumber: 102, isHetero: true }, // 19
  { atomName: "O", residueName: "HOH", chainId: "W", residueNumber: 1, isHetero: true }, // 20
];
const starts = [0, 5, 9, 13, 17, 19, 20];
const structure = makeStructure(
  rows.map((row, n) => {
    const residue = starts.filter((start) => start <= n).length - 1;
    return { ...row, x: 10 * residue, y: n - (starts[residue] ?? 0), z: 0 };
  }),
);
const all = Array.from({ length: 21 }, (_, n) => n);

const model = (id: number[], selected: Nameable["selected"] = false, x = 0): Nameable => ({
  id,
  structure,
  motion: { ...IDENTITY, shift: [x, 0, 0] },
  selected,
});
const map = (id: number[], selected = false): Nameable => ({
  id,
  structure: null,
  motion: IDENTITY,
  selected,
});

const open = [map([1]), model([2])];
const atoms = (spec: string) => [...indicesIn(chooseAtoms(parseSpec(spec), open)[1]?.ranges ?? [])];

describe("a spec names atoms", () => {
  it.each<[string, number[]]>([
    ["#2", all],
    ["#1", []],
    ["all", all],
    ["/A", all.filter((n) => n < 13 || (n > 16 && n < 20))],
    ["/A-B", all.filter((n) => n < 13 || (n > 16 && n < 20))], // upper and lower case ids: case matters
    ["/b", [13, 14, 15, 16]],
    [":1", [0, 1, 2, 3, 4, 20]],
    ["/A:1", [0, 1, 2, 3, 4]],
    [":2", [5, 6, 7, 8]],
    [":2A", [9, 10, 11, 12]],
    [":2-2A", [5, 6, 7, 8, 9, 10, 11, 12]],
    [":-1", [13, 14, 15, 16]],
    [":start-1", [0, 1, 2, 3, 4, 13, 14, 15, 16, 20]],
    [":101-end", [17, 18, 19]],
    [":gly@ca", [6, 10]],
    ["@C?", [1, 4, 6, 10, 17]],
    ["@c", [2, 7, 11]],
    ["@O5*", [14]],
    ["@[NP]", [0, 5, 9, 13]],
    ["/A:1:2@CA", [0, 1, 2, 3, 4, 6]],
    ["/b/A:2@N", [5, 13, 14, 15, 16]],
    ["#2/A:1@N#2/W", [0, 20]],
    ["protein", all.slice(0, 13)],
    ["nucleic", [13, 14, 15, 16]],
    ["ligand", [17, 18]],
    ["ions", [19]],
    ["solvent", [20]],
    ["main", all.slice(0, 17)],
    ["protein & sidechain", [1, 4, 6, 10]],
    ["nucleic & backbone", [13, 14]],
    ["protein & backbone & :1", [0, 1, 2, 3]],
    ["~protein & ~nucleic", [17, 18, 19, 20]],
    ["ligand | ions | solvent", [17, 18, 19, 20]],
    ["~(ligand | ions)", all.filter((n) => n < 17 || n > 19)],
    ["#3", []],
  ])("%s", (spec, expected) => {
    expect(atoms(spec)).toEqual(expected);
  });

  it("whatever the case of chain ids, where only one case occurs", () => {
    const upper = [model([2])].map((one) => ({
      ...one,
      structure: makeStructure([{ chainId: "A" }, { chainId: "B", residueNumber: 2 }]),
    }));
    expect(chooseAtoms(parseSpec("/b"), upper)[0]?.ranges).toEqual([1, 2]);
    expect(chooseAtoms(parseSpec("/a-c"), upper)[0]?.ranges).toEqual([0, 2]);
  });

  it("of copies along with their model, or alone", () => {
    const copies = [model([2]), model([2, 1]), model([2, 2]), map([3])];
    const named = (spec: string) => chooseAtoms(parseSpec(spec), copies).map(({ isNamed }) => isNamed);
    expect(named("#2")).toEqual([true, true, true, false]);
    expect(named("#2.2")).toEqual([false, false, true, false]);
    expect(named("#*.1")).toEqual([false, true, false, false]);
    expect(named("~#2")).toEqual([false, false, false, true]);
  });

  it("that are selected", () => {
    const sel = [map([1], true), model([2], [0, 2, 19, 21]), model([3], true), model([4])];
    const choices = chooseAtoms(parseSpec("sel"), sel);
    expect(choices.map(({ isNamed, atoms: count }) => [isNamed, count])).toEqual([
      [true, 0],
      [true, 4],
      [true, 21],
      [false, 0],
    ]);
    expect(chooseAtoms(parseSpec("sel & /W"), sel)[1]?.ranges).toEqual([20, 21]);
  });

  it("and counts their residues and chains", () => {
    expect(chooseAtoms(parseSpec("@CA | /b"), open)[1]).toMatchObject({ atoms: 7, residues: 4, chains: 2 });
  });
});

describe("a zone", () => {
  // Residues are 10 Å apart along x. From ":1" of chain A (x = 0, y = 0…4): GLY 2 (x = 10, y = 0…3).
  it("holds atoms within a distance, those it is measured from included", () => {
    expect(atoms("/A:1@N @<1")).toEqual([0, 1]);
    expect(atoms("/A:1@N @<10")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(atoms("/A:1@N @<0")).toEqual([0]);
  });

  it("holds whole residues, chains and models with any such atom", () => {
    expect(atoms("/A:1@N :<10")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(atoms("/A:1@N /<10")).toEqual(atoms("/A"));
    expect(atoms("/A:1@N #<10")).toEqual(all);
  });

  it("beyond a distance is what the zone leaves", () => {
    expect(atoms("/A:1@N :>10")).toEqual(all.filter((n) => n > 8));
  });

  it("is measured where things are drawn, across models", () => {
    const apart = [model([2]), model([3], false, 61)]; // the water of #2 (x = 60) and ALA 1 of #3 (x = 61)
    const near = chooseAtoms(parseSpec("#2/W @<1.5 & #3"), apart);
    expect(near.map(({ ranges }) => ranges)).toEqual([[], [0, 2]]);
  });

  it("agrees with measuring every distance", () => {
    for (const distance of [0.5, 2.9, 7, 25, 200]) {
      const expected = all.filter((n) =>
        [17, 18].some((m) => {
          const [a, b] = [structure.xyz.subarray(3 * n, 3 * n + 3), structure.xyz.subarray(3 * m, 3 * m + 3)];
          return Math.hypot(...a.map((x, axis) => x - (b[axis] ?? 0))) <= distance;
        }),
      );
      expect(atoms(`ligand @<${distance}`)).toEqual(expected);
    }
  });

  it("needs atoms to measure from", () => {
    expect(() => atoms("#1 @<5")).toThrow(/no atoms to measure/);
  });
});

describe("widening a selection", () => {
  const widened = (selected: Nameable["selected"]) =>
    widenSelection([map([1]), model([2], selected), model([3])]).map(({ isNamed, atoms: count }) => [
      isNamed,
      count,
    ]);

  it("goes to residues, chains, the model, everything", () => {
    expect(widened([1, 2])).toEqual([
      [false, 0],
      [true, 5],
      [false, 0],
    ]);
    expect(widened([0, 5])[1]).toEqual([true, 16]); // chain A: 13 + ligand and ion
    expect(widened([0, 13, 17, 20])[1]).toEqual([true, 21]);
    expect(widened(true)).toEqual([
      [true, 0],
      [true, 21],
      [true, 21],
    ]);
  });
});
