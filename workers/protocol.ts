import type { DemoKind } from "#core/demo/demo-kinds.ts";
import type { ClimbWishes, MapFit } from "#core/fit/map-fit.ts";
import type { GroupAgreement } from "#core/fit/map-symmetry.ts";
import type { FitRequest, ScoreKind } from "#core/fit/params.ts";
import type { FitPath } from "#core/fit/path.ts";
import type { FitResult, FitSetup } from "#core/fit/result.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { DustMetric } from "#core/surface/dust.ts";
import type { MapImage } from "#core/surface/map-image.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import type { ModelShape as Shape } from "#core/surface/model-shape.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import type { VolumeEdit } from "#core/volume/edit.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Coverage } from "#core/volume/zero-density.ts";
import type { GaussianCalls } from "#workers/gaussian-calls.ts";
import type { MapSummary, ModelId, ModelSummary, Placed, PlacedAtoms, VolumeId } from "#workers/held.ts";
import type { HostCalls } from "#workers/host-calls.ts";
import type { IdentifyCalls, LibraryId } from "#workers/identify-calls.ts";
import type { JudgeCalls } from "#workers/judge-calls.ts";
import type { ModelCalls } from "#workers/model-calls.ts";
import type { ParticleCalls } from "#workers/particle-calls.ts";
import type { FoundProject, ReadProject } from "#workers/project/answers.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { FileId, StartCalls } from "#workers/start-calls.ts";

export type { InLocalMap, Judged, RefineModelRequest } from "#workers/judge-calls.ts";
export type { OpenEntry } from "#workers/model-calls.ts";
export type { FileId, MapSummary, ModelId, ModelSummary, Placed, PlacedAtoms, VolumeId };

/** Where a map or model comes from: bytes that the window has, or a file of the host. */
export type Source =
  | {
      readonly name: string;
      readonly bytes: Uint8Array;
      /** Where the bytes lay, path or URL, when a host read them. */
      readonly place?: string;
    }
  | { readonly file: FileId };

export type MeshBuffers = Mesh;
export type ModelShape = Shape;

/** Progress of a call: step, how far, and seconds left when they can be told. */
export interface CallProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly unit?: "bytes";
  readonly secondsLeft?: number;
}

/** Everything the engine can be asked. Add a line here and the compiler lists the rest. */
export interface EngineCalls
  extends JudgeCalls,
    ModelCalls,
    IdentifyCalls<VolumeId, ModelSummary, Source>,
    GaussianCalls<VolumeId, ModelId, MapSummary, ModelSummary>,
    ParticleCalls<Source, VolumeId> {
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
  /** Opens the made-up map and models of a demo. */
  demo: { params: { kind: DemoKind; seed: number }; result: { map: MapSummary; models: ModelSummary[] } };
  /** Fits a made-up chain into its map, to see that this computer finds the known answer, and how fast. */
  selfCheck: {
    params: Record<string, never>;
    result: {
      isRight: boolean;
      /** From the known place, Å. */
      rmsd: number;
      /** Of the fit, from data in memory to the table. */
      seconds: number;
      atoms: number;
      starts: number;
      kernel: string;
      device: string;
      threads: number;
    };
  };
  /** Opens an MRC/CCP4 map (gzip or plain). Bytes moved into the call are the engine's from then on. */
  openMap: { params: Source; result: MapSummary };
  /** Opens a PDB, mmCIF or BinaryCIF file (gzip or plain): one summary per model of the file. */
  openModel: { params: Source; result: { models: ModelSummary[] } };
  /** Keeps predicted aligned errors (JSON) with the models of as many residues: their domains are found by them. */
  openErrors: { params: Source; result: { models: ModelId[]; residues: number } };
  /** Forgets a map or model; false when there is none of that id. */
  close: { params: { id: VolumeId | ModelId | LibraryId }; result: { closed: boolean } };
  /** Makes a model of every chain of a model, which stays as it is. */
  split: { params: { model: ModelId }; result: { models: ModelSummary[] } };
  /** Isosurface at a level. The enclosed volume (Å³) counts voxels of the map, or of the region, at or above it. */
  contour: {
    params: ContourRequest;
    result: { mesh: MeshBuffers; step: number; enclosedVolume: number; paint?: SurfacePaint };
  };
  /** One orthogonal plane of a map as densities, row by row. */
  plane: {
    params: { map: VolumeId; axis: 0 | 1 | 2; index: number };
    result: { width: number; height: number; values: Float32Array };
  };
  /** The densities of a map, or of a region of it, as an image is drawn from. */
  mapImage: { params: { map: VolumeId; region?: IndexBox }; result: MapImage };
  shape: { params: { model: ModelId }; result: ModelShape };
  /**
   * Densities of a map, trilinear, 0 outside it: at the atoms of a model's shape where a motion puts them (in the order
   * of the shape), or at points (Å).
   */
  mapValues: {
    params: { map: VolumeId; at: { model: ModelId; motion: Rigid } | { points: Vec3[] } };
    result: { values: Float32Array };
  };
  /**
   * Fits models into a map, largest first; results also arrive one by one as `partial`. With `split` every chain of
   * models with several is fitted by itself: the engine makes models of them as the call `split` does and tells them in
   * `chains`, and results name these. A model that cannot be fitted is told in `failed` and does not stop the others.
   * The first partial says what the run chose; `reach` is how far its models extend from their centres, Å: what a
   * replay of a start needs besides.
   */
  fit: {
    params: {
      map: VolumeId;
      models: ModelId[];
      split: boolean;
      request: FitRequest;
      /** Resolution that the map's depositors state, Å, and who they are; it goes before what model files state. */
      stated?: { value: number; reason: string };
    };
    partial: { setup: FitSetup; reach: number } | { model: ModelId; result: FitResult };
    result: {
      setup: FitSetup;
      reach: number;
      results: { model: ModelId; result: FitResult }[];
      /** Where the middle of a part that was searched for lies in its model, Å. */
      centre?: Vec3;
      failed: { model: ModelId; error: CallError }[];
      chains: { of: ModelId; models: ModelSummary[] }[];
      warnings: string[];
      seconds: number;
    };
  };
  /**
   * Puts models together in a map: every model's placements (as results of fits), chosen so that no two clash, and one line
   * per placement or model left out with the reason. Equal models are recognised and searched for once.
   */
  composite: {
    params: {
      map: VolumeId;
      models: ModelId[];
      request: FitRequest;
      /** As for `fit`. */
      stated?: { value: number; reason: string };
    };
    result: {
      setup: FitSetup;
      reach: number;
      results: { model: ModelId; result: FitResult }[];
      choices: { model: ModelId; placement: number | null; reason: string }[];
      /** What was placed, how sure, what is left. */
      sentence: string;
      /** The share (0…1) of the density above the level that is explained. */
      explained: number;
      /** Atoms within 2 Å of another chain, before and after all were refined together; null when they were not. */
      clashes: { before: number; after: number } | null;
      /** Whether the choice is known to be the best. */
      isBest: boolean;
      /** Models that do not fit as a whole, why, and the residues of the domains they could be split into. */
      poor: { model: ModelId; reason: string; domains: string[] }[];
      warnings: string[];
      seconds: number;
    };
  };
  /** Climbs from a motion to the nearest optimum of the mean density: "Fit in Map". `atoms`: by these alone. */
  refine: {
    params: PlacedAtoms & {
      map: VolumeId;
      level: number;
      resolution: number;
      /** Only this part of the map. */
      region?: IndexBox;
      climb?: ClimbWishes;
      /** Models whose density, at the resolution and scaled to fit, is taken off the map first. */
      without?: Placed[];
    };
    result: {
      motion: Rigid;
      averageDensity: number;
      inside: number;
      correlation: number;
      correlationAboutMean: number;
    };
  };
  /**
   * The same for a map in another, from where it lies: its samples at or above a level (its units; null: all that are
   * not 0) climb Σ ab. The correlations are those of `correlateMaps` after the motion, `before` the one at the start.
   */
  refineMap: {
    params: {
      map: VolumeId;
      moved: VolumeId;
      level: number | null;
      region?: IndexBox;
      climb?: ClimbWishes;
    };
    result: MapFit;
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
  /** A new map: an edited copy of one that stays as it is. `note`: what was worked out on the way, if anything. */
  editMap: {
    params: { map: VolumeId; edit: MapEdit; name: string };
    result: { map: MapSummary; note: string };
  };
  /** A new map of zeros. */
  newMap: { params: { name: string; grid: Grid }; result: MapSummary };
  /** What an edit that keeps the grid would take away, as a surface, and its share of the density above the level. */
  previewEdit: {
    params: { map: VolumeId; edit: MapEdit; level: number };
    result: { mesh: MeshBuffers; share: number };
  };
  /** Area (Å²), enclosed volume (Å³, holes taken off) and pieces of a surface. */
  measureSurface: {
    params: ContourRequest;
    result: { area: number; volume: number; pieces: number; step: number };
  };
  /** Densities at heavy atoms where they are drawn; atoms outside the map count as `outside` and nowhere else. */
  measureAtoms: {
    params: { map: VolumeId; near: PlacedAtoms[] };
    result: { atoms: number; outside: number; min: number; max: number; mean: number; sd: number };
  };
  /** How a map agrees with another over its own voxels at or above a level, or all that are not 0 (null). */
  correlateMaps: {
    params: { map: VolumeId; inMap: VolumeId; level: number | null };
    result: { overlap: number; correlation: number; correlationAboutMean: number; points: number };
  };
  /** Point groups that a map has about the middle of its box, largest first: `core/fit/map-symmetry.ts`. */
  findSymmetry: {
    params: { map: VolumeId; level: number; minimum: number; most: number };
    result: { groups: GroupAgreement[] };
  };
  /** The bytes of a map or of placed models, for the host to save. */
  writeMap: {
    params: {
      map: VolumeId;
      /** Only this part. */
      region?: IndexBox;
      /** Every so many-th sample along each axis. */
      step?: number;
      /** 16-bit floats: three significant digits in half the bytes. */
      isHalf?: boolean;
    };
    result: { bytes: Uint8Array };
  };
  writeModels: {
    params: { placed: Placed[]; format: "cif" | "pdb" };
    result: { bytes: Uint8Array };
  };
  /** Everything open, as when it was opened. */
  inventory: { params: Record<string, never>; result: { maps: MapSummary[]; models: ModelSummary[] } };
  /**
   * The session as the bytes of a project file. Maps are embedded when `includeMaps` is true, named by reference when it
   * is false; null embeds those of which nobody knows where they lie.
   */
  writeProject: {
    params: { view: ProjectView; thumbnail: Uint8Array | null; includeMaps: boolean | null };
    result: { bytes: Uint8Array; embedded: number; referenced: number };
  };
  /** What a project holds, and which files it names that are not in it. */
  inspectProject: { params: { source: Source }; result: FoundProject };
  /**
   * Replaces everything open by what a project holds, under the ids it had there; when that fails all stays as it was.
   * A file that is neither embedded nor located is left out, with what was made from it. Throws `input`, naming the
   * file in its detail, for one that is not the one the project means.
   */
  readProject: {
    params: { source: Source; located: { file: number; source: Source }[] };
    result: ReadProject<MapSummary, ModelSummary>;
  };
}

/** What surface to make of a map. */
export interface ContourRequest {
  readonly map: VolumeId;
  /** Map units. */
  readonly level: number;
  /** Every so many-th sample; 0 chooses for a quick answer, or with `fine` for the finest one within about a second. */
  readonly step: number;
  readonly fine?: boolean;
  /** Pieces smaller than this are left out: voxels of the map, or what the metric measures (Å, Å², Å³, rank). */
  readonly dust: number;
  readonly dustMetric?: DustMetric;
  /** Only this part of the map. */
  readonly region?: IndexBox;
  /** Only what lies no farther than `distance` Å from atoms. */
  readonly zone?: { readonly near: PlacedAtoms[]; readonly distance: number; readonly pieces?: number };
  /** Laplacian smoothing of the surface. */
  readonly smooth?: boolean;
  /** What to find out for every vertex, to colour it by: the nearest atom, or the density of another map. */
  readonly paint?: { readonly near: PlacedAtoms[]; readonly distance: number } | { readonly by: VolumeId };
}

/**
 * Per vertex: the density of another map (NaN outside it), or the nearest atom (−1: none is near) as its number in the
 * shape of its model plus `starts` of that model's entry of `near`.
 */
export type SurfacePaint =
  | { readonly values: Float32Array }
  | { readonly nearest: Int32Array; readonly starts: readonly number[] };

/** A change of a map, which may look at models and other maps. */
export type MapEdit =
  | VolumeEdit
  | { readonly kind: "zone"; readonly near: PlacedAtoms[]; readonly range: number; readonly invert: boolean }
  /** Keeps what lies inside the other map's surface at a level, grown by `pad` Å; `invert` what lies outside. */
  | {
      readonly kind: "mask";
      readonly by: VolumeId;
      readonly level: number;
      readonly pad: number;
      readonly invert: boolean;
    }
  /** Factors of both maps, or `level` of the other from which the least rms is sought. */
  | {
      readonly kind: "subtract";
      readonly other: VolumeId;
      readonly factors: readonly [number, number] | { readonly leastRmsAbove: number };
      readonly onGrid?: VolumeId;
    }
  /** On the grid of another map; with `motion` (Å) moved first. */
  | { readonly kind: "resample"; readonly onGrid: VolumeId; readonly motion?: Rigid };

/** How zeroing decides what is covered: near atoms, or where the model's own map at a resolution (Å) is dense. */
export type ZeroCoverage =
  | Extract<Coverage, { readonly radius: number }>
  | {
      readonly resolution: number;
      /** Of the model map; left out: molmap, as in sessions of before there was a choice. */
      readonly kernel?: ScoreKind;
      /** Density of the model map from which a voxel is covered; 0: the level that holds `mass` of its mass. */
      readonly threshold: number;
      /** Share of the model map's positive mass, 0…1; left out: what makes up its body. */
      readonly mass?: number;
      /** Å to stay inside the border of the covered region; not used when fractional. */
      readonly shrink?: number;
      /** Takes the model map, scaled to fit, away instead of setting covered voxels to 0. */
      readonly fractional: boolean;
    };

/** What the engine and what the host around it answer. */
export interface Calls extends EngineCalls, HostCalls, StartCalls {}
export type EngineCallName = keyof EngineCalls;
export type CallName = keyof Calls;
export type Params<C extends CallName> = Calls[C]["params"];
export type Result<C extends CallName> = Calls[C]["result"];
/** What a call hands out before its result; `never` for calls that answer once. */
export type PartialResult<C extends CallName> = Calls[C] extends { partial: infer P } ? P : never;

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

/** A window that came back asks for what became of a fit it had begun before. */
export type FromWindow = ToEngine | { readonly kind: "resume"; readonly id: number };

/** Engine → asker. After "done" or "failed" nothing more comes for that id. */
export type FromEngine =
  | { readonly kind: "progress"; readonly id: number; readonly progress: CallProgress }
  | { readonly kind: "partial"; readonly id: number; readonly partial: unknown }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly error: CallError };
