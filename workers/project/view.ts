import type { FitRequest } from "#core/fit/params.ts";
import type { AtomScores, FitResult, FitSetup, RankedPlacement, Verdict } from "#core/fit/result.ts";
import type { Quaternion, Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { DustMetric } from "#core/surface/dust.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import type { SavedParticles } from "#workers/project/particle-view.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/*
 * What the window adds to a project: how things are shown and what was found. It is a document: ids are text, everything
 * is JSON, and what the engine can say again from the data (grids, statistics, chains) is not in it.
 * project-schemas.ts checks it.
 */

/** A file by name, and the only chain of it that a model holds. */
export interface SavedSource {
  readonly file: string;
  readonly chain: string | null;
}

/** How a map is shown. */
export interface SavedMap {
  readonly kind: "map";
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly proposed: { readonly value: number; readonly reason: string };
  /** Map units. */
  readonly level: number;
  readonly style: "surface" | "mesh" | "image";
  readonly step: number;
  readonly color: string;
  readonly opacity: number;
  readonly more: readonly { readonly level: number; readonly color: string; readonly opacity: number }[];
  readonly dust: number;
  readonly dustMetric: DustMetric | "voxels";
  readonly region: IndexBox | null;
  readonly zone: SavedNear | null;
  readonly paint: SavedPaint | null;
  readonly planes: readonly { readonly axis: 0 | 1 | 2; readonly index: number }[];
  readonly grey: readonly [number, number];
  readonly smooth?: boolean;
  readonly symmetry?: string;
  readonly isWorkingCopy: boolean;
  readonly shown: boolean;
  readonly outline: boolean;
  readonly madeOf?: string;
  readonly source?: SavedSource;
  readonly stated: StatedByDepositors | null;
  readonly explained: number | null;
}

/** Atoms where they were when they were named, and how far from them, Å. */
export interface SavedNear {
  readonly near: readonly {
    readonly model: string;
    readonly motion: Rigid;
    readonly atoms?: readonly number[];
  }[];
  readonly spec: string;
  readonly distance: number;
  readonly pieces?: number;
}

/** What a surface takes its colours from. */
export type SavedPaint =
  | ({ readonly kind: "atoms" } & SavedNear)
  | {
      readonly kind: "map";
      readonly by: string;
      readonly spec: string;
      readonly range: readonly [number, number] | null;
      readonly palette?: string;
    };

export interface SavedLook {
  /** "#rrggbb" or the name of a scheme ("bychain"). */
  readonly color: string;
  readonly elements: boolean;
  readonly cartoonColor?: string;
  readonly palette?: string;
  readonly range: readonly [number, number] | null;
  readonly density: { readonly map: string; readonly relative: boolean } | null;
  readonly opacity: number;
  readonly cartoon: boolean;
  readonly trace: boolean;
  readonly atoms: "none" | "stick" | "ball" | "sphere";
  readonly ligands: boolean;
  readonly labels: "none" | "chains" | "residues";
  /** Parts that look otherwise than the whole, later ones over earlier ones. */
  readonly parts: readonly {
    readonly ranges: readonly number[];
    readonly color?: `#${string}`;
    readonly atoms?: "none" | "stick" | "ball" | "sphere";
    readonly cartoon?: boolean;
  }[];
}

/** How a model is shown, and where. */
export interface SavedModel {
  readonly kind: "model";
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly shown: boolean;
  readonly look: SavedLook;
  readonly lookReason: string;
  readonly symmetryOf?: string;
  readonly source?: SavedSource;
  readonly motion: Rigid;
}

/** A placed copy of a model. */
export interface SavedCopy {
  readonly kind: "placed";
  readonly number: number;
  readonly copy: number;
  readonly model: string;
  readonly name: string;
  readonly motion: Rigid;
  readonly shown: boolean;
  readonly look: SavedLook;
}

export type SavedEntry = SavedMap | SavedModel | SavedCopy;

/** The result of fitting one model, whole: nothing of it needs to be fitted again. */
export interface SavedTable {
  readonly model: string;
  readonly map: string;
  readonly name: string;
  readonly centre: Vec3;
  readonly symmetry: readonly Rigid[];
  readonly setup: FitSetup;
  readonly request: FitRequest;
  readonly reach: number;
  readonly atoms: number;
  readonly starts: number;
  readonly seconds: number;
  readonly spent: FitResult["seconds"];
  readonly verdict: Verdict;
  readonly warnings: readonly string[];
  readonly wrong: { readonly mean: number; readonly sd: number } | null;
  readonly placements: readonly RankedPlacement[];
  readonly states: Readonly<Record<number, SavedRowState>>;
  readonly clashes: Readonly<Record<number, number>>;
  readonly notes: Readonly<Record<number, string>>;
  readonly atomScores: Readonly<Record<number, AtomScores>>;
  readonly command: string;
}

export type SavedRowState = "new" | "placed" | "rejected" | "zeroed";

export interface SavedSelection {
  readonly map: string | null;
  readonly model: string | null;
  readonly picked: readonly string[];
  /** Of what is selected in part the atoms, as ascending ranges from, to (not included), by its spec. */
  readonly atoms: Readonly<Record<string, readonly number[]>>;
  /** Specs that were given a name. */
  readonly names: Readonly<Record<string, string>>;
  readonly table: string | null;
  readonly pose: { readonly model: string; readonly placement: number } | null;
}

export interface SavedFitOptions {
  readonly resolution: number | null;
  readonly level: number | null;
  readonly starts: number | null;
  readonly atoms: "all" | "backbone" | "ca";
  readonly seed: number;
  readonly symmetry: string;
  readonly split: boolean;
  readonly score?: "vrm" | "molmap";
  readonly wishes?: {
    readonly radius?: number;
    readonly levelInside?: number;
    readonly method?: "fast" | "difffit";
    readonly placement?: "s" | "r";
    readonly asymmetricUnit?: false;
    readonly listFits?: boolean;
    readonly logFits?: string;
    readonly part?: { readonly atoms: readonly number[]; readonly text: string };
  };
}

/** Settings that belong to the session, not to the user. */
export interface SavedSettings {
  readonly fit: SavedFitOptions;
  readonly zero: {
    readonly method: "erase" | "fractional";
    readonly mass: number;
    readonly shrink: number;
  };
  readonly lighting: "simple" | "soft" | "full" | "gentle" | "flat";
  readonly shadows?: boolean;
  readonly background: string | null;
  readonly silhouettes: boolean;
  readonly depthCue: boolean;
}

/** How the scene is looked at, beyond the camera: planes, centre of rotation, named views; Å. */
export interface SavedStage {
  readonly clip: { readonly centre: Vec3; readonly near: number | null; readonly far: number | null } | null;
  readonly pivot: Vec3 | null;
  readonly pivotFollows?: boolean;
  readonly views: readonly (SavedCamera & { readonly name: string })[];
  readonly sideView: boolean;
  readonly distances?: readonly { readonly from: Vec3; readonly to: Vec3; readonly text: string }[];
  readonly orthographic?: boolean;
  readonly scaleBar?: { readonly length: number | null } | null;
}

/** Where one looks from: the orientation turns the camera's axes into the world's, position in Å. */
export interface SavedCamera {
  readonly orientation: Quaternion;
  readonly position: Vec3;
}

export interface SavedLine {
  readonly kind: "command" | "note" | "warning" | "error";
  readonly text: string;
  readonly failed?: boolean;
}

/** A fit that was under way, enough to wait for its answer or to begin it again. */
export interface SavedFit {
  /** Number of the engine's call while the same host runs it. */
  readonly call: number;
  readonly map: string;
  readonly models: readonly string[];
  readonly options: SavedFitOptions;
}

export interface SavedIdentifyOptions {
  /** Å. */
  readonly resolution: number | null;
  readonly level: number | null;
  readonly split: "none" | "chains" | "domains";
  readonly leastPlddt: number | null;
  readonly full: number;
  readonly seed: number;
}

/** An identification, enough to ask for its ranking again: results are in the host's journal. */
export interface SavedIdentify {
  readonly options: SavedIdentifyOptions;
  /** Names of the candidates' files, and the library of the engine that holds them. */
  readonly library: readonly string[];
  readonly held: string | null;
  /** What the ranking shown is of; null while there is none. */
  readonly run: {
    readonly map: string;
    readonly isPart: boolean;
    readonly options: SavedIdentifyOptions;
  } | null;
  /** It was under way. */
  readonly goesOn: boolean;
  readonly chosen: string | null;
  /** The candidate in the scene. */
  readonly shown: { readonly name: string; readonly model: string } | null;
  readonly marks: Readonly<Record<string, "keep" | "reject">>;
}

/** A step that can be taken back after opening again. */
export type SavedStep =
  | {
      readonly kind: "place";
      readonly label: string;
      readonly copy: SavedCopy;
      readonly placement: number;
      readonly before: SavedRowState;
    }
  | {
      readonly kind: "reject";
      readonly label: string;
      readonly model: string;
      readonly placement: number;
      readonly before: SavedRowState;
      readonly after: SavedRowState;
    }
  | {
      readonly kind: "note";
      readonly label: string;
      readonly model: string;
      readonly placement: number;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: "fit";
      readonly label: string;
      readonly earlier: readonly SavedTable[];
      readonly made: readonly SavedTable[];
    }
  | {
      readonly kind: "zero";
      readonly label: string;
      /** The map before, and the one made from it. */
      readonly from: string;
      readonly made: SavedMap;
      /** The placed models whose density was taken away. */
      readonly copies: readonly SavedCopy[];
    }
  | {
      readonly kind: "close";
      readonly label: string;
      readonly entries: readonly SavedEntry[];
      readonly tables: readonly SavedTable[];
      readonly selection: SavedSelection;
    };

/** The undo history, oldest first; `notKept` older steps cannot be taken back after opening again. */
export interface SavedHistory {
  readonly undo: readonly SavedStep[];
  readonly redo: readonly SavedStep[];
  readonly notKept: number;
}

/** Everything the window contributes to a project or an autosaved session. */
export interface ProjectView {
  /** Name of the project's file without its folder; null before it has one. */
  readonly name: string | null;
  /** Whether something was done since the project was last saved. */
  readonly unsaved: boolean;
  readonly nextNumber: number;
  /** Ids of everything the window knows of, shown or kept for undoing: what else the engine holds came later. */
  readonly known: readonly string[];
  readonly entries: readonly SavedEntry[];
  readonly tables: readonly SavedTable[];
  /** Cluster tolerances, Å and degrees. */
  readonly tolerance: { readonly shift: number; readonly angle: number };
  readonly selection: SavedSelection;
  readonly settings: SavedSettings;
  readonly camera: SavedCamera | null;
  readonly stage: SavedStage;
  readonly log: readonly SavedLine[];
  readonly fits: readonly SavedFit[];
  readonly history: SavedHistory;
  /** Which models of a library are in a map. Of sessions alone: a project holds no library. */
  readonly identify?: SavedIdentify;
  readonly particles?: SavedParticles;
}
