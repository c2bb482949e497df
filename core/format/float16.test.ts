import { describe, expect, it } from "vitest";
import { float16Bits, float16Table, float16ToNumber } from "#core/format/float16.ts";

describe("float16", () => {
  it("knows the landmarks of IEEE 754 half precision", () => {
    expect(float16ToNumber(0x3c00)).toBe(1);
    expect(float16ToNumber(0xc000)).toBe(-2);
    expect(float16ToNumber(0x7bff)).toBe(65504);
    expect(float16ToNumber(0x0001)).toBe(2 ** -24);
    expect(float16ToNumber(0x0400)).toBe(2 ** -14);
    expect(float16ToNumber(0x7c00)).toBe(Number.POSITIVE_INFINITY);
    expect(float16ToNumber(0x7e00)).toBeNaN();
  });

  it("gives back every bit pattern that is a number", () => {
    const table = float16Table();
    for (let bits = 0; bits < 65536; bits++) {
      if (Number.isNaN(table[bits])) expect(float16Bits(table[bits])).toBe(0x7e00);
      else if (float16Bits(table[bits]) !== bits)
        expect.fail(`${bits} came back as ${float16Bits(table[bits])}`);
    }
  });

  it("rounds to nearest, ties to even", () => {
    const step = 2 ** -10; // spacing of half floats in [1, 2)
    expect(float16Bits(1 + 0.49 * step)).toBe(0x3c00);
    expect(float16Bits(1 + 0.5 * step)).toBe(0x3c00);
    expect(float16Bits(1 + 0.51 * step)).toBe(0x3c01);
    expect(float16Bits(1 + 1.5 * step)).toBe(0x3c02);
    expect(float16Bits(2 ** -25)).toBe(0);
    expect(float16Bits(1.5 * 2 ** -25)).toBe(1);
    expect(float16Bits(65519)).toBe(0x7bff);
    expect(float16Bits(65520)).toBe(0x7c00);
  });
});
