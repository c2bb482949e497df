import { describe, expect, it } from "vitest";
import { type MrcParts, makeMrc } from "#core/format/mrc.testing.ts";
import { readMrc } from "#core/format/mrc.ts";

const N = [2, 3, 1] as const;

function valuesOf(parts: Partial<MrcParts>): number[] {
  return [...readMrc(makeMrc({ n: N, ...parts })).value.values];
}

describe("readMrc", () => {
  it.each([true, false])("reads every mode exactly, little-endian %s", (littleEndian) => {
    expect(valuesOf({ mode: 0, littleEndian, values: [-128, -1, 0, 1, 2, 127] })).toEqual([
      -128, -1, 0, 1, 2, 127,
    ]);
    expect(valuesOf({ mode: 1, littleEndian, values: [-32768, -2, 0, 1, 258, 32767] })).toEqual([
      -32768, -2, 0, 1, 258, 32767,
    ]);
    expect(valuesOf({ mode: 2, littleEndian, values: [-1.5, 0, 0.25, 3e8, 1, 2] })).toEqual([
      -1.5, 0, 0.25, 3e8, 1, 2,
    ]);
    expect(valuesOf({ mode: 6, littleEndian, values: [0, 1, 255, 256, 40000, 65535] })).toEqual([
      0, 1, 255, 256, 40000, 65535,
    ]);
    expect(valuesOf({ mode: 12, littleEndian, values: [-1.5, 0, 0.25, 65504, 1, 2] })).toEqual([
      -1.5, 0, 0.25, 65504, 1, 2,
    ]);
  });

  it("keeps the header under the names of the specification", () => {
    const bytes = makeMrc({
      n: N,
      start: [4, -5, 6],
      m: [7, 8, 9],
      cell: [10, 20, 30, 90, 90, 90],
      mapcrs: [3, 1, 2],
      origin: [1.5, -2.5, 3.5],
      ispg: 0,
      labels: ["first", "second"],
      words: { 28: 20141 },
      floats: { 20: -1, 21: 2, 22: 0.5, 55: 0.75 },
    });
    const { value, warnings } = readMrc(bytes);
    expect(warnings).toEqual([]);
    expect(value.header).toMatchObject({
      nx: 2,
      ny: 3,
      nz: 1,
      mode: 2,
      nxstart: 4,
      nystart: -5,
      nzstart: 6,
      mx: 7,
      my: 8,
      mz: 9,
      cella: [10, 20, 30],
      cellb: [90, 90, 90],
      mapc: 3,
      mapr: 1,
      maps: 2,
      dmin: -1,
      dmax: 2,
      dmean: 0.5,
      ispg: 0,
      nsymbt: 0,
      nversion: 20141,
      origin: [1.5, -2.5, 3.5],
      map: "MAP ",
      machst: [0x44, 0x44, 0, 0],
      rms: 0.75,
      label: ["first", "second"],
      skew: null,
    });
  });

  it("skips the extended header, aligned or not", () => {
    const values = [1, 2, 3, 4, 5, 6];
    expect(valuesOf({ extended: 160, values })).toEqual(values);
    expect(valuesOf({ extended: 81, values })).toEqual(values);
  });

  it("views little-endian floats in place and copies everything else", () => {
    const bytes = makeMrc({ n: N });
    expect(readMrc(bytes).value.values.buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);
    expect(readMrc(shifted).value.values.buffer).not.toBe(shifted.buffer);
    const big = makeMrc({ n: N, littleEndian: false, values: [1, 2, 3, 4, 5, 6] });
    const before = big.slice();
    readMrc(big);
    expect(big).toEqual(before);
  });

  it("believes the header where the machine stamp is wrong, and says so", () => {
    const { value, warnings } = readMrc(makeMrc({ n: N, littleEndian: false, stamp: [0x44, 0x44, 0, 0] }));
    expect(value.littleEndian).toBe(false);
    expect(warnings.join()).toContain("contradicts the header");
    const strange = readMrc(makeMrc({ n: N, stamp: [1, 2, 3, 4] }));
    expect(strange.value.littleEndian).toBe(true);
    expect(strange.warnings.join()).toContain("01 02 03 04");
  });

  it("reads bytes as unsigned where IMOD says so", () => {
    const imod = { 39: 1146047817, 40: 0 };
    expect(valuesOf({ mode: 0, values: [-1, 0, 1, 2, 3, 4], words: imod })[0]).toBe(255);
    expect(valuesOf({ mode: 0, values: [-1, 0, 1, 2, 3, 4], words: { ...imod, 40: 1 } })[0]).toBe(-1);
  });

  it("warns of a missing word MAP and of bytes at the end", () => {
    const bytes = makeMrc({ n: N, map: "\0\0\0\0" });
    const longer = new Uint8Array(bytes.length + 3);
    longer.set(bytes);
    const { warnings } = readMrc(longer);
    expect(warnings.join()).toContain("3 bytes after");
    expect(warnings.join()).toContain("MAP");
  });

  it("refuses what it cannot read with what was seen and expected", () => {
    const whole = makeMrc({ n: N });
    const cut = 1024 + 23;
    expect(() => readMrc(whole.subarray(0, cut))).toThrow(
      expect.objectContaining({ code: "format", detail: { seen: cut, expected: 1048 } }),
    );
    expect(() => readMrc(whole.subarray(0, 500))).toThrow(/header alone/);
    expect(() => readMrc(makeMrc({ n: N, mode: 4 }))).toThrow(/Fourier transform.*mode 2/);
    expect(() => readMrc(makeMrc({ n: N, words: { 24: -80 } }))).toThrow(/negative length/);
    expect(() => readMrc(makeMrc({ n: N, words: { 1: -2 } }))).toThrow(/neither byte order/);
  });

  it("refuses absurd sizes before taking any memory", () => {
    const bytes = makeMrc({ n: N, words: { 1: 1 << 20, 2: 1 << 20, 3: 1 << 20 } });
    expect(() => readMrc(bytes)).toThrow(/cut short/);
  });
});
