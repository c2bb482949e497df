import { AppError } from "#core/errors.ts";
import type { Chosen } from "#core/fit/params.ts";
import { separatingLevel } from "#core/identify/region/region-level.ts";
import type { RegionSize } from "#core/identify/region/size-range.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { cutBlob } from "#core/volume/blob.ts";
import { cropToBox, cropToLevel, type IndexBox } from "#core/volume/crop.ts";
import { voxelVolume, xyzToIjk } from "#core/volume/grid.ts";
import { boxOfMask, growMask, type Mask } from "#core/volume/mask.ts";
import { maskByMap } from "#core/volume/mask-by-map.ts";
import { highestDensity } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import { zeroDensity } from "#core/volume/zero-density.ts";

/** A way to narrow down where in a map to look. Lengths and points in Å. */
export type RegionStep =
  /** One connected piece of density: the n-th largest (from 1), or the one at or nearest to a point. */
  | { readonly kind: "blob"; readonly which: number | Vec3 }
  /** What lies between two opposite corners. */
  | { readonly kind: "box"; readonly corners: readonly [Vec3, Vec3] }
  /** What lies inside a mask: where it is at least half of its highest value. */
  | { readonly kind: "mask"; readonly mask: Volume; readonly name: string }
  /** What is left after models that are placed: their atoms (xyz triplets) and what lies around them goes. */
  | { readonly kind: "without"; readonly xyz: Float64Array; readonly names: readonly string[] };

/** The part of a map in which something is to be identified. */
export interface Region extends RegionSize {
  /** The map with 0 outside the region, cropped to it. */
  readonly volume: Volume;
  readonly level: Chosen<number>;
  /** What the region is, in words. */
  readonly words: string;
}

/** Half the distance of two atoms of different molecules in contact, Å: what a placed model may take away at least. */
const LEAST_RADIUS = 2;

/**
 * Narrows a map down step by step, in the order given; no steps leave the whole map. `level` (map units): what is
 * density; chosen when left out. `resolution`: Å. Throws `input` when nothing is left, `cancelled`.
 */
export async function cutRegion(
  map: Volume,
  steps: readonly RegionStep[],
  { level: given, resolution }: { readonly level?: number | undefined; readonly resolution: number },
  job: JobContext,
): Promise<Region> {
  const level = given === undefined ? separatingLevel(map) : { value: given, reason: "given" };
  let volume = map;
  const words: string[] = [];
  for (const step of steps) {
    const cut = await take(volume, step, level.value, resolution, job);
    volume = cut.volume;
    words.push(cut.words);
  }
  const { dense, filled } = await amountOf(volume, level.value, resolution, job);
  return {
    volume,
    level,
    words: words.length === 0 ? "the whole map" : words.join(", then "),
    dense,
    filled,
    isWhole: steps.every(({ kind }) => kind === "without"),
  };
}

/** Å³ at or above the level, and within half the resolution of that. */
async function amountOf(
  volume: Volume,
  level: number,
  resolution: number,
  job: JobContext,
): Promise<{ dense: number; filled: number }> {
  if (!(highestDensity(volume) >= level)) {
    throw new AppError(
      "input",
      `The region holds no density above level ${level.toPrecision(4)} (its highest is ${highestDensity(volume).toPrecision(4)}): lower the level or choose another region.`,
    );
  }
  const near = cropToLevel(volume, level, resolution);
  const dense = denseMask(near, level);
  const grown = await growMask(dense, resolution / 2, job);
  const voxel = voxelVolume(volume.grid);
  return { dense: voxel * countOf(dense), filled: voxel * countOf(grown) };
}

interface Cut {
  readonly volume: Volume;
  readonly words: string;
}

async function take(
  volume: Volume,
  step: RegionStep,
  level: number,
  resolution: number,
  job: JobContext,
): Promise<Cut> {
  switch (step.kind) {
    case "blob":
      return cutBlob(volume, { which: step.which, level, fade: resolution / 2 }, job);
    case "box": {
      const [a, b] = step.corners;
      return {
        volume: cropToBox(volume, boxBetween(volume, a, b)),
        words: `the box from ${point(a)} to ${point(b)}`,
      };
    }
    case "mask": {
      const half = highestDensity(step.mask) / 2;
      if (!(half > 0))
        throw new AppError("input", `The mask ${step.name} is empty: nothing in it is above 0.`);
      const masked = await maskByMap(volume, step.mask, { level: half, pad: 0, invert: false }, job);
      return {
        volume: cropToBox(masked, boxOfMask(nonZero(masked), resolution)),
        words: `inside the mask ${step.name}`,
      };
    }
    case "without": {
      const radius = Math.max(LEAST_RADIUS, resolution / 2);
      return {
        volume: await zeroDensity(volume, step.xyz, { radius }, job),
        words: `what is left farther than ${radius} Å from ${step.names.join(", ")}`,
      };
    }
    default:
      throw step satisfies never;
  }
}

function boxBetween({ grid }: Volume, a: Vec3, b: Vec3): IndexBox {
  const [p, q] = [xyzToIjk(grid, a), xyzToIjk(grid, b)];
  const edge = (axis: 0 | 1 | 2): [number, number] => [
    Math.max(0, Math.ceil(Math.min(p[axis], q[axis]) - 1e-9)),
    Math.min(grid.size[axis] - 1, Math.floor(Math.max(p[axis], q[axis]) + 1e-9)),
  ];
  const [x, y, z] = [edge(0), edge(1), edge(2)];
  if ([x, y, z].some(([first, last]) => first > last)) {
    throw new AppError(
      "input",
      "The box holds no voxel of the map; corners are points in the map's frame, Å.",
      {
        a,
        b,
      },
    );
  }
  return { first: [x[0], y[0], z[0]], last: [x[1], y[1], z[1]] };
}

function denseMask({ grid, values }: Volume, level: number): Mask {
  const inside = new Uint8Array(values.length);
  for (let n = 0; n < values.length; n++) if (values[n] >= level) inside[n] = 1;
  return { grid, inside };
}

function nonZero({ grid, values }: Volume): Mask {
  const inside = new Uint8Array(values.length);
  for (let n = 0; n < values.length; n++) if (values[n] !== 0) inside[n] = 1;
  return { grid, inside };
}

function countOf({ inside }: Mask): number {
  let count = 0;
  for (let n = 0; n < inside.length; n++) count += inside[n];
  return count;
}

function point(xyz: Vec3): string {
  return `(${xyz.map((x) => Number(x.toFixed(1))).join(", ")})`;
}
