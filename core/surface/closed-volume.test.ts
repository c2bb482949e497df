import { expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createBlockIndex } from "#core/surface/block-index.ts";
import { closedVolume, endsAtFaces } from "#core/surface/closed-volume.ts";
import { contour } from "#core/surface/contour.ts";
import { meshSize } from "#core/surface/dust.ts";
import { createGrid } from "#core/volume/grid.ts";
import { createVolume } from "#core/volume/volume.ts";

const grid = createGrid([5, 6, 7], [1, 2, 3], [2, 2, 2]);
const full = createVolume(grid, new Float32Array(5 * 6 * 7).fill(1));

it("closes density that fills its box on the faces through its outermost samples", async () => {
  const closed = closedVolume(full);
  const { positions, ...mesh } = await contour(closed, createBlockIndex(closed), 0.5, quietJob);
  const size = meshSize({ positions, ...mesh });
  // The box from (1, 2, 3) to (9, 12, 15) Å: 8 × 10 × 12 Å³, and 2 (80 + 96 + 120) Å²; edges and corners of a surface
  // net are blunt by less than a thousandth of a voxel here.
  expect(size.pieces).toBe(1);
  expect(size.volume).toBeCloseTo(960, 0);
  expect(size.area).toBeCloseTo(592, 0);
  expect(Math.min(...positions)).toBeCloseTo(1, 2);
});

it("is wanted only when density reaches a face", () => {
  const values = new Float32Array(5 * 6 * 7);
  values[2 + 5 * (3 + 6 * 3)] = 1;
  expect(endsAtFaces(createVolume(grid, values), 0.5)).toBe(false);
  for (const at of [0, 4, 5 * 3 + 30 * 3, 2 + 5 * 3, values.length - 1]) {
    const touching = new Float32Array(values.length);
    touching[at] = 1;
    expect(endsAtFaces(createVolume(grid, touching), 0.5)).toBe(true);
  }
});
