import { describe, expect, it } from "vitest";
import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import { turn } from "#core/math/rigid.testing.ts";
import { angleBetween, applyRigid, compose, multiplyQuaternions, rotate } from "#core/math/rigid.ts";
import { distance } from "#core/math/vec3.ts";
import { createGrid } from "#core/volume/grid.ts";

const has = (group: ReturnType<typeof pointGroup>, q: (typeof group)[number]) =>
  group.some((known) => angleBetween(known, q) < 0.001);

describe("pointGroup", () => {
  it.each([
    ["C1", 1],
    ["C4", 4],
    ["C60", 60],
    ["D1", 2],
    ["D7", 14],
    ["D60", 120],
    ["T", 12],
    ["O", 24],
    ["I", 60],
  ])("%s has %d rotations, the first of them none", (name, order) => {
    const group = pointGroup(name);
    expect(group).toHaveLength(order);
    expect(group[0]).toEqual([0, 0, 0, 1]);
  });

  it.each(["C5", "D3", "T", "O", "I"])("%s: every product of two rotations is one of them", (name) => {
    const group = pointGroup(name);
    for (const a of group) {
      for (const b of group) expect(has(group, multiplyQuaternions(a, b))).toBe(true);
    }
  });

  // Classes of rotations, as in every table of characters.
  it.each([
    ["D7", { 0: 1, 51: 2, 103: 2, 154: 2, 180: 7 }],
    ["T", { 0: 1, 120: 8, 180: 3 }],
    ["O", { 0: 1, 90: 6, 120: 8, 180: 9 }],
    ["I", { 0: 1, 72: 12, 120: 20, 144: 12, 180: 15 }],
  ])("%s turns by the right angles", (name, classes) => {
    const counts: Record<number, number> = {};
    for (const q of pointGroup(name)) {
      const angle = Math.round(angleBetween([0, 0, 0, 1], q));
      counts[angle] = (counts[angle] ?? 0) + 1;
    }
    expect(counts).toEqual(classes);
  });

  it("has its axes where cryo-EM puts them", () => {
    expect(has(pointGroup("C4"), turn([0, 0, 1], 90))).toBe(true);
    expect(has(pointGroup("D7"), turn([0, 0, 1], 360 / 7))).toBe(true);
    expect(has(pointGroup("D7"), turn([1, 0, 0], 180))).toBe(true);
    for (const name of ["T", "O", "I"]) {
      const group = pointGroup(name);
      for (const axis of [[1, 0, 0] as const, [0, 1, 0] as const, [0, 0, 1] as const]) {
        expect(has(group, turn(axis, 180))).toBe(true);
      }
      expect(has(group, turn([1, 1, 1], 120))).toBe(true);
    }
    expect(has(pointGroup("O"), turn([0, 1, 0], 90))).toBe(true);
    expect(has(pointGroup("I"), turn([0, 1, (1 + Math.sqrt(5)) / 2], 72))).toBe(true);
  });

  it("does not mind case and spaces", () => {
    expect(pointGroup(" d7 ")).toEqual(pointGroup("D7"));
    expect(pointGroup("i")).toHaveLength(60);
  });

  it.each([
    "",
    "C",
    "C0",
    "C04",
    "C-4",
    "C4.5",
    "D",
    "X4",
    "T3",
    "I2",
    "C4 D2",
    "C61",
    "D99999999999999999999",
  ])('refuses "%s"', (name) => {
    expect(() => pointGroup(name)).toThrow(expect.objectContaining({ code: "input" }));
  });
});

describe("symmetryCentre", () => {
  it("is the sample at half the size, rounded down", () => {
    expect(symmetryCentre(createGrid([10, 11, 4], [1, 2, 3], [2, 1, 0.5]))).toEqual([1 + 10, 2 + 5, 3 + 1]);
  });
});

describe("rotationAbout", () => {
  it("leaves its centre where it is and turns everything else about it", () => {
    const centre = [10, 20, 30] as const;
    const motion = rotationAbout(turn([0, 0, 1], 90), centre);
    expect(distance(applyRigid(motion, centre), centre)).toBeLessThan(1e-12);
    expect(distance(applyRigid(motion, [11, 20, 35]), [10, 21, 35])).toBeLessThan(1e-12);
  });

  it("carries a pose along: centre and body turn together", () => {
    const motion = rotationAbout(turn([0, 0, 1], 180), [5, 0, 0]);
    const pose = { rotation: turn([1, 0, 0], 30), shift: [7, 1, 2] } as const;
    const carried = compose(motion, pose);
    expect(distance(carried.shift, [3, -1, 2])).toBeLessThan(1e-12);
    const axis = rotate(carried.rotation, [0, 1, 0]);
    const expected = rotate(turn([0, 0, 1], 180), rotate(pose.rotation, [0, 1, 0]));
    expect(distance(axis, expected)).toBeLessThan(1e-12);
  });
});
