import { expect, it } from "vitest";
import { add, cross, distance, dot, length, scale, subtract } from "#core/math/vec3.ts";

it("sums, differences, products and lengths of (1, 2, 3) and (4, −5, 6)", () => {
  const a = [1, 2, 3] as const;
  const b = [4, -5, 6] as const;
  expect(add(a, b)).toEqual([5, -3, 9]);
  expect(subtract(a, b)).toEqual([-3, 7, -3]);
  expect(scale(a, -2)).toEqual([-2, -4, -6]);
  expect(dot(a, b)).toBe(4 - 10 + 18);
  expect(cross(a, b)).toEqual([12 + 15, 12 - 6, -5 - 8]);
  expect(length([2, 3, 6])).toBe(7); // 4 + 9 + 36 = 49
  expect(distance([1, 1, 1], [3, 4, 7])).toBe(7);
});

it("the cross product of x and y is z: right-handed", () => {
  expect(cross([1, 0, 0], [0, 1, 0])).toEqual([0, 0, 1]);
});
