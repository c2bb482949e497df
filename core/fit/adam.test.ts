import { describe, expect, it } from "vitest";
import { adam } from "#core/fit/adam.ts";
import { packPoses, poseAt } from "#core/fit/pose.ts";
import { type FitKernel, POSE_SIZE, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import type { AdamMethod } from "#core/kernel/pose-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { nudge, turn } from "#core/math/rigid.testing.ts";
import { normalizeQuaternion } from "#core/math/rigid.ts";
import { distance } from "#core/math/vec3.ts";
import { createGrid } from "#core/volume/grid.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

/** A smooth hill, curved differently along every direction. */
const hill = volumeOf(createGrid([40, 40, 40], [-10, -10, -10], [0.5, 0.5, 0.5]), (i, j, k) => {
  const [x, y, z] = [0.5 * i - 10, 0.5 * j - 10, 0.5 * k - 10];
  return Math.exp(-(x * x + 0.3 * x * y + 2 * y * y + 3 * z * z) / 60);
});

const random = createRandom(3);
const body = {
  xyz: Float64Array.from({ length: 90 }, (_, n) => (random() - 0.5) * [10, 6, 3][n % 3]),
  weight: Float64Array.from({ length: 30 }, () => 0.5 + random()),
};

/** A kernel that keeps a copy of all poses it was asked about. */
function recording(scale = 1): { kernel: FitKernel; asked: Float64Array[] } {
  const inner = createReferenceKernel();
  const asked: Float64Array[] = [];
  const kernel: FitKernel = {
    ...inner,
    async evaluate(volume, points, poses, count, sums) {
      asked.push(poses.slice(0, count * POSE_SIZE));
      await inner.evaluate(volume, points, poses, count, sums);
      for (let n = 0; n < count * SUMS_SIZE; n++) sums[n] *= scale;
    },
  };
  return { kernel, asked };
}

describe("adam", () => {
  it("steps along the gradient of the quaternion: as finite differences of the value", async () => {
    // With gradients far below Adam's ε = 1e-8 its first step is rate × gradient ⁄ ε, not only the sign.
    const scale = 1e-14;
    const rate = 10;
    const method: AdamMethod = { kind: "adam", iterations: 1, shiftRate: rate, quaternionRate: rate };
    for (let n = 0; n < 5; n++) {
      const start = { rotation: randomRotation(random), shift: [1, -2, 0.5] } as const;
      const { kernel, asked } = recording(scale);
      await adam(kernel, kernel.addVolume(hill, 0), kernel.addPoints(body), packPoses([start]), method);
      const gradient = slopes([...start.rotation, ...start.shift]);
      const perSlope = (scale * rate) / 1e-8;
      const moved = [...start.rotation, ...start.shift].map((x, k) => x + gradient[k] * perSlope);
      const expected = [...normalizeQuaternion([moved[0], moved[1], moved[2], moved[3]]), ...moved.slice(4)];
      const before = [...start.rotation, ...start.shift];
      for (const k of expected.keys()) {
        const step = asked[1][k] - before[k];
        expect(Math.abs(step - (expected[k] - before[k]))).toBeLessThan(
          2e-3 * perSlope * Math.hypot(...gradient),
        );
      }
    }
  });

  it("climbs to the top of a hill and keeps the best pose on the way", async () => {
    const top = { rotation: turn([1, 2, 3], 30), shift: [0.4, -0.3, 0.2] } as const;
    const starts = [1, 2, 3].map((n) => nudge(top, [2, -n, 1], [n, 1, 0], 20 * n));
    const { kernel, asked } = recording();
    const handles = [kernel.addVolume(hill, 0), kernel.addPoints(body)] as const;
    const poses = packPoses(starts);
    const method: AdamMethod = { kind: "adam", iterations: 201, shiftRate: 0.1, quaternionRate: 0.01 };
    const best = await adam(kernel, ...handles, poses, method);
    expect(asked).toHaveLength(202); // the starts, and after each step
    const sums = new Float64Array(3 * SUMS_SIZE);
    const values = async (at: Float64Array) => {
      await kernel.evaluate(...handles, at, 3, sums);
      return [0, 1, 2].map((n) => sums[n * SUMS_SIZE]);
    };
    let highest = [0, 0, 0];
    for (const at of asked.slice()) {
      const seen = await values(at);
      highest = highest.map((value, n) => Math.max(value, seen[n]));
    }
    expect([...best]).toEqual(highest);
    expect(await values(poses)).toEqual(highest);
    for (const n of [0, 1, 2]) {
      const { rotation, shift } = poseAt(poses, n);
      expect(Math.hypot(...rotation)).toBeCloseTo(1, 12);
      // The body's weighted centre comes to rest near the top, which is the origin.
      expect(distance(shift, [0, 0, 0])).toBeLessThan(1);
    }
  });

  it("starts at the best place it knows: no iterations leave the poses where they are", async () => {
    const { kernel } = recording();
    const poses = packPoses([{ rotation: turn([0, 0, 1], 20), shift: [1, 2, 3] }]);
    const before = poses.slice();
    const flat = kernel.addVolume(
      volumeOf(unitGrid(3, 3, 3), () => 1),
      1,
    );
    const method: AdamMethod = { kind: "adam", iterations: 0, shiftRate: 1, quaternionRate: 1 };
    const best = await adam(kernel, flat, kernel.addPoints(body), poses, method);
    for (const k of before.keys()) expect(poses[k]).toBeCloseTo(before[k], 12);
    expect(best[0]).toBeCloseTo(
      body.weight.reduce((sum, w) => sum + w, 0),
      9,
    );
  });
});

/** Derivatives of Σ w V by quaternion (normalised before use) and shift, by central differences. */
function slopes(pose: readonly number[]): number[] {
  const kernel = createReferenceKernel();
  const handles = [kernel.addVolume(hill, 0), kernel.addPoints(body)] as const;
  const value = (at: readonly number[]) => {
    const unit = normalizeQuaternion([at[0], at[1], at[2], at[3]]);
    const sums = new Float64Array(SUMS_SIZE);
    void kernel.evaluate(...handles, Float64Array.from([...unit, ...at.slice(4)]), 1, sums);
    return sums[0];
  };
  const h = 1e-7;
  return pose.map((_, k) => {
    const moved = (by: number) => pose.map((x, n) => (n === k ? x + by : x));
    return (value(moved(h)) - value(moved(-h))) / (2 * h);
  });
}
