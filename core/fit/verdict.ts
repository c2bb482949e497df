import type { Verdict, VerdictKind } from "#core/fit/result.ts";

const EQUIVALENT = 0.02;
const MISSED = 0.01;

/**
 * The least score that stands for the same answer as the best one at another site (a symmetric copy): 0.02 below
 * it, or a tenth of it where scores are so low that 0.02 would lump noise together.
 */
export function equivalentScore(best: number): number {
  return best - Math.min(EQUIVALENT, Math.max(best, 0) / 10);
}

/**
 * Starts that must have ended at `sites` equally good sites before a further one, as easy to find, is believed
 * not to exist: its chance of having been missed is below 1 %.
 */
export function confirmingHits(sites: number): number {
  return Math.ceil(Math.log(MISSED) / Math.log(sites / (sites + 1)));
}

/**
 * Gap in correlation about the mean between rank 1 and the best other placement. Over the wrong models of the
 * report (`npm run report -- verdict`) no gap exceeds 0.10; in right ones from 2.9 to 11.5 Å none is below 0.31.
 */
export const CLEAR_GAP = 0.15;
export const NOISE_GAP = 0.1;

/** The rule was measured up to here (Å); beyond it nothing is called clear. */
export const TRUSTED_RESOLUTION = 12;

/** Number of starts that must agree before one site is believed. */
export const LEAST_HITS = 2;

export interface RankedScore {
  readonly score: number;
  readonly hits: number;
}

/** Rank 1 against the distinct wrong optima of the same search. */
export function judge(ranked: readonly RankedScore[], starts: number, resolution: number): Verdict {
  if (ranked.length === 0) {
    return {
      kind: "none",
      label: "none",
      sentence: "No placement was found; lower the level or check that map and model belong together.",
      sites: 0,
      gap: 0,
      z: Number.NaN,
      hits: 0,
    };
  }
  const best = ranked[0].score;
  const group = ranked.filter((r) => r.score >= equivalentScore(best));
  const wrong = ranked.slice(group.length).map((r) => r.score);
  const gap = best - (wrong[0] ?? 0);
  const z = zScore(best, wrong);
  const hits = group.reduce((sum, r) => sum + r.hits, 0);
  const rivals = wrong.length;
  const kind = kindOf({ gap, sites: group.length, hits, best, resolution, rivals });
  const label = kind === "equivalent" ? `clear, ${group.length} equivalent sites` : kind;
  const evidence = { gap, z, hits, starts, sites: group.length, resolution, rivals };
  return { kind, label, sentence: sentenceFor(kind, evidence), sites: group.length, gap, z, hits };
}

/** Standard deviations between a score and the mean of the wrong ones; NaN when there are fewer than three. */
export function zScore(score: number, wrong: readonly number[]): number {
  if (wrong.length < 3) return Number.NaN;
  const mean = wrong.reduce((sum, s) => sum + s, 0) / wrong.length;
  const variance = wrong.reduce((sum, s) => sum + (s - mean) ** 2, 0) / (wrong.length - 1);
  return variance > 0 ? (score - mean) / Math.sqrt(variance) : Number.NaN;
}

/** Whether it says where the model belongs: at one site, or at each of several that are equivalent. */
export function isAnswer(kind: VerdictKind): boolean {
  return kind === "clear" || kind === "equivalent";
}

function kindOf(e: {
  readonly gap: number;
  readonly sites: number;
  readonly hits: number;
  readonly best: number;
  readonly resolution: number;
  readonly rivals: number;
}): VerdictKind {
  if (e.best <= 0 || (e.gap < NOISE_GAP && e.resolution <= TRUSTED_RESOLUTION)) return "none";
  if (e.gap < CLEAR_GAP || e.hits < LEAST_HITS || e.rivals === 0) return "ambiguous";
  if (e.resolution > TRUSTED_RESOLUTION) return "ambiguous";
  return e.sites > 1 ? "equivalent" : "clear";
}

interface Evidence {
  readonly gap: number;
  readonly z: number;
  readonly hits: number;
  readonly starts: number;
  readonly sites: number;
  readonly resolution: number;
  /** Other placements known. */
  readonly rivals: number;
}

function sentenceFor(kind: VerdictKind, e: Evidence): string {
  const lead = `leads the best other placement by ${e.gap.toFixed(2)} in correlation about the mean${
    Number.isNaN(e.z) ? "" : ` (z ${e.z.toFixed(1)})`
  }`;
  const found = `${e.hits} of ${grouped(e.starts)} starts ended there`;
  switch (kind) {
    case "clear":
      return `Rank 1 ${lead}; ${found}.`;
    case "equivalent":
      return `${e.sites} equally good sites, of which each ${lead}; ${found}.`;
    case "ambiguous":
      if (e.rivals === 0) {
        return "Only one placement was found, so there is nothing to judge it against: use more starts.";
      }
      if (e.resolution > TRUSTED_RESOLUTION) {
        return `Rank 1 ${lead}; beyond ${TRUSTED_RESOLUTION} Å a wrong model can do the same, so check it by symmetry, contacts or a sharper map.`;
      }
      return `Rank 1 ${lead}; ${found}. That is more than chance usually gives but less than a right placement does: look at it.`;
    case "none":
      return `Rank 1 ${lead}, as wrong models do: this model was not found in the map. If it should be there, try more starts or a part of the model.`;
  }
}

/** 16000 as "16,000"; the locale-aware way costs 20 ms on its first call. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
