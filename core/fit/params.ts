import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { IndexBox } from "#core/volume/crop.ts";

/** What placements are scored against: the model's electron scattering, or its molmap as ChimeraX makes it. */
export type ScoreKind = "vrm" | "molmap";

/** What users read of a score. */
export const SCORE_NAMES: Readonly<Record<ScoreKind, string>> = { vrm: "VRM", molmap: "molmap" };

/** What a user may ask of a fit. Everything left out is chosen from the data, and the reason is reported. */
export interface FitRequest {
  /** Contour level of the map, map units. Left out: 1 % of the voxels lie above it. */
  readonly level?: number;
  /** Density from which on an atom counts as inside, where it is not the level: that of the surface shown, map units. */
  readonly insideLevel?: number;
  /** Resolution of the map, Å. Left out: stated by the files, else guessed from the voxel size. */
  readonly resolution?: number;
  /** Number of starts. Left out: as many as it takes to confirm rank 1, at most `LIMITS.adaptiveStarts`. */
  readonly starts?: number;
  /** Search only around a point: x, y, z and radius, Å. */
  readonly around?: { readonly centre: readonly [number, number, number]; readonly radius: number };
  /** Begin from this rotation of the model alone, a unit quaternion x, y, z, w; climbs may turn it. */
  readonly rotation?: readonly [number, number, number, number];
  /** Only this part of the map, first and last voxel along x, y, z. */
  readonly region?: IndexBox;
  /** Point group of the map about its centre, such as "C4" or "D7". */
  readonly symmetry?: string;
  readonly seed: number;
  readonly atoms: "all" | "backbone" | "ca";
  /** Only these atoms of the one model are searched for; placements move all of it. */
  readonly part?: AtomRanges;
  readonly optimizer: "fast" | "difffit";
  /** The model map that placements are ranked by. */
  readonly score: ScoreKind;
  /** Smallest connected region above the level that counts, voxels. */
  readonly minIsland: number;
  /** Value of the space outside the level in DiffFit's objective, where the map's maximum is 1. */
  readonly negativeSpace: number;
  /** How many times DiffFit's objective smooths the map. */
  readonly smoothLevels: number;
  readonly clusterShift: number;
  readonly clusterAngle: number;
  /** Clusters kept in the table. */
  readonly top: number;
}

/** Defaults the command line and the window share. */
export const FIT_DEFAULTS = {
  seed: 1,
  atoms: "all",
  optimizer: "fast",
  score: "vrm",
  minIsland: 10, // voxels; what DiffFit's interactive tab passes
  negativeSpace: -0.5, // DiffFit
  smoothLevels: 3, // DiffFit
  clusterShift: 3, // Å, ChimeraX fitmap
  clusterAngle: 6, // degrees, ChimeraX fitmap
  top: 20,
} as const satisfies FitRequest;

export const LIMITS = {
  batchStarts: 1000,
  adaptiveStarts: 16_000,
} as const;

/** A value the program chose, and why, in words a user can check. */
export interface Chosen<T> {
  readonly value: T;
  readonly reason: string;
}

/** A guess where nobody states a resolution: typical sampling of deposited maps is 2.6 to 4.3 voxels per resolution. */
export const VOXELS_PER_RESOLUTION = 3;

/** The reason given with a guessed resolution. */
export const GUESSED: string = `${VOXELS_PER_RESOLUTION} × the voxel size; give the true one if you know it`;
