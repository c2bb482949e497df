import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type Components, findComponents } from "#core/volume/components.ts";
import { cropToBox } from "#core/volume/crop.ts";
import { sampleCount, voxelVolume } from "#core/volume/grid.ts";
import { applyMask, boxOfMask, cropMask, growMask, type Mask } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A connected piece of the density at or above a level. */
export interface BlobChoice {
  /** The n-th largest, from 1, or the one at or nearest to a point, Å. */
  readonly which: number | Vec3;
  /** Map units. */
  readonly level: number;
  /** Å around the piece in which fainter density, but none of other pieces, stays. */
  readonly fade: number;
}

/** One piece of a map, and what it is. */
export interface CutBlob {
  /** 0 outside the piece, cropped to it and a margin as wide as twice the fading. */
  readonly volume: Volume;
  /** "blob 2 of 14 at level 0.5 (31400 Å³), 0.0 Å from the point". */
  readonly words: string;
}

/**
 * Cuts one connected piece (26 neighbours) out of a map, with the density that fades out around it. Throws `input` when
 * there is no such piece, `cancelled`.
 */
export async function cutBlob(volume: Volume, choice: BlobChoice, job: JobContext): Promise<CutBlob> {
  const { level, fade } = choice;
  const components = await findComponents(volume, level, 26, job);
  const { index, away } = choose(components, choice);
  const { own, others } = masksOf(components, index);
  const box = boxOfMask(own, 2 * fade);
  const near = cropMask(own, box);
  const taken = cropMask(others, box);
  const { inside } = await growMask(near, fade, job);
  for (let n = 0; n < inside.length; n++) if (taken.inside[n] === 1) inside[n] = 0;
  const size = Math.round(components.sizes[index] * voxelVolume(volume.grid));
  const place = away === undefined ? "" : `, ${away.toFixed(1)} Å from the point`;
  const words = `blob ${index + 1} of ${components.sizes.length} at level ${Number(level.toPrecision(4))} (${size} Å³)${place}`;
  return { volume: applyMask(cropToBox(volume, box), { grid: near.grid, inside }), words };
}

function choose(components: Components, { which, level }: BlobChoice): { index: number; away?: number } {
  const count = components.sizes.length;
  if (count === 0) {
    throw new AppError("input", `No voxel reaches level ${level.toPrecision(4)}: lower the level.`);
  }
  if (typeof which !== "number") return nearest(components, which);
  if (Number.isInteger(which) && which >= 1 && which <= count) return { index: which - 1 };
  throw new AppError(
    "input",
    `There are ${count} blobs at level ${level.toPrecision(4)}; blob ${which} is none of them.`,
    { level },
  );
}

function masksOf(components: Components, index: number): { own: Mask; others: Mask } {
  const { grid, runStart, runEnd, runComponent } = components;
  const inside = new Uint8Array(sampleCount(grid));
  const rest = new Uint8Array(inside.length);
  for (let r = 0; r < runStart.length; r++) {
    (runComponent[r] === index ? inside : rest).fill(1, runStart[r], runEnd[r]);
  }
  return { own: { grid, inside }, others: { grid, inside: rest } };
}

/** The component with the voxel nearest to a point, and how far that is, Å. */
function nearest(
  { grid, runStart, runEnd, runComponent }: Components,
  [x, y, z]: Vec3,
): { index: number; away: number } {
  const { origin, size, voxelSize } = grid;
  const [nx, ny] = size;
  const i = (x - origin[0]) / voxelSize[0];
  let best = { index: 0, square: Number.POSITIVE_INFINITY };
  for (let r = 0; r < runStart.length; r++) {
    const row = Math.floor(runStart[r] / nx);
    const from = runStart[r] - row * nx;
    const to = runEnd[r] - 1 - row * nx;
    // Within a voxel of the run counts as inside it.
    const dx = voxelSize[0] * Math.max(0, from - i, i - to);
    const dy = origin[1] + (row % ny) * voxelSize[1] - y;
    const dz = origin[2] + Math.floor(row / ny) * voxelSize[2] - z;
    const square = dx * dx + dy * dy + dz * dz;
    if (square < best.square) best = { index: runComponent[r], square };
  }
  return { index: best.index, away: Math.sqrt(best.square) };
}
