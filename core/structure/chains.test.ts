import { describe, expect, it } from "vitest";
import { residueCount, splitChains } from "#core/structure/chains.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";
import { subset } from "#core/structure/subset.ts";

const mixed = makeStructure(
  [
    ...residueRows("N CA", { chainId: "A", residueNumber: 1, labelResidueNumber: 7 }),
    ...residueRows("N CA", { chainId: "B", residueNumber: 1, x: 5 }),
    ...residueRows("FE", {
      chainId: "A",
      residueName: "HEM",
      residueNumber: 90,
      isHetero: true,
      labelChainId: "C",
    }),
  ],
  "6abc",
);

describe("splitChains", () => {
  it("gives each author chain its polymer and ligands, in order of appearance", () => {
    const [a, b] = splitChains(mixed);
    expect([a.name, b.name]).toEqual(["6abc chain A", "6abc chain B"]);
    expect(a.atomName).toEqual(["N", "CA", "FE"]);
    expect(a.labelChainId).toEqual(["", "", "C"]);
    expect([...b.xyz]).toEqual([5, 0, 0, 5, 0, 0]);
  });
});

describe("subset", () => {
  it("keeps every property of the atoms picked, in the order asked for", () => {
    const picked = subset(mixed, [4, 0], "two");
    expect(picked).toMatchObject({ name: "two", atomCount: 2, atomName: ["FE", "N"], chainId: ["A", "A"] });
    expect([...picked.residueNumber]).toEqual([90, 1]);
    expect([...picked.serial]).toEqual([5, 1]);
    expect([...picked.isHetero]).toEqual([1, 0]);
    expect([...(picked.labelResidueNumber ?? [])]).toEqual([0, 7]);
    expect(subset(picked, [])).toMatchObject({ atomCount: 0 });
  });
});

describe("residueCount", () => {
  it("separates by number, insertion code and chain", () => {
    expect(residueCount(mixed)).toBe(3);
    const inserted = makeStructure([
      { residueNumber: 5 },
      { residueNumber: 5, insertionCode: "A" },
      { residueNumber: 6 },
    ]);
    expect(residueCount(inserted)).toBe(3);
  });
});
