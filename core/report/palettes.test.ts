import { describe, expect, it } from "vitest";
import { colorAt, PALETTES, paletteNamed, viridisHex } from "#core/report/palettes.ts";

describe("palettes", () => {
  it.each(Object.entries(PALETTES))("%s goes from 0 to 1 without turning back", (_, palette) => {
    expect(palette[0].at).toBe(0);
    expect(palette[palette.length - 1]?.at).toBe(1);
    for (let n = 1; n < palette.length; n++) {
      expect(palette[n]?.at).toBeGreaterThan(palette[n - 1]?.at ?? Number.NaN);
    }
  });

  it("mix the two anchors beside a place by how near they are", () => {
    const palette = paletteNamed("#000000:#ff0080") ?? [];
    expect(colorAt(palette, 0.25)).toEqual([63.75, 0, 32]);
    expect(colorAt(palette, -1)).toEqual([0, 0, 0]);
    expect(colorAt(palette, 2)).toEqual([255, 0, 128]);
  });

  it("may have anchors at any place: pLDDT 80 lies half way between those of 70 and 90", () => {
    // (ffdb13 + 65cbf3) / 2 = (b2, d3, 83) but for rounding.
    expect(colorAt(PALETTES.alphafold, 0.8).map(Math.round)).toEqual([0xb2, 0xd3, 0x83]);
    expect(colorAt(PALETTES.alphafold, 0.3)).toEqual([0xff, 0x7d, 0x45]);
  });

  it("are known by name or by colours, and by nothing else", () => {
    expect(paletteNamed("viridis")).toBe(PALETTES.viridis);
    for (const text of ["", "red", "#ff0000", "toString", "#ff0000:blue"])
      expect(paletteNamed(text)).toBeUndefined();
    expect(viridisHex(0)).toBe("#440154");
  });
});
