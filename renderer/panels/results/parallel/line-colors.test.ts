import { expect, it } from "vitest";
import { colorOfShare, lineColors } from "#renderer/panels/results/parallel/line-colors.ts";
import { rgbOf } from "#renderer/scene/colors.ts";

function lightness(hex: string): number {
  const [r, g, b] = rgbOf(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

it("tells every line from a dark and from a light ground", () => {
  for (const [ground, text] of [
    ["#151a21", "#dfe6ee"],
    ["#fff", "#16202b"],
  ] as const) {
    for (const color of lineColors(ground, text)) {
      expect(Math.abs(lightness(color) - lightness(ground))).toBeGreaterThan(0.2);
    }
  }
});

it("leaves the middle of the scale as it is, and runs from worst to best", () => {
  const colors = lineColors("#151a21", "#dfe6ee");
  expect(colorOfShare(colors, 1)).toBe("#fde725");
  expect(colorOfShare(colors, 0)).toBe(colors[0]);
  expect(new Set(colors).size).toBe(colors.length);
});
