import { expect, it } from "vitest";
import { scaleOf } from "#renderer/scene/scale.ts";

it("leaves the outermost 2 % out at either end", () => {
  // 0 … 100: 101 numbers, of which places 2 and 98 are the ends.
  expect(scaleOf(Float32Array.from({ length: 101 }, (_, n) => 100 - n))).toEqual([2, 98]);
});

it("has two ends also for equal numbers and for none", () => {
  expect(scaleOf(Float32Array.of(5, 5, 5))).toEqual([5, 5.005]);
  expect(scaleOf(new Float32Array())).toEqual([0, 0.001]);
});
