import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisherZ, fitBackground, type SizedScore, standing } from "#core/identify/score/background.ts";
import { falseDiscovery } from "#core/identify/score/false-discovery.ts";
import { gumbelQuantile, gumbelTail } from "#core/identify/score/gumbel.ts";
import { createRandom } from "#core/math/random.ts";

const LAW = { level: 0.01, offset: 3.5, width: 0.3 };

/** Scores exactly at Gumbel's quantiles of the law, sizes in an order that has nothing to do with them. */
function lawfulScores(count: number): SizedScore[] {
  return Array.from({ length: count }, (_, n) => {
    const atoms = 500 + ((n * 7919) % count) * (3000 / count);
    return scoreAt(atoms, gumbelQuantile((n + 0.5) / count));
  });
}

function scoreAt(atoms: number, g: number): SizedScore {
  return { atoms, score: Math.tanh(LAW.level + (LAW.offset + LAW.width * g) / Math.sqrt(atoms)) };
}

describe("Gumbel's distribution", () => {
  it("has its median at −ln ln 2, and a tail that does not vanish in rounding", () => {
    expect(gumbelQuantile(0.5)).toBeCloseTo(0.36651292, 8);
    expect(gumbelTail(gumbelQuantile(0.95))).toBeCloseTo(0.05, 12);
    expect(gumbelTail(60)).toBeCloseTo(Math.exp(-60), 40);
  });
});

describe("the background of a library", () => {
  it("is the law that made the scores", () => {
    const background = fitBackground(lawfulScores(400));
    expect(background?.width).toBeCloseTo(LAW.width, 2);
    const { z, p } = standing(background ?? LAWFUL, scoreAt(1500, gumbelQuantile(0.99)));
    expect(p).toBeGreaterThan(0.008);
    expect(p).toBeLessThan(0.0125);
    expect(z).toBeCloseTo((gumbelQuantile(0.99) - 0.5772) / 1.2825, 1);
  });

  it("does not heed a tenth of right answers, whatever their size", () => {
    const wrong = lawfulScores(80);
    const alone = fitBackground(wrong) ?? LAWFUL;
    const right = [600, 900, 1500, 1700, 1800, 2000, 2500, 3000].map((atoms) => ({ atoms, score: 0.7 }));
    const together = fitBackground([...wrong, ...right]) ?? LAWFUL;
    expect(together.width / alone.width).toBeGreaterThan(0.8);
    expect(together.width / alone.width).toBeLessThan(1.3);
    for (const one of right) expect(standing(together, one).p).toBeLessThan(1e-6);
  });

  it("gives p-values that occur as often as they say, for made-up libraries of many sizes", () => {
    const random = createRandom(5);
    let below = 0;
    let total = 0;
    for (let library = 0; library < 200; library++) {
      const scores = Array.from({ length: 60 }, () =>
        scoreAt(500 + 3000 * random(), gumbelQuantile(random())),
      );
      const background = fitBackground(scores) ?? LAWFUL;
      for (const score of scores) {
        total++;
        if (standing(background, score).p < 0.05) below++;
      }
    }
    expect(below / total).toBeGreaterThan(0.035);
    expect(below / total).toBeLessThan(0.065);
  });

  it("is made of as many scores as a proteome has domains", () => {
    expect(fitBackground(lawfulScores(150_000))?.width).toBeCloseTo(LAW.width, 2);
  });

  it("is not made of a handful of scores, nor of scores that are all alike", () => {
    expect(fitBackground(lawfulScores(11))).toBeUndefined();
    expect(fitBackground(Array.from({ length: 20 }, () => ({ atoms: 900, score: 0.2 })))).toBeUndefined();
    expect(fitBackground(lawfulScores(12))).toBeDefined();
  });

  it("counts more starts as more luck: twice as many move the chance by a factor of two", () => {
    const one = scoreAt(1000, 6);
    const once = standing(LAWFUL, one).p;
    expect(standing(LAWFUL, one, 2).p / once).toBeCloseTo(2, 2);
  });

  it("does not depend on the order of the scores", () => {
    const scores = lawfulScores(40);
    const straight = fitBackground(scores) ?? LAWFUL;
    fc.assert(
      fc.property(fc.shuffledSubarray([...scores.keys()], { minLength: 40 }), (order) => {
        const shuffled = fitBackground(order.map((n) => scores[n] ?? { atoms: 1, score: 0 })) ?? LAWFUL;
        expect(shuffled.level).toBeCloseTo(straight.level, 9);
        expect(shuffled.offset).toBeCloseTo(straight.offset, 9);
        expect(shuffled.width).toBeCloseTo(straight.width, 9);
      }),
      { numRuns: 20 },
    );
  });

  it("uses Fisher's z: ½ ln (1 + r) ⁄ (1 − r), finite at the ends", () => {
    expect(fisherZ(0.6)).toBeCloseTo(Math.log(2), 12);
    expect(Number.isFinite(fisherZ(1))).toBe(true);
  });
});

const LAWFUL = { ...LAW, count: 100 };

describe("q-values", () => {
  it("are those of Benjamini and Hochberg", () => {
    // R 4.3: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "BH") and p.adjust(c(0.5, 0.001, 0.04, 0.03), "BH")
    expect(falseDiscovery([0.01, 0.02, 0.03, 0.04, 0.05]).map((q) => q.toFixed(6))).toEqual(
      Array(5).fill("0.050000"),
    );
    const mixed = falseDiscovery([0.5, 0.001, 0.04, 0.03]);
    expect(mixed[0]).toBeCloseTo(0.5, 12);
    expect(mixed[1]).toBeCloseTo(0.004, 12);
    expect(mixed[2]).toBeCloseTo(0.04 * (4 / 3), 12);
    expect(mixed[3]).toBeCloseTo(0.04 * (4 / 3), 12);
  });

  it("rise with p, never fall below it, never exceed 1, and follow any order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (p) => {
        const q = falseDiscovery(p);
        const byP = p.map((_, n) => n).sort((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
        for (const [place, n] of byP.entries()) {
          expect(q[n]).toBeGreaterThanOrEqual((p[n] ?? 0) * (1 - 1e-12));
          expect(q[n]).toBeLessThanOrEqual(1);
          const before = byP[place - 1];
          if (before !== undefined) expect(q[n]).toBeGreaterThanOrEqual(q[before] ?? 0);
        }
        const reversed = falseDiscovery([...p].reverse()).reverse();
        expect(reversed).toEqual(q);
      }),
    );
  });
});
