import { describe, expect, it } from "vitest";
import { climb } from "#core/fit/climb.ts";
import { packPoses, poseAt } from "#core/fit/pose.ts";
import { type ClimbMethod, type FitKernel, POSE_SIZE, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom } from "#core/math/random.ts";
import { nudge, turn } from "#core/math/rigid.testing.ts";
import { angleBetween } from "#core/math/rigid.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import { createGrid } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import { builtEngineFiles, builtModule } from "#workers/built.testing.ts";
import { createWasmKernel } from "#workers/kernels/wasm/wasm-kernel.ts";

const module = builtModule(builtEngineFiles());
const random = createRandom(3);
// A hill on voxels of three different lengths, and a body of 201 points: not a multiple of four.
const top: Vec3 = [3, -2, 1];
const hill = volumeOf(createGrid([44, 36, 30], [-20, -20, -20], [0.9, 1.1, 1.3]), (i, j, k) => {
  const [x, y, z] = [0.9 * i - 20 - top[0], 1.1 * j - 20 - top[1], 1.3 * k - 20 - top[2]];
  return Math.exp(-(x * x + 2 * y * y + 4 * z * z) / 120);
});
const body = {
  xyz: Float64Array.from({ length: 603 }, (_, n) => (random() - 0.5) * [16, 9, 5][n % 3]),
  weight: Float64Array.from({ length: 201 }, () => 0.5 + random()),
};
const method: ClimbMethod = {
  kind: "climb",
  iterations: 60,
  firstStep: 0.5,
  largestStep: 1,
  smallestStep: 0.002,
  radius: 5,
};
const home = { rotation: turn([0, 0, 1], 0), shift: top } as const;
const starts = Array.from({ length: 300 }, (_, n) =>
  nudge(home, [4 * random() - 2, 4 * random() - 2, 4 * random() - 2], [1, n % 3, 1], 30 * random()),
);
const load = (kernel: FitKernel) => [kernel.addVolume(hill, 0), kernel.addPoints(body)] as const;

describe("climbing inside the kernel", () => {
  it("goes step by step where core/fit/climb goes with the same sums", async () => {
    const wasm = createWasmKernel(module);
    const handles = load(wasm);
    const own = packPoses(starts);
    const values = wasm.climb?.(...handles, own, method);
    const expected = packPoses(starts);
    const reached = await climb({ evaluate: wasm.evaluate }, ...handles, expected, method);
    for (const n of starts.keys()) {
      const [a, b] = [poseAt(own, n), poseAt(expected, n)];
      expect(distance(a.shift, b.shift)).toBeLessThan(1e-6);
      expect(angleBetween(a.rotation, b.rotation)).toBeLessThan(1e-5);
      expect(Math.abs((values?.[n] ?? 0) / reached[n] - 1)).toBeLessThan(1e-9);
    }
  });

  it("reaches what the reference kernel reaches, to its single precision", async () => {
    const wasm = createWasmKernel(module);
    const reference = createReferenceKernel();
    const values = wasm.climb?.(...load(wasm), packPoses(starts), method);
    const reached = await climb(reference, ...load(reference), packPoses(starts), method);
    for (const n of starts.keys()) expect(Math.abs((values?.[n] ?? 0) / reached[n] - 1)).toBeLessThan(3e-4);
  });

  it("says the value of the pose it ends at, never below that of the start", async () => {
    const wasm = createWasmKernel(module);
    const handles = load(wasm);
    const poses = packPoses(starts);
    const sums = new Float64Array(starts.length * SUMS_SIZE);
    await wasm.evaluate(...handles, poses, starts.length, sums);
    const before = starts.map((_, n) => sums[n * SUMS_SIZE]);
    const values = wasm.climb?.(...handles, poses, method) ?? [];
    await wasm.evaluate(...handles, poses, starts.length, sums);
    for (const n of starts.keys()) {
      expect(values[n]).toBeGreaterThanOrEqual(before[n]);
      expect(Math.abs(values[n] - sums[n * SUMS_SIZE])).toBeLessThan(1e-9);
    }
  });

  it("does not care what else is in the batch", () => {
    const wasm = createWasmKernel(module);
    const handles = load(wasm);
    const together = packPoses(starts);
    const values = wasm.climb?.(...handles, together, method) ?? [];
    for (const n of [0, 1, 255, 256, 257, 299]) {
      const alone = packPoses([starts[n]]);
      expect(wasm.climb?.(...handles, alone, method)?.[0]).toBe(values[n]);
      expect([...together.subarray(n * POSE_SIZE, (n + 1) * POSE_SIZE)]).toEqual([...alone]);
    }
  });

  it("without iterations it only looks", () => {
    const wasm = createWasmKernel(module);
    const poses = packPoses(starts.slice(0, 3));
    const before = poses.slice();
    const values = wasm.climb?.(...load(wasm), poses, { ...method, iterations: 0 });
    expect(poses).toEqual(before);
    expect(values?.every((value) => value > 0)).toBe(true);
  });
});

describe("what the kernel holds", () => {
  it("refuses what it does not hold", () => {
    const wasm = createWasmKernel(module);
    const [volume, points] = load(wasm);
    const ask = () => wasm.evaluate(volume, points, packPoses(starts), 1, new Float64Array(SUMS_SIZE));
    expect(ask).not.toThrow();
    wasm.release(points);
    expect(ask).toThrow(expect.objectContaining({ code: "internal" }));
    expect(() => wasm.climb?.(volume, points, packPoses(starts), method)).toThrow(
      expect.objectContaining({ code: "internal" }),
    );
    wasm.dispose();
    expect(ask).toThrow(expect.objectContaining({ code: "internal" }));
  });

  it("keeps its answers when a map loaded later makes the memory grow", async () => {
    const wasm = createWasmKernel(module);
    const handles = load(wasm);
    const poses = packPoses(starts.slice(0, 5));
    const ask = async () => {
      const sums = new Float64Array(5 * SUMS_SIZE);
      await wasm.evaluate(...handles, poses, 5, sums);
      return sums;
    };
    const before = await ask();
    wasm.addVolume(
      volumeOf(createGrid([120, 120, 120], [0, 0, 0], [1, 1, 1]), () => 9),
      9,
    );
    expect(await ask()).toEqual(before);
  });
});
