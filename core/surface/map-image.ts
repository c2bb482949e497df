import { float16Bits } from "#core/format/float16.ts";
import { blockMeans } from "#core/volume/block-means.ts";
import { cropToBox, type IndexBox } from "#core/volume/crop.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The densities of a map in the form graphics cards take: half-precision numbers, x fastest. */
export interface MapImage {
  /** The samples, of the map or of blocks of it, where they lie. */
  readonly grid: Grid;
  /** Samples of the map per sample of the image, along every axis. */
  readonly block: number;
  /** Bit patterns of density ⁄ `unit`, −1…1. */
  readonly values: Uint16Array<ArrayBuffer>;
  /** Map units. */
  readonly unit: number;
}

/** What every WebGL 2 takes along an axis, and what is quick to hand over: 16 MB. */
const MOST_SIDE = 256;
const MOST_SAMPLES = 2 ** 23;

/** The image of a map, or of a region of it: means of the smallest blocks that are few enough to be drawn. */
export function mapImageOf(volume: Volume, region: IndexBox | null = null): MapImage {
  const cut = region ? cropToBox(volume, region) : volume;
  const block = blockFor(cut.grid);
  const { grid, values } = block === 1 ? cut : blockMeans(cut, [block, block, block]);
  let unit = 0;
  for (const value of values) unit = Math.max(unit, Math.abs(value));
  const bits = new Uint16Array(values.length);
  for (let n = 0; n < bits.length; n++) bits[n] = float16Bits(values[n] / (unit || 1));
  return { grid, block, values: bits, unit: unit || 1 };
}

function blockFor({ size }: Grid): number {
  for (let block = 1; ; block++) {
    const sides = size.map((n) => Math.ceil(n / block));
    const samples = sides.reduce((product, n) => product * n, 1);
    if (samples <= MOST_SAMPLES && sides.every((n) => n <= MOST_SIDE)) return block;
  }
}
