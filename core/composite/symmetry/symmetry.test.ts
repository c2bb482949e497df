import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSymmetry } from "#core/composite/symmetry/find-symmetry.ts";
import { fixedPoint, screwOf } from "#core/composite/symmetry/screw.ts";
import type { PlacedCopy } from "#core/composite/symmetry/symmetry.ts";
import { pointGroup, rotationAbout } from "#core/fit/symmetry.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { anyPoint, anyRigid, anyRotation, nudge, turn } from "#core/math/rigid.testing.ts";
import { applyRigid, compose, invert, type Rigid, rotate } from "#core/math/rigid.ts";
import { distance, dot, length, scale, type Vec3 } from "#core/math/vec3.ts";

const tolerance = { shift: 3, angle: 6 };

/** Copies of bodies under a group laid anywhere, each a little off. */
function copiesUnder(name: string, lying: Rigid, kinds: number, noise = 0, seed = 1): PlacedCopy[] {
  const random = createRandom(seed);
  return pointGroup(name).flatMap((rotation) =>
    Array.from({ length: kinds }, (_, kind) => {
      const own: Rigid = {
        rotation: randomRotation(createRandom(9, kind)),
        shift: [40, 11 + 7 * kind, 23 - 9 * kind],
      };
      const pose = compose(lying, compose({ rotation, shift: [0, 0, 0] }, own));
      const shift: Vec3 = [
        noise * randomNormal(random),
        noise * randomNormal(random),
        noise * randomNormal(random),
      ];
      const axis: Vec3 = [randomNormal(random), randomNormal(random), randomNormal(random)];
      return { kind, pose: nudge(pose, shift, axis, 2 * noise * randomNormal(random)) };
    }),
  );
}

describe("a screw", () => {
  it("of a quarter turn about z at (10, 0) that rises by 5 Å", () => {
    // (x, y, z) → (10 − y, x − 10, z + 5)
    const motion: Rigid = { rotation: turn([0, 0, 1], 90), shift: [10, -10, 5] };
    const { axis, twist, rise } = screwOf(motion);
    expect(distance(axis, [0, 0, 1])).toBeLessThan(1e-9);
    expect([twist, rise]).toEqual([expect.closeTo(90, 9), expect.closeTo(5, 9)]);
    expect(distance(fixedPoint([motion], [0, 0, 7]), [10, 0, 7])).toBeLessThan(1e-4);
  });

  it("going down is the same screw going up the other way", () => {
    const { axis, twist, rise } = screwOf({ rotation: turn([0, 0, 1], 30), shift: [0, 0, -4] });
    expect([axis[2], twist, rise]).toEqual([-1, expect.closeTo(-30, 9), 4]);
  });

  it("carries points as the motion does", () => {
    fc.assert(
      fc.property(anyRigid(40), anyPoint(20), (motion, p) => {
        const { axis, twist, rise } = screwOf(motion);
        fc.pre(Math.abs(twist) > 5);
        const centre = fixedPoint([motion], [0, 0, 0]);
        const turned = applyRigid(rotationAbout(turn(axis, twist), centre), p);
        const image: Vec3 = [0, 1, 2].map((k) => (turned[k] ?? 0) + rise * (axis[k] ?? 0)) as unknown as Vec3;
        expect(distance(image, applyRigid(motion, p))).toBeLessThan(1e-3);
      }),
    );
  });
});

describe("the symmetry of placed copies", () => {
  it.each(["C2", "C3", "C4", "C7", "C13", "D2", "D3", "D7", "T", "O", "I"])(
    "%s is found wherever it lies, from one chain and from two",
    (name) => {
      fc.assert(
        fc.property(anyRigid(80), fc.integer({ min: 1, max: 2 }), (lying, kinds) => {
          const found = findSymmetry(copiesUnder(name, lying, kinds), tolerance);
          expect(found?.name).toBe(name);
          expect(found?.operations).toHaveLength(pointGroup(name).length - 1);
          const axis = rotate(lying.rotation, [0, 0, 1]);
          const isMain = /^[CD]/.test(name) && name !== "D2"; // of the others several axes are alike
          if (isMain) expect(Math.abs(dot(found?.axis ?? [0, 0, 0], axis))).toBeCloseTo(1, 6);
          expect(found?.misfit.shift).toBeLessThan(1e-3);
        }),
        { numRuns: 8 },
      );
    },
  );

  it.each(["C7", "D7", "O"])("%s is found from copies that are about 0.5 Å and 1° off", (name) => {
    const lying = { rotation: turn([1, 2, 3], 40), shift: [50, 60, 70] } as const;
    const found = findSymmetry(copiesUnder(name, lying, 1, 0.5), tolerance);
    expect(found?.name).toBe(name);
    expect(found?.misfit.shift).toBeGreaterThan(0.3);
    expect(found?.misfit.shift).toBeLessThan(2.5);
    if (name !== "C7") expect(distance(found?.centre ?? [0, 0, 0], lying.shift)).toBeLessThan(0.5);
  });

  it("of five copies of a ring of seven is that of the ring", () => {
    const all = copiesUnder("C7", { rotation: turn([1, 0, 0], 20), shift: [9, 9, 9] }, 1);
    expect(
      findSymmetry(
        [0, 1, 2, 4, 6].map((n) => all[n] as PlacedCopy),
        tolerance,
      )?.name,
    ).toBe("C7");
  });

  it("of copies at random is none", () => {
    const random = createRandom(4);
    const copies = Array.from({ length: 6 }, () => ({
      kind: 0,
      pose: {
        rotation: randomRotation(random),
        shift: [99 * random(), 99 * random(), 99 * random()] as Vec3,
      },
    }));
    expect(findSymmetry(copies, tolerance)).toBeUndefined();
    expect(findSymmetry(copies.slice(0, 1), tolerance)).toBeUndefined();
  });

  it("of a filament is its helix, whichever way it lies", () => {
    // F-actin: −166.5° and 27.5 Å (EMD-5168), five copies.
    fc.assert(
      fc.property(anyRotation, anyPoint(50), (rotation, centre) => {
        const axis = rotate(rotation, [0, 0, 1]);
        const { shift } = rotationAbout(turn(axis, -166.5), centre);
        const step: Rigid = {
          rotation: turn(axis, -166.5),
          shift: [0, 1, 2].map((k) => (shift[k] ?? 0) + 27.5 * (axis[k] ?? 0)) as unknown as Vec3,
        };
        let pose: Rigid = { rotation: [0, 0, 0, 1], shift: [centre[0] + 25, centre[1] - 12, centre[2] + 4] };
        const copies: PlacedCopy[] = [];
        for (let n = 0; n < 5; n++) {
          copies.push({ kind: 0, pose });
          pose = compose(step, pose);
        }
        const found = findSymmetry(copies.toReversed(), tolerance);
        expect(found?.name).toBe("helical");
        expect(found?.helix?.twist).toBeCloseTo(-166.5, 5);
        expect(found?.helix?.rise).toBeCloseTo(27.5, 5);
        const first = copies[0]?.pose ?? step;
        const images = (found?.operations ?? []).map((operation) => compose(operation, first));
        expect(images.some((image) => distance(image.shift, copies[1]?.pose.shift ?? [0, 0, 0]) < 1e-3)).toBe(
          true,
        );
        expect(images.some((image) => distance(image.shift, compose(invert(step), first).shift) < 1e-3)).toBe(
          true,
        );
        expect(length(scale(found?.axis ?? [0, 0, 0], 1))).toBeCloseTo(1, 9);
      }),
      { numRuns: 30 },
    );
  });
});
