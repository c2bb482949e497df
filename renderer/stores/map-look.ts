import type { DustMetric } from "#core/surface/dust.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import type { Histogram } from "#core/volume/stats.ts";
import type { PlacedAtoms, VolumeId } from "#workers/protocol.ts";

/** How a map is drawn besides its first level, colour and opacity. */
export interface MapLook {
  /** Surfaces at further levels. */
  readonly more: readonly Contour[];
  /** Pieces smaller than this are not drawn: voxels, or what the metric measures (Å, Å², Å³, rank). */
  readonly dust: number;
  readonly dustMetric: DustMetric | "voxels";
  /** Only this part of the map is shown as a surface. */
  readonly region: IndexBox | null;
  /** Only what lies near these atoms is shown. */
  readonly zone: Near | null;
  /** What the surface takes its colours from; null = its own colour. */
  readonly paint: Paint | null;
  /** Planes across the axes, grey by density. */
  readonly planes: readonly MapPlane[];
  /** Densities shown black and white on planes. */
  readonly grey: readonly [number, number];
  /** The surface is smoothed: it looks better and is no longer exactly where the density has the level. */
  readonly smooth?: boolean;
  /** The map has this symmetry, "C4", which searches in it take for granted; left out: none known. */
  readonly symmetry?: string;
  /** The map was made here to be erased from: edits change it in place. */
  readonly isWorkingCopy: boolean;
}

export interface Contour {
  /** Map units. */
  readonly level: number;
  /** "#rrggbb". */
  readonly color: string;
  /** 0…1. */
  readonly opacity: number;
}

/** Atoms where they were when they were named, and how far from them, Å. */
export interface Near {
  readonly near: readonly PlacedAtoms[];
  /** How the command names them: "#2". */
  readonly spec: string;
  readonly distance: number;
  /** Of what is near, only so many of the largest pieces. */
  readonly pieces?: number;
}

/** Colours of nearby atoms, or of the density of another map on a scale (null = the range found). */
export type Paint =
  | ({ readonly kind: "atoms" } & Near)
  | {
      readonly kind: "map";
      readonly by: VolumeId;
      readonly spec: string;
      readonly range: readonly [number, number] | null;
      /** By name or as colours; left out: viridis. */
      readonly palette?: string;
    };

export interface MapPlane {
  readonly axis: 0 | 1 | 2;
  readonly index: number;
}

export const AXIS_NAMES = ["x", "y", "z"] as const;

/** The look of a map that was just opened. */
export function plainLook(histogram: Histogram, dust: number): MapLook {
  return {
    more: [],
    dust,
    dustMetric: "voxels",
    region: null,
    zone: null,
    paint: null,
    planes: [],
    grey: greyRange(histogram),
    isWorkingCopy: false,
  };
}

/** All of the density that is not rare: from 1 % of the voxels up to all but one in a thousand. */
const RARE_LOW = 0.01;
const RARE_HIGH = 0.001;

/** Densities to show black and white. */
function greyRange({ start, binWidth, counts }: Histogram): readonly [number, number] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const edge = (share: number) => {
    let below = 0;
    for (let bin = 0; bin < counts.length; bin++) {
      below += counts[bin] ?? 0;
      if (below > share * total) return bin;
    }
    return counts.length - 1;
  };
  const [low, high] = [edge(RARE_LOW), edge(1 - RARE_HIGH)];
  return [start + low * binWidth, start + (high + 1) * binWidth];
}
