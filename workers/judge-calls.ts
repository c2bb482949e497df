import type { RefineStages } from "#core/refine/propose-stages.ts";
import type { RefinementResult } from "#core/refine/refinement-result.ts";
import type { RotamerFinding } from "#core/refine/rotamers/residue-rotamers.ts";
import type { NamedPeak } from "#core/report/named-peaks.ts";
import type { ValidationDocument } from "#core/report/validation-document.ts";
import type { BFactorChoice } from "#core/simulate/vrm/model-map.ts";
import type { DifferenceScale } from "#core/validate/difference-map.ts";
import type { QScoreSettings } from "#core/validate/q-score.ts";
import type { MapSummary, ModelSummary, Placed, VolumeId } from "#workers/held.ts";

/** What the engine says of models in maps, and makes of them against maps. */
export interface JudgeCalls {
  /**
   * How well a placed model agrees with a map: everything that is written of a validation, and the Q-scores of atoms, and
   * the correlations of their residues, in the order of the model's shape. Residues of the document but waters are those of the shape, in its order.
   */
  validate: {
    params: ValidateRequest;
    result: { document: ValidationDocument; atomQ: Float32Array; atomCc: Float32Array };
  };
  /** A new map, in σ: what a map has and a placed model has not. `peaks`: as many of the highest and lowest are told. */
  difference: {
    params: Judged & { scale: DifferenceScale; peaks: number };
    result: { map: MapSummary; sigma: number; peaks: NamedPeak[]; notes: readonly string[] };
  };
  /**
   * A new model: a placed one refined against a map, where it is placed, cross-checked with half maps or Fourier shells
   * that the refinement does not see.
   */
  refineModel: {
    params: RefineModelRequest;
    result: { model: ModelSummary; refinement: RefinementResult };
  };
  /**
   * The resolution of every atom of a placed model, Å, in the order of its shape: from a map of resolutions, by rules as
   * in `parseResolutionRules`, or from B factors ("b"); `resolution` is that of atoms of which these say nothing.
   */
  atomResolutions: {
    params: Placed & { resolution: number; from: { map: VolumeId } | { rules: string } };
    result: { values: Float32Array };
  };
  /** All side chains of a placed model that turn, and for which of them another standard rotamer is clearly better. */
  rotamers: {
    params: InLocalMap;
    result: { residues: RotamerFinding[]; summary: string; rule: string; remarks: string[] };
  };
}

/** A placed model in a map. */
export interface InMap extends Placed {
  readonly map: VolumeId;
  /** Of the map, Å. */
  readonly resolution: number;
}

/** A placed model in a map that may be resolved here better than there. */
export interface InLocalMap extends InMap {
  /** A map of resolutions, Å: every residue has its own. */
  readonly localResolution?: VolumeId;
}

/** What of a placed model is to be refined, and under which name. */
export interface RefineModelRequest extends InLocalMap, RefineStages {
  /** On the map's grid: the first is refined against, the second held out. */
  readonly halves?: readonly [VolumeId, VolumeId];
  readonly name: string;
}

/** A placed model and the map it is judged by. */
export interface Judged extends InMap {
  /** Of the model map: of the file, none, or one for all, Å². */
  readonly bFactor: BFactorChoice;
  /** Half maps on the map's grid. */
  readonly halves?: readonly [VolumeId, VolumeId];
}

export interface ValidateRequest extends Judged, InLocalMap {
  /** Why this resolution, for what is written. */
  readonly reason: string;
  readonly settings: QScoreSettings;
}
