import { describe, expect, it } from "vitest";
import { ownStanding } from "#core/identify/score/own-standing.ts";

/** A low-discrepancy sequence in −½…½. */
function spread(n: number): number {
  return ((n * 0.618034) % 1) - 0.5;
}

describe("DomainFit's p-value of a candidate", () => {
  // The likelihood maximised by SciPy 1.17.1 (minimize_scalar on the truncated normal log-likelihood, quantile by
  // numpy 2.4.6, stats.norm.sf, stats.false_discovery_control).
  it("is that of an independent calculation: two right placements among 30 wrong ones", () => {
    const wrong = Array.from({ length: 30 }, (_, n) => 0.2 + 0.4 * spread(n + 1) ** 3);
    const found = ownStanding([0.5, 0.48, ...wrong]);
    expect(found?.placements).toBe(32);
    expect((found?.p ?? 0) / 2.1476475468992943e-31).toBeCloseTo(1, 3);
    expect((found?.q ?? 0) / 6.872472150077742e-30).toBeCloseTo(1, 3);
  });

  it("is that of an independent calculation: one right placement among 30 evenly spread wrong ones", () => {
    const wrong = Array.from({ length: 30 }, (_, n) => 0.2 + 0.1 * spread(n + 1));
    const found = ownStanding([0.5, ...wrong]);
    expect((found?.p ?? 0) / 5.725373214339838e-15).toBeCloseTo(1, 3);
    expect((found?.q ?? 0) / 1.77486569644535e-13).toBeCloseTo(1, 3);
  });

  it("is not small for a best placement that is one of many alike, and does not depend on the order of the others", () => {
    const wrong = Array.from(
      { length: 200 },
      (_, n) => 0.2 + 0.05 * (spread(n) + spread(7 * n + 3) + spread(13 * n + 5)),
    );
    const best = wrong.reduce((most, score) => Math.max(most, score), 0);
    const others = wrong.filter((score) => score !== best);
    const found = ownStanding([best, ...others]);
    expect(found?.p).toBeGreaterThan(0.001);
    expect(found?.q).toBeGreaterThan(0.2);
    expect(found?.q).toBeGreaterThanOrEqual(found?.p ?? 1);
    const turned = ownStanding([best, ...others.toReversed()]);
    expect(turned?.p).toBeCloseTo(found?.p ?? 0, 9);
  });

  it("is not made of a handful of placements, nor of placements that are all alike", () => {
    expect(ownStanding([])).toBeUndefined();
    expect(ownStanding(Array.from({ length: 10 }, (_, n) => 0.1 + 0.01 * n))).toBeUndefined();
    expect(ownStanding(Array.from({ length: 30 }, () => 0.25))).toBeUndefined();
    expect(ownStanding(Array.from({ length: 12 }, (_, n) => 0.1 + 0.01 * n))).toBeDefined();
  });
});
