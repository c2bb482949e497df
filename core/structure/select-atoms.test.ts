import { describe, expect, it } from "vitest";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";

const ALANINE = residueRows("N CA C O CB H HA", { residueName: "ALA", residueNumber: 1 });
const FIRST_BASE = residueRows("O5' C5' C4' C3' O3' C1' N9", {
  residueName: "DA",
  chainId: "B",
  residueNumber: 1,
});
const SECOND_BASE = residueRows("P OP1 OP2 O5' C5' C4' C3' O3' C1' N1", {
  residueName: "C",
  chainId: "B",
  residueNumber: 2,
});
const ADP = residueRows("PA PB O5' C4' C1'", {
  residueName: "ADP",
  chainId: "A",
  residueNumber: 300,
  isHetero: true,
});
const WATER = residueRows("O H1 H2", { residueName: "HOH", residueNumber: 400, isHetero: true });

function names(structure: Structure, indices: Uint32Array): string {
  return [...indices].map((n) => structure.atomName[n]).join(" ");
}

describe("selectAtoms", () => {
  const complex = makeStructure([...ALANINE, ...FIRST_BASE, ...SECOND_BASE, ...ADP, ...WATER]);

  it("takes all heavy atoms but water", () => {
    const { indices, warnings } = selectAtoms(complex, "all");
    expect(indices).toHaveLength(5 + 7 + 10 + 5);
    expect(warnings).toEqual([]);
  });

  it("takes the backbone of proteins and nucleic acids, and says what of ligands is lost", () => {
    const { indices, warnings } = selectAtoms(complex, "backbone");
    expect(names(complex, indices)).toBe("N CA C O O5' C5' C4' C3' O3' P OP1 OP2 O5' C5' C4' C3' O3'");
    expect(warnings).toEqual(["5 atoms of ligands were left out."]);
  });

  it("takes one atom per residue, C4' where the 5' end has no phosphate", () => {
    const { indices } = selectAtoms(complex, "ca");
    expect(names(complex, indices)).toBe("CA C4' P");
  });

  it("counts modified residues as polymer, cofactors not", () => {
    const modified = makeStructure([
      ...residueRows("N CA C O SE", { residueName: "MSE", isHetero: true }),
      ...residueRows("P O5' C4' C1' N1", { residueName: "PSU", residueNumber: 2, isHetero: true }),
      ...ADP,
    ]);
    expect(names(modified, selectAtoms(modified, "ca").indices)).toBe("CA P");
  });

  it("never takes a calcium ion for an alpha carbon", () => {
    const ion = makeStructure([{ atomName: "CA", element: "CA", residueName: "CA", isHetero: true }]);
    expect(selectAtoms(ion, "ca").indices).toHaveLength(0);
    expect(selectAtoms(ion, "ca").warnings.join()).toContain("No atom is left");
  });

  it("keeps the conformer with the highest occupancy, the first when equal, with the atoms they share", () => {
    const alternates = (a: number, b: number) =>
      makeStructure([
        { atomName: "N" },
        { atomName: "CA", altLoc: "A", occupancy: a, x: 1 },
        { atomName: "CA", altLoc: "B", occupancy: b, x: 2 },
        { atomName: "CB", altLoc: "A", occupancy: a, x: 1 },
        { atomName: "CB", altLoc: "B", occupancy: b, x: 2 },
      ]);
    const minor = selectAtoms(alternates(0.3, 0.7), "all");
    expect([...minor.indices]).toEqual([0, 2, 4]);
    expect(minor.warnings).toEqual(["2 atoms in alternate conformers were left out."]);
    expect([...selectAtoms(alternates(0.5, 0.5), "all").indices]).toEqual([0, 1, 3]);
  });

  it("keeps one of two residues that share a place", () => {
    const both = makeStructure([
      { atomName: "CA", residueName: "SER", altLoc: "A", occupancy: 0.4 },
      { atomName: "CA", residueName: "THR", altLoc: "B", occupancy: 0.6 },
    ]);
    expect([...selectAtoms(both, "ca").indices]).toEqual([1]);
  });

  it("says when residues have no such atom", () => {
    const { indices, warnings } = selectAtoms(
      makeStructure([...ALANINE, { atomName: "CB", residueNumber: 2 }]),
      "ca",
    );
    expect(indices).toHaveLength(1);
    expect(warnings).toEqual(["1 residues have no Cα, P, C4' or C1' atom and were left out."]);
  });
});
