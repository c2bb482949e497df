import { describe, expect, it } from "vitest";
import { climbCorrelation } from "#core/fit/correlation-climb.ts";
import { makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { localClimb } from "#core/fit/map-fit.ts";
import { motionOfPose, packPoses, poseAt } from "#core/fit/pose.ts";
import { makeProbe, modelMask } from "#core/fit/probe.ts";
import { quaternionFromRotationVector, type Rigid } from "#core/math/rigid.ts";
import { measureCorrelation } from "#core/simulate/correlation.ts";
import { molmapKernel } from "#core/simulate/molmap.ts";
import { moveStructure } from "#core/structure/move.ts";

const blob = makeBlob(5, 40);
const { value: probe } = makeProbe(blob, "all");
const mask = modelMask(probe, 4, molmapKernel);
const near: Rigid = { rotation: quaternionFromRotationVector([0.05, -0.08, 0.04]), shift: [0.8, -0.6, 0.5] };

describe.each(["correlation", "cam"] as const)("a climb of the metric %s", (metric) => {
  it("ends where the body is, from a place nearby, also beside a stronger neighbour's foot", async () => {
    // The neighbour lies 9 Å off: the sum of densities is drawn towards it, the correlation is not.
    const neighbour = moveStructure(makeBlob(9, 60), {
      rotation: [0, 0, 0, 1],
      shift: [0, 0, 22],
    });
    const target = mapOf([blob, neighbour], 1.2);
    const poses = packPoses([
      { rotation: near.rotation, shift: probe.centre.map((x, n) => x + near.shift[n]) as never },
    ]);
    await climbCorrelation(target, mask.points, poses, metric, localClimb(probe.radius));
    const motion = motionOfPose(poseAt(poses, 0), probe.centre);
    const still: Rigid = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] };
    expect(rmsdBetween(blob, motion, still)).toBeLessThan(0.3);
  });

  it("reaches at least the value that a search on a fine grid of shifts around it finds", async () => {
    const target = mapOf([blob], 1.2);
    const poses = packPoses([
      { rotation: near.rotation, shift: probe.centre.map((x, n) => x + near.shift[n]) as never },
    ]);
    const [reached] = await climbCorrelation(target, mask.points, poses, metric, localClimb(probe.radius));
    const [x, y, z] = poseAt(poses, 0).shift;
    for (const [dx, dy, dz] of [
      [0.05, 0, 0],
      [-0.05, 0, 0],
      [0, 0.05, 0],
      [0, -0.05, 0],
      [0, 0, 0.05],
      [0, 0, -0.05],
    ]) {
      const beside = packPoses([{ rotation: poseAt(poses, 0).rotation, shift: [x + dx, y + dy, z + dz] }]);
      const still = { ...localClimb(probe.radius), iterations: 0 };
      const [other] = await climbCorrelation(target, mask.points, beside, metric, still);
      expect(other).toBeLessThanOrEqual(reached + 1e-9);
    }
  });

  it("is the number that ChimeraX's measure correlation gives", async () => {
    // The points of the mask are those of its map at or above their lowest weight.
    const target = mapOf([blob], 1.2);
    const poses = packPoses([{ rotation: [0, 0, 0, 1], shift: probe.centre }]);
    const still = { ...localClimb(probe.radius), iterations: 0 };
    const [value] = await climbCorrelation(target, mask.points, poses, metric, still);
    const level = mask.points.weight.reduce((least, w) => Math.min(least, w), Number.POSITIVE_INFINITY);
    const measured = measureCorrelation(mask.map, level, target, {
      rotation: [0, 0, 0, 1],
      shift: probe.centre,
    });
    expect(value).toBeCloseTo(metric === "cam" ? measured.correlationAboutMean : measured.correlation, 6);
  });
});
