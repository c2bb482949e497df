import { describe, expect, it } from "vitest";
import { judge } from "#core/fit/verdict.ts";
import { type Evidence, evidenceFor, type Judged } from "#core/report/evidence.ts";

/** A search whose best placement and rivals score so. */
function judged(scores: readonly number[], hits = 9, change: Partial<Judged> = {}): Evidence[] {
  const ranked = scores.map((score) => ({ score, hits }));
  const resolution = change.setup?.resolution ?? { value: 3.4, reason: "given" };
  return evidenceFor({
    verdict: judge(ranked, 3000, resolution.value),
    setup: { resolution },
    starts: 3000,
    best: { score: scores[0], inside: 0.9 },
    ...change,
  });
}
const told = (evidence: readonly Evidence[], title: string) => evidence.filter((one) => one.title === title);

describe("the evidence for a verdict", () => {
  it("names the scores, the gap between them and the rule", () => {
    const [gap] = told(judged([0.55, 0.2, 0.19, 0.18]), "Gap");
    expect(gap.speaks).toBe("for");
    expect(gap.text).toContain("scores 0.550");
    expect(gap.text).toContain("another answer 0.200: a gap of 0.35");
    expect(gap.text).toContain("From 0.15 on an answer is called clear");
  });

  it("speaks against what leads like a wrong model, and leaves what lies between open", () => {
    expect(told(judged([0.25, 0.2]), "Gap")[0].speaks).toBe("against");
    expect(told(judged([0.32, 0.2]), "Gap")[0].speaks).toBe("open");
  });

  it("says which rival would make a clear answer ambiguous, or what rank 1 would need", () => {
    // 0.55 − 0.15 = 0.40; 0.2 + 0.15 = 0.35.
    expect(told(judged([0.55, 0.2]), "What would change it")[0].text).toMatch(
      /above 0\.400; the best so far has 0\.200/,
    );
    expect(told(judged([0.25, 0.2]), "What would change it")[0].text).toMatch(/reach 0\.350 to be clear/);
  });

  it("counts starts against what confirms: 7 for one site, since (1/2)^7 < 1 %", () => {
    expect(told(judged([0.55, 0.2], 7), "Starts")[0]).toMatchObject({ speaks: "for" });
    expect(told(judged([0.55, 0.2], 6), "Starts")[0].text).toMatch(/6 of 3,000 .* Below 7/);
    expect(told(judged([0.55, 0.2], 1), "Starts")[0].speaks).toBe("against");
  });

  it("takes equally good sites for copies", () => {
    expect(told(judged([0.55, 0.55, 0.54, 0.2]), "Sites")[0].text).toMatch(/^3 sites/);
    expect(told(judged([0.55, 0.2]), "Sites")).toEqual([]);
  });

  it("warns of resolutions beyond 12 Å and of guessed ones", () => {
    const far = judged([0.55, 0.2], 9, { setup: { resolution: { value: 14, reason: "given" } } });
    expect(told(far, "Resolution")[0].text).toContain("measured up to 12 Å");
    const reason = "3 × the voxel size; give the true one if you know it";
    const guessed = judged([0.55, 0.2], 9, { setup: { resolution: { value: 3, reason } } });
    expect(told(guessed, "Resolution")[0].text).toContain("a guess from the voxel size");
    expect(told(judged([0.55, 0.2]), "Resolution")).toEqual([]);
  });

  it("warns of models mostly outside the contour or longer than the map", () => {
    const outside = judged([0.55, 0.2], 9, { best: { score: 0.55, inside: 0.31 } });
    expect(told(outside, "Outside")[0].text).toContain("Only 31 % of the atoms");
    const large = judged([0.55, 0.2], 9, { extent: { model: 120, map: [80, 90, 100] } });
    expect(told(large, "Size")[0].text).toContain("120 Å long, the map's longest edge 100 Å");
  });

  it("has nothing to say about no placement", () => {
    expect(judged([0.5], 1, { best: null })).toEqual([]);
  });
});
