import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGaussians } from "#core/gmm/gaussians.ts";
import type { ImageFrame } from "#core/gmm/projection.ts";
import { createReferencePoseKernel } from "#core/gmm/reference-pose-kernel.testing.ts";
import { createMoments, MOMENT, MOMENTS, POSE_NUMBERS, pairIndex } from "#core/gmm/ring-moments.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createWasmPoseKernel } from "#workers/kernels/wasm/wasm-poses.ts";

const module = new WebAssembly.Module(readFileSync(new URL("poses.wasm", builtEngineFiles().kernel)));
const kernels = [createReferencePoseKernel(), createWasmPoseKernel(module)];

const anyCase = fc.record({
  size: fc.constantFrom(8, 12, 14, 18, 24),
  // More than one block of Gaussians, and a block that is not full.
  count: fc.constantFrom(1, 5, 128, 131),
  seed: fc.nat(10_000),
  withSlopes: fc.boolean(),
});

/** Equal to 2e-5 of what each kind of sum is about as large as. */
function expectClose(found: Float64Array, expected: Float64Array): void {
  const largest = (k: number) =>
    expected.reduce((most, value, n) => (n % MOMENTS === k ? Math.max(most, Math.abs(value)) : most), 1e-6);
  // Of one Gaussian a derivative stands at right angles to the image: their product is rounding alone.
  const scaleOf = (k: number) => {
    const p = k - MOMENT.slopePower;
    if (p < 0 || p >= POSE_NUMBERS) return largest(k);
    return Math.sqrt(largest(MOMENT.power) * largest(MOMENT.pairs + pairIndex(p, p)));
  };
  const scales = Array.from({ length: MOMENTS }, (_, k) => scaleOf(k));
  for (const [n, value] of found.entries()) {
    expect(Math.abs(value - expected[n]) / scales[n % MOMENTS]).toBeLessThan(2e-5);
  }
}

describe("the SIMD pose kernel", () => {
  it("sums over rings as the reference does", () => {
    fc.assert(
      fc.property(anyCase, ({ size, count, seed, withSlopes }) => {
        const random = createRandom(seed);
        const frame: ImageFrame = { size, edge: 90, centre: [40, -3, 12] };
        const model = createGaussians(
          new Float64Array(3 * count).map((_, n) => frame.centre[n % 3] + 60 * (random() - 0.5)),
          new Float64Array(count).map(() => random() - 0.2),
          new Float64Array(count).map(() => 2 + 4 * random()),
        );
        const coefficients = size * (size / 2 + 1);
        const image = {
          data: new Float32Array(2 * coefficients).map(() => randomNormal(random)),
          weight: new Float32Array(coefficients).map(() => random()),
        };
        const view = { matrix: matrixOf(randomRotation(random)), shift: [3, -7] as const };
        const rings = { first: 1, last: 2 + Math.floor(random() * (size / 2 - 1)) };
        const [expected, found] = kernels.map((kernel) => {
          kernel.setModel(model, frame);
          kernel.setImage(image);
          const moments = createMoments(size);
          kernel.moments(view, rings, withSlopes, moments);
          return moments;
        });
        expectClose(found, expected);
      }),
      { numRuns: 60 },
    );
  });
});
