/// <reference path="./wasm/webassembly.d.ts" />
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FitKernel, POSE_SIZE, type PointSet, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { conjugate, multiplyQuaternions, quaternionFromRotationVector, rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";
import { createGpuKernel, GPU_KERNEL_DEFAULTS } from "#workers/kernels/gpu/gpu-kernel.ts";
import { findSwiftShader } from "#workers/kernels/gpu/swiftshader.testing.ts";
import { createWasmKernel } from "#workers/kernels/wasm/wasm-kernel.ts";

const WASM = new URL("../../dist/kernels/fit.wasm", import.meta.url);

interface Case {
  readonly kernel: string;
  /** Largest error of a sum, relative to the largest of its kind (at least 1). */
  readonly tolerance: number;
  readonly because: string;
  open(): Promise<FitKernel | null>;
}

const single =
  "positions, densities and partial sums are single precision: 24 bits, less the bits of the index";

const cases: readonly Case[] = [
  {
    kernel: "reference",
    tolerance: 1e-12,
    because: "double precision throughout",
    open: async () => createReferenceKernel(),
  },
  {
    kernel: "cpu (WebAssembly)",
    tolerance: 1e-5,
    because: single,
    async open() {
      if (existsSync(WASM)) return createWasmKernel(new WebAssembly.Module(readFileSync(WASM)));
      console.log("Skipped the tests of the WebAssembly kernel: dist/kernels/fit.wasm is not built.");
      return null;
    },
  },
  {
    kernel: "gpu (its source as JavaScript)",
    tolerance: 1e-5,
    because: "what is passed and returned is single precision, what is between is double",
    open: () => createGpuKernel("JavaScript", { ...GPU_KERNEL_DEFAULTS, mode: "cpu" }),
  },
  {
    kernel: "gpu (SwiftShader)",
    tolerance: 1e-5,
    because: single,
    open: async () => (await findSwiftShader())?.createKernel() ?? null,
  },
];

const origin: Vec3 = [0, 0, 0];

function pose(centre: Vec3, rotation: readonly number[] = [0, 0, 0, 1]): Float64Array {
  return Float64Array.of(...rotation, ...centre);
}

function pointsAt(xyz: readonly Vec3[], weight: readonly number[] = xyz.map(() => 1)): PointSet {
  return { xyz: Float64Array.from(xyz.flat()), weight: Float64Array.from(weight) };
}

async function sumsOf(
  kernel: FitKernel,
  volume: Volume,
  points: PointSet,
  poses: Float64Array,
  outside = 0,
): Promise<Float64Array> {
  const count = poses.length / POSE_SIZE;
  const sums = new Float64Array(count * SUMS_SIZE).fill(Number.NaN);
  const held = kernel.addVolume(volume, outside);
  await kernel.evaluate(held, kernel.addPoints(points), poses, count, sums);
  kernel.release(held);
  return sums;
}

describe.each(cases)("$kernel kernel, to $tolerance: $because", ({ open, tolerance }) => {
  let kernel: FitKernel | null = null;

  beforeAll(async () => {
    kernel = await open();
  });
  afterAll(() => kernel?.dispose());
  beforeEach((context) => {
    if (!kernel) context.skip();
  });

  const sums = (volume: Volume, points: PointSet, poses: Float64Array, outside = 0) => {
    if (!kernel) throw new Error("beforeEach skips tests of a missing kernel");
    return sumsOf(kernel, volume, points, poses, outside);
  };

  function expectSums(seen: ArrayLike<number>, expected: ArrayLike<number>, within = tolerance): void {
    expect(seen.length).toBe(expected.length);
    for (let at = 0; at < SUMS_SIZE; at++) {
      let scale = 1;
      for (let n = at; n < expected.length; n += SUMS_SIZE) scale = Math.max(scale, Math.abs(expected[n]));
      for (let n = at; n < expected.length; n += SUMS_SIZE) {
        const error = Math.abs(seen[n] - expected[n]) / scale;
        if (!(error <= within)) expect.fail(`sum ${n}: ${seen[n]} instead of ${expected[n]}`);
      }
    }
  }

  it("finds value and gradient of one point in one cell", async () => {
    // V = 8 fx fy fz in the cell; at (¼, ½, ¾) V = ¾, ∇V = 8 (½·¾, ¼·¾, ¼·½) = (3, 1.5, 1).
    const volume = volumeOf(unitGrid(2, 2, 2), (i, j, k) => 8 * i * j * k);
    // r = (1, 0, 2), weight 2: force (6, 3, 2), torque r × force = (0·2 − 2·3, 2·6 − 1·2, 1·3 − 0·6).
    const seen = await sums(volume, pointsAt([[1, 0, 2]], [2]), pose([-0.75, 0.5, -1.25]));
    expectSums(seen, [1.5, 6, 3, 2, -6, 10, 3, 0.75, 0.5625]);
  });

  it("is exact on a linear ramp over unequal voxels, for points turned by a quarter", async () => {
    const grid = createGrid([6, 5, 7], [-2, 4, 1], [0.5, 1, 2]);
    const volume = volumeOf(grid, (i, j, k) => {
      const [x, y, z] = ijkToXyz(grid, [i, j, k]);
      return 2 + 3 * x - y + 0.5 * z;
    });
    // A quarter turn about z takes (0.5, 0.25, −1) to (−0.25, 0.5, −1), and (−1, −0.75, 3) to (0.75, −1, 3).
    const points = pointsAt(
      [
        [0.5, 0.25, -1],
        [-1, -0.75, 3],
      ],
      [1, 3],
    );
    const seen = await sums(volume, points, pose([-1, 6, 7], [0, 0, Math.SQRT1_2, Math.SQRT1_2]));
    // At (−1.25, 6.5, 6): V = 2 − 3.75 − 6.5 + 3 = −5.25. At (−0.25, 5, 10): V = 2 − 0.75 − 5 + 5 = 1.25.
    // r × (3, −1, 0.5): (0.5·0.5 − 1, −3 + 0.125, 0.25 − 1.5) and three times (−0.5 + 3, 9 − 0.375, −0.75 + 3).
    expectSums(seen, [
      -5.25 + 3.75,
      12,
      -4,
      2,
      -0.75 + 7.5,
      -2.875 + 25.875,
      -1.25 + 6.75,
      -5.25 + 1.25,
      27.5625 + 1.5625,
    ]);
  });

  it("counts as `outside` beyond the map, reached by a ramp over one voxel", async () => {
    const volume = volumeOf(createGrid([3, 3, 3], origin, [2, 1, 1]), () => 5);
    const far = await sums(volume, pointsAt([origin]), pose([900, -900, 1]), -0.5);
    expectSums(far, [-0.5, 0, 0, 0, 0, 0, 0, -0.5, 0.25]);
    // Half a voxel past the last sample, at x = 4 + 1: (5 − 0.5) / 2, falling by 5.5 in 2 Å.
    const edge = await sums(volume, pointsAt([origin]), pose([5, 1, 1]), -0.5);
    expectSums(edge, [2.25, -2.75, 0, 0, 0, 0, 0, 2.25, 5.0625]);
  });

  it("samples points of no weight, and moves by none of them", async () => {
    const volume = volumeOf(unitGrid(4, 4, 4), (i) => i);
    const points = pointsAt(
      [
        [0.5, 0, 0],
        [-0.5, 1, 0],
      ],
      [0, 0],
    );
    expectSums(await sums(volume, points, pose([1.5, 1.5, 1.5])), [0, 0, 0, 0, 0, 0, 0, 3, 5]);
  });

  it("answers zeros for no points", async () => {
    const volume = volumeOf(unitGrid(3, 3, 3), () => 1);
    expectSums(await sums(volume, pointsAt([]), pose([1, 1, 1])), new Float64Array(SUMS_SIZE));
  });

  it("has the gradient of its own values, away from voxel faces", async () => {
    const random = createRandom(7);
    const grid = createGrid([9, 8, 10], [3, -5, 0], [1.5, 1, 1.25]);
    const volume = volumeOf(grid, () => 4 * random() - 2);
    const rotation = randomRotation(random);
    const centre: Vec3 = [9, -1, 6];
    const xyz = Array.from({ length: 20 }, () => {
      const inCell = (size: number) => Math.floor(random() * (size - 1)) + 0.35 + 0.3 * random();
      const [x, y, z] = ijkToXyz(grid, [inCell(9), inCell(8), inCell(10)]);
      return rotate(conjugate(rotation), [x - centre[0], y - centre[1], z - centre[2]]);
    });
    const step = 1 / 64; // Å or radians: no point, at most 8 Å from the centre, comes near a face of its cell
    const poses = [pose(centre, rotation)];
    for (let axis = 0; axis < 3; axis++) {
      for (const by of [step, -step]) {
        const moved: [number, number, number] = [...centre];
        moved[axis] += by;
        poses.push(pose(moved, rotation));
      }
    }
    for (let axis = 0; axis < 3; axis++) {
      for (const by of [step, -step]) {
        const turn: [number, number, number] = [0, 0, 0];
        turn[axis] = by;
        poses.push(pose(centre, multiplyQuaternions(quaternionFromRotationVector(turn), rotation)));
      }
    }
    const weights = xyz.map(() => 0.5 + random());
    const seen = await sums(volume, pointsAt(xyz, weights), Float64Array.from(poses.flatMap((p) => [...p])));
    const scale = Math.max(...seen.subarray(1, 7).map(Math.abs));
    for (let k = 0; k < 6; k++) {
      const up = seen[(1 + 2 * k) * SUMS_SIZE];
      const down = seen[(2 + 2 * k) * SUMS_SIZE];
      const slope = (up - down) / (2 * step);
      // The cubic term of a turn, and the rounding of the two values divided by the step.
      expect(Math.abs(slope - seen[1 + k]) / scale).toBeLessThan(2e-3 + tolerance / step);
    }
  });

  it("agrees with the reference on thousands of points of unequal weight, at hundreds of poses", async () => {
    const random = createRandom(11);
    const volume = volumeOf(
      createGrid([20, 24, 22], [-11, -12, -10], [1.1, 1, 0.9]),
      (i, j, k) => Math.sin(0.4 * i) * Math.cos(0.3 * j) + 0.05 * k,
    );
    const xyz = Array.from(
      { length: 1203 },
      (): Vec3 => [4 * randomNormal(random), 4 * randomNormal(random), 4 * randomNormal(random)],
    );
    const points = pointsAt(
      xyz,
      xyz.map(() => random()),
    );
    const poses = new Float64Array(300 * POSE_SIZE);
    for (let n = 0; n < 300; n++) {
      poses.set(randomRotation(random), n * POSE_SIZE);
      for (let k = 4; k < POSE_SIZE; k++) poses[n * POSE_SIZE + k] = 16 * random() - 8;
    }
    const seen = await sums(volume, points, poses, -0.5);
    const expected = await sumsOf(createReferenceKernel(), volume, points, poses, -0.5);
    const isGradient = (_: number, n: number) => n % SUMS_SIZE >= 1 && n % SUMS_SIZE <= 6;
    const keep = (numbers: Float64Array, gradients: boolean) =>
      numbers.map((v, n) => (isGradient(v, n) === gradients ? v : 0));
    expectSums(keep(seen, false), keep(expected, false));
    // A point that rounding moves across a face takes the next cell's gradient: 100 times the tolerance.
    expectSums(keep(seen, true), keep(expected, true), 100 * tolerance);
  });

  it("answers the same wherever map and body stand together", async () => {
    const random = createRandom(3);
    const values = Float32Array.from({ length: 125 }, () => random());
    const points = pointsAt(Array.from({ length: 9 }, () => [2 * random() - 1, random(), random()]));
    const at = (shift: Vec3) =>
      sums(
        { grid: createGrid([5, 5, 5], shift, [1, 1, 1]), values },
        points,
        pose([shift[0] + 2, shift[1] + 1.5, shift[2] + 1.75], [0.5, 0.5, -0.5, 0.5]),
      );
    const here = await at(origin);
    const whole = fc.integer({ min: -400, max: 400 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(whole, whole, whole), async (shift) => {
        expectSums(await at(shift), here);
      }),
      { numRuns: 10 },
    );
  });

  it("keeps other maps when one is released, and refuses what it does not hold", async () => {
    if (!kernel) return;
    const first = kernel.addVolume(
      volumeOf(unitGrid(3, 3, 3), () => 1),
      0,
    );
    const second = kernel.addVolume(
      volumeOf(unitGrid(4, 3, 3), () => 2),
      0,
    );
    const points = kernel.addPoints(pointsAt([origin]));
    kernel.release(first);
    const third = kernel.addVolume(
      volumeOf(unitGrid(3, 3, 4), () => 3),
      0,
    );
    const seen = new Float64Array(2 * SUMS_SIZE);
    await kernel.evaluate(second, points, pose([1, 1, 1]), 1, seen);
    await kernel.evaluate(third, points, pose([1, 1, 1]), 1, seen.subarray(SUMS_SIZE));
    expectSums(seen, [2, 0, 0, 0, 0, 0, 0, 2, 4, 3, 0, 0, 0, 0, 0, 0, 3, 9]);
    const evaluateReleased = async () => kernel?.evaluate(first, points, pose([1, 1, 1]), 1, seen);
    await expect(evaluateReleased()).rejects.toThrow("does not hold");
  });
});
