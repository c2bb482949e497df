import { AppError } from "#core/errors.ts";
import { fitAmongOthers, type ProbeFit } from "#core/fit/fit-probe.ts";
import { type Chosen, FIT_DEFAULTS, type FitRequest, type ScoreKind } from "#core/fit/params.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { type Clock, type FitTarget, prepareTarget } from "#core/fit/target.ts";
import type { Candidate } from "#core/identify/library/candidates.ts";
import { polymerTrace } from "#core/identify/library/polymer.ts";
import type { Region } from "#core/identify/region/cut-region.ts";
import { massOfVolume, massText } from "#core/identify/region/size-range.ts";
import { ownStanding } from "#core/identify/score/own-standing.ts";
import type { CandidateFit, FullRecord } from "#core/identify/screen/records.ts";
import { type JobContext, throwIfCancelled } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { applyRigid } from "#core/math/rigid.ts";

/** What the scores of candidates are made with; what p and q say of wrong ones was measured with it. */
export const CANDIDATE_SCORE: ScoreKind = "vrm";
const USUAL: FitRequest = { ...FIT_DEFAULTS, score: CANDIDATE_SCORE };

const STARTS = 1000;
const MOST_STARTS = 4000;
/** Density, kDa, for which 1,000 starts find what is there several times over. */
const MASS_PER_STARTS = 100;
/** Placements that screening refines: the best, its equivalents and what it is judged against. */
const SCREEN_ROWS = 5;
/** Local fits that the full search compares its best placement with: as many as DomainFit's example makes. */
const OTHERS = 200;

/** How a library is searched, the same for every candidate. */
export interface SearchPlan {
  readonly seed: number;
  /** Starts of the screening search. */
  readonly starts: number;
}

/** Starts that screening spends on a candidate: 1,000 for every 100 kDa of density, at most 4,000. */
export function screeningStarts({ filled }: Pick<Region, "filled">): Chosen<number> {
  const mass = massOfVolume(filled);
  const value = STARTS * Math.min(MOST_STARTS / STARTS, Math.max(1, Math.ceil(mass / MASS_PER_STARTS)));
  return { value, reason: `1,000 for every 100 kDa of density, which is about ${massText(mass)} kDa` };
}

/** A region made ready for candidates of any size. Throws as `prepareTarget`. */
export function prepareRegion(
  engine: PoseEngine,
  region: Pick<Region, "volume" | "level">,
  resolution: Chosen<number>,
  plan: SearchPlan,
  clock: Clock,
  job: JobContext,
): Promise<FitTarget> {
  // All of the region is held, so that the answer for one candidate does not depend on how large the others are.
  const { size, voxelSize } = region.volume.grid;
  const reach = Math.hypot(...size.map((n, axis) => n * voxelSize[axis]));
  const request: FitRequest = { ...USUAL, seed: plan.seed, level: region.level.value };
  return prepareTarget(engine, region.volume, reach, resolution, request, clock, job);
}

/** Screens one candidate: a search of a fixed number of starts. Throws `input` when it cannot be fitted, `cancelled`. */
export async function screenCandidate(
  engine: PoseEngine,
  target: FitTarget,
  candidate: Candidate,
  { seed, starts }: SearchPlan,
  clock: Clock,
  job: JobContext,
): Promise<CandidateFit> {
  const request: FitRequest = { ...USUAL, seed, starts, top: SCREEN_ROWS };
  const result = await runFit(engine, target, candidate, request, clock, job);
  // A search cut short by a cancel is not what other candidates are compared with.
  throwIfCancelled(job.signal);
  return summary(result);
}

/** The full search: as many starts as it takes to confirm the best placement. Throws as `screenCandidate`. */
export async function searchCandidate(
  engine: PoseEngine,
  target: FitTarget,
  candidate: Candidate,
  { seed }: SearchPlan,
  clock: Clock,
  job: JobContext,
): Promise<Pick<FullRecord, "fit" | "trace" | "sites">> {
  const found = await runFit(engine, target, candidate, { ...USUAL, seed }, clock, job, OTHERS);
  throwIfCancelled(job.signal);
  const fit = summary(found);
  const sites = found.result.clusters.filter(({ equivalent }) => equivalent).map(({ best }) => best.motion);
  return { fit, trace: placedTrace(candidate, fit), sites };
}

function runFit(
  engine: PoseEngine,
  target: FitTarget,
  candidate: Candidate,
  request: FitRequest,
  clock: Clock,
  job: JobContext,
  others = 0,
): Promise<ProbeFit> {
  const { value: probe } = makeProbe(candidate.structure, request.atoms);
  return fitAmongOthers({ engine, target, probe, request, clock, job }, others);
}

function summary({ result, scores: among }: ProbeFit): CandidateFit {
  const { clusters, verdict, starts, seconds, name } = result;
  if (clusters.length === 0) {
    throw new AppError("input", `No placement of ${name} was found in the region.`);
  }
  const { motion, scores } = clusters[0].best;
  return {
    starts,
    hits: verdict.hits,
    sites: verdict.sites,
    score: scores.correlationAboutMean,
    correlation: scores.correlation,
    inside: scores.inside,
    gap: verdict.gap,
    own: verdict.kind,
    ownStanding: ownStanding(among) ?? null,
    motion,
    seconds: seconds.prepare + seconds.search + seconds.refine,
  };
}

/** The placed chain to a tenth of an ångström. */
function placedTrace({ structure }: Candidate, { motion }: CandidateFit): number[] {
  const trace = polymerTrace(structure);
  const placed: number[] = [];
  for (let n = 0; n < trace.length; n += 3) {
    const at = applyRigid(motion, [trace[n], trace[n + 1], trace[n + 2]]);
    for (const x of at) placed.push(Math.round(10 * x) / 10);
  }
  return placed;
}
