import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  motionOfPose,
  movePoseInto,
  packPoses,
  pickPoses,
  poseAt,
  poseDistance,
  poseOfMotion,
} from "#core/fit/pose.ts";
import { POSE_SIZE } from "#core/kernel/fit-kernel.ts";
import { anyPoint, anyRigid, turn } from "#core/math/rigid.testing.ts";
import { angleBetween, applyRigid, compose, quaternionFromRotationVector } from "#core/math/rigid.ts";
import { add, distance, scale, subtract } from "#core/math/vec3.ts";

describe("movePoseInto", () => {
  it("shifts the centre and turns about it, as composing the motions does", () => {
    fc.assert(
      fc.property(anyRigid(50), anyPoint(4), anyPoint(1.7), (pose, shift, vector) => {
        const poses = packPoses([pose]);
        const out = new Float64Array(2 * POSE_SIZE);
        movePoseInto(poses, 0, Float64Array.from([...shift, ...vector]), out, 1);
        const moved = poseAt(out, 1);
        // About the centre: away from it, turn, and back.
        const aboutCentre = compose(
          { rotation: quaternionFromRotationVector(vector), shift: pose.shift },
          { rotation: [0, 0, 0, 1], shift: scale(pose.shift, -1) },
        );
        const expected = compose({ rotation: [0, 0, 0, 1], shift }, compose(aboutCentre, pose));
        expect(distance(moved.shift, expected.shift)).toBeLessThan(1e-9);
        expect(angleBetween(moved.rotation, expected.rotation)).toBeLessThan(1e-5);
        expect(Math.hypot(...moved.rotation)).toBeCloseTo(1, 12);
        expect([...out.subarray(0, POSE_SIZE)]).toEqual(new Array(POSE_SIZE).fill(0));
        expect(poseAt(poses, 0)).toEqual(pose);
      }),
    );
  });

  it("by hand: a quarter turn about x of a body already turned about z", () => {
    const poses = packPoses([{ rotation: turn([0, 0, 1], 90), shift: [1, 2, 3] }]);
    movePoseInto(poses, 0, Float64Array.of(0.5, 0, -1, Math.PI / 2, 0, 0), poses, 0);
    const moved = poseAt(poses, 0);
    expect(moved.shift).toEqual([1.5, 2, 2]);
    // The body's x axis points along y after the first turn and along z after the second.
    const axis = subtract(applyRigid(moved, [1, 0, 0]), moved.shift);
    expect(distance(axis, [0, 0, 1])).toBeLessThan(1e-12);
  });

  it("a step without rotation leaves the rotation as it is", () => {
    const poses = packPoses([{ rotation: turn([1, 2, 3], 77), shift: [0, 0, 0] }]);
    const before = poseAt(poses, 0).rotation;
    movePoseInto(poses, 0, Float64Array.of(1, 1, 1, 0, 0, 0), poses, 0);
    expect(angleBetween(poseAt(poses, 0).rotation, before)).toBeLessThan(1e-9);
  });
});

describe("motions and poses", () => {
  it("a motion of the file's coordinates does to every atom what the pose does to the body", () => {
    fc.assert(
      fc.property(anyRigid(50), anyPoint(200), anyPoint(200), (pose, centre, atom) => {
        const motion = motionOfPose(pose, centre);
        const placed = applyRigid(pose, subtract(atom, centre));
        expect(distance(applyRigid(motion, atom), placed)).toBeLessThan(1e-9);
      }),
    );
  });

  it("poseOfMotion undoes motionOfPose, both ways", () => {
    fc.assert(
      fc.property(anyRigid(50), anyPoint(200), (rigid, centre) => {
        for (const back of [
          poseOfMotion(motionOfPose(rigid, centre), centre),
          motionOfPose(poseOfMotion(rigid, centre), centre),
        ]) {
          expect(back.rotation).toEqual(rigid.rotation);
          expect(distance(back.shift, rigid.shift)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it("the centre of the body goes where the pose says", () => {
    const pose = { rotation: turn([3, 1, 2], 200), shift: [7, -8, 9] } as const;
    expect(distance(applyRigid(motionOfPose(pose, [40, 50, 60]), [40, 50, 60]), pose.shift)).toBeLessThan(
      1e-9,
    );
  });
});

describe("arrays of poses", () => {
  const poses = [1, 2, 3].map((n) => ({
    rotation: turn([0, 0, 1], 10 * n),
    shift: add([1, 2, 3], [n, n, n]),
  }));

  it("packs and reads back, in order", () => {
    const packed = packPoses(poses);
    expect(packed).toHaveLength(3 * POSE_SIZE);
    expect([0, 1, 2].map((n) => poseAt(packed, n))).toEqual(poses);
  });

  it("picks poses in the order asked for, twice if asked twice", () => {
    const picked = pickPoses(packPoses(poses), [2, 0, 2]);
    expect([0, 1, 2].map((n) => poseAt(picked, n))).toEqual([poses[2], poses[0], poses[2]]);
    expect(pickPoses(packPoses(poses), [])).toHaveLength(0);
  });

  it("distance: centres 2, 3 and 6 Å apart along the axes are 7 Å apart; 10° and 40° are 30° apart", () => {
    const seen = poseDistance(
      { rotation: turn([0, 0, 1], 10), shift: [0, 0, 0] },
      { rotation: turn([0, 0, 1], 40), shift: [2, -3, 6] },
    );
    expect(seen.shift).toBe(7);
    expect(seen.angle).toBeCloseTo(30, 9);
  });
});
