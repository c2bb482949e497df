import type { MapHistogram } from "#renderer/stores/scene.ts";

/** Maps densities to pixels across a histogram `width` pixels wide. */
export interface HistogramScale {
  readonly start: number;
  /** Map units per pixel. */
  readonly perPixel: number;
}

export function scaleOf({ start, binWidth, counts }: MapHistogram, width: number): HistogramScale {
  return { start, perPixel: (binWidth * counts.length) / Math.max(width, 1) };
}

export function pixelOf(scale: HistogramScale, level: number): number {
  return scale.perPixel > 0 ? (level - scale.start) / scale.perPixel : 0;
}

export function levelAt(scale: HistogramScale, pixel: number): number {
  return scale.start + pixel * scale.perPixel;
}

/** A bar of the drawing: where it stands, how wide, and how high as a share of the highest, 0…1. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** How many pixels the drawing of a level's handle is dragged for one pixel with Shift held. */
export const FINE = 10;

/** Bars at least `least` pixels wide, with heights on a logarithmic scale, so that the few dense voxels show. */
export function barsOf({ counts }: MapHistogram, width: number, least = 2): Bar[] {
  const perBar = Math.max(1, Math.ceil((least * counts.length) / Math.max(width, 1)));
  const sums: number[] = [];
  for (let bin = 0; bin < counts.length; bin += perBar) {
    sums.push(counts.slice(bin, bin + perBar).reduce((sum, count) => sum + count, 0) / perBar);
  }
  const highest = Math.log1p(Math.max(...sums, 0));
  const step = (width * perBar) / counts.length;
  return sums.map((sum, n) => ({
    x: n * step,
    width: step,
    height: highest > 0 ? Math.log1p(sum) / highest : 0,
  }));
}

/** How near the pointer must be to a handle to take it, pixels. */
const REACH = 7;

/** The level whose handle is nearest to a pixel, if it is near enough to be taken. */
export function handleAt(scale: HistogramScale, levels: readonly number[], pixel: number): number | null {
  let best: number | null = null;
  let least = REACH;
  levels.forEach((level, n) => {
    const apart = Math.abs(pixelOf(scale, level) - pixel);
    if (apart > least) return;
    least = apart;
    best = n;
  });
  return best;
}
