import type { VerdictKind } from "#core/fit/result.ts";
import type { Skipped } from "#core/identify/library/candidates.ts";
import type { Fingerprint } from "#core/identify/library/fingerprint.ts";
import type { OwnStanding } from "#core/identify/score/own-standing.ts";
import type { Rigid } from "#core/math/rigid.ts";

/** What fitting one candidate came to. */
export interface CandidateFit {
  /** Starts of the search. */
  readonly starts: number;
  /** Starts that ended at the best placement or an equivalent one. */
  readonly hits: number;
  /** Sites as good as the best, the best included. */
  readonly sites: number;
  /** Correlation about the mean in the model's own mask, best placement. */
  readonly score: number;
  readonly correlation: number;
  /** Fraction of the atoms at or above the level, 0…1. */
  readonly inside: number;
  /** By how much the best placement leads the best other one of this candidate. */
  readonly gap: number;
  /** What the fit says of its best placement, judged against its own others. */
  readonly own: VerdictKind;
  /** The same as DomainFit counts it; null where it cannot be told, as after screening; absent in older journals. */
  readonly ownStanding?: OwnStanding | null;
  /** Moves the file's coordinates into the map. */
  readonly motion: Rigid;
  readonly seconds: number;
}

/** A candidate that was screened. */
export interface CandidateRecord {
  readonly name: string;
  /** Heavy atoms. */
  readonly atoms: number;
  readonly residues: number;
  /** kDa. */
  readonly mass: number;
  /** Residues of a domain by number; null for a whole chain or model. */
  readonly range: string | null;
  /** Residues left out because of their pLDDT. */
  readonly trimmed: number;
  readonly print: Fingerprint;
  /** Null for a copy of an earlier entry, which is not fitted again. */
  readonly fit: CandidateFit | null;
}

/** What one file of a library came to. */
export interface ItemRecord {
  readonly kind: "item";
  /** Place of the file in the library, from 0. */
  readonly item: number;
  /** As the library names it. */
  readonly file: string;
  readonly candidates: readonly CandidateRecord[];
  readonly skipped: readonly Skipped[];
}

/** A candidate that got the full search. */
export interface FullRecord {
  readonly kind: "full";
  readonly item: number;
  /** Its place among the candidates of the file. */
  readonly part: number;
  readonly fit: CandidateFit;
  /** Placed in the map: one point per residue, xyz triplets, Å. */
  readonly trace: readonly number[];
  /** Motions of the equivalent sites, the best one first. */
  readonly sites: readonly Rigid[];
}

const MOST_PARTS = 2 ** 16;

/** The place of a candidate in the whole library, for sorting. */
export function placeOf(item: number, part: number): number {
  return item * MOST_PARTS + part;
}
