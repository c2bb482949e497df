import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPae } from "#core/format/pae.ts";

const bytes = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));

/** Errors of three residues: that at 3 when superposed on 1 is 9 Å, at 1 when superposed on 3 it is 8 Å. */
const ROWS = [
  [0.2, 1, 9],
  [1.5, 0.2, 4],
  [8, 3, 0.2],
];
const FLAT = Float32Array.from(ROWS.flat());

describe("predicted aligned errors", () => {
  it.each([
    ["as the database has them", [{ predicted_aligned_error: ROWS, max_predicted_aligned_error: 31.75 }]],
    ["as one object", { predicted_aligned_error: ROWS }],
    ["of AlphaFold 3 and ColabFold", { plddt: [90, 80, 70], pae: ROWS }],
    [
      "as pairs, as until 2022",
      [
        {
          residue1: [1, 1, 1, 2, 2, 2, 3, 3, 3],
          residue2: [1, 2, 3, 1, 2, 3, 1, 2, 3],
          distance: ROWS.flat(),
        },
      ],
    ],
    [
      "as pairs in another order",
      [
        {
          residue1: [3, 1, 1, 2, 2, 2, 1, 3, 3],
          residue2: [3, 2, 3, 1, 2, 3, 1, 2, 1],
          distance: [0.2, 1, 9, 1.5, 0.2, 4, 0.2, 3, 8],
        },
      ],
    ],
  ])("%s", (_, content) => {
    expect(readPae("p.json", bytes(content))).toEqual({ count: 3, errors: FLAT });
  });

  it("are the same in both layouts, whatever they are", () => {
    const square = fc.integer({ min: 1, max: 9 }).chain((n) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 31 }), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
    );
    fc.assert(
      fc.property(square, (rows) => {
        const all = rows.flatMap((row, a) => row.map((distance, b) => ({ a: a + 1, b: b + 1, distance })));
        const pairs = {
          residue1: all.map(({ a }) => a),
          residue2: all.map(({ b }) => b),
          distance: all.map(({ distance }) => distance),
        };
        expect(readPae("old", bytes([pairs]))).toEqual(
          readPae("new", bytes([{ predicted_aligned_error: rows }])),
        );
      }),
    );
  });

  it.each([
    ["text", new TextEncoder().encode("data_AF"), /p\.json is not JSON/],
    ["something else", bytes([{ title: "x" }]), /holds no predicted aligned errors/],
    ["a number", bytes([7]), /holds no predicted aligned errors/],
    ["rows of different lengths", bytes([{ predicted_aligned_error: [[1, 2], [3]] }]), /not complete/],
    ["an error below 0", bytes([{ predicted_aligned_error: [[-1]] }]), /not complete/],
    ["no residue", bytes([{ predicted_aligned_error: [] }]), /not complete/],
    [
      "a pair too few",
      bytes([{ residue1: [1, 1, 2], residue2: [1, 2, 1], distance: [0, 1, 1] }]),
      /not complete/,
    ],
    [
      "a pair twice",
      bytes([{ residue1: [1, 1, 2, 2], residue2: [1, 2, 1, 1], distance: [0, 1, 1, 1] }]),
      /not complete/,
    ],
  ])("of %s are refused with a sentence", (_, content, sentence) => {
    expect(() => readPae("p.json", content)).toThrow(sentence);
    expect(() => readPae("p.json", content)).toThrow(expect.objectContaining({ code: "format" }));
  });
});
