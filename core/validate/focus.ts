import type { JobContext } from "#core/job/job-context.ts";
import { outsideMap } from "#core/validate/outside.ts";
import { boxAbove, croppedGrid, cropToBox, type IndexBox } from "#core/volume/crop.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { goodGrid, goodSize } from "#core/volume/fourier.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Mask } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The part of a map around a model, grown to a size good for transforms, with a soft mask (0 … 1). */
export interface Focus {
  readonly grid: Grid;
  /** On the part of the map before it was grown. */
  readonly softMask: Volume;
  readonly box: IndexBox;
  readonly mask: Mask;
}

/** Where the blurred edge counts as over, in standard deviations. */
const EDGE = 3;

/**
 * The part of a grid that a mask covers, with the mask's edge blurred by a Gaussian of standard deviation `edge` (Å).
 * Throws `input` when the mask is empty.
 */
export async function focusOn(mask: Mask, edge: number, job: JobContext): Promise<Focus> {
  const whole = { grid: mask.grid, values: Float32Array.from(mask.inside) };
  const tight = boxAbove(whole, 0.5);
  if (!tight) throw outsideMap();
  const { size, voxelSize } = mask.grid;
  const sides = ([0, 1, 2] as const).map((axis) => {
    const margin = Math.ceil((EDGE * edge) / voxelSize[axis]);
    const first = Math.max(0, tight.first[axis] - margin);
    const least = Math.min(size[axis] - 1, tight.last[axis] + margin) - first + 1;
    // What is left of the map on this side may be less than a good size.
    const length = Math.min(goodSize(least), size[axis]);
    const start = Math.min(first, size[axis] - length);
    return { first: start, last: start + length - 1 };
  });
  const [x, y, z] = sides;
  const box: IndexBox = { first: [x.first, y.first, z.first], last: [x.last, y.last, z.last] };
  const softMask = await gaussianBlur(cropToBox(whole, box), edge, job, EDGE);
  const cropped = croppedGrid(mask.grid, box);
  return { grid: goodGrid(cropped, cropped.size), softMask, box, mask };
}

/** A map's part in focus: its solvent level (mean outside the mask) taken away, the rest under the soft mask, 0 beyond. */
export function focused(map: Volume, focus: Focus): Volume {
  return masked(cropToBox(map, focus.box), focus, solventLevel(map, focus.mask));
}

/** A model map made on the grid of the focus, under the soft mask. */
export function focusedModel(model: Volume, focus: Focus): Volume {
  const [nx, ny, nz] = focus.softMask.grid.size;
  const part = cropToBox(model, { first: [0, 0, 0], last: [nx - 1, ny - 1, nz - 1] });
  return masked(part, focus, 0);
}

function masked(part: Volume, { grid, softMask }: Focus, level: number): Volume {
  const [nx, ny, nz] = part.grid.size;
  const values = new Float32Array(sampleCount(grid));
  for (let row = 0; row < ny * nz; row++) {
    const to = grid.size[0] * ((row % ny) + grid.size[1] * Math.floor(row / ny));
    for (let i = 0; i < nx; i++) {
      const n = row * nx + i;
      values[to + i] = softMask.values[n] * (part.values[n] - level);
    }
  }
  return { grid, values };
}

function solventLevel({ values }: Volume, { inside }: Mask): number {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < values.length; n++) {
    if (inside[n] === 1) continue;
    sum += values[n];
    count++;
  }
  return count > 0 ? sum / count : 0;
}
