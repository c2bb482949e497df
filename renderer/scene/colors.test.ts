import { expect, it } from "vitest";
import { hexOf, rgbOf, viridis } from "#renderer/scene/colors.ts";

it("runs from viridis's dark violet to its yellow", () => {
  expect(hexOf(viridis(0))).toBe("#440154");
  expect(hexOf(viridis(1))).toBe("#fde725");
  expect(hexOf(viridis(-3))).toBe("#440154");
  expect(hexOf(viridis(7))).toBe("#fde725");
});

it("grows lighter all the way, so that more looks like more", () => {
  const lightness = Array.from({ length: 101 }, (_, n) => {
    const [r, g, b] = viridis(n / 100);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  lightness.slice(1).forEach((value, n) => {
    expect(value).toBeGreaterThan(lightness[n] ?? 0);
  });
});

it("reads what it writes", () => {
  expect(hexOf(rgbOf("#4cc2b0"))).toBe("#4cc2b0");
  expect(rgbOf("#4cb")).toEqual(rgbOf("#44ccbb"));
  expect(rgbOf("teal")).toEqual(rgbOf("#888888"));
});
