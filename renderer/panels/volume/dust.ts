import { grouped } from "#renderer/stores/format.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";

type Metric = MapEntry["dustMetric"];

export const DUST_METRICS: readonly { readonly value: Metric; readonly text: string }[] = [
  { value: "voxels", text: "voxels" },
  { value: "size", text: "size, Å" },
  { value: "area", text: "area, Å²" },
  { value: "volume", text: "volume, Å³" },
  { value: "size rank", text: "rank by size" },
  { value: "area rank", text: "rank by area" },
  { value: "volume rank", text: "rank by volume" },
];

/** Largest limit that the slider reaches. */
const MOST: Readonly<Record<Metric, number>> = {
  voxels: 1e5,
  size: 300,
  area: 1e5,
  volume: 1e6,
  "size rank": 100,
  "area rank": 100,
  "volume rank": 100,
};

/** The limit at a place 0…100 of the slider: it grows by equal factors, so that small and large ones can be chosen. */
export function dustFromSlider(at: number, metric: Metric): number {
  const limit = (MOST[metric] + 1) ** (at / 100) - 1;
  return limit >= 10 ? Number(limit.toPrecision(2)) : Math.round(limit);
}

/** The place 0…100 of a limit on the slider. */
export function sliderFromDust(dust: number, metric: Metric): number {
  return Math.min(100, Math.round((100 * Math.log1p(dust)) / Math.log1p(MOST[metric])));
}

/** A limit with its unit: "12 Å", "largest 5". */
export function dustText(dust: number, metric: Metric): string {
  if (metric.endsWith("rank")) return dust === 0 ? "all" : `${grouped(Math.round(dust))} largest`;
  const units: Partial<Record<Metric, string>> = { size: " Å", area: " Å²", volume: " Å³" };
  return `${grouped(Math.round(dust))}${units[metric] ?? ""}`;
}
