import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPoint, anyRigid, anyRotation, turn } from "#core/math/rigid.testing.ts";
import {
  angleBetween,
  applyRigid,
  compose,
  conjugate,
  IDENTITY,
  invert,
  type Matrix3,
  matrixOf,
  multiplyQuaternions,
  normalizeQuaternion,
  type Quaternion,
  quaternionBetween,
  quaternionFromRotationVector,
  quaternionOf,
  rotate,
} from "#core/math/rigid.ts";
import { distance, length, scale } from "#core/math/vec3.ts";

const H = Math.SQRT1_2;

function expectClose(seen: readonly number[], expected: readonly number[], tolerance = 1e-12): void {
  expect(seen).toHaveLength(expected.length);
  for (const [n, value] of seen.entries()) expect(Math.abs(value - expected[n])).toBeLessThan(tolerance);
}

describe("quaternions and matrices", () => {
  // Right-handed quarter and half turns, written down from cos and sin.
  const known: [string, Quaternion, Matrix3][] = [
    ["no turn", [0, 0, 0, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1]],
    ["90° about x", [H, 0, 0, H], [1, 0, 0, 0, 0, -1, 0, 1, 0]],
    ["90° about y", [0, H, 0, H], [0, 0, 1, 0, 1, 0, -1, 0, 0]],
    ["90° about z", [0, 0, H, H], [0, -1, 0, 1, 0, 0, 0, 0, 1]],
    ["180° about x", [1, 0, 0, 0], [1, 0, 0, 0, -1, 0, 0, 0, -1]],
    ["180° about y", [0, 1, 0, 0], [-1, 0, 0, 0, 1, 0, 0, 0, -1]],
    ["180° about z", [0, 0, 1, 0], [-1, 0, 0, 0, -1, 0, 0, 0, 1]],
    ["120° about (1, 1, 1): x → y → z → x", [0.5, 0.5, 0.5, 0.5], [0, 0, 1, 1, 0, 0, 0, 1, 0]],
  ];
  it.each(known)("%s", (_, quaternion, matrix) => {
    expectClose(matrixOf(quaternion), matrix);
    expectClose(quaternionOf(matrix), quaternion);
  });

  it("there and back is the same rotation, told with w ≥ 0", () => {
    fc.assert(
      fc.property(anyRotation, (q) => {
        const back = quaternionOf(matrixOf(q));
        expect(back[3]).toBeGreaterThanOrEqual(0);
        const sign = Math.sign(back.reduce((sum, x, n) => sum + x * q[n], 0));
        expectClose(
          back.map((x) => x * sign),
          q,
          1e-8,
        );
      }),
    );
  });

  it("a product of rotations is the product of their matrices", () => {
    fc.assert(
      fc.property(anyRotation, anyRotation, anyPoint(10), (a, b, v) => {
        expectClose(rotate(multiplyQuaternions(a, b), v), rotate(a, rotate(b, v)), 1e-9);
      }),
    );
  });

  it("the conjugate turns back", () => {
    fc.assert(
      fc.property(anyRotation, anyPoint(10), (q, v) => {
        expectClose(rotate(conjugate(q), rotate(q, v)), v, 1e-9);
      }),
    );
  });

  it("normalising keeps the direction: (0, 3, 0, 4) has length 5", () => {
    expectClose(normalizeQuaternion([0, 3, 0, 4]), [0, 0.6, 0, 0.8]);
  });
});

describe("quaternionFromRotationVector", () => {
  it("a quarter turn about z is π/2 along z", () => {
    expectClose(quaternionFromRotationVector([0, 0, Math.PI / 2]), [0, 0, H, H]);
  });

  it("vanishing vectors turn by what they say, without division by zero", () => {
    expect(quaternionFromRotationVector([0, 0, 0])).toEqual([0, 0, 0, 1]);
    expectClose(quaternionFromRotationVector([2e-13, 0, 0]), [1e-13, 0, 0, 1], 1e-20);
  });

  it("turns by its own length", () => {
    fc.assert(
      fc.property(anyPoint(1.8), (v) => {
        const angle = (Math.hypot(...v) * 180) / Math.PI;
        const seen = angleBetween([0, 0, 0, 1], quaternionFromRotationVector(v));
        expect(Math.abs(seen - Math.min(angle, 360 - angle))).toBeLessThan(1e-6);
      }),
    );
  });
});

describe("angleBetween", () => {
  it.each([
    [turn([0, 0, 1], 30), turn([0, 0, 1], 75), 45],
    [turn([0, 0, 1], 10), turn([0, 0, 1], 350), 20],
    [turn([1, 0, 0], 180), turn([0, 1, 0], 180), 180], // their quotient is the half turn about z
    [turn([1, 0, 0], 90), turn([0, 1, 0], 90), 120], // cos half = H·H = ½
    [turn([1, 2, 3], 1e-6), turn([1, 2, 3], 0), 1e-6],
  ])("%j to %j", (a, b, degrees) => {
    expect(Math.abs(angleBetween(a, b) - degrees)).toBeLessThan(1e-9);
  });

  it("does not see the sign of a quaternion and is the same both ways", () => {
    fc.assert(
      fc.property(anyRotation, anyRotation, (a, b) => {
        const opposite: Quaternion = [-b[0], -b[1], -b[2], -b[3]];
        expect(Math.abs(angleBetween(a, opposite) - angleBetween(a, b))).toBeLessThan(1e-6);
        expect(Math.abs(angleBetween(b, a) - angleBetween(a, b))).toBeLessThan(1e-6);
        expect(angleBetween(a, a)).toBeLessThan(1e-6);
      }),
    );
  });
});

describe("rigid motions", () => {
  it("turns first, then shifts: a quarter turn about z and (1, 2, 3) take (1, 0, 0) to (1, 3, 3)", () => {
    expectClose(applyRigid({ rotation: [0, 0, H, H], shift: [1, 2, 3] }, [1, 0, 0]), [1, 3, 3]);
    expect(applyRigid(IDENTITY, [4, 5, 6])).toEqual([4, 5, 6]);
  });

  it("compose applies its second argument first", () => {
    fc.assert(
      fc.property(anyRigid(50), anyRigid(50), anyPoint(50), (then, first, v) => {
        expectClose(applyRigid(compose(then, first), v), applyRigid(then, applyRigid(first, v)), 1e-9);
      }),
    );
  });

  it("the inverse undoes a motion on either side", () => {
    fc.assert(
      fc.property(anyRigid(50), anyPoint(50), (motion, v) => {
        expectClose(applyRigid(invert(motion), applyRigid(motion, v)), v, 1e-9);
        expectClose(applyRigid(compose(motion, invert(motion)), v), v, 1e-9);
      }),
    );
  });

  it("keeps distances", () => {
    fc.assert(
      fc.property(anyRigid(50), anyPoint(50), anyPoint(50), (motion, v, w) => {
        const moved = distance(applyRigid(motion, v), applyRigid(motion, w));
        expect(Math.abs(moved - distance(v, w))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe("quaternionBetween", () => {
  it("takes one direction to the other, opposite ones too", () => {
    const direction = anyPoint(50).filter((v) => length(v) > 1e-3);
    fc.assert(
      fc.property(direction, direction, (from, to) => {
        const turned = rotate(quaternionBetween(from, to), from);
        expectClose(scale(turned, 1 / length(turned)), scale(to, 1 / length(to)), 1e-6);
      }),
    );
    expectClose(rotate(quaternionBetween([0, 0, 2], [0, 0, -1]), [0, 0, 1]), [0, 0, -1], 1e-12);
  });

  it("turns about the axis that is square to both", () => {
    expectClose(quaternionBetween([1, 0, 0], [0, 3, 0]), [0, 0, H, H]);
  });
});
