import type { Structure } from "#core/structure/structure.ts";
import { type AtomRow, blankAtomRow, StructureBuilder } from "#core/structure/structure-builder.ts";

/** A structure of atoms of which only what matters is said; unnamed elements are the first letter of the name. */
export function makeStructure(rows: readonly Partial<AtomRow>[], name = "made up"): Structure {
  const builder = new StructureBuilder();
  rows.forEach((row, n) => {
    const element = row.atomName?.slice(0, 1) ?? "C";
    const plain = { ...blankAtomRow(), residueName: "ALA", chainId: "A", residueNumber: 1, serial: n + 1 };
    builder.add({ ...plain, element, ...row });
  });
  return builder.toStructure(name);
}

/** The atoms of one residue, by name. */
export function residueRows(names: string, row: Partial<AtomRow>): Partial<AtomRow>[] {
  return names.split(" ").map((atomName) => ({ ...row, atomName }));
}
