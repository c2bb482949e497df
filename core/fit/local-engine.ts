import { unreachable } from "#core/errors.ts";
import { adam } from "#core/fit/adam.ts";
import { climb } from "#core/fit/climb.ts";
import { throwIfCancelled } from "#core/job/job-context.ts";
import {
  type Evaluator,
  type FitKernel,
  POSE_SIZE,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { AscentMethod, PoseEngine } from "#core/kernel/pose-engine.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";

/** Poses worked on together on this thread: few enough to answer a cancel in time. */
const BATCH = { reference: 16, cpu: 64, gpu: 4096 } as const;

/** An engine that runs one kernel on the calling thread; `maps` are loops over whole maps that share its memory. */
export function createLocalEngine(kernel: FitKernel, maps: MapKernel = referenceMaps): PoseEngine {
  return {
    kernel: kernel.name,
    device: kernel.device,
    threads: 1,
    maps,
    atomSums: kernel.atomSums,
    addVolume: (volume, outside) => kernel.addVolume(volume, outside),
    addPoints: (points) => kernel.addPoints(points),
    release: (handle) => kernel.release(handle),
    async ascend(volume, points, poses, method, signal) {
      const count = poses.length / POSE_SIZE;
      const values = new Float64Array(count);
      const batch = BATCH[kernel.name];
      for (let from = 0; from < count; from += batch) {
        throwIfCancelled(signal);
        const to = Math.min(from + batch, count);
        const part = poses.subarray(from * POSE_SIZE, to * POSE_SIZE);
        values.set(await ascendWith(kernel, volume, points, part, method), from);
      }
      return values;
    },
    async evaluate(volume, points, poses) {
      const count = poses.length / POSE_SIZE;
      const sums = new Float64Array(count * SUMS_SIZE);
      await kernel.evaluate(volume, points, poses, count, sums);
      return sums;
    },
    async dispose() {
      kernel.dispose();
    },
  };
}

/** Runs one ascent method on one batch of poses. */
export async function ascendWith(
  kernel: Evaluator,
  volume: VolumeHandle,
  points: PointsHandle,
  poses: Float64Array,
  method: AscentMethod,
): Promise<Float64Array> {
  switch (method.kind) {
    case "climb":
      // Kernels climb in all six directions; with some held the loop here asks them for sums.
      return kernel.climb && method.hold === undefined
        ? kernel.climb(volume, points, poses, method)
        : climb(kernel, volume, points, poses, method);
    case "adam":
      return adam(kernel, volume, points, poses, method);
    default:
      throw unreachable(method);
  }
}
