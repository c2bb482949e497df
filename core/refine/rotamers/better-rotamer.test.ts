import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomNormal } from "#core/math/random.ts";
import {
  betterRotamer,
  errorsApart,
  independentValues,
  nearestRotamer,
} from "#core/refine/rotamers/better-rotamer.ts";
import { TURNING_SIDE_CHAINS } from "#core/refine/rotamers/rotamer-table.ts";
import { cosine } from "#core/refine/rotamers/side-chain-score.ts";

function kind(name: string) {
  const found = TURNING_SIDE_CHAINS.get(name);
  if (!found) throw new TypeError(`The library has no ${name}.`);
  return found;
}

describe("the rotamer that torsions belong to", () => {
  it("is the one whose farthest torsion is nearest, within 40°", () => {
    expect(nearestRotamer(kind("LEU"), [-65, 174])).toBe("mt");
    expect(nearestRotamer(kind("LEU"), [-100, 174])).toBe("mt");
    expect(nearestRotamer(kind("LEU"), [-120, 174])).toBeNull();
    expect(nearestRotamer(kind("LEU"), [-177 + 360, 65])).toBe("tp");
  });

  it("does not see which end of a ring is which, but for histidine", () => {
    expect(nearestRotamer(kind("PHE"), [62, -90])).toBe("p90");
    expect(nearestRotamer(kind("HIS"), [62, 78])).toBe("p80");
    expect(nearestRotamer(kind("HIS"), [62, -75])).toBe("p-80");
  });
});

describe("standard errors between two correlations", () => {
  it("are Fisher's for r and −r of unrelated series: (atanh r − atanh −r) √(n − 3) ⁄ √2", () => {
    // One of 29 values went to the rest of the model: n = 28.
    expect(errorsApart(0.5, -0.5, 0, 29)).toBeCloseTo((2 * Math.atanh(0.5) * 5) / Math.SQRT2, 12);
  });

  it("are none where there are too few values, and change sign with the order", () => {
    expect(errorsApart(0.9, 0.1, 0.2, 4)).toBe(0);
    fc.assert(
      fc.property(
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        (a, b) => {
          expect(errorsApart(a, b, 0.3, 40)).toBeCloseTo(-errorsApart(b, a, 0.3, 40), 9);
        },
      ),
    );
  });

  it("spread by 1 over series that are alike by chance only", () => {
    const random = createRandom(4);
    const [count, trials] = [60, 3000];
    let squares = 0;
    for (let trial = 0; trial < trials; trial++) {
      const series = [0, 1, 2, 3].map(() => Float64Array.from({ length: count }, () => randomNormal(random)));
      // Two models that share half of what they are, both correlated with the map by 0.5.
      const [map, a, b] = [
        series[0],
        series[0].map((x, n) => x + series[3][n] + Math.SQRT2 * series[1][n]),
        series[0].map((x, n) => x + series[3][n] + Math.SQRT2 * series[2][n]),
      ].map(centred);
      squares += errorsApart(cosine(map, a), cosine(map, b), cosine(a, b), count + 1) ** 2;
    }
    expect(Math.sqrt(squares / trials)).toBeGreaterThan(0.95);
    expect(Math.sqrt(squares / trials)).toBeLessThan(1.05);
  });

  it("count one value per Fourier term: 4π⁄3 ⁄ d³ of them per Å³", () => {
    // A box of 12 Å has terms 1⁄12 Å⁻¹ apart: within 1⁄3 Å⁻¹ lie about 4π⁄3 · 4³ of them.
    expect(independentValues(12 ** 3, 3)).toBeCloseTo((4 / 3) * Math.PI * 64, 9);
  });
});

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

describe("a better rotamer", () => {
  const { rotamers, isSymmetric } = kind("VAL");
  // Of 100 values the map is like t in all, like p in a few, and m has nothing of it.
  const unit = (from: number, to: number) =>
    Float64Array.from({ length: 100 }, (_, n) => (n >= from && n < to ? (n % 2 === 0 ? 1 : -1) : 0));
  const judged = (name: string, correlation: number, beyondRest: Float64Array, clashes = 0) => {
    const rotamer = rotamers.find((one) => one.name === name);
    if (!rotamer) throw new TypeError(`Valine has no ${name}.`);
    return { ...rotamer, correlation, clashes, beyondRest };
  };
  const now = judged("m", 0, unit(80, 100));

  it("is the best one that the side chain has not", () => {
    const all = [judged("m", 0.9, unit(0, 20)), judged("t", 0.8, unit(0, 60)), judged("p", 0.6, unit(0, 20))];
    const found = betterRotamer(now, all, isSymmetric, 40);
    expect(found).toMatchObject({ name: "t", correlation: 0.8, gain: 0.8, percent: 73 });
    expect(found?.errors).toBeCloseTo(errorsApart(0.8, 0, 0, 40), 12);
    expect(found).not.toHaveProperty("beyondRest");
  });

  it("clashes no more than the side chain does", () => {
    const all = [judged("t", 0.8, unit(0, 60), 1), judged("p", 0.6, unit(0, 20))];
    expect(betterRotamer(now, all, isSymmetric, 40)?.name).toBe("p");
    expect(betterRotamer({ ...now, clashes: 1 }, all, isSymmetric, 40)?.name).toBe("t");
  });

  it("is none where the map is too weak, the gain too small or the values too few", () => {
    const weak = [judged("t", 0.39, unit(0, 60))];
    expect(betterRotamer(now, weak, isSymmetric, 1000)).toBeNull();
    const near = [judged("t", 0.85, unit(0, 60))];
    expect(betterRotamer({ ...now, correlation: 0.76 }, near, isSymmetric, 1000)).toBeNull();
    expect(betterRotamer(now, [judged("t", 0.8, unit(0, 60))], isSymmetric, 6)).toBeNull();
  });
});
