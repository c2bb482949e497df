import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POSE_SIZE, type PointSet, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel, paddedGrid, padInto } from "#core/kernel/reference-kernel.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { anyRotation } from "#core/math/rigid.testing.ts";
import {
  applyRigid,
  multiplyQuaternions,
  quaternionFromRotationVector,
  type Rigid,
} from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

const onePoint: PointSet = { xyz: Float64Array.of(0, 0, 0), weight: Float64Array.of(1) };

/** Sums at poses given as motions of the body's centre. */
function sumsOf(volume: Volume, outside: number, points: PointSet, poses: readonly Rigid[]): Float64Array {
  const kernel = createReferenceKernel();
  const flat = Float64Array.from(poses.flatMap((pose) => [...pose.rotation, ...pose.shift]));
  const sums = new Float64Array(poses.length * SUMS_SIZE);
  const handles = [kernel.addVolume(volume, outside), kernel.addPoints(points)] as const;
  void kernel.evaluate(handles[0], handles[1], flat, poses.length, sums);
  kernel.dispose();
  return sums;
}

const at = (...shift: [number, number, number]): Rigid => ({ rotation: [0, 0, 0, 1], shift });

describe("sums of the reference kernel", () => {
  it("on a plane ramp: value, gradient and torque as worked out by hand", () => {
    // V = 1 + 2 i + 3 j − k with voxels of 1 × 2 × ½ Å: ∇V = (2, 1.5, −2) per Å.
    const grid = createGrid([5, 5, 5], [10, -4, 0], [1, 2, 0.5]);
    const ramp = volumeOf(grid, (i, j, k) => 1 + 2 * i + 3 * j - k);
    const points = { xyz: Float64Array.of(1, 0, 0, 0, 1, 0), weight: Float64Array.of(1, 2) };
    const quarterTurn = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [12, -1, 1] } as const;
    // Turned: r = (0, 1, 0) and (−1, 0, 0), so the points lie at index (2, 2, 2), V = 9, and (1, 1.5, 2), V = 5.5.
    const expected = [
      9 + 2 * 5.5,
      ...[3 * 2, 3 * 1.5, 3 * -2],
      ...[-2 + 0, 0 - 4, -2 - 3], // (0, 1, 0) × ∇V = (−2, 0, −2); 2 (−1, 0, 0) × ∇V = 2 (0, −2, −1.5)
      9 + 5.5,
      81 + 30.25,
    ];
    const seen = sumsOf(ramp, 0, points, [quarterTurn]);
    for (const [n, value] of expected.entries()) expect(seen[n]).toBeCloseTo(value, 10);
  });

  it("outside the box: a ramp of one voxel to the value given, then flat", () => {
    const eights = volumeOf(unitGrid(3, 3, 3), () => 8);
    const seen = sumsOf(
      eights,
      -2,
      onePoint,
      [0, -0.25, -0.75, -1, -5, -1000].map((x) => at(x, 1, 1)),
    );
    const values = [0, 1, 2, 3, 4, 5].map((n) => seen[n * SUMS_SIZE]);
    const slopes = [0, 1, 2, 3, 4, 5].map((n) => seen[n * SUMS_SIZE + 1]);
    expect(values).toEqual([8, 8 - 2.5, 8 - 7.5, -2, -2, -2]);
    expect(slopes.slice(1, 3)).toEqual([10, 10]);
    expect(slopes.slice(4)).toEqual([0, 0]);
  });

  it("is flat far away on every side", () => {
    const volume = volumeOf(unitGrid(4, 4, 4), (i, j, k) => i + j * k);
    const far = [at(99, 1, 1), at(-99, 1, 1), at(1, 99, 1), at(1, -99, 1), at(1, 1, 99), at(1, 1, -99)];
    const seen = sumsOf(volume, 0.5, onePoint, far);
    for (let n = 0; n < far.length; n++) {
      expect([...seen.subarray(n * SUMS_SIZE, (n + 1) * SUMS_SIZE)]).toEqual([
        0.5, 0, 0, 0, 0, 0, 0, 0.5, 0.25,
      ]);
    }
  });

  const random = createRandom(2);
  const rough = volumeOf(createGrid([6, 5, 7], [3, -2, 1], [1.1, 0.8, 1.7]), () => random() - 0.3);

  it("inside the box a point sees what valueAt sees", () => {
    const inside = fc.tuple(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 4, noNaN: true }),
      fc.double({ min: 0, max: 6, noNaN: true }),
    );
    fc.assert(
      fc.property(inside, anyRotation, (ijk, rotation) => {
        const xyz = ijkToXyz(rough.grid, ijk);
        const seen = sumsOf(rough, 0, onePoint, [{ rotation, shift: xyz }]);
        expect(Math.abs(seen[0] - valueAt(rough, xyz))).toBeLessThan(1e-6);
        expect(seen[7]).toBe(seen[0]);
        expect(seen[8]).toBeCloseTo(seen[0] ** 2, 12);
      }),
    );
  });

  it("gradient and torque are the derivatives of the value", () => {
    const fraction = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    const cell = fc.tuple(fc.nat(4), fc.nat(3), fc.nat(5));
    const step = 1e-6;
    fc.assert(
      fc.property(cell, fc.tuple(fraction, fraction, fraction), fc.nat(1000), (ijk, f, seed) => {
        // One point whose position stays inside one cell; the centre is somewhere else.
        const position = ijkToXyz(rough.grid, [ijk[0] + f[0], ijk[1] + f[1], ijk[2] + f[2]]);
        const rotation = randomRotation(createRandom(seed));
        const r: Vec3 = [1.5, -0.7, 0.4];
        const turned = applyRigid({ rotation, shift: [0, 0, 0] }, r);
        const shift: Vec3 = [position[0] - turned[0], position[1] - turned[1], position[2] - turned[2]];
        const points = { xyz: Float64Array.from(r), weight: Float64Array.of(2.5) };
        const sums = sumsOf(rough, 0, points, [{ rotation, shift }]);
        const value = (pose: Rigid) => sumsOf(rough, 0, points, [pose])[0];
        for (const axis of [0, 1, 2]) {
          const moved = (by: number): Rigid => {
            const to: [number, number, number] = [...shift];
            to[axis] += by;
            return { rotation, shift: to };
          };
          const slope = (value(moved(step)) - value(moved(-step))) / (2 * step);
          expect(Math.abs(slope - sums[1 + axis])).toBeLessThan(1e-5);
          const turn = (by: number): Rigid => {
            const v: [number, number, number] = [0, 0, 0];
            v[axis] = by;
            const q = quaternionFromRotationVector(v);
            return { rotation: multiplyQuaternions(q, rotation), shift };
          };
          const torque = (value(turn(step)) - value(turn(-step))) / (2 * step);
          expect(Math.abs(torque - sums[4 + axis])).toBeLessThan(1e-5);
        }
      }),
    );
  });

  it("answers each pose by itself and only as many as asked for", () => {
    const poses = [at(4, -1, 3), at(5, 0, 5), at(6, 1, 8)];
    const together = sumsOf(rough, 0, onePoint, poses);
    const apart = poses.flatMap((pose) => [...sumsOf(rough, 0, onePoint, [pose])]);
    expect([...together]).toEqual(apart);
    const kernel = createReferenceKernel();
    const sums = new Float64Array(2 * SUMS_SIZE).fill(7);
    const volume = kernel.addVolume(rough, 0);
    const points = kernel.addPoints(onePoint);
    void kernel.evaluate(volume, points, new Float64Array(2 * POSE_SIZE).fill(0.5), 1, sums);
    expect([...sums.subarray(SUMS_SIZE)]).toEqual(new Array(SUMS_SIZE).fill(7));
  });
});

describe("what a kernel holds", () => {
  it("ids differ, and what was released is unknown", () => {
    const kernel = createReferenceKernel();
    const volume = kernel.addVolume(
      volumeOf(unitGrid(2, 2, 2), () => 1),
      0,
    );
    const points = kernel.addPoints(onePoint);
    expect(volume.id).not.toBe(points.id);
    expect(points.count).toBe(1);
    const ask = () =>
      kernel.evaluate(volume, points, Float64Array.of(0, 0, 0, 1, 0, 0, 0), 1, new Float64Array(SUMS_SIZE));
    expect(ask).not.toThrow();
    kernel.release(volume);
    expect(ask).toThrow(expect.objectContaining({ code: "internal" }));
    expect(() => kernel.release(volume)).not.toThrow();
  });
});

describe("padding", () => {
  it("puts two layers around a volume without moving it", () => {
    const grid = createGrid([2, 1, 3], [10, 20, 30], [1, 2, 4]);
    const padded = paddedGrid(grid);
    expect(padded).toEqual(createGrid([6, 5, 7], [8, 16, 22], [1, 2, 4]));
    const volume = createVolume(grid, Float32Array.of(1, 2, 3, 4, 5, 6));
    const values = new Float32Array(6 * 5 * 7);
    padInto(volume, -1, values);
    expect(values.filter((v) => v !== -1)).toEqual(volume.values);
    const inside = createVolume(padded, values);
    for (const [k, expected] of [1, 3, 5].entries()) {
      expect(valueAt(inside, [10, 20, 30 + 4 * k])).toBe(expected);
    }
  });
});
