import type { ExpectedQ } from "#core/validate/expected-q.ts";
import type { MapCorrelations } from "#core/validate/map-correlations.ts";
import type { ModelFsc } from "#core/validate/model-fsc.ts";
import type { QScoreSettings } from "#core/validate/q-score.ts";

/** How a group of atoms, such as a residue or a chain, agrees with a map. NaN where nothing could be measured. */
export interface GroupScores {
  /** Atoms that are not hydrogen. */
  readonly atoms: number;
  /** Mean Q-score of those inside the map. */
  readonly q: number;
  /** Mean density (map units, trilinear) at those inside the map. */
  readonly density: number;
  /** Mean B, Å². */
  readonly bFactor: number;
  /** Correlation about the mean with the model map near the group, and near its main and its side chains. */
  readonly cc: number;
  readonly ccMain: number;
  readonly ccSide: number;
  /** The same as `cc` with every residue at its own resolution; present when a local-resolution map was given. */
  readonly ccLocal?: number;
}

export interface ResidueScores extends GroupScores {
  readonly chain: string;
  readonly number: number;
  readonly insertionCode: string;
  readonly name: string;
  readonly isWater: boolean;
  /** Atoms of the structure from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** Its own resolution, Å; present when a local-resolution map was given. */
  readonly resolution?: number;
}

export interface ChainScores extends GroupScores {
  readonly chain: string;
  /** Waters included. */
  readonly residues: number;
}

/** How well a model agrees with a map. */
export interface Validation {
  /** Å. */
  readonly resolution: number;
  readonly settings: QScoreSettings;
  /** Mean Q-score that models have at this resolution; absent for a σ of which nobody knows. */
  readonly expected?: ExpectedQ;
  /** Of all atoms. */
  readonly model: GroupScores;
  readonly chains: readonly ChainScores[];
  readonly residues: readonly ResidueScores[];
  /** Q-score of every atom of the structure; NaN for hydrogens and atoms outside the map. */
  readonly atomQ: Float64Array;
  readonly correlations: MapCorrelations;
  /** With every residue at its own resolution. */
  readonly localCorrelations?: MapCorrelations;
  /** How far from atoms their neighbourhood reaches, Å, and how far an atom does in `image` and FSC. */
  readonly neighbourhood: number;
  readonly imageRadius: number;
  readonly fsc: ModelFsc;
  /** Mean and standard deviation of the map, map units. */
  readonly map: { readonly mean: number; readonly sd: number };
  /** Atoms that are not hydrogen and lie outside the map. */
  readonly outside: number;
  /** What was chosen in the user's place and what is odd, in sentences. */
  readonly notes: readonly string[];
}
