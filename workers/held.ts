import type { MapDescription, StructureDescription } from "#core/format/describe.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Histogram } from "#core/volume/stats.ts";

/** A map or model the engine holds. The window names them, and never sees their voxels or atoms. */
export type VolumeId = string & { readonly brand: "VolumeId" };
export type ModelId = string & { readonly brand: "ModelId" };

/** What the window needs to show a map's row, histogram and default surface. */
export interface MapSummary {
  readonly id: VolumeId;
  readonly name: string;
  readonly grid: Grid;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sd: number;
  readonly histogram: Histogram;
  /** Contour level proposed, map units, and why. */
  readonly level: { readonly value: number; readonly reason: string };
  readonly description: MapDescription;
  readonly warnings: readonly string[];
}

/** What the window needs to show a model's row. One entry per model of a file. */
export interface ModelSummary {
  readonly id: ModelId;
  readonly name: string;
  readonly chains: readonly string[];
  readonly residues: number;
  readonly atoms: number;
  /** Å, when the file states it. */
  readonly resolution: number | null;
  /** Mean of the heavy atoms in the file's frame, Å. */
  readonly centre: readonly [number, number, number];
  /** Distance of the farthest heavy atom from the centre, Å. */
  readonly radius: number;
  readonly description: StructureDescription;
  readonly warnings: readonly string[];
}

/** A model and the motion that puts it where it is placed. */
export interface Placed {
  readonly model: ModelId;
  readonly motion: Rigid;
}

/** Atoms of a placed model that its shape draws: those in ranges of the file's atoms (from, to, from, to, … without the last of each), or all. */
export interface PlacedAtoms extends Placed {
  readonly atoms?: readonly number[];
}
