import { describe, expect, it } from "vitest";
import {
  parseResolutionRules,
  resolutionsFromB,
  ruledResolutions,
} from "#core/simulate/vrm/resolution-rules.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";

const structure = makeStructure([
  { chainId: "A", residueNumber: -2, bFactor: 20 },
  { chainId: "A", residueNumber: 10, bFactor: 40 },
  { chainId: "A", residueNumber: 10, bFactor: 120 },
  { chainId: "A", residueNumber: 20, bFactor: 20 },
  { chainId: "B1", residueNumber: 10, bFactor: 3000 },
]);

describe("rules of resolutions", () => {
  it("name chains and residues; the last that fits counts", () => {
    const rules = parseResolutionRules("chain:A=2.5,B1=5; residue:A/10-20=4,A/-2=7");
    expect([...ruledResolutions(structure, rules, 3)]).toEqual([7, 4, 4, 4, 5]);
    const overridden = parseResolutionRules("residue:A/10=4;A=2");
    expect([...ruledResolutions(structure, overridden, 3)]).toEqual([2, 2, 2, 2, 3]);
  });

  it.each(["A", "A=", "A=x", "A=-2", "residue:A=3", "residue:A/20-10=3", "chain:A/3=2", "", "A=2=3"])(
    "say how to write them instead of %j",
    (text) => {
      expect(() => parseResolutionRules(text)).toThrow("chain:A=2.5,B=5;residue:A/10-20=4");
    },
  );

  it("are refused for chains and residues that are not there", () => {
    const apply = (text: string) => () => ruledResolutions(structure, parseResolutionRules(text), 3);
    expect(apply("Q=3")).toThrow("no chain Q; it has A, B1");
    expect(apply("residue:A/11-19=3")).toThrow("no residue from 11 to 19");
  });
});

describe("resolutions from B", () => {
  it("are equally damped: B ⁄ d² is that of the median residue at the common resolution, within limits", () => {
    // Means by residue: 20, 80 (two atoms), 20, 3000; the median over atoms is 80.
    const resolutions = resolutionsFromB(structure, 3);
    expect(resolutions[1]).toBe(3);
    expect(resolutions[0]).toBeCloseTo(3 / 2, 12);
    expect(resolutions[4]).toBe(12);
  });

  it("need B factors", () => {
    expect(() => resolutionsFromB(makeStructure([{}, {}]), 3)).toThrow("B factors that are 0");
  });
});
