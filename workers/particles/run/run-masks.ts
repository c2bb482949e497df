import { AppError } from "#core/errors.ts";
import type { FoundMask } from "#core/particles/auto-mask.ts";
import { maskProblem } from "#core/particles/mask-grid.ts";
import type { Focus } from "#core/particles/refine-state.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { sha256 } from "#workers/particles/run/run-folder.ts";
import type { RunSettings } from "#workers/particles/run/run-settings.ts";

/** A map that somebody gave as a mask, and what refusals and reports call it. */
export interface GivenMask {
  readonly volume: Volume;
  readonly name: string;
}

/** The part of a particle that poses are told by, and what its mask is called. */
export interface NamedFocus {
  readonly focus: Focus;
  readonly name: string;
}

/**
 * A mask on the grid of the maps it is for, whose voxels are cubes. Values beyond 0 … 1 are cut off with a warning. Throws `input` for a mask of
 * another box or voxel size, and for one that is 0 everywhere.
 */
export function maskFor({ volume, name }: GivenMask, grid: Grid, warn: (text: string) => void): FoundMask {
  const problem = maskProblem(name, volume.grid, { size: grid.size[0], pixelSize: grid.voxelSize[0] });
  if (problem !== null) throw new AppError("input", problem);
  if (volume.values.every((value) => value === 0)) {
    throw new AppError("input", `The mask ${name} is 0 everywhere: nothing would count. Choose another map.`);
  }
  if (volume.values.every((value) => value >= 0 && value <= 1)) {
    return { mask: { grid, values: volume.values }, reason: name };
  }
  warn(`The mask ${name} goes beyond 0 … 1; it was cut off there.`);
  const values = volume.values.map((value) => Math.min(1, Math.max(0, value)));
  return { mask: { grid, values }, reason: name };
}

/** The masks of a run and what its checkpoint says of them. */
export interface RunMasks {
  readonly mask: FoundMask | undefined;
  readonly focus: NamedFocus | undefined;
  readonly digests: Pick<RunSettings, "mask" | "focus">;
}

/** The masks that were given for a run on images of `size` pixels of `pixelSize` Å. Throws as `maskFor`. */
export function runMasks(
  given: { readonly mask: GivenMask | undefined; readonly focus: GivenMask | undefined },
  { focusForm: form, focusLevel: level }: Pick<RunSettings, "focusForm" | "focusLevel">,
  { size, pixelSize }: { readonly size: number; readonly pixelSize: number },
  warn: (text: string) => void,
): RunMasks {
  const grid = createGrid([size, size, size], [0, 0, 0], [pixelSize, pixelSize, pixelSize]);
  const mask = given.mask && maskFor(given.mask, grid, warn);
  const part = given.focus && maskFor(given.focus, grid, warn);
  return {
    mask,
    focus: part && { focus: { mask: part.mask, form, level }, name: part.reason },
    digests: {
      ...(mask && { mask: maskDigest(mask.mask) }),
      ...(part && { focus: maskDigest(part.mask) }),
    },
  };
}

/** Tells whether a mask is the same one later, wherever its file lies by then. */
function maskDigest({ values }: Volume): string {
  return sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
