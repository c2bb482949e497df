import { describe, expect, it } from "vitest";
import { evenRotations, rotationsApart } from "#core/math/even-rotations.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { angleBetween } from "#core/math/rigid.ts";

describe("even rotations", () => {
  it("are unit quaternions, as many as were asked for", () => {
    const rotations = evenRotations(500);
    expect(rotations).toHaveLength(500);
    for (const q of rotations) expect(Math.hypot(...q)).toBeCloseTo(1, 12);
  });

  it("leave no rotation farther away than about one step", () => {
    const count = rotationsApart((20 * Math.PI) / 180);
    expect(count).toBe(1857); // 8π² ⁄ 0.349³
    const rotations = evenRotations(count);
    const random = createRandom(4);
    const nearest = Array.from({ length: 300 }, () => {
      const q = randomRotation(random);
      return Math.min(...rotations.map((other) => angleBetween(other, q)));
    });
    expect(Math.max(...nearest)).toBeLessThan(22);
    expect(nearest.reduce((sum, angle) => sum + angle, 0) / 300).toBeLessThan(12);
  });
});
