import { describe, expect, it } from "vitest";
import { bFactorVariables, similarityRestraint } from "#core/refine/b-factors.ts";
import { noSlopes } from "#core/refine/model-images.ts";
import { neighboursOf, similarityEnergy } from "#core/refine/similar-b.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";

const at = (x: number, bFactor: number) => ({ atomName: "C", x, y: 0, z: 0, bFactor });
/** 2 Å apart: neighbours are 1 and 2 steps away. */
const STRUCTURE = makeStructure([at(0, 10), at(2, 30), at(4, 60), at(6, 490)]);
const GROUPS = [Int32Array.of(0, 1), Int32Array.of(2), Int32Array.of(3)];
const ATOMS = { ...STRUCTURE, resolution: 3 };

describe("B factors as variables", () => {
  const variables = bFactorVariables(ATOMS, GROUPS);

  it("change a group by 10 Å² per variable and stop where its first atom meets 0 or 500 Å²", () => {
    const { bFactor } = variables.values(Float64Array.of(2, 0, -1));
    expect([...Array.from(bFactor)]).toEqual([30, 50, 60, 480]);
    expect([...(variables.lower ?? [])]).toEqual([-1, -6, -49]);
    expect([...(variables.upper ?? [])]).toEqual([47, 44, 1]);
  });

  it("let stay what a file holds beyond the range", () => {
    const odd = { ...ATOMS, bFactor: [-20, 30, 60, 700] };
    const { lower, upper } = bFactorVariables(odd, GROUPS);
    expect(lower?.[0]).toBe(0);
    expect(upper?.[2]).toBe(0);
  });

  it("gather the slopes of a group's atoms", () => {
    const slopes = { ...noSlopes(4), bFactor: Float64Array.of(1, 2, 4, 8) };
    const x = new Float64Array(3);
    expect([...variables.slopes(x, variables.values(x), slopes)]).toEqual([30, 40, 80]);
  });
});

describe("likeness of neighbours", () => {
  it("is worth 1 ⁄ distance² for each pair within 5 Å", () => {
    const { pairs, weight } = neighboursOf(STRUCTURE);
    expect([...pairs]).toEqual([0, 1, 0, 2, 1, 2, 1, 3, 2, 3]);
    expect([...weight]).toEqual([1 / 4, 1 / 16, 1 / 4, 1 / 16, 1 / 4]);
    // ½ · ¼ · ((30 − 10) ⁄ 10)² and so on.
    const near = { pairs: Int32Array.of(0, 1), weight: Float64Array.of(0.25) };
    expect(similarityEnergy(near, STRUCTURE.bFactor, 10).value).toBe(0.5);
  });

  it("has slopes and a Hessian per variable that differences show", () => {
    const variables = bFactorVariables(ATOMS, GROUPS);
    const restraint = similarityRestraint(neighboursOf(STRUCTURE), GROUPS, 4);
    const at = (x: Float64Array) => restraint.evaluate(x, variables.values(x));
    const x = Float64Array.of(0.3, -0.7, 0.2);
    const h = 1e-4;
    const curvature = restraint.curvature?.(x, variables.values(x));
    for (let n = 0; n < 3; n++) {
      const moved = (step: number) => at(x.map((v, m) => (m === n ? v + step : v)));
      expect(at(x).gradient[n]).toBeCloseTo((moved(h).value - moved(-h).value) / (2 * h), 4);
      const unit = new Float64Array(3).fill(1, n, n + 1);
      const column = curvature?.multiply(unit) ?? [];
      for (let m = 0; m < 3; m++) {
        expect(column[m]).toBeCloseTo((moved(h).gradient[m] - moved(-h).gradient[m]) / (2 * h), 4);
      }
    }
  });
});
