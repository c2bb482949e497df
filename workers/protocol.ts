import type { FitRequest } from "#core/fit/params.ts";
import type { FitPath } from "#core/fit/path.ts";
import type { FitResult, FitSetup } from "#core/fit/result.ts";
import type { MapDescription, StructureDescription } from "#core/format/describe.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import type { ModelShape as Shape } from "#core/surface/model-shape.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Histogram } from "#core/volume/stats.ts";
import type { Coverage } from "#core/volume/zero-density.ts";

/** A map or model the engine holds. The window names them, and never sees their voxels or atoms. */
export type VolumeId = string & { readonly brand: "VolumeId" };
export type ModelId = string & { readonly brand: "ModelId" };

/** A file that the host lends, so that its bytes need not pass through the window. */
export type FileId = string & { readonly brand: "FileId" };

/** Where a map or model comes from: bytes that the window has, or a file of the host. */
export type Source = { readonly name: string; readonly bytes: Uint8Array } | { readonly file: FileId };

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

export type MeshBuffers = Mesh;
export type ModelShape = Shape;

/** Progress of a call: step, how far, and seconds left when they can be told. */
export interface CallProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly secondsLeft?: number;
}

/** Everything the engine can be asked. Add a line here and the compiler lists the rest. */
export interface EngineCalls {
  about: {
    params: Record<string, never>;
    result: {
      kernel: string;
      device: string;
      threads: number;
      version: string;
      /** Why this kernel and no other. */
      reason: string;
    };
  };
  /** Opens an MRC/CCP4 map (gzip or plain). Bytes moved into the call are the engine's from then on. */
  openMap: { params: Source; result: MapSummary };
  /** Opens a PDB, mmCIF or BinaryCIF file (gzip or plain): one summary per model of the file. */
  openModel: { params: Source; result: { models: ModelSummary[] } };
  /** Forgets a map or model; false when there is none of that id. */
  close: { params: { id: VolumeId | ModelId }; result: { closed: boolean } };
  /** Makes a model of every chain of a model, which stays as it is. */
  split: { params: { model: ModelId }; result: { models: ModelSummary[] } };
  /** Isosurface at a level; step 0 chooses the step for a fast answer. Components below `dust` voxels are left out. */
  contour: {
    params: { map: VolumeId; level: number; step: number; dust: number };
    result: { mesh: MeshBuffers; step: number; enclosedVolume: number };
  };
  /** One orthogonal plane of a map as densities, row by row. */
  plane: {
    params: { map: VolumeId; axis: 0 | 1 | 2; index: number };
    result: { width: number; height: number; values: Float32Array };
  };
  shape: { params: { model: ModelId }; result: ModelShape };
  /**
   * Fits models into a map, largest first; results also arrive one by one as `partial`. With `split` every chain of
   * models with several is fitted by itself: the engine makes models of them as the call `split` does and tells them in
   * `chains`, and results name these. A model that cannot be fitted is told in `failed` and does not stop the others.
   * The first partial says what the run chose; `reach` is how far its models extend from their centres, Å: what a
   * replay of a start needs besides.
   */
  fit: {
    params: { map: VolumeId; models: ModelId[]; split: boolean; request: FitRequest };
    partial: { setup: FitSetup; reach: number } | { model: ModelId; result: FitResult };
    result: {
      setup: FitSetup;
      reach: number;
      results: { model: ModelId; result: FitResult }[];
      failed: { model: ModelId; error: CallError }[];
      chains: { of: ModelId; models: ModelSummary[] }[];
      warnings: string[];
      seconds: number;
    };
  };
  /** Climbs from a motion to the nearest optimum of the mean density: "Fit in Map". */
  refine: {
    params: { map: VolumeId; model: ModelId; motion: Rigid; level: number; resolution: number };
    result: {
      motion: Rigid;
      averageDensity: number;
      inside: number;
      correlation: number;
      correlationAboutMean: number;
    };
  };
  /**
   * How the best start of a placement got there: the search is run again from the same starts (`starts` in all) until
   * one ends at `motion`. Level and resolution must be those of the fit.
   */
  fitPath: {
    params: {
      map: VolumeId;
      model: ModelId;
      motion: Rigid;
      request: FitRequest;
      reach: number;
      starts: number;
    };
    result: FitPath;
  };
  /** For each of the motions, atoms of a model so placed within 2 Å of atoms of the others. */
  clashes: {
    params: { model: ModelId; motions: Rigid[]; others: Placed[] };
    result: { atoms: number[] };
  };
  /** For n placed models, n × n row by row: atoms of the row's within 2 Å of atoms of the column's; 0 with itself. */
  clashTable: { params: { placed: Placed[] }; result: { atoms: Uint32Array } };
  /** What zeroing would remove, as a surface of the covered density. */
  previewZero: {
    params: { map: VolumeId; placed: Placed[]; coverage: ZeroCoverage; level: number };
    result: { mesh: MeshBuffers; explained: number };
  };
  /** A new map without the density the placed models explain. */
  zero: {
    params: { map: VolumeId; placed: Placed[]; coverage: ZeroCoverage; level: number; name: string };
    result: { map: MapSummary; explained: number };
  };
  simulate: {
    params: { model: ModelId; motion: Rigid; resolution: number; onGridOf?: VolumeId };
    result: MapSummary;
  };
  /** The bytes of a map or of placed models, for the host to save. */
  writeMap: { params: { map: VolumeId }; result: { bytes: Uint8Array } };
  writeModels: {
    params: { placed: Placed[]; format: "cif" | "pdb" };
    result: { bytes: Uint8Array };
  };
}

/** A model and the motion that puts it where it is placed. */
export interface Placed {
  readonly model: ModelId;
  readonly motion: Rigid;
}

/** How zeroing decides what is covered: near atoms, or where the model's own map at a resolution (Å) is dense. */
export type ZeroCoverage =
  | Extract<Coverage, { readonly radius: number }>
  | {
      readonly resolution: number;
      /** Density of the model map from which a voxel is covered; 0: the level that holds `mass` of its mass. */
      readonly threshold: number;
      /** Share of the model map's mass, 0…1; left out: 0.95. */
      readonly mass?: number;
      /** Å to stay inside the border of the covered region; not used when fractional. */
      readonly shrink?: number;
      /** Takes the model map, scaled to fit, away instead of setting covered voxels to 0. */
      readonly fractional: boolean;
    };

export type CallName = keyof EngineCalls;
export type Params<C extends CallName> = EngineCalls[C]["params"];
export type Result<C extends CallName> = EngineCalls[C]["result"];
/** What a call hands out before its result; `never` for calls that answer once. */
export type PartialResult<C extends CallName> = EngineCalls[C] extends { partial: infer P } ? P : never;

/** Errors cross as data and are rebuilt on the other side. */
export interface CallError {
  readonly code: "format" | "input" | "resource" | "cancelled" | "internal";
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Asker → engine. `id` is the asker's, unique among its calls. */
export type ToEngine =
  | { readonly kind: "call"; readonly id: number; readonly name: CallName; readonly params: unknown }
  | { readonly kind: "cancel"; readonly id: number };

/** Engine → asker. After "done" or "failed" nothing more comes for that id. */
export type FromEngine =
  | { readonly kind: "progress"; readonly id: number; readonly progress: CallProgress }
  | { readonly kind: "partial"; readonly id: number; readonly partial: unknown }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: CallError };
