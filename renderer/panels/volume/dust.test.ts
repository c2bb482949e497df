import { describe, expect, it } from "vitest";
import { DUST_METRICS, dustFromSlider, dustText, sliderFromDust } from "#renderer/panels/volume/dust.ts";

describe("the slider of dust", () => {
  it.each(DUST_METRICS.map(({ value }) => value))(
    "reaches from nothing to a lot, finer for small limits: %s",
    (metric) => {
      expect(dustFromSlider(0, metric)).toBe(0);
      const places = [0, 20, 40, 60, 80, 100].map((at) => dustFromSlider(at, metric));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect((places[1] ?? 0) - (places[0] ?? 0)).toBeLessThan((places[5] ?? 0) - (places[4] ?? 0));
    },
  );

  it("stands where a limit that was typed is", () => {
    expect(sliderFromDust(0, "size")).toBe(0);
    expect(sliderFromDust(300, "size")).toBe(100);
    expect(sliderFromDust(1e9, "size")).toBe(100);
    expect(dustFromSlider(sliderFromDust(50, "voxels"), "voxels")).toBeCloseTo(50, -1);
  });

  it("writes the unit", () => {
    expect(["voxels", "size", "area", "volume", "size rank"].map((m) => dustText(1234, m as "size"))).toEqual(
      ["1,234", "1,234 Å", "1,234 Å²", "1,234 Å³", "1,234 largest"],
    );
    expect(dustText(0, "area rank")).toBe("all");
  });
});
