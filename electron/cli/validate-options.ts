import type { BFactorChoice } from "#core/simulate/vrm/model-map.ts";
import type { QScoreSettings } from "#core/validate/q-score.ts";
import type { Called } from "#electron/cli/fit-html.ts";
import type { CommonOptions } from "#electron/cli/reporter.ts";

/** Scores that can be written into a model's B column: of atoms, or of the residues they belong to. */
export const ATTRIBUTES = ["q", "cc", "cc-local"] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

/** What `mapwright validate` was asked for. */
export interface ValidateOptions extends CommonOptions, QScoreSettings {
  /** Of the map, Å. */
  readonly resolution?: number;
  readonly half1?: string;
  readonly half2?: string;
  /** A map of resolutions, Å. */
  readonly localResolution?: string;
  readonly bfactor: BFactorChoice;
  /** Residues in the list of the worst. */
  readonly worst: number;
  readonly csv?: string;
  /** A file, or "-". */
  readonly json?: string;
  readonly report?: string;
  /** Where to write the model with scores for B. */
  readonly out?: string;
  readonly attribute: Attribute;
  readonly threads?: number;
  readonly called: Called;
}
