import fc from "fast-check";
import { expect, it } from "vitest";
import { matrixText, motionOfMatrix } from "#core/math/matrix-text.ts";
import { angleBetween, normalizeQuaternion } from "#core/math/rigid.ts";

it("writes a quarter turn about z and a shift row by row", () => {
  const motion = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [5, -6.25, 7] } as const;
  // x → y, y → −x.
  expect(matrixText(motion)).toBe("0,-1,0,5,1,0,0,-6.25,0,0,1,7");
});

it("reads back what it wrote, to the last digit the second time", () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const shift = fc.double({ min: -500, max: 500, noNaN: true });
  const quaternion = fc.tuple(part, part, part, part).filter((q) => Math.hypot(...q) > 0.1);
  fc.assert(
    fc.property(quaternion, fc.tuple(shift, shift, shift), (q, at) => {
      const motion = { rotation: normalizeQuaternion(q), shift: at };
      const again = motionOfMatrix(matrixText(motion).split(",").map(Number));
      expect(angleBetween(again.rotation, motion.rotation)).toBeLessThan(1e-3); // degrees
      expect(again.shift.every((x, n) => Math.abs(x - at[n]) < 1e-6)).toBe(true);
      expect(motionOfMatrix(matrixText(again).split(",").map(Number)).shift).toEqual(again.shift);
    }),
  );
});

it("refuses what is no placement", () => {
  expect(() => motionOfMatrix([1, 0, 0, 0])).toThrow(/twelve numbers/);
  expect(() => motionOfMatrix([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])).toThrow(/twelve numbers/);
  expect(() => motionOfMatrix([-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0])).toThrow(/twelve numbers/);
});
