import { describe, expect, it } from "vitest";
import { slide } from "#core/demo/slide.ts";

describe("sliding in along a line", () => {
  it("stops where the first pair is at the gap", () => {
    // The moving atom passes the fixed one at 3 Å off its line: contact at 5 Å is √(25 − 9) = 4 Å before it.
    const fixed = Float64Array.of(0, 0, 0, 0, 0, -10);
    expect(slide(fixed, Float64Array.of(3, 0, 0), [0, 0, 1], 5)).toBeCloseTo(4, 12);
    expect(slide(fixed, Float64Array.of(3, 0, 7), [0, 0, 1], 5)).toBeCloseTo(-3, 12);
  });

  it("passes by when nothing lies on the way", () => {
    expect(slide(Float64Array.of(0, 0, 0), Float64Array.of(5.1, 0, 0), [0, 0, 1], 5)).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });
});
