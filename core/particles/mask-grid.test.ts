import { describe, expect, it } from "vitest";
import { maskProblem } from "#core/particles/mask-grid.ts";
import { createGrid } from "#core/volume/grid.ts";

const images = { size: 64, pixelSize: 2.5 };
const cube = (n: number, length: number) => createGrid([n, n, n], [0, 0, 0], [length, length, length]);

describe("a map as a mask", () => {
  it("fits with the box and the voxels of the images; headers round", () => {
    expect(maskProblem("a.mrc", cube(64, 2.5), images)).toBeNull();
    expect(maskProblem("a.mrc", cube(64, 2.51), images)).toBeNull();
  });

  it("of another box is refused, with what to do", () => {
    expect(maskProblem("a.mrc", createGrid([64, 64, 60], [0, 0, 0], [2.5, 2.5, 2.5]), images)).toMatch(
      /^The mask a\.mrc has 64 × 64 × 60 voxels; maps of these particles have 64³\. .*volume resample/,
    );
  });

  it("of other voxels is refused, with what to do", () => {
    expect(maskProblem("a.mrc", cube(64, 3), images)).toMatch(
      /^The mask a\.mrc has voxels of 3 Å; those of these particles' maps are 2\.5 Å\. .*volume resample/,
    );
    const skew = createGrid([64, 64, 64], [0, 0, 0], [2.5, 2.5, 3]);
    expect(maskProblem("a.mrc", skew, images)).toContain("voxels of 2.5 × 2.5 × 3 Å");
  });
});
