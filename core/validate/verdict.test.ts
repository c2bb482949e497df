import { describe, expect, it } from "vitest";
import { expectedQ } from "#core/validate/expected-q.ts";
import type { ResidueScores, Validation } from "#core/validate/validation.ts";
import { judgedBy, judgeValidation, poorResidues, worstResidues } from "#core/validate/verdict.ts";

interface Facts {
  readonly resolution?: number;
  readonly q?: number;
  readonly mask?: number;
  readonly reach?: number | null;
  readonly residues?: readonly ResidueScores[];
}

function validation({
  resolution = 3,
  q = 0.6,
  mask = 0.8,
  reach = 3.1,
  residues = [],
}: Facts = {}): Validation {
  const scores = { atoms: 9, q, density: 1, bFactor: 30, cc: 0.8, ccMain: 0.8, ccSide: 0.8 };
  const bins = [
    { resolution: 10, fsc: 0.9, terms: 500 },
    { resolution: 2, fsc: 0.1, terms: 500 },
  ];
  const expected = expectedQ(resolution, 0.6);
  return {
    resolution,
    settings: { sigma: 0.6, sparse: "skip" },
    ...(expected && { expected }),
    model: scores,
    chains: [],
    residues,
    atomQ: new Float64Array(0),
    correlations: { box: mask, mask, volume: mask, peaks: mask, image: mask },
    neighbourhood: 3,
    imageRadius: 2.5,
    fsc: { map: { bins, resolution05: reach, resolution0143: 2.5 } },
    map: { mean: 0, sd: 1 },
    outside: 0,
    notes: [],
  };
}

function residue(number: number, q: number, cc: number, change: Partial<ResidueScores> = {}): ResidueScores {
  const place = {
    chain: "A",
    number,
    insertionCode: "",
    name: "ALA",
    isWater: false,
    start: number,
    end: number + 1,
  };
  return { atoms: 1, density: 1, bFactor: 30, ccMain: cc, ccSide: cc, ...place, q, cc, ...change };
}

describe("the verdict on a model", () => {
  it("agrees when Q-score, correlation and FSC are those of models in their place", () => {
    expect(judgeValidation(validation())).toEqual({
      kind: "agrees",
      sentence:
        "The model agrees with the map: mean Q 0.60 (models at 3 Å have 0.48 to 0.68), CC_mask 0.80, FSC 0.5 at 3.10 Å.",
    });
  });

  it.each([
    [{ q: 0.4 }, "Atoms are worse resolved than usual"],
    [{ mask: 0.4 }, "The density near the model looks otherwise"],
    [{ reach: 5 }, "Details finer than that are not where the map has them"],
  ])("agrees in part, with the reason, for %j", (facts, reason) => {
    const { kind, sentence } = judgeValidation(validation(facts));
    expect(kind).toBe("in part");
    expect(sentence).toContain(reason);
  });

  it("joins reasons, and says what to do about a model that is elsewhere", () => {
    expect(judgeValidation(validation({ q: 0.3, reach: null })).sentence).toMatch(
      /never above 0\.5\. Atoms .*; details/,
    );
    const { kind, sentence } = judgeValidation(validation({ mask: 0.1 }));
    expect(kind).toBe("disagrees");
    expect(sentence).toContain("Fit it first");
  });

  it("asks no Q-score of what is beyond 6 Å, where atoms are not seen one by one", () => {
    expect(judgeValidation(validation({ resolution: 8, q: -0.3, reach: 8 })).kind).toBe("agrees");
    expect([judgedBy(6), judgedBy(6.1)]).toEqual(["q", "cc"]);
  });
});

describe("poor residues", () => {
  const residues = [
    residue(1, 0.5, 0.9),
    residue(2, 0.28, 0.2),
    residue(3, 0.1, 0.8),
    residue(4, 0, 0, { isWater: true }),
    residue(5, Number.NaN, 0.1),
  ];

  it("have less than half of the expected Q-score, waters and what lies outside left out", () => {
    // Expected at 3 Å: 0.5804; half of it is 0.2902.
    expect(poorResidues(validation({ residues })).map(({ number }) => number)).toEqual([3, 2]);
    expect(worstResidues(residues, "q").map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  it("have a correlation below 0.3 at low resolution", () => {
    expect(poorResidues(validation({ residues, resolution: 8 })).map(({ number }) => number)).toEqual([5, 2]);
  });
});
