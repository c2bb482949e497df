import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CLEAR_GAP,
  confirmingHits,
  equivalentScore,
  judge,
  type RankedScore,
  TRUSTED_RESOLUTION,
  zScore,
} from "#core/fit/verdict.ts";

/** Distinct placements, best first: scores of rank 1 and its equals, then of the wrong ones. */
const ranked = (scores: readonly number[], hits: number): RankedScore[] =>
  scores.map((score) => ({ score, hits }));

describe("judge", () => {
  // Measured with another program (../shared/spec/verdict.md): score of rank 1, gap, hits, resolution in Å.
  it.each([
    ["right, weakest of ten real maps", 0.41, 0.32, 2, 3.3, "clear"],
    ["right, strongest of ten real maps", 0.68, 0.64, 171, 2.9, "clear"],
    ["right, 6.6 Å", 0.6, 0.4, 20, 6.6, "clear"],
    ["right chain in a noisy synthetic map", 0.48, 0.37, 2, 3.5, "clear"],
    ["right chain in a noisy synthetic map, 8 Å", 0.74, 0.69, 16, 8, "clear"],
    ["truth not found", 0.14, 0.021, 2, 3.5, "none"],
    ["truth not found, best of three", 0.37, 0.04, 12, 3.5, "none"],
    ["wrong model, largest gap of 120", 0.26, 0.054, 94, 3.9, "none"],
    ["wrong model, noisy 3.5 Å", 0.14, 0.022, 3, 3.5, "none"],
    ["wrong model, noisy 8 Å", 0.43, 0.061, 5, 8, "none"],
  ])("%s", (_, best, gap, hits, resolution, kind) => {
    const verdict = judge(ranked([best, best - gap, best - gap - 0.1], hits), 1000, resolution);
    expect(verdict).toMatchObject({ kind, label: kind, sites: 1, hits });
    expect(verdict.gap).toBeCloseTo(gap, 12);
  });

  it.each([
    ["right model", 0.38, 0.06, 23],
    ["wrong model", 0.55, 0.065, 9],
  ])("%s at 11.5 Å with the gap of chance is not believed", (_, best, gap, hits) => {
    const verdict = judge(ranked([best, best - gap], hits), 1000, 11.5);
    expect(["none", "ambiguous"]).toContain(verdict.kind);
  });

  it("beyond the resolutions it was measured at, nothing is clear and nothing is ruled out", () => {
    const beyond = TRUSTED_RESOLUTION + 0.1;
    expect(judge(ranked([0.7, 0.2], 200), 1000, beyond).kind).toBe("ambiguous");
    expect(judge(ranked([0.7, 0.69, 0.2], 200), 1000, beyond).kind).toBe("ambiguous");
    expect(judge(ranked([0.3, 0.27], 1), 1000, beyond).kind).toBe("ambiguous");
    expect(judge(ranked([0.7, 0.2], 200), 1000, TRUSTED_RESOLUTION).kind).toBe("clear");
    expect(judge(ranked([0.7, 0.2], 200), 1000, beyond).sentence).toContain(`beyond ${TRUSTED_RESOLUTION} Å`);
  });

  it("several sites as good as each other are one answer", () => {
    const verdict = judge(ranked([0.6, 0.595, 0.59, 0.581, 0.2, 0.18, 0.1], 2), 1500, 3.4);
    expect(verdict).toMatchObject({
      kind: "equivalent",
      label: "clear, 4 equivalent sites",
      sites: 4,
      hits: 8,
    });
    expect(verdict.gap).toBeCloseTo(0.4, 12);
    expect(verdict.sentence).toContain("4 equally good sites");
    expect(verdict.sentence).toContain("8 of 1,500 starts");
  });

  it("a single start is no confirmation, however good; two at equal sites are", () => {
    expect(judge(ranked([0.6, 0.1], 1), 1000, 3).kind).toBe("ambiguous");
    expect(judge(ranked([0.6, 0.6, 0.1], 1), 1000, 3)).toMatchObject({ kind: "equivalent", hits: 2 });
  });

  it("just below the gap of certainty it says to look, from there on it is sure", () => {
    const below = judge(ranked([0.5, 0.5 - CLEAR_GAP + 0.001], 50), 1000, 3);
    expect(below.kind).toBe("ambiguous");
    expect(below.sentence).toContain("look at it");
    expect(judge(ranked([0.5, 0.5 - CLEAR_GAP - 0.001], 50), 1000, 3).kind).toBe("clear");
  });

  it("a correlation that is not positive is nothing, whatever the resolution", () => {
    expect(judge(ranked([0, -0.4], 50), 1000, 3).kind).toBe("none");
    expect(judge(ranked([-0.1, -0.6], 50), 1000, 12).kind).toBe("none");
  });

  it("without another placement there is nothing to judge rank 1 against, however high it scores", () => {
    const verdict = judge(ranked([0.6], 9), 100, 3);
    expect(verdict).toMatchObject({ kind: "ambiguous", gap: 0.6, z: Number.NaN });
    expect(verdict.sentence).toContain("more starts");
  });

  it("nothing found is none, with advice", () => {
    const verdict = judge([], 100, 3);
    expect(verdict).toMatchObject({ kind: "none", label: "none", sites: 0, gap: 0, z: Number.NaN, hits: 0 });
    expect(verdict.sentence).toContain("level");
  });

  it("a wrong rank 1 with the gaps that were measured is never called clear", () => {
    const gap = fc.double({ min: 0, max: 0.065, noNaN: true });
    const best = fc.double({ min: -0.2, max: 1, noNaN: true });
    fc.assert(
      fc.property(best, gap, fc.nat(500), fc.double({ min: 2, max: 20, noNaN: true }), (b, g, hits, d) => {
        // Closer placements count as equivalent, with the gap of the next.
        fc.pre(b - g < equivalentScore(b));
        const verdict = judge(ranked([b, b - g], hits), 1000, d);
        expect(["none", "ambiguous"]).toContain(verdict.kind);
      }),
    );
  });

  it("says clear only with the gap it promises, and its label and sentence fit its kind", () => {
    const scores = fc.array(fc.double({ min: -0.5, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    const resolution = fc.double({ min: 2, max: 15, noNaN: true });
    fc.assert(
      fc.property(scores, fc.nat(30), resolution, (list, hits, d) => {
        const verdict = judge(
          ranked(
            list.sort((a, b) => b - a),
            hits,
          ),
          2000,
          d,
        );
        const isClear = verdict.kind === "clear" || verdict.kind === "equivalent";
        if (isClear) expect(verdict.gap).toBeGreaterThanOrEqual(CLEAR_GAP);
        expect(verdict.label.startsWith("clear")).toBe(isClear);
        expect(verdict.label === "clear").toBe(isClear && verdict.sites === 1);
        expect(verdict.sentence).toMatch(/\.$/);
        expect(verdict.sentence).not.toMatch(/NaN|undefined|Infinity/);
      }),
    );
  });
});

describe("equivalentScore", () => {
  it.each([
    [0.6, 0.58],
    [0.2, 0.18],
    [0.1, 0.09],
    [0, 0],
    [-0.3, -0.3],
  ])("as good as %d are scores from %d on", (best, least) => {
    expect(equivalentScore(best)).toBeCloseTo(least, 12);
  });
});

describe("confirmingHits", () => {
  it("one more equal site would have been missed by all of them with a chance below 1 %, and not by one fewer", () => {
    expect(confirmingHits(1)).toBe(7); // ½⁷ = 0.008
    for (const sites of [1, 2, 4, 5, 14, 60]) {
      const missed = (hits: number) => (sites / (sites + 1)) ** hits;
      expect(missed(confirmingHits(sites))).toBeLessThanOrEqual(0.01);
      expect(missed(confirmingHits(sites) - 1)).toBeGreaterThan(0.01);
    }
  });
});

describe("zScore", () => {
  it("by hand: 0.1, 0.2, 0.3 have mean 0.2 and standard deviation 0.1, so 0.7 is 5 above", () => {
    expect(zScore(0.7, [0.1, 0.2, 0.3])).toBeCloseTo(5, 12);
  });

  it("says nothing with fewer than three others or others that are all the same", () => {
    expect(zScore(0.7, [0.1, 0.2])).toBeNaN();
    expect(zScore(0.7, [0.25, 0.25, 0.25])).toBeNaN();
  });
});
