import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { climb } from "#core/fit/climb.ts";
import { packPoses, poseAt } from "#core/fit/pose.ts";
import {
  type ClimbMethod,
  type FitKernel,
  POSE_SIZE,
  type PointSet,
  SUMS_SIZE,
} from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom } from "#core/math/random.ts";
import { anyPoint, anyRotation, nudge, turn } from "#core/math/rigid.testing.ts";
import { angleBetween, type Rigid } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import { createGrid } from "#core/volume/grid.ts";
import { anyVolume, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const method: ClimbMethod = {
  kind: "climb",
  iterations: 60,
  firstStep: 0.3,
  largestStep: 1,
  smallestStep: 0.002,
  radius: 7,
};

/** Runs one climb; the poses are those reached. */
async function climbFrom(
  kernel: FitKernel,
  volume: ReturnType<typeof volumeOf>,
  points: PointSet,
  starts: readonly Rigid[],
  how = method,
) {
  const handles = [kernel.addVolume(volume, 0), kernel.addPoints(points)] as const;
  const poses = packPoses(starts);
  const before = new Float64Array(starts.length * SUMS_SIZE);
  await kernel.evaluate(...handles, poses, starts.length, before);
  const values = await climb(kernel, ...handles, poses, how);
  const after = new Float64Array(starts.length * SUMS_SIZE);
  await kernel.evaluate(...handles, poses, starts.length, after);
  return { poses, values, before, after };
}

/**
 * A box of points, longest along x and shortest along z: with each of 600 random points go its mirror images,
 * so that its principal axes are x, y and z and its centre is the origin.
 */
const random = createRandom(1);
const box: PointSet = (() => {
  const xyz: number[] = [];
  for (let n = 0; n < 600; n++) {
    const p = [10 * random(), 6 * random(), 3 * random()];
    for (let mirror = 0; mirror < 8; mirror++) xyz.push(...p.map((x, k) => ((mirror >> k) & 1 ? -x : x)));
  }
  return { xyz: Float64Array.from(xyz), weight: new Float64Array(xyz.length / 3).fill(1) };
})();

describe("climbing a quadratic bowl sampled on a grid", () => {
  // V = 100 − Σ a_k (x_k − c_k)², flattest along x. Σ V over the box is highest with its centre at c and its long axis
  // along x: then Σ a_k Σ r_k² is least (rearrangement inequality).
  const c: Vec3 = [20.3, 15.6, 14.9];
  const a = [0.05, 0.1, 0.2];
  const grid = createGrid([100, 78, 75], [0, 0, 0], [0.4, 0.4, 0.4]);
  const bowl = volumeOf(
    grid,
    (i, j, k) =>
      100 - a[0] * (0.4 * i - c[0]) ** 2 - a[1] * (0.4 * j - c[1]) ** 2 - a[2] * (0.4 * k - c[2]) ** 2,
  );
  const top: Rigid = { rotation: [0, 0, 0, 1], shift: c };

  it("ends at its top within 0.01 Å and 0.1°", async () => {
    const starts = [
      top,
      nudge(top, [2, 0, 0], [0, 0, 1], 0),
      nudge(top, [0, -1.5, 1.2], [1, 0, 0], 15),
      nudge(top, [-1, 1, -1], [1, 1, 1], 25),
      nudge(top, [0, 0, 0], [0, 1, 0], -20),
    ];
    const { poses, values, after } = await climbFrom(createReferenceKernel(), bowl, box, starts);
    for (const n of starts.keys()) {
      const end = poseAt(poses, n);
      expect(distance(end.shift, c)).toBeLessThan(0.01);
      expect(angleBetween(end.rotation, top.rotation)).toBeLessThan(0.1);
      expect(Math.hypot(...end.rotation)).toBeCloseTo(1, 12);
      expect(values[n]).toBe(after[n * SUMS_SIZE]);
    }
  });

  it("needs few evaluations, and none once all have converged", async () => {
    const kernel = createReferenceKernel();
    let asked = 0;
    const counting: FitKernel = {
      ...kernel,
      evaluate(volume, points, poses, count, sums) {
        asked += count;
        return kernel.evaluate(volume, points, poses, count, sums);
      },
    };
    const start = nudge(top, [-1, 1, -1], [1, 1, 1], 25);
    const many = { ...method, iterations: 10_000 };
    await climbFrom(counting, bowl, box, [start], many);
    expect(asked).toBeLessThan(60);
  });

  it("leaves alone what is held, and climbs the rest", async () => {
    const start = nudge(top, [-1, 1, -1], [1, 1, 1], 25);
    const kernel = createReferenceKernel();
    const straight = await climbFrom(kernel, bowl, box, [start], { ...method, hold: "rotation" });
    // Without a turn the top of Σ V is the same centre: Σ r = 0.
    expect(distance(poseAt(straight.poses, 0).shift, c)).toBeLessThan(0.01);
    expect(angleBetween(poseAt(straight.poses, 0).rotation, start.rotation)).toBeLessThan(1e-9);
    const turned = await climbFrom(kernel, bowl, box, [start], { ...method, hold: "shift" });
    expect(poseAt(turned.poses, 0).shift).toEqual(start.shift);
    expect(angleBetween(poseAt(turned.poses, 0).rotation, top.rotation)).toBeLessThan(0.1);
  });

  it("stops after the iterations allowed", async () => {
    const kernel = createReferenceKernel();
    const calls: number[] = [];
    const counting: FitKernel = {
      ...kernel,
      evaluate(volume, points, poses, count, sums) {
        calls.push(count);
        return kernel.evaluate(volume, points, poses, count, sums);
      },
    };
    const handles = [counting.addVolume(bowl, 0), counting.addPoints(box)] as const;
    const start = packPoses([nudge(top, [3, 0, 0], [0, 0, 1], 0)]);
    await climb(counting, ...handles, start, { ...method, iterations: 3 });
    expect(calls).toEqual([1, 1, 1, 1]); // once at the start, then one per iteration
    // 0.3 Å, then 1.5 times as far at most each time.
    expect(20.3 + 3 - poseAt(start, 0).shift[0]).toBeLessThanOrEqual(0.3 + 0.45 + 0.675 + 1e-9);
  });
});

describe("climbing anything", () => {
  const anyPoints = fc
    .array(fc.tuple(anyPoint(3), fc.double({ min: -1, max: 2, noNaN: true })), { minLength: 1, maxLength: 6 })
    .map((list) => ({
      xyz: Float64Array.from(list.flatMap(([xyz]) => [...xyz])),
      weight: Float64Array.from(list.map(([, weight]) => weight)),
    }));
  const anyStarts = fc.array(fc.record({ rotation: anyRotation, shift: anyPoint(8) }), {
    minLength: 1,
    maxLength: 6,
  });
  const anyMethod = fc.record({
    kind: fc.constant("climb" as const),
    iterations: fc.nat(30),
    firstStep: fc.double({ min: 0.01, max: 3, noNaN: true }),
    largestStep: fc.double({ min: 0.01, max: 4, noNaN: true }),
    smallestStep: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
    radius: fc.double({ min: 0.5, max: 20, noNaN: true }),
  });

  it("never ends lower than it started, says what it reached, and stays finite", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, anyPoints, anyStarts, anyMethod, async (volume, points, starts, how) => {
        const seen = await climbFrom(createReferenceKernel(), volume, points, starts, how);
        for (const n of starts.keys()) {
          expect(seen.values[n]).toBeGreaterThanOrEqual(seen.before[n * SUMS_SIZE]);
          expect(seen.values[n]).toBe(seen.after[n * SUMS_SIZE]);
        }
        expect(seen.poses.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it("ends at the same place whatever else is in the batch, and in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, anyPoints, anyStarts, anyMethod, async (volume, points, starts, how) => {
        const together = await climbFrom(createReferenceKernel(), volume, points, starts, how);
        const reversed = await climbFrom(createReferenceKernel(), volume, points, starts.toReversed(), how);
        for (const [n, start] of starts.entries()) {
          const alone = await climbFrom(createReferenceKernel(), volume, points, [start], how);
          const at = n * POSE_SIZE;
          expect([...together.poses.subarray(at, at + POSE_SIZE)]).toEqual([...alone.poses]);
          expect(together.values[n]).toBe(alone.values[0]);
          expect(reversed.values[starts.length - 1 - n]).toBe(alone.values[0]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("a pose where the map is flat stays where it is", async () => {
    const flat = volumeOf(unitGrid(5, 5, 5), () => 3);
    const start: Rigid = { rotation: turn([1, 2, 3], 40), shift: [100, 0, 0] };
    const inside: Rigid = { rotation: turn([1, 2, 3], 40), shift: [2, 2, 2] };
    const one = { xyz: Float64Array.of(0.5, 0, 0), weight: Float64Array.of(2) };
    const { poses, values } = await climbFrom(createReferenceKernel(), flat, one, [start, inside]);
    expect([...poses]).toEqual([...packPoses([start, inside])]);
    expect([...values]).toEqual([0, 6]);
  });

  it("no poses are no work", async () => {
    const { values } = await climbFrom(
      createReferenceKernel(),
      volumeOf(unitGrid(2, 2, 2), () => 1),
      box,
      [],
    );
    expect(values).toHaveLength(0);
  });
});
