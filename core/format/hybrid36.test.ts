import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHybrid36, encodeHybrid36 } from "#core/format/hybrid36.ts";

describe("hybrid-36", () => {
  // Corner values: capitals begin at 10^w, each alphabet holds 26 · 36^(w−1) numbers.
  it.each([
    [-999, "-999", 4],
    [9999, "9999", 4],
    [10000, "A000", 4],
    [1223055, "ZZZZ", 4],
    [1223056, "a000", 4],
    [2436111, "zzzz", 4],
    [99999, "99999", 5],
    [100000, "A0000", 5],
    [43770015, "ZZZZZ", 5],
    [43770016, "a0000", 5],
    [87440031, "zzzzz", 5],
  ] as const)("%i is %s", (value, text, width) => {
    expect(encodeHybrid36(value, width)).toBe(text);
    expect(decodeHybrid36(text, width)).toBe(value);
  });

  it("comes back the same wherever it can be written", () => {
    fc.assert(
      fc.property(fc.integer({ min: -999, max: 2436111 }), (value) => {
        expect(decodeHybrid36(encodeHybrid36(value, 4) ?? "", 4)).toBe(value);
      }),
    );
  });

  it("says null for what does not fit or is no number", () => {
    expect(encodeHybrid36(2436112, 4)).toBeNull();
    expect(encodeHybrid36(-1000, 4)).toBeNull();
    for (const text of ["", "*****", "A00", "aA000", "1A000", "A-000"])
      expect(decodeHybrid36(text, 5)).toBeNull();
  });
});
