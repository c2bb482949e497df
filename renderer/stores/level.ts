import { voxelVolume } from "#core/volume/grid.ts";
import type { MapEntry, MapHistogram } from "#renderer/stores/scene.ts";

/** A level in standard deviations above the mean; 0 for a map without spread. */
export function levelInSd({ mean, sd }: Pick<MapEntry, "mean" | "sd">, level: number): number {
  return sd > 0 ? (level - mean) / sd : 0;
}

export function levelFromSd({ mean, sd }: Pick<MapEntry, "mean" | "sd">, sds: number): number {
  return mean + sds * sd;
}

/** Root mean square of the densities about 0. */
export function rmsOf({ mean, sd }: Pick<MapEntry, "mean" | "sd">): number {
  return Math.hypot(mean, sd);
}

/** A level as a multiple of the rms about 0; 0 for a map of zeros. */
export function levelInRms(map: Pick<MapEntry, "mean" | "sd">, level: number): number {
  const rms = rmsOf(map);
  return rms > 0 ? level / rms : 0;
}

export function levelFromRms(map: Pick<MapEntry, "mean" | "sd">, multiple: number): number {
  return multiple * rmsOf(map);
}

/** Protein of 1.35 g/cm³: Da per Å³. 1.35 g/cm³ · 10⁻²⁴ cm³/Å³ · 6.02214 · 10²³ Da/g. */
const PROTEIN_DENSITY = 1.35 * 0.602214;

/** The mass of protein that fills a volume (Å³), Da. */
export function proteinMass(volume: number): number {
  return volume * PROTEIN_DENSITY;
}

/** Volume of the voxels at or above a level, Å³, from the histogram: exact at the edges of its bins. */
export function enclosedVolume(
  { grid, histogram }: Pick<MapEntry, "grid" | "histogram">,
  level: number,
): number {
  return voxelsAbove(histogram, level) * voxelVolume(grid);
}

/** The level that encloses a volume, Å³; the ends of the histogram when it encloses too little or too much. */
export function levelEnclosing(
  { grid, histogram }: Pick<MapEntry, "grid" | "histogram">,
  volume: number,
): number {
  const { start, binWidth, counts } = histogram;
  const wanted = volume / voxelVolume(grid);
  let above = 0;
  for (let bin = counts.length - 1; bin >= 0; bin--) {
    const count = counts[bin] ?? 0;
    if (above + count >= wanted && count > 0) {
      return start + (bin + 1 - (wanted - above) / count) * binWidth;
    }
    above += count;
  }
  return start;
}

function voxelsAbove({ start, binWidth, counts }: MapHistogram, level: number): number {
  const at = binWidth > 0 ? (level - start) / binWidth : level > start ? counts.length : 0;
  let above = 0;
  for (let bin = Math.max(0, Math.ceil(at)); bin < counts.length; bin++) above += counts[bin] ?? 0;
  const cut = Math.floor(at);
  const share = Math.ceil(at) - at;
  return above + (cut >= 0 && cut < counts.length ? (counts[cut] ?? 0) * share : 0);
}
