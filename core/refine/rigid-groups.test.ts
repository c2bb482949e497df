import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import {
  angleBetween,
  applyRigid,
  compose,
  IDENTITY,
  invert,
  quaternionFromRotationVector,
  type Rigid,
  rotate,
} from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { blob, gridFor, observedMap, together } from "#core/refine/refine.testing.ts";
import { RIGID_DEFAULTS, refineRigidGroups } from "#core/refine/rigid-groups.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";

const random = createRandom(11);
const CENTRES: readonly Vec3[] = [
  [0, 0, 0],
  [14, 3, 2],
];
const HOME = together(blob(60, CENTRES[0], random), blob(40, CENTRES[1], random));
const GROUPS = [range(0, 60), range(60, 100)];
const GRID = gridFor(HOME, 1.1, 10);

function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, n) => from + n);
}

/** A turn by an angle (degrees) about a centre, then a shift (Å), both along random axes. */
function disturbance(centre: Vec3, degrees: number, shift: number): Rigid {
  const axis = rotate(randomRotation(random), [1, 0, 0]);
  const way = rotate(randomRotation(random), [1, 0, 0]);
  const angle = (degrees * Math.PI) / 180;
  const rotation = quaternionFromRotationVector([axis[0] * angle, axis[1] * angle, axis[2] * angle]);
  const turned = rotate(rotation, centre);
  return {
    rotation,
    shift: [0, 1, 2].map((n) => centre[n] - turned[n] + shift * way[n]) as unknown as Vec3,
  };
}

function movedBy(atoms: ScatteringAtoms, motions: readonly Rigid[]): ScatteringAtoms {
  const xyz = atoms.xyz.slice();
  for (const [n, motion] of motions.entries()) {
    for (const atom of GROUPS[n]) {
      const [x, y, z] = atoms.xyz.subarray(3 * atom, 3 * atom + 3);
      xyz.set(applyRigid(motion, [x, y, z]), 3 * atom);
    }
  }
  return { ...atoms, xyz };
}

function rmsd(a: Float64Array, b: Float64Array): number {
  return Math.sqrt((3 * a.reduce((sum, x, n) => sum + (x - b[n]) ** 2, 0)) / a.length);
}

const OFF = CENTRES.map((centre) => disturbance(centre, 5, 1));
const START = movedBy(HOME, OFF);

describe("two groups turned by 5° and shifted by 1 Å from home, in a noise-free map of 3 Å", () => {
  it("both find back to 0.05 Å", async () => {
    const observed = await observedMap(HOME, GRID);
    const { motions, before, after, settled } = await refineRigidGroups(
      START,
      GROUPS,
      observed,
      RIGID_DEFAULTS,
      referenceImageKernel,
    );
    expect(rmsd(movedBy(START, motions).xyz, HOME.xyz)).toBeLessThan(0.05);
    for (const [n, motion] of motions.entries()) {
      const home = invert(OFF[n]);
      expect(angleBetween(motion.rotation, home.rotation)).toBeLessThan(0.5);
    }
    expect(before.correlation).toBeLessThan(0.9);
    expect(after.correlation).toBeGreaterThan(0.99);
    expect(settled).toBe(true);
  });

  it("one moves while atoms of no group stay and count", async () => {
    const observed = await observedMap(HOME, GRID);
    const start = movedBy(HOME, [OFF[0], IDENTITY]);
    const { motions } = await refineRigidGroups(
      start,
      [GROUPS[0]],
      observed,
      RIGID_DEFAULTS,
      referenceImageKernel,
    );
    const there = compose(motions[0], OFF[0]);
    expect(rmsd(movedBy(HOME, [there]).xyz, HOME.xyz)).toBeLessThan(0.05);
  });
});

it("a penalty counts as much as its value against the correlation", async () => {
  const observed = await observedMap(HOME, GRID);
  // A spring that holds the first atom 2 Å away from home along x, stronger than any map.
  const [x] = HOME.xyz;
  const spring = (xyz: Float64Array) => {
    const gradient = new Float64Array(xyz.length);
    gradient[0] = 200 * (xyz[0] - x - 2);
    return { value: 100 * (xyz[0] - x - 2) ** 2, gradient };
  };
  const { motions, before, after } = await refineRigidGroups(
    HOME,
    GROUPS,
    observed,
    { ...RIGID_DEFAULTS, penalty: spring },
    referenceImageKernel,
  );
  expect(before.penalty).toBeCloseTo(400, 6);
  expect(after.penalty).toBeLessThan(0.01);
  expect(after.correlation).toBeLessThan(before.correlation);
  expect(movedBy(HOME, motions).xyz[0] - x).toBeGreaterThan(1.9);
});

it("groups that are empty, overlap or name atoms that are not there are refused, and so is a map elsewhere", async () => {
  const observed = await observedMap(HOME, GRID);
  const refine = (groups: readonly Int32Array[], atoms = HOME, job = quietJob) =>
    refineRigidGroups(atoms, groups, observed, RIGID_DEFAULTS, referenceImageKernel, job);
  await expect(refine([])).rejects.toThrow("at least one atom");
  await expect(refine([Int32Array.of(1), Int32Array.of(2, 1)])).rejects.toThrow("overlap");
  await expect(refine([Int32Array.of(100)])).rejects.toThrow("does not have");
  const away = { ...HOME, xyz: HOME.xyz.map((v) => v + 500) };
  await expect(refine(GROUPS, away)).rejects.toThrow("outside the map");
});

it("a cancelled refinement throws", async () => {
  const observed = await observedMap(HOME, GRID);
  const refining = refineRigidGroups(
    START,
    GROUPS,
    observed,
    RIGID_DEFAULTS,
    referenceImageKernel,
    cancelledJob,
  );
  await expect(refining).rejects.toMatchObject({ code: "cancelled" });
});
