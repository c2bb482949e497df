import { describe, expect, it } from "vitest";
import { makeDemoComplex } from "#core/demo/demo-complex.ts";
import { scramble } from "#core/demo/demo-starts.ts";
import { centroidOf } from "#core/demo/docking.ts";
import { distance } from "#core/math/vec3.ts";
import { splitChains } from "#core/structure/chains.ts";
import { moveStructure } from "#core/structure/move.ts";

describe("scrambled chains", () => {
  const complex = makeDemoComplex(5);
  const scrambled = scramble(complex, 11);

  it("come back by their motion", () => {
    const originals = splitChains(complex);
    expect(scrambled.map(({ chainId }) => chainId)).toEqual(["A", "B", "C"]);
    scrambled.forEach(({ structure, back }, n) => {
      const { xyz } = moveStructure(structure, back);
      xyz.forEach((x, k) => {
        expect(Math.abs(x - originals[n].xyz[k])).toBeLessThan(1e-9);
      });
    });
  });

  it("lie 40 Å from their places, turned, the same way for the same seed", () => {
    const originals = splitChains(complex);
    scrambled.forEach(({ structure, back }, n) => {
      expect(distance(centroidOf(structure), centroidOf(originals[n]))).toBeCloseTo(40, 6);
      expect(Math.abs(back.rotation[3])).toBeLessThan(0.999);
    });
    expect(scramble(complex, 11)).toEqual(scrambled);
    expect(scramble(complex, 12)).not.toEqual(scrambled);
  });
});
