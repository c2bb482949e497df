import type { Chosen } from "#core/fit/params.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { BFactorChoice } from "#core/simulate/vrm/model-map.ts";
import type { ExpectedQ } from "#core/validate/expected-q.ts";
import type { MapCorrelations } from "#core/validate/map-correlations.ts";
import type { ModelFsc } from "#core/validate/model-fsc.ts";
import type { QScoreSettings } from "#core/validate/q-score.ts";
import type { ChainScores, GroupScores, ResidueScores, Validation } from "#core/validate/validation.ts";
import { judgeValidation, poorResidues, type ValidationVerdict } from "#core/validate/verdict.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
const VALIDATION_DOCUMENT_VERSION = 1;

/** A validation as it is written; electron/cli/README.md describes every field. What could not be measured is null. */
export interface ValidationDocument {
  readonly version: typeof VALIDATION_DOCUMENT_VERSION;
  readonly map: {
    readonly file: string;
    readonly size: Vec3;
    readonly voxelSize: Vec3;
    readonly origin: Vec3;
    readonly mean: number;
    readonly sd: number;
  };
  readonly model: { readonly file: string; readonly name: string; readonly outside: number };
  readonly resolution: Chosen<number>;
  readonly settings: QScoreSettings & {
    readonly bFactor: BFactorChoice;
    readonly halfMaps: readonly string[];
    readonly localResolution: string | null;
    readonly neighbourhood: number;
    readonly imageRadius: number;
  };
  readonly verdict: ValidationVerdict;
  readonly expectedQ: ExpectedQ | null;
  readonly scores: GroupScores;
  readonly correlations: MapCorrelations;
  readonly localCorrelations: MapCorrelations | null;
  readonly fsc: ModelFsc;
  readonly chains: readonly (ChainScores & { readonly poor: number })[];
  readonly residues: readonly ResidueDocument[];
  readonly warnings: readonly string[];
}

/** A residue, and whether the map supports it. */
export interface ResidueDocument extends Omit<ResidueScores, "start" | "end"> {
  readonly poor: boolean;
}

/** What a validation does not know of itself. */
export interface ValidationOrigin {
  readonly mapFile: string;
  readonly grid: Grid;
  readonly modelFile: string;
  readonly modelName: string;
  readonly resolution: Chosen<number>;
  readonly bFactor: BFactorChoice;
  readonly halfMaps: readonly string[];
  readonly localResolution: string | null;
  /** Oddities of the files. */
  readonly warnings: readonly string[];
}

/** The document of a validation. */
export function validationDocument(validation: Validation, origin: ValidationOrigin): ValidationDocument {
  const { grid, bFactor, halfMaps, localResolution } = origin;
  const { neighbourhood, imageRadius, settings, map, outside } = validation;
  const poor = new Set(poorResidues(validation));
  const poorOf = (chain: string) => [...poor].filter((residue) => residue.chain === chain).length;
  return {
    version: VALIDATION_DOCUMENT_VERSION,
    map: {
      file: origin.mapFile,
      size: grid.size,
      voxelSize: grid.voxelSize,
      origin: grid.origin,
      ...map,
    },
    model: { file: origin.modelFile, name: origin.modelName, outside },
    resolution: origin.resolution,
    settings: { ...settings, bFactor, halfMaps, localResolution, neighbourhood, imageRadius },
    verdict: judgeValidation(validation),
    expectedQ: validation.expected ?? null,
    scores: validation.model,
    correlations: validation.correlations,
    localCorrelations: validation.localCorrelations ?? null,
    fsc: validation.fsc,
    chains: validation.chains.map((chain) => ({ ...chain, poor: poorOf(chain.chain) })),
    residues: validation.residues.map((residue) => {
      const { start, end, ...scores } = residue;
      return { ...scores, poor: poor.has(residue) };
    }),
    warnings: [...origin.warnings, ...validation.notes],
  };
}

/** The text of a document: readable JSON, one line per residue and per bin of an FSC. JSON knows no NaN: it becomes null. */
export function validationJson(document: ValidationDocument): string {
  const flat = /\{\s+("(?:chain|resolution)": [^{}[\]]+?)\s+\}/g;
  const lists = /\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g;
  const oneLine = (list: string) => list.replace(/\n\s+/g, " ");
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(flat, (_, fields: string) => `{ ${oneLine(fields)} }`).replace(lists, (_, list: string) => `[${oneLine(list)}]`)}\n`;
}
