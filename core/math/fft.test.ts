import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inverseLine, lineTransform } from "#core/math/fft.ts";

/** The definition, in O(n²). */
function slowTransform(line: Float64Array): Float64Array {
  const n = line.length / 2;
  const out = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      out[2 * k] += line[2 * j] * Math.cos(angle) - line[2 * j + 1] * Math.sin(angle);
      out[2 * k + 1] += line[2 * j] * Math.sin(angle) + line[2 * j + 1] * Math.cos(angle);
    }
  }
  return out;
}

const lines = fc
  .integer({ min: 1, max: 130 })
  .chain((n) =>
    fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2 * n, maxLength: 2 * n }),
  );

describe("transforms of a line", () => {
  it("are the definition, whatever the length", () => {
    fc.assert(
      fc.property(lines, (numbers) => {
        const line = Float64Array.from(numbers);
        const expected = slowTransform(line);
        lineTransform(line.length / 2).forward(line);
        for (const [n, value] of line.entries()) expect(value).toBeCloseTo(expected[n], 9);
      }),
    );
  });

  it("come back by the inverse", () => {
    fc.assert(
      fc.property(lines, (numbers) => {
        const line = Float64Array.from(numbers);
        const transform = lineTransform(line.length / 2);
        transform.forward(line);
        inverseLine(transform, line);
        for (const [n, value] of line.entries()) expect(value).toBeCloseTo(numbers[n], 10);
      }),
    );
  });

  it("of a single wave are one peak: lengths 4 · 5 · 11 and 2 · 101 (a large prime)", () => {
    for (const length of [220, 202]) {
      const line = new Float64Array(2 * length);
      for (let j = 0; j < length; j++) {
        line[2 * j] = Math.cos((2 * Math.PI * 7 * j) / length);
        line[2 * j + 1] = Math.sin((2 * Math.PI * 7 * j) / length);
      }
      lineTransform(length).forward(line);
      for (let k = 0; k < length; k++) expect(line[2 * k]).toBeCloseTo(k === 7 ? length : 0, 9);
    }
  });
});
