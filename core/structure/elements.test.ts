import { describe, expect, it } from "vitest";
import { atomicMass, atomicNumber, isHydrogen } from "#core/structure/elements.ts";
import { guessElementFromColumns, guessElementFromName } from "#core/structure/guess-element.ts";

describe("elements", () => {
  it("number and weigh", () => {
    const some = {
      H: 1,
      C: 6,
      N: 7,
      O: 8,
      P: 15,
      S: 16,
      CA: 20,
      FE: 26,
      ZN: 30,
      SE: 34,
      GD: 64,
      AU: 79,
      U: 92,
      CF: 98,
    };
    for (const [symbol, number] of Object.entries(some)) expect(atomicNumber(symbol)).toBe(number);
    expect(atomicMass("C")).toBeCloseTo(12.011, 3);
    expect(atomicMass("AU")).toBeCloseTo(196.97, 2);
    expect(atomicMass("CF")).toBe(251);
  });

  it("count deuterium and tritium as hydrogen, and know no other letters", () => {
    expect([atomicNumber("D"), atomicNumber("T"), atomicNumber("X"), atomicNumber("")]).toEqual([1, 1, 0, 0]);
    expect(atomicMass("D")).toBe(1.008);
    expect(["H", "D", "T", "HE", "C"].map(isHydrogen)).toEqual([true, true, true, false, false]);
  });
});

describe("guessing elements", () => {
  it.each([
    [" CA ", "ALA", "C"],
    ["CA  ", "CA", "CA"],
    [" CA ", "CA", "C"],
    ["HG11", "VAL", "H"],
    ["1HB ", "ALA", "H"],
    ["HG  ", "HG", "HG"],
    ["FE  ", "HEM", "FE"],
    [" FE ", "HEM", "F"],
    ["ZN  ", "ZN", "ZN"],
    ["SE  ", "MSE", "SE"],
    [" OP1", "DA", "O"],
    ["H5''", "DA", "H"],
    ["C101", "LIG", "C"],
    ["CD12", "LIG", "C"],
    ["CL12", "LIG", "CL"],
    ["NA  ", "NA", "NA"],
    [" D  ", "DOD", "D"],
    [" 1  ", "LIG", "X"],
  ])("columns %j in %s are %s", (name, residue, element) => {
    expect(guessElementFromColumns(name, residue)).toBe(element);
  });

  it.each([
    ["CA", "GLY", "C"],
    ["CA", "CA", "CA"],
    ["FE", "HEM", "FE"],
    ["CL1", "LIG", "CL"],
    ["NA", "HEM", "N"],
    ["CO1", "LIG", "C"],
    ["HO5'", "A", "H"],
    ["*", "LIG", "X"],
  ])("name %s in %s is %s", (name, residue, element) => {
    expect(guessElementFromName(name, residue)).toBe(element);
  });
});
