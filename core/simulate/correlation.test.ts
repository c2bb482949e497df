import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { applyRigid, compose, invert, type Rigid } from "#core/math/rigid.ts";
import { measureCorrelation, measureCorrelationNonZero } from "#core/simulate/correlation.ts";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import { createGrid } from "#core/volume/grid.ts";

const line = (values: number[], origin = 0) => ({
  grid: createGrid([values.length, 1, 1], [origin, 0, 0], [1, 1, 1]),
  values: Float32Array.from(values),
});

describe("measureCorrelation", () => {
  it("uses the points of the first map at or above its level", () => {
    // Points a = 2, 4 with b = 1, 3: Σab = 14, Σa² = 20, Σb² = 10; about the means (3, 2): 2 ⁄ √(2·2) = 1.
    const result = measureCorrelation(line([1, 2, 4]), 2, line([9, 1, 3]));
    expect(result.points).toBe(2);
    expect(result.overlap).toBe(14);
    expect(result.correlation).toBeCloseTo(14 / Math.sqrt(200), 12);
    expect(result.correlationAboutMean).toBeCloseTo(1, 12);
  });

  it("samples the second map between its samples and as 0 outside it", () => {
    // b at x = 0.5, 1.5, 2.5 is 1, 3 and 0 (outside).
    const result = measureCorrelation(line([1, 1, 1], 0.5), 1, line([0, 2, 4]));
    expect(result.overlap).toBe(4);
    expect(result.correlation).toBeCloseTo(4 / Math.sqrt(3 * 10), 12);
  });

  it("moves the points of the first map into the frame of the second", () => {
    // Turned by 90° about z and shifted by 2 along x: (i, 0, 0) goes to (2, i, 0).
    const quarter: Rigid = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [2, 0, 0] };
    const values = new Float32Array(9);
    [5, 6, 7].forEach((value, j) => {
      values[2 + 3 * j] = value;
    });
    const b = { grid: createGrid([3, 3, 1], [-1e-9, -1e-9, 0], [1 + 1e-9, 1 + 1e-9, 1]), values };
    expect(measureCorrelation(line([1, 2, 3]), 1, b, quarter).overlap).toBeCloseTo(5 + 12 + 21, 6);
  });

  it("is 0 without points, on an empty map, and about the mean of a constant map", () => {
    expect(measureCorrelation(line([1]), 2, line([1]))).toEqual({
      overlap: 0,
      correlation: 0,
      correlationAboutMean: 0,
      points: 0,
    });
    expect(measureCorrelation(line([1, 2]), 1, line([0, 0])).correlation).toBe(0);
    const constant = measureCorrelation(line([1, 2, 3]), 1, line([0.1, 0.1, 0.1]));
    expect(constant.correlationAboutMean).toBe(0);
    expect(constant.correlation).toBeGreaterThan(0.9);
  });

  it("does not change when either map is scaled, nor about the mean when the second is shifted", () => {
    const a = line([1, 5, 2, 8, 3]);
    const b = [3, 4, 1, 9, 2];
    const plain = measureCorrelation(a, 1, line(b));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -50, max: 50 }), (scale, shift) => {
        const scaled = measureCorrelation(a, 1, line(b.map((v) => v * scale)));
        expect(scaled.correlation).toBeCloseTo(plain.correlation, 10);
        const shifted = measureCorrelation(a, 1, line(b.map((v) => v * scale + shift)));
        expect(shifted.correlationAboutMean).toBeCloseTo(plain.correlationAboutMean, 9);
      }),
    );
  });

  it("is 1 when the motion brings a model map onto itself", () => {
    const random = createRandom(3);
    const xyz = Float64Array.from({ length: 60 }, () => 12 * random());
    const weights = new Float64Array(20).fill(7);
    const target = simulateMolmap({ xyz, weights }, 6, molmapGrid(xyz, 6, { gridSpacing: 0.7 }));
    const motion: Rigid = { rotation: randomRotation(random), shift: [5, -3, 2] };
    const moved = new Float64Array(60);
    for (let n = 0; n < 60; n += 3) moved.set(applyRigid(motion, [xyz[n], xyz[n + 1], xyz[n + 2]]), n);
    const displaced = simulateMolmap({ xyz: moved, weights }, 6, molmapGrid(moved, 6, { gridSpacing: 0.7 }));
    const back = measureCorrelation(displaced, 0.1, target, invert(motion));
    // What is missing from 1 is trilinear interpolation on a grid of 0.7 Å.
    expect(back.correlation).toBeGreaterThan(0.9995);
    const elsewhere = compose({ rotation: [0, 0, 0, 1], shift: [4, 0, 0] }, invert(motion));
    expect(measureCorrelation(displaced, 0.1, target, elsewhere).correlation).toBeLessThan(0.95);
  });
});

describe("measureCorrelationNonZero", () => {
  it("uses every point whose density is not 0, also negative ones", () => {
    const result = measureCorrelationNonZero(line([-1, 0, 2]), line([3, 100, 4]));
    expect(result.points).toBe(2);
    expect(result.overlap).toBe(5);
  });
});
