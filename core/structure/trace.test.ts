import { describe, expect, it } from "vitest";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { drawnResidues, traceSegments } from "#core/structure/trace.ts";

const at = (x: number, residueNumber: number, more: object = {}) => ({
  x,
  residueNumber,
  atomName: "CA",
  ...more,
});

describe("traceSegments", () => {
  it("joins neighbours up to 5 Å and starts anew at gaps, chains and kinds", () => {
    const structure = makeStructure([
      at(0, 1),
      at(3.8, 2),
      at(8.7, 3),
      at(13.9, 4),
      at(15, 5, { chainId: "B" }),
      at(16, 6, { chainId: "B", atomName: "P", residueName: "A", element: "P" }),
      at(24.9, 7, { chainId: "B", atomName: "P", residueName: "U", element: "P" }),
    ]);
    const segments = traceSegments(structure, drawnResidues(structure));
    expect(segments.map(({ kind, residues }) => [kind, ...residues])).toEqual([
      ["protein", 0, 1, 2],
      ["protein", 3],
      ["protein", 4],
      ["nucleic", 5, 6],
    ]);
    expect([...segments[0].xyz]).toEqual([0, 0, 0, 3.8, 0, 0, 8.7, 0, 0]);
  });

  it("leaves out water and ligands, and breaks at a residue without its Cα only when that leaves a gap", () => {
    const structure = makeStructure([
      at(0, 1),
      at(2, 2, { atomName: "CB" }),
      at(4, 3),
      at(5, 4, { residueName: "HOH", atomName: "O" }),
      at(6, 5, { residueName: "ATP", atomName: "PA", element: "P", isHetero: true }),
    ]);
    const residues = drawnResidues(structure);
    expect(residues.map(({ kind }) => kind)).toEqual(["protein", "protein", "protein", "other"]);
    expect(traceSegments(structure, residues).map((segment) => segment.residues)).toEqual([[0, 2]]);
  });
});
