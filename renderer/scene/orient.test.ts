import fc from "fast-check";
import { expect, it } from "vitest";
import { normalizeQuaternion, rotate } from "#core/math/rigid.ts";
import { dot, type Vec3 } from "#core/math/vec3.ts";
import { facingBroadSide } from "#renderer/scene/orient.ts";

it("lays the longest side across the screen and the shortest in depth, however the points were turned", () => {
  // A box of 20 × 10 × 2 Å by its corners.
  const corners: Vec3[] = [];
  for (const x of [-10, 10]) for (const y of [-5, 5]) for (const z of [-1, 1]) corners.push([x, y, z]);
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(part, part, part, part, (x, y, z, w) => {
      const turn = normalizeQuaternion([x, y, z, w + 2]);
      const points = Float32Array.from(corners.flatMap((corner) => rotate(turn, corner)));
      const facing = facingBroadSide(points);
      expect(Math.abs(dot(rotate(facing, [1, 0, 0]), rotate(turn, [1, 0, 0])))).toBeCloseTo(1, 4);
      expect(Math.abs(dot(rotate(facing, [0, 0, 1]), rotate(turn, [0, 0, 1])))).toBeCloseTo(1, 4);
    }),
  );
});
