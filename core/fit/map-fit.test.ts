import { beforeAll, describe, expect, it } from "vitest";
import { makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { fitMap, type MapFit } from "#core/fit/map-fit.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { IDENTITY, quaternionFromRotationVector, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const engine = createLocalEngine(createReferenceKernel());
const blob = makeBlob(3, 40);
const own = mapOf([blob], 1.2);
const LEVEL = 0.3 * own.values.reduce((a, b) => Math.max(a, b), 0);
const fit = (truth: Rigid, wishes: Parameters<typeof fitMap>[4] = {}, level: number | null = LEVEL) =>
  fitMap(engine, mapOf([moveStructure(blob, truth)], 1.2), own, level, wishes, quietJob);

describe("a map moved into another map of the same body", () => {
  const truth: Rigid = { rotation: quaternionFromRotationVector([0.1, -0.15, 0.1]), shift: [2, -1.5, 1] };
  let found: MapFit;

  beforeAll(async () => {
    found = await fit(truth);
  });

  it("finds the motion between them within 0.1 Å, which two samplings of one body leave", () => {
    expect(rmsdBetween(blob, found.motion, truth)).toBeLessThan(0.1);
    expect(found.correlation).toBeGreaterThan(0.99);
    expect(found.before).toBeLessThan(found.correlation - 0.05);
  });

  it("counts the samples at or above the level, or all that are not 0", async () => {
    expect(found.points).toBe(own.values.filter((value) => value >= LEVEL).length);
    const all = await fit(truth, { iterations: 1 }, null);
    expect(all.points).toBe(own.values.filter((value) => value !== 0).length);
  });
});

it("with the rotation held only shifts, and with the place held only turns", async () => {
  const shifted = await fit({ ...IDENTITY, shift: [2, -1, 1] }, { hold: "rotation" });
  expect(shifted.motion.rotation).toEqual([0, 0, 0, 1]);
  expect(Math.hypot(...shifted.motion.shift.map((x, n) => x - [2, -1, 1][n]))).toBeLessThan(0.1);
  const turn: Rigid = { rotation: quaternionFromRotationVector([0, 0.2, 0.1]), shift: [0, 0, 0] };
  const turned = await fit(turn, { hold: "shift" });
  expect(rmsdBetween(blob, turned.motion, turn)).toBeLessThan(0.3);
});

it("refuses a map without samples above the level", async () => {
  const empty = volumeOf(unitGrid(4, 4, 4), () => 0);
  await expect(fitMap(engine, own, empty, 1, {}, quietJob)).rejects.toThrow(/0 samples .*lower its level/);
});
