import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { meshNear, nearestPoints } from "#core/surface/near.ts";

describe("nearestPoints", () => {
  it("names the nearest point within the distance, the border included", async () => {
    const points = [0, 0, 0, 3, 0, 0, 3.5, 0, 0];
    const vertices = Float32Array.of(1, 0, 0, 2, 0, 0, 5, 0, 0, 5.5, 0, 0, 9, 9, 9);
    expect([...(await nearestPoints(vertices, points, 2, quietJob))]).toEqual([0, 1, 2, 2, -1]);
  });

  it("finds what comparing with every point finds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.5, max: 9, noNaN: true }),
        async (seed, distance) => {
          const random = createRandom(seed, 0);
          const points = Float64Array.from({ length: 90 }, () => 20 * random());
          const vertices = Float32Array.from({ length: 60 }, () => 24 * random() - 2);
          const nearest = await nearestPoints(vertices, points, distance, quietJob);
          nearest.forEach((found, n) => {
            const apart = (p: number) =>
              Math.hypot(...[0, 1, 2].map((a) => points[3 * p + a] - vertices[3 * n + a]));
            const all = Array.from({ length: 30 }, (_, p) => apart(p));
            const least = Math.min(...all);
            if (found === -1) expect(least).toBeGreaterThan(distance - 1e-9);
            else expect(apart(found)).toBeCloseTo(least, 9);
          });
        },
      ),
    );
  });

  it("finds none among no points", async () => {
    expect([...(await nearestPoints(new Float32Array(3), [], 5, quietJob))]).toEqual([-1]);
  });
});

describe("meshNear", () => {
  it("keeps the triangles with every corner near", async () => {
    const mesh = {
      positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 5, 5, 0),
      normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1),
      indices: Uint32Array.of(0, 1, 2, 1, 3, 2),
    };
    const near = await meshNear(mesh, [0, 0, 0], 1.5, quietJob);
    expect([...near.indices]).toEqual([0, 1, 2]);
    expect([...near.positions]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    expect(near.normals).toHaveLength(9);
  });
});
