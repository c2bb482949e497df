import { expect, it } from "vitest";
import { lengthText, roundLength } from "#renderer/scene/scale-bar.ts";

it("is as long as the largest round length that fits a fifth of the view", () => {
  // 500 pixels of 0.3 Å show 150 Å, a fifth is 30 Å: 20 Å is the round length below.
  expect(roundLength(0.3, 500)).toBeCloseTo(20, 12);
  expect(roundLength(0.5, 500)).toBeCloseTo(50, 12); // 50 Å exactly
  expect(roundLength(0.0199, 500)).toBeCloseTo(1, 12); // 1.99 Å
  expect(roundLength(20, 1000)).toBeCloseTo(2000, 9); // 4000 Å
});

it("is written with its unit", () => {
  expect(lengthText(20)).toBe("20 Å");
  expect(lengthText(2000)).toBe("200 nm");
});
