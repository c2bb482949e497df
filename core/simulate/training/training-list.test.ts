import { describe, expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { resolutionField } from "#core/simulate/training/resolution-field.ts";
import { parseTrainingList } from "#core/simulate/training/training-list.ts";

describe("a list of training maps", () => {
  it("is JSON lines, with ranges of two numbers and defaults for the rest", () => {
    const { lines, errors } = parseTrainingList(
      '# comment\n{"model": "a.cif", "resolution": [3, 6], "bfactor": 50}\r\n\n{"model": "b.pdb", "resolution": 4, "bfactor": "none"}',
    );
    expect(errors).toEqual([]);
    expect(lines[0]).toEqual({
      line: 2,
      model: "a.cif",
      resolution: [3, 6],
      bfactor: [50, 50],
      copies: 1,
      seed: 1,
      kernel: "vrm",
      scattering: "electron",
      blur: [0, 0],
      localScale: 20,
      noise: [0, 0],
      solvent: [0, 0],
      spacing: 1,
    });
    expect(lines[1]).toMatchObject({ line: 4, resolution: [4, 4], bfactor: "none" });
  });

  it("or CSV with the same names, ranges as low..high, empty cells as defaults", () => {
    const { lines, errors } = parseTrainingList(
      "model,resolution,noise,kernel,seed\na.cif,3..6,,molmap,5\nb.cif,-3,,,\n",
    );
    expect(lines[0]).toMatchObject({ model: "a.cif", resolution: [3, 6], kernel: "molmap", seed: 5 });
    expect(lines[0].noise).toEqual([0, 0]);
    expect(errors).toEqual([
      { line: 3, message: expect.stringMatching(/^resolution: .*from 0\.5 to 60 is expected/) },
    ]);
  });

  it.each([
    ['{"model": "a.cif"}', "has no resolution"],
    ['{"resolution": 3}', "has no model"],
    ['{"model": "a.cif", "resolution": [6, 3]}', "resolution: a number or a range"],
    ['{"model": "a.cif", "resolution": [3, 4, 5]}', "resolution: a number or a range"],
    ['{"model": "a.cif", "resolution": 3, "copies": 1.5}', "copies: a whole number"],
    ['{"model": "a.cif", "resolution": 3, "kernel": "magic"}', "kernel: one of vrm, molmap"],
    [
      '{"model": "a.cif", "resolution": 3, "kernel": "situs", "solvent": 1}',
      "solvent goes with kernel vrm only",
    ],
    ['{"model": "a.cif", "resolution": 3, "colour": 1}', "Fields: model, name"],
    ['{"model": ', "no JSON object"],
  ])("says what is wrong with %s", (row, sentence) => {
    const { lines, errors } = parseTrainingList(`{"model": "good.cif", "resolution": 3}\n${row}`);
    expect(lines).toHaveLength(1);
    expect(errors).toEqual([{ line: 2, message: expect.stringContaining(sentence) }]);
  });
});

describe("a field of resolutions", () => {
  it("stays within its ends, takes all values between about equally often, and varies over its scale", () => {
    const field = resolutionField([3, 7], 20, createRandom(4));
    const random = createRandom(5);
    const values = Array.from({ length: 4000 }, () => field(300 * random(), 300 * random(), 300 * random()));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...values)).toBeLessThanOrEqual(7);
    const below = (limit: number) => values.filter((value) => value < limit).length / values.length;
    for (const [limit, part] of [
      [4, 0.25],
      [5, 0.5],
      [6, 0.75],
    ]) {
      expect(Math.abs(below(limit) - part)).toBeLessThan(0.12);
    }
    expect(Math.abs(field(10, 10, 10) - field(10.5, 10, 10))).toBeLessThan(0.5);
  });
});
