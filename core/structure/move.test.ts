import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { invert, type Rigid } from "#core/math/rigid.ts";
import { moveSome, moveStructure } from "#core/structure/move.ts";
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

  it("turns anisotropic displacements: by 90° about z, what was along x is along y", () => {
    const quarter = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2] as const, shift: [0, 0, 0] as const };
    const plain = { ...makeStructure([{ x: 1 }]), anisotropicU: Float32Array.of(3, 2, 1, 0, 0.5, 0) };
    const { anisotropicU } = moveStructure(plain, quarter);
    for (const [n, u] of [2, 3, 1, 0, 0, 0.5].entries()) expect(anisotropicU?.[n]).toBeCloseTo(u, 6);
  });

  it("of some atoms leaves the others to the common motion, tensors too", () => {
    const [up, along] = [0, 1].map((axis) => ({
      rotation: [0, 0, 0, 1] as const,
      shift: [10 * axis, 0, 10 - 10 * axis] as const,
    }));
    const moved = moveSome(atoms, [1], { motion: up, to: along });
    expect([...moved.xyz]).toEqual([1, 0, 10, 6, 5, 60]);
    const quarter = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2] as const, shift: [0, 0, 0] as const };
    const plain = {
      ...makeStructure([{ x: 1 }, { x: 2 }]),
      anisotropicU: Float32Array.of(3, 2, 1, 0, 0, 0, 3, 2, 1, 0, 0, 0),
    };
    const { anisotropicU = [] } = moveSome(plain, [1], { motion: up, to: quarter });
    [3, 2, 1, 0, 0, 0, 2, 3, 1, 0, 0, 0].forEach((u, n) => {
      expect(anisotropicU[n]).toBeCloseTo(u, 6);
    });
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
