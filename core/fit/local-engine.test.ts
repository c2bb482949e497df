import { describe, expect, it } from "vitest";
import { adam } from "#core/fit/adam.ts";
import { climb } from "#core/fit/climb.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { makeStarts } from "#core/fit/starts.ts";
import { findSupport } from "#core/fit/support.ts";
import { quietJob } from "#core/job/job-context.ts";
import { type FitKernel, SUMS_SIZE } from "#core/kernel/fit-kernel.ts";
import type { AscentMethod } from "#core/kernel/pose-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { createRandom } from "#core/math/random.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const random = createRandom(8);
const rough = volumeOf(unitGrid(8, 8, 8), () => random());
const support = await findSupport(referenceMaps, rough, 0, 1, quietJob);
const points = {
  xyz: Float64Array.from({ length: 15 }, () => 4 * random() - 2),
  weight: Float64Array.of(1, 1, 2, 1, 1),
};
const starts = (count: number) => makeStarts(support, {}, count, 1, 0);
const never = { aborted: false };
const methods: AscentMethod[] = [
  { kind: "climb", iterations: 10, firstStep: 1, largestStep: 2, smallestStep: 0.01, radius: 2 },
  { kind: "adam", iterations: 10, shiftRate: 0.1, quaternionRate: 0.01 },
];

describe("createLocalEngine", () => {
  it("says what it is and forwards volumes and points to its kernel", async () => {
    const engine = createLocalEngine(createReferenceKernel());
    expect(engine).toMatchObject({ kernel: "reference", device: "JavaScript, float64", threads: 1 });
    const volume = engine.addVolume(rough, 0);
    const handle = engine.addPoints(points);
    expect(handle.count).toBe(5);
    engine.release(volume);
    await expect(engine.evaluate(volume, handle, starts(1))).rejects.toMatchObject({ code: "internal" });
    await engine.dispose();
  });

  it.each(methods)(
    "$kind: many poses come back in order, as the method gives them all at once",
    async (method) => {
      const kernel = createReferenceKernel();
      const engine = createLocalEngine(kernel);
      const handles = [engine.addVolume(rough, 0), engine.addPoints(points)] as const;
      const seen = starts(101);
      const values = await engine.ascend(...handles, seen, method, never);
      const expected = starts(101);
      const ascent = method.kind === "climb" ? climb(kernel, ...handles, expected, method) : undefined;
      const reached =
        ascent ?? (method.kind === "adam" ? adam(kernel, ...handles, expected, method) : Promise.resolve([]));
      expect([...values]).toEqual([...(await reached)]);
      expect(seen).toEqual(expected);
      const sums = await engine.evaluate(...handles, seen);
      expect(Array.from({ length: 101 }, (_, n) => sums[n * SUMS_SIZE])).toEqual([...values]);
    },
  );

  it("uses the kernel's own climb where it has one", async () => {
    const kernel: FitKernel = {
      ...createReferenceKernel(),
      climb: (_volume, _points, poses) => {
        poses.fill(0.5);
        return Float64Array.of(42);
      },
    };
    const engine = createLocalEngine(kernel);
    const poses = starts(1);
    const values = await engine.ascend(
      engine.addVolume(rough, 0),
      engine.addPoints(points),
      poses,
      methods[0],
      never,
    );
    expect([...values]).toEqual([42]);
    expect([...poses]).toEqual(new Array(7).fill(0.5));
  });

  it("refuses to start when cancelled, and stops between batches when cancelled on the way", async () => {
    const inner = createReferenceKernel();
    const signal = { aborted: false };
    let asked = 0;
    const kernel: FitKernel = {
      ...inner,
      evaluate(volume, set, poses, count, sums) {
        asked += count;
        signal.aborted = true;
        return inner.evaluate(volume, set, poses, count, sums);
      },
    };
    const engine = createLocalEngine(kernel);
    const handles = [engine.addVolume(rough, 0), engine.addPoints(points)] as const;
    const going = engine.ascend(...handles, starts(1000), methods[0], signal);
    await expect(going).rejects.toMatchObject({ code: "cancelled" });
    expect(asked).toBeLessThan(1000); // not even the values at all starts
    asked = 0;
    await expect(engine.ascend(...handles, starts(1), methods[0], signal)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(asked).toBe(0);
  });

  it("no poses are no work", async () => {
    const engine = createLocalEngine(createReferenceKernel());
    const handles = [engine.addVolume(rough, 0), engine.addPoints(points)] as const;
    expect(await engine.ascend(...handles, new Float64Array(0), methods[0], never)).toHaveLength(0);
    expect(await engine.evaluate(...handles, new Float64Array(0))).toHaveLength(0);
  });
});
