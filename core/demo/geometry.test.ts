import { describe, expect, it } from "vitest";
import { angleOf, torsionOf } from "#core/demo/geometry.testing.ts";
import { placeAtom } from "#core/demo/geometry.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";

describe("placing an atom", () => {
  it("puts it where the corner of a unit square and a right torsion say", () => {
    // a on y, b in the origin, c on x: bond 1 at a right angle; torsion 90° turns y into z.
    const [a, b, c]: Vec3[] = [
      [0, 1, 0],
      [0, 0, 0],
      [1, 0, 0],
    ];
    const cis = placeAtom(a, b, c, { bond: 1, angle: 90, torsion: 0 });
    const right = placeAtom(a, b, c, { bond: 1, angle: 90, torsion: 90 });
    [1, 1, 0].forEach((x, axis) => {
      expect(cis[axis]).toBeCloseTo(x, 12);
    });
    [1, 0, 1].forEach((x, axis) => {
      expect(right[axis]).toBeCloseTo(x, 12);
    });
  });

  it("is undone by measuring", () => {
    const [a, b, c]: Vec3[] = [
      [0.3, -1, 2],
      [1, 0.5, 0.1],
      [2, 0, -1],
    ];
    const d = placeAtom(a, b, c, { bond: 1.53, angle: 111, torsion: -67 });
    expect(distance(c, d)).toBeCloseTo(1.53, 12);
    expect(angleOf(b, c, d)).toBeCloseTo(111, 10);
    expect(torsionOf(a, b, c, d)).toBeCloseTo(-67, 10);
  });
});
