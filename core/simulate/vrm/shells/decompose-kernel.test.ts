import { describe, expect, it } from "vitest";
import { decomposeKernel, kernelError } from "#core/simulate/vrm/shells/decompose-kernel.ts";
import { kernelExtrema, truncationKernel } from "#core/simulate/vrm/shells/truncation-kernel.ts";

describe("the truncation kernel", () => {
  it("has its zero, first minimum and envelope where they belong", () => {
    // First zero of j₁ at x = 4.4934, first minimum of G at the zero 5.7635 of j₂ (Abramowitz & Stegun, table 10.6).
    expect(truncationKernel(4.493409 / (2 * Math.PI))).toBeCloseTo(0, 6);
    expect(kernelExtrema(2)[0]).toBeCloseTo(5.763459 / (2 * Math.PI), 6);
    expect(kernelExtrema(2)[1]).toBeCloseTo(9.095011 / (2 * Math.PI), 6);
    expect(truncationKernel(kernelExtrema(1)[0])).toBeCloseTo(-0.0865, 3);
    expect(truncationKernel(0)).toBe(1);
    expect(truncationKernel(0.0079)).toBeCloseTo(truncationKernel(0.0081), 4);
  });

  it("is stationary at its extrema", () => {
    for (const u of kernelExtrema(6)) {
      const slope = (truncationKernel(u + 1e-4) - truncationKernel(u - 1e-4)) / 2e-4;
      expect(slope).toBeCloseTo(0, 6);
    }
  });
});

describe("its decomposition", () => {
  it("leaves less than 1e-6 with one shell per ripple and one more, and little with one per ripple", () => {
    const more = decomposeKernel(2, 5);
    expect(more.error).toBeLessThan(1e-6);
    expect(more.error).toBe(kernelError(more, 2));
    const perRipple = decomposeKernel(2, 4);
    expect(perRipple.error).toBeLessThan(5.9e-5);
    expect(perRipple.error).toBeGreaterThan(more.error);
  });

  it("leaves the ripple that has no shell: 3 ⁄ (2πu)² at most", () => {
    const { error } = decomposeKernel(3, 5);
    expect(error).toBeLessThan(3 / (2 * Math.PI * 2) ** 2);
    expect(error).toBeGreaterThan(1e-3);
  });

  it("comes out the same every time", () => {
    expect(decomposeKernel(2, 4)).toEqual(decomposeKernel(2, 4));
  });
});
