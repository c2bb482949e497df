import { beforeEach, describe, expect, it } from "vitest";
import { AppError, cancelled } from "#core/errors.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import type { AscentMethod, PoseEngine } from "#core/kernel/pose-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";
import { fallingBackEngine } from "#workers/falling-back-engine.ts";

/** A hill in the middle of the box, so that an ascent has somewhere to go. */
let hill: Volume;
beforeEach(() => {
  hill = volumeOf(unitGrid(9, 9, 9), (i, j, k) => 100 - (i - 4) ** 2 - (j - 4) ** 2 - (k - 4) ** 2);
});
const point = { xyz: new Float64Array(3), weight: Float64Array.of(1) };
const method: AscentMethod = {
  kind: "climb",
  iterations: 40,
  firstStep: 0.5,
  largestStep: 1,
  smallestStep: 0.001,
  radius: 1,
};
const never = new AbortController().signal;
const start = () => Float64Array.of(0, 0, 0, 1, 2.5, 3, 3);

/** A card that moves the poses somewhere and then fails, from its n-th ascent on. */
function failingCard(error: unknown, from = 1): PoseEngine & { disposed: number } {
  const card = createLocalEngine({ ...createReferenceKernel(), name: "gpu", device: "Test Card" });
  let ascents = 0;
  return {
    ...card,
    disposed: 0,
    async ascend(volume, points, poses, how, signal) {
      if (++ascents < from) return card.ascend(volume, points, poses, how, signal);
      poses.fill(7);
      throw error;
    },
    async dispose() {
      this.disposed++;
    },
  };
}

const lost = new AppError("resource", "It stopped.", { why: "device lost" });

async function ascended(engine: PoseEngine): Promise<number[]> {
  const poses = start();
  const volume = engine.addVolume(hill, 0);
  await engine.ascend(volume, engine.addPoints(point), poses, method, never);
  return [...poses];
}

describe("an engine that falls back", () => {
  it("does a lost ascent again from where it began, and says once why and on what it runs", async () => {
    const card = failingCard(lost);
    const told: string[] = [];
    const engine = fallingBackEngine(
      card,
      () => createLocalEngine(createReferenceKernel()),
      (why) => told.push(why),
    );
    expect([engine.kernel, engine.device, engine.threads]).toEqual(["gpu", "Test Card", 1]);
    const expected = await ascended(createLocalEngine(createReferenceKernel()));
    expect(await ascended(engine)).toEqual(expected);
    expect(await ascended(engine)).toEqual(expected);
    expect([engine.kernel, told, card.disposed]).toEqual(["reference", ["device lost"], 1]);
    await engine.dispose();
  });

  it("takes along what it was given before, under the same handles, without what was released", async () => {
    const added: string[] = [];
    const cpu = createLocalEngine(createReferenceKernel());
    const engine = fallingBackEngine(
      failingCard(lost, 2),
      () => ({
        ...cpu,
        addVolume: (volume, outside) => {
          added.push(`volume outside ${outside}`);
          return cpu.addVolume(volume, outside);
        },
        addPoints: (points) => {
          added.push(`${points.weight.length} points`);
          return cpu.addPoints(points);
        },
      }),
      () => {},
    );
    const released = engine.addVolume(hill, -1);
    const volume = engine.addVolume(hill, -2);
    const points = engine.addPoints(point);
    engine.release(released);
    const first = start();
    await engine.ascend(volume, points, first, method, never);
    hill.values.fill(0); // its memory is used again by whoever made it
    const again = start();
    await engine.ascend(volume, points, again, method, never);
    expect(again).toEqual(first);
    expect(added).toEqual(["volume outside -2", "1 points"]);
    expect((await engine.evaluate(volume, points, Float64Array.of(0, 0, 0, 1, 4, 4, 4)))[0]).toBe(100);
  });

  it.each([cancelled(), new AppError("internal", "A fault.")])(
    "passes on what is no loss: %s",
    async (error) => {
      const told: string[] = [];
      const engine = fallingBackEngine(
        failingCard(error),
        () => expect.fail("made another engine"),
        (why) => told.push(why),
      );
      await expect(ascended(engine)).rejects.toBe(error);
      expect([engine.kernel, told]).toEqual(["gpu", []]);
    },
  );
});
