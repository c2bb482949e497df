import type { Chosen } from "#core/fit/params.ts";
import type { VerdictKind } from "#core/fit/result.ts";
import type { RankedCandidate, Ranking } from "#core/identify/rank/rank-candidates.ts";
import type { RankVerdictKind } from "#core/identify/rank/verdict.ts";
import type { Region } from "#core/identify/region/cut-region.ts";
import type { SizeRange } from "#core/identify/region/size-range.ts";
import type { Background } from "#core/identify/score/background.ts";
import type { OwnStanding } from "#core/identify/score/own-standing.ts";
import { type Matrix3, matrixOf } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { orNull } from "#core/report/fit-document.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Raised when a field changes its meaning or goes away; new fields do not raise it. */
export const IDENTIFY_DOCUMENT_VERSION = 1;

/** The results of an identification as they are written; electron/cli/README.md describes every field. */
export interface IdentifyDocument extends IdentifySetup {
  readonly version: typeof IDENTIFY_DOCUMENT_VERSION;
  readonly background: Background | null;
  readonly candidates: readonly CandidateDocument[];
  readonly skipped: Ranking["skipped"];
  readonly notes: readonly string[];
  /** Wall seconds of the run that wrote this. */
  readonly seconds: number;
  /** Not everything was done: a cancel, or a shard. */
  readonly isPartial: boolean;
}

/** What was asked, and what was chosen, with the reasons. */
export interface IdentifySetup {
  readonly map: Grid & { readonly file: string };
  readonly region: Pick<Region, "words" | "level" | "dense" | "filled"> & { readonly grid: Grid };
  readonly resolution: Chosen<number>;
  readonly sizes: SizeRange;
  readonly library: { readonly from: string; readonly words: string; readonly shard: string | null };
  readonly request: {
    readonly seed: number;
    readonly starts: Chosen<number>;
    readonly full: number;
    readonly leastPlddt: number | null;
    readonly split: string;
    readonly keepCopies: boolean;
  };
  readonly threads: number;
}

/** What someone made of a candidate after a look. */
export type Mark = "keep" | "reject";

export interface CandidateDocument {
  /** 1 is best; candidates that cannot be told apart share a rank. */
  readonly rank: number;
  readonly file: string;
  readonly name: string;
  /** Correlation about the mean in the model's own mask. */
  readonly score: number;
  readonly z: number | null;
  readonly p: number | null;
  readonly q: number | null;
  readonly verdict: RankVerdictKind;
  readonly sentence: string;
  readonly tiedWith: readonly string[];
  /** By how many z it leads the next candidate that is not tied with it. */
  readonly lead: number | null;
  /** By how much its placement leads its own other placements in score, and what the fit says of that. */
  readonly gap: number;
  readonly placement: VerdictKind;
  /** DomainFit's p and q of the placement among the candidate's own others; null where they cannot be told. */
  readonly domainFit: OwnStanding | null;
  /** Row-major R and t (Å) of x' = R x + t, which moves coordinates of the library's file into the map's frame. */
  readonly rotation: Matrix3;
  readonly translation: Vec3;
  readonly correlation: number;
  readonly inside: number;
  readonly sites: number;
  readonly hits: number;
  readonly starts: number;
  readonly fullSearch: boolean;
  readonly residues: number;
  readonly atoms: number;
  /** kDa. */
  readonly mass: number;
  /** Residues of a domain by number; null for a whole chain or model. */
  readonly range: string | null;
  /** Residues left out because of their pLDDT. */
  readonly trimmed: number;
  readonly mark: Mark | null;
  readonly saved: string | null;
}

/** Everything about an identification as plain data. `marks`: by name; `saved`: paths by name. */
export function identifyDocument(
  setup: IdentifySetup,
  ranking: Ranking,
  run: { readonly seconds: number; readonly isPartial: boolean; readonly notes: readonly string[] },
  marks: ReadonlyMap<string, Mark> = new Map(),
  saved: ReadonlyMap<string, string> = new Map(),
): IdentifyDocument {
  return {
    version: IDENTIFY_DOCUMENT_VERSION,
    ...setup,
    background: ranking.background,
    candidates: ranking.candidates.map((one) => candidateDocument(one, marks, saved)),
    skipped: ranking.skipped,
    notes: [...ranking.notes, ...run.notes],
    seconds: run.seconds,
    isPartial: run.isPartial,
  };
}

function candidateDocument(
  { rank, file, record, fit, isFull, z, p, q, lead, verdict }: RankedCandidate,
  marks: ReadonlyMap<string, Mark>,
  saved: ReadonlyMap<string, string>,
): CandidateDocument {
  const { name, residues, atoms, mass, range, trimmed } = record;
  return {
    rank,
    file,
    name,
    score: fit.score,
    z: orNull(z),
    p: orNull(p),
    q: orNull(q),
    verdict: verdict.kind,
    sentence: verdict.sentence,
    tiedWith: verdict.tiedWith,
    lead: orNull(lead),
    gap: fit.gap,
    placement: fit.own,
    domainFit: fit.ownStanding ?? null,
    rotation: matrixOf(fit.motion.rotation),
    translation: fit.motion.shift,
    correlation: fit.correlation,
    inside: fit.inside,
    sites: fit.sites,
    hits: fit.hits,
    starts: fit.starts,
    fullSearch: isFull,
    residues,
    atoms,
    mass,
    range,
    trimmed,
    mark: marks.get(name) ?? null,
    saved: saved.get(name) ?? null,
  };
}
