import { describe, expect, it } from "vitest";
import { type FitKernel, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import { createGpuKernel, GPU_KERNEL_DEFAULTS } from "#workers/kernels/gpu/gpu-kernel.ts";
import { findSwiftShader } from "#workers/kernels/gpu/swiftshader.testing.ts";

/** As few cells as can be, eight per pose, however many points. */
const fewCells = { ...GPU_KERNEL_DEFAULTS, cells: 1, pointsPerCell: 1e6 };
const javaScript = { ...fewCells, mode: "cpu" } as const;

const ramp = volumeOf(unitGrid(4, 3, 3), (i) => i);
const middle = Float64Array.of(0, 0, 0, 1, 1.5, 1, 1);

function pointsOfWeight(weight: readonly number[]) {
  return { xyz: new Float64Array(3 * weight.length), weight: Float64Array.from(weight) };
}

async function expectLongLoops(kernel: FitKernel): Promise<void> {
  // 9,000 points in 8 cells are 1,125 trips of a loop, which gpu.js ends after 1,000 unless told otherwise.
  const weights = Array.from({ length: 9000 }, (_, n) => n % 2);
  const sums = new Float64Array(SUMS_SIZE);
  await kernel.evaluate(
    kernel.addVolume(ramp, 0),
    kernel.addPoints(pointsOfWeight(weights)),
    middle,
    1,
    sums,
  );
  expect([...sums]).toEqual([6750, 4500, 0, 0, 0, 0, 0, 13_500, 20_250]);
}

describe("the gpu kernel, its source run as JavaScript", () => {
  it("adds up more points in one cell than gpu.js counts by itself", async () => {
    const kernel = await createGpuKernel("JavaScript", javaScript);
    await expectLongLoops(kernel);
    kernel.dispose();
  });

  it("says what to do where WebGPU is missing", async () => {
    const failure = createGpuKernel("no card");
    await expect(failure).rejects.toMatchObject({ code: "resource" });
    await expect(failure).rejects.toThrow(
      /^The graphics card does not run the fitting kernel .*--kernel cpu/,
    );
  });
});

describe("the gpu kernel on WebGPU (SwiftShader)", () => {
  it("adds up more points in one cell than gpu.js counts by itself", async (context) => {
    const host = await findSwiftShader(fewCells);
    if (!host) return context.skip();
    const kernel = await host.createKernel();
    expect(kernel).toMatchObject({ name: "gpu", device: host.describe().name });
    await expectLongLoops(kernel);
    kernel.dispose();
  });

  it("answers several questions asked at once", async (context) => {
    const kernel = await (await findSwiftShader())?.createKernel();
    if (!kernel) return context.skip();
    const points = kernel.addPoints(pointsOfWeight([2]));
    const volumes = [1, 2, 3].map((density) =>
      kernel.addVolume(
        volumeOf(unitGrid(3, 3, 3), () => density),
        0,
      ),
    );
    const sums = volumes.map(() => new Float64Array(SUMS_SIZE));
    await Promise.all(volumes.map((volume, n) => kernel.evaluate(volume, points, middle, 1, sums[n])));
    expect(sums.map((s) => s[0])).toEqual([2, 4, 6]);
    kernel.dispose();
  });

  it("says what to do when the card is lost, and starts again on a new device", async (context) => {
    const host = await findSwiftShader();
    if (!host) return context.skip();
    const kernel = await host.createKernel();
    const volume = kernel.addVolume(ramp, 0);
    const points = kernel.addPoints(pointsOfWeight([1]));
    const sums = new Float64Array(SUMS_SIZE);
    await kernel.evaluate(volume, points, middle, 1, sums);
    const { WebGPUContext } = (await import("gpu.js")) as unknown as {
      readonly WebGPUContext: { destroy(): Promise<void> };
    };
    await WebGPUContext.destroy();
    const failure = kernel.evaluate(volume, points, middle, 1, sums);
    await expect(failure).rejects.toMatchObject({ code: "resource" });
    await expect(failure).rejects.toThrow(/^The graphics card stopped in the middle of a fit .*--kernel cpu/);
    kernel.dispose();
    const again = await host.createKernel();
    await again.evaluate(again.addVolume(ramp, 0), again.addPoints(pointsOfWeight([1])), middle, 1, sums);
    expect(sums[0]).toBe(1.5);
    again.dispose();
  });
});
