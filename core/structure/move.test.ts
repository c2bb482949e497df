import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { invert, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";

const atoms = makeStructure([
  { x: 1, y: 0, z: 0 },
  { x: -4, y: 5, z: 60 },
]);

describe("moveStructure", () => {
  it("turns, then shifts: 90° about z takes x to y", () => {
    const quarter: Rigid = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [10, 20, 30] };
    const moved = moveStructure(atoms, quarter);
    [10, 21, 30, 5, 16, 90].forEach((value, n) => {
      expect(moved.xyz[n]).toBeCloseTo(value, 12);
    });
    expect([...atoms.xyz]).toEqual([1, 0, 0, -4, 5, 60]);
  });

  it("comes back under the inverse motion", () => {
    fc.assert(
      fc.property(fc.nat(), fc.tuple(fc.integer(), fc.integer(), fc.integer()), (seed, shift) => {
        const motion: Rigid = {
          rotation: randomRotation(createRandom(seed)),
          shift: [shift[0] % 500, shift[1] % 500, shift[2] % 500],
        };
        const back = moveStructure(moveStructure(atoms, motion), invert(motion));
        back.xyz.forEach((value, n) => {
          expect(value).toBeCloseTo(atoms.xyz[n], 9);
        });
      }),
    );
  });
});
