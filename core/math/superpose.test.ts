import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPoint, anyRigid, turn } from "#core/math/rigid.testing.ts";
import { angleBetween, applyRigid, type Rigid } from "#core/math/rigid.ts";
import { superpose } from "#core/math/superpose.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";

const movedBy = (motion: Rigid, points: readonly Vec3[]) => points.flatMap((p) => [...applyRigid(motion, p)]);

describe("superposition", () => {
  it("of a right-angled corner on its quarter turn is that turn, without rest", () => {
    const corner = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
    // About z by 90° and 5 Å along x: (x, y, z) → (5 − y, x, z).
    const { motion, rmsd } = superpose(corner, [5, 0, 0, 5, 1, 0, 3, 0, 0, 5, 0, 3]);
    expect(rmsd).toBeLessThan(1e-7);
    expect(angleBetween(motion.rotation, turn([0, 0, 1], 90))).toBeLessThan(1e-6);
    expect(distance(motion.shift, [5, 0, 0])).toBeLessThan(1e-9);
  });

  it("leaves what no rigid motion can take away: a pair stretched from 2 to 4 Å is off by 1 Å at both ends", () => {
    expect(superpose([-1, 0, 0, 1, 0, 0], [-2, 0, 0, 2, 0, 0]).rmsd).toBeCloseTo(1, 12);
  });

  it("of a mirrored body stays a rotation", () => {
    const body = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
    const mirrored = body.map((x, n) => (n % 3 === 0 ? -x : x));
    const { rmsd, motion } = superpose(body, mirrored);
    expect(rmsd).toBeGreaterThan(0.1);
    expect(Math.hypot(...motion.rotation)).toBeCloseTo(1, 12);
  });

  it("finds any motion again", () => {
    fc.assert(
      fc.property(
        anyRigid(50),
        fc.array(anyPoint(30), { minLength: 4, maxLength: 12 }).filter(isSpread),
        (motion, points) => {
          const found = superpose(points.flat(), movedBy(motion, points));
          expect(found.rmsd).toBeLessThan(1e-4);
          for (const p of points)
            expect(distance(applyRigid(found.motion, p), applyRigid(motion, p))).toBeLessThan(1e-4);
        },
      ),
    );
  });

  it("refuses lists of different lengths", () => {
    expect(() => superpose([0, 0, 0], [])).toThrow("as many points as partners");
  });
});

/** Points that do not lie on or near one line, which any turn about it would leave as it is. */
function isSpread(points: readonly Vec3[]): boolean {
  const [a, b] = points;
  if (!a || !b || distance(a, b) < 1) return false;
  return points.some((p) => {
    const u = b.map((x, k) => x - (a[k] ?? 0));
    const v = p.map((x, k) => x - (a[k] ?? 0));
    const [ux = 0, uy = 0, uz = 0] = u;
    const [vx = 0, vy = 0, vz = 0] = v;
    return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) > 5;
  });
}
