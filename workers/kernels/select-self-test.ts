import { type FitKernel, POSE_SIZE, type PointSet, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How far a kernel's sums are from the reference, and how long it takes. */
export interface SelfTest {
  /** Largest error of Σ w V, Σ V and Σ V², each relative to its largest absolute value. */
  readonly valueError: number;
  /** Root mean square error of forces and of torques, relative to the reference's; the larger of the two. */
  readonly gradientError: number;
  /** ms for the whole problem, the better of two runs. */
  readonly milliseconds: number;
}

/** A made-up fit, the same on every machine. */
interface Problem {
  readonly volume: Volume;
  readonly points: PointSet;
  readonly poses: Float64Array;
}

const POINTS = 2000;
const POSES = 512; // a million samples, about 8 ms of a processor core (WebAssembly SIMD, AMD EPYC)
const CHECKED = 8; // poses compared with the reference, which is slow
const RUNS = 2; // the first compiles and finds its memory
const BODY = 12; // Å, spread of the points along an axis
const OUTSIDE = -0.5; // DiffFit's negative space

/**
 * Makes the test once for all kernels it is to compare: a wavy map of unequal voxels, points of unequal weight,
 * poses in the map and half outside. Making it and testing a kernel take about 30 ms of a processor core each.
 */
export async function createSelfTest(): Promise<(kernel: FitKernel) => Promise<SelfTest>> {
  const problem = createProblem();
  const expected = await evaluate(createReferenceKernel(), problem, CHECKED);
  return async (kernel) => {
    const volume = kernel.addVolume(problem.volume, OUTSIDE);
    const points = kernel.addPoints(problem.points);
    const sums = new Float64Array(POSES * SUMS_SIZE);
    let milliseconds = Number.POSITIVE_INFINITY;
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      await kernel.evaluate(volume, points, problem.poses, POSES, sums);
      milliseconds = Math.min(milliseconds, performance.now() - start);
    }
    kernel.release(volume);
    const seen = sums.subarray(0, expected.length);
    return {
      valueError: Math.max(...[0, 7, 8].map((at) => largestError(seen, expected, at))),
      gradientError: Math.max(rmsError(seen, expected, 1), rmsError(seen, expected, 4)),
      milliseconds,
    };
  };
}

async function evaluate(kernel: FitKernel, problem: Problem, count: number): Promise<Float64Array> {
  const sums = new Float64Array(count * SUMS_SIZE);
  const volume = kernel.addVolume(problem.volume, OUTSIDE);
  await kernel.evaluate(volume, kernel.addPoints(problem.points), problem.poses, count, sums);
  return sums;
}

function createProblem(): Problem {
  const random = createRandom(1);
  const grid = createGrid([48, 44, 52], [-24, -26, -25], [1, 1.2, 0.95]);
  const values = Float32Array.from(
    { length: 48 * 44 * 52 },
    (_, n) => 1 + Math.sin(0.31 * (n % 48)) + Math.cos(0.23 * Math.floor(n / 48)) + 0.2 * random(),
  );
  const points = {
    xyz: Float64Array.from({ length: 3 * POINTS }, () => BODY * randomNormal(random)),
    weight: Float64Array.from({ length: POINTS }, () => 0.5 + random()),
  };
  const poses = new Float64Array(POSES * POSE_SIZE);
  for (let at = 0; at < poses.length; at += POSE_SIZE) {
    poses.set(randomRotation(random), at);
    for (let axis = 4; axis < POSE_SIZE; axis++) poses[at + axis] = 40 * random() - 20;
  }
  return { volume: { grid, values }, points, poses };
}

/** Largest error of one of the sums, relative to its largest absolute value. NaN when a sum is not a number. */
function largestError(seen: Float64Array, expected: Float64Array, at: number): number {
  let error = 0;
  let largest = 0;
  for (let n = at; n < expected.length; n += SUMS_SIZE) {
    error = Math.max(error, Math.abs(seen[n] - expected[n]));
    largest = Math.max(largest, Math.abs(expected[n]));
  }
  return error / largest;
}

/** Root mean square error of the three sums from `at` on, relative to their own root mean square. */
function rmsError(seen: Float64Array, expected: Float64Array, at: number): number {
  let error = 0;
  let size = 0;
  for (let n = at; n < expected.length; n += SUMS_SIZE) {
    for (let axis = n; axis < n + 3; axis++) {
      error += (seen[axis] - expected[axis]) ** 2;
      size += expected[axis] ** 2;
    }
  }
  return Math.sqrt(error / size);
}
