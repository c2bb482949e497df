import { describe, expect, it } from "vitest";
import { poseAt } from "#core/fit/pose.ts";
import { makeStarts } from "#core/fit/starts.ts";
import { findSupport } from "#core/fit/support.ts";
import { quietJob } from "#core/job/job-context.ts";
import { POSE_SIZE } from "#core/kernel/fit-kernel.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { distance } from "#core/math/vec3.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const bar = volumeOf(unitGrid(12, 5, 5), (i, j, k) => (i > 2 && i < 9 && j === 2 && k === 3 ? 1 : 0));
const support = await findSupport(referenceMaps, bar, 1, 1, quietJob);

describe("makeStarts", () => {
  it("puts every centre into the support, with a unit quaternion", () => {
    const starts = makeStarts(support, {}, 200, 1, 0);
    expect(starts).toHaveLength(200 * POSE_SIZE);
    for (let n = 0; n < 200; n++) {
      const { rotation, shift } = poseAt(starts, n);
      expect(Math.hypot(...rotation)).toBeCloseTo(1, 12);
      const [i, j, k] = xyzToIjk(bar.grid, shift).map(Math.round);
      expect(bar.values[i + 12 * (j + 5 * k)]).toBe(1);
    }
  });

  it("is the same for the same seed and batch, longer lists beginning like shorter ones", () => {
    const starts = makeStarts(support, {}, 50, 3, 2);
    expect(makeStarts(support, {}, 50, 3, 2)).toEqual(starts);
    expect(makeStarts(support, {}, 20, 3, 2)).toEqual(starts.slice(0, 20 * POSE_SIZE));
  });

  it("differs between batches and seeds", () => {
    const first = [
      makeStarts(support, {}, 1, 3, 2),
      makeStarts(support, {}, 1, 3, 3),
      makeStarts(support, {}, 1, 4, 2),
    ].map((starts) => starts[0]);
    expect(new Set(first).size).toBe(3);
  });

  it("with one rotation differs in places only", () => {
    const rotation = [0, 0, 0.6, 0.8] as const;
    const starts = makeStarts(support, { rotation }, 30, 1, 0);
    const places = new Set<string>();
    for (let n = 0; n < 30; n++) {
      const pose = poseAt(starts, n);
      expect([...pose.rotation]).toEqual([...rotation]);
      places.add(pose.shift.join());
    }
    expect(places.size).toBe(30);
  });

  it("around a point: uniform in the ball, one eighth of it within half the radius", () => {
    const around = { centre: [100, -50, 7], radius: 6 } as const;
    const starts = makeStarts(support, { around }, 8000, 1, 0);
    let inner = 0;
    const mean = [0, 0, 0];
    for (let n = 0; n < 8000; n++) {
      const { shift } = poseAt(starts, n);
      const far = distance(shift, around.centre);
      expect(far).toBeLessThanOrEqual(6 + 1e-9);
      if (far < 3) inner++;
      for (const k of [0, 1, 2]) mean[k] += (shift[k] - around.centre[k]) / 8000;
    }
    expect(Math.abs(inner / 8000 - 1 / 8)).toBeLessThan(0.02);
    for (const x of mean) expect(Math.abs(x)).toBeLessThan(0.15);
  });
});
