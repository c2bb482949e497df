import { climbInBatches } from "#core/fit/batches.ts";
import { agree, clusterFound, type Tolerance } from "#core/fit/cluster.ts";
import { localOptima } from "#core/fit/local-optima.ts";
import { type FitRequest, LIMITS } from "#core/fit/params.ts";
import { motionOfPose, packPoses } from "#core/fit/pose.ts";
import type { Probe } from "#core/fit/probe.ts";
import type { FitCluster, FitResult, Placement, Verdict } from "#core/fit/result.ts";
import { atomScores, scorePoses, sumAtoms } from "#core/fit/score.ts";
import { createSearch, mergeBasins, type Optimum, refineHeads, type Search } from "#core/fit/search.ts";
import { completeSites, cutOffCopies, equivalentSites } from "#core/fit/sites.ts";
import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import type { Clock, FitTarget } from "#core/fit/target.ts";
import { confirmingHits, equivalentScore, judge, zScore } from "#core/fit/verdict.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Rigid } from "#core/math/rigid.ts";

const LEADING_WRONG = 8;
const PLACEMENTS_PER_ROW = 3; // distinct optima kept per row of the table, for clustering again with other tolerances

/** A fit, and how its best placement and others score. */
export interface ProbeFit {
  readonly result: FitResult;
  /** Of the best placement, and of the distinct ones that random starts end at by a local climb. */
  readonly scores: readonly number[];
}

/** Fits one probe as `fitAmongOthers` does, for those who ask for the table alone. */
export async function fitProbe(
  engine: PoseEngine,
  target: FitTarget,
  probe: Probe,
  request: FitRequest,
  clock: Clock,
  job: JobContext,
): Promise<FitResult> {
  return (await fitAmongOthers(engine, target, probe, request, clock, job, 0)).result;
}

/**
 * Fits one probe: searches batch by batch until rank 1 is confirmed or the budget is spent, refines every
 * cluster head to convergence, completes equivalent sites, and judges. When the job is cancelled during the
 * search, what was found so far is returned with a warning; before the first batch is done it throws. `others`: random starts climbed
 * besides, to compare the best placement with.
 */
export async function fitAmongOthers(
  engine: PoseEngine,
  target: FitTarget,
  probe: Probe,
  request: FitRequest,
  clock: Clock,
  job: JobContext,
  others: number,
): Promise<ProbeFit> {
  const began = clock();
  const symmetry = request.symmetry ? givenOperations(request.symmetry, target) : []; // refuses before the work
  const search = await createSearch(engine, probe, target, request);
  try {
    const prepared = clock();
    const found = await searchUntilConfirmed(search, target, request, job);
    const searched = clock();
    const { best, ...table } = await finish(search, target, request, found, symmetry, job);
    const climbed = others > 0 ? await localOptima(search, others, job) : [];
    const tolerance = toleranceOf(request);
    const elsewhere = climbed.filter(({ pose }) => !best.some((one) => agree(one.pose, pose, tolerance)));
    const distinct = [...best, ...clusterFound(elsewhere, tolerance).map((group) => group.best)];
    const result = {
      name: probe.name,
      atoms: probe.atoms.weight.length,
      starts: found.starts,
      ...table,
      warnings: found.cancelled ? ["Cancelled: these are the placements found until then."] : [],
      seconds: { prepare: prepared - began, search: searched - prepared, refine: clock() - searched },
    };
    return { result, scores: distinct.map(({ score }) => score) };
  } finally {
    search.release();
  }
}

interface Found {
  readonly optima: readonly Optimum[];
  readonly starts: number;
  readonly cancelled: boolean;
}

async function searchUntilConfirmed(
  search: Search,
  target: FitTarget,
  request: FitRequest,
  job: JobContext,
): Promise<Found> {
  const budget = request.starts ?? LIMITS.adaptiveStarts;
  const tolerance = toleranceOf(request);
  const batches = climbInBatches(search, budget, job);
  let optima: Optimum[] = [];
  let spent = 0;
  try {
    while (spent < budget) {
      await job.checkpoint({ step: `search ${search.probe.name}`, done: spent, total: budget });
      const { basins, starts } = await batches.next();
      optima = await mergeBasins(search, optima, basins, job);
      spent += starts;
      if (request.starts === undefined && isConfirmed(search, target, optima, spent, tolerance)) break;
    }
    await job.checkpoint({ step: `search ${search.probe.name}`, done: budget, total: budget });
  } catch (error) {
    if (!job.signal.aborted || spent === 0) throw error;
    return { optima, starts: spent, cancelled: true };
  } finally {
    await batches.stop();
  }
  return { optima, starts: spent, cancelled: false };
}

function isConfirmed(
  search: Search,
  target: FitTarget,
  optima: readonly Optimum[],
  starts: number,
  tolerance: Tolerance,
): boolean {
  const { verdict } = judgeOptima(search, target, optima, starts, tolerance);
  const isClear = verdict.kind === "clear" || verdict.kind === "equivalent";
  return isClear && verdict.hits >= confirmingHits(verdict.sites);
}

/** The verdict on distinct optima; copies cut off by the edge of the map do not count as wrong placements. */
function judgeOptima(
  search: Search,
  target: FitTarget,
  optima: readonly Optimum[],
  starts: number,
  tolerance: Tolerance,
): { verdict: Verdict; wrong: number[] } {
  const sites = equivalentSites(optima, tolerance);
  const distinct = clusterFound(optima, tolerance).map(({ best, hits }) => ({ ...best, hits }));
  const isCutOff = cutOffCopies(search, target.map.grid, sites, tolerance);
  const leading = sites.length + LEADING_WRONG; // only the leading wrong placements decide the gap
  const counted = distinct.filter((o, n) => n < sites.length || n >= leading || !isCutOff(o));
  const verdict = judge(counted, starts, target.setup.resolution.value);
  return { verdict, wrong: counted.slice(verdict.sites).map((o) => o.score) };
}

async function finish(
  search: Search,
  target: FitTarget,
  request: FitRequest,
  found: Found,
  group: readonly Rigid[],
  job: JobContext,
): Promise<Pick<FitResult, "verdict" | "clusters" | "placements"> & { readonly best: readonly Optimum[] }> {
  const tolerance = toleranceOf(request);
  // After a cancel the table shows what was already refined: the user is waiting.
  const optima = found.cancelled
    ? found.optima
    : await completeTable(search, target, request, found, group, job);
  const { verdict, wrong } = judgeOptima(search, target, optima, found.starts, tolerance);
  const shown = found.cancelled ? optima.filter((o) => o.refined).slice(0, request.top) : optima;
  const { placements, clusters } = await tabulate(search, target, request, { optima: shown, wrong }, group);
  return { verdict, clusters, placements, best: optima.slice(0, 1) };
}

/** Refines what the table will show, and completes the sites of an answer that is clear. */
async function completeTable(
  search: Search,
  target: FitTarget,
  request: FitRequest,
  found: Found,
  group: readonly Rigid[],
  job: JobContext,
): Promise<readonly Optimum[]> {
  const tolerance = toleranceOf(request);
  const optima = await refineHeads(search, found.optima, request.top, job);
  const { verdict } = judgeOptima(search, target, optima, found.starts, tolerance);
  const isClear = verdict.kind === "clear" || verdict.kind === "equivalent";
  return isClear ? completeSites(search, optima, group, tolerance, job) : optima;
}

async function tabulate(
  search: Search,
  target: FitTarget,
  request: FitRequest,
  { optima, wrong }: { readonly optima: readonly Optimum[]; readonly wrong: readonly number[] },
  symmetry: readonly Rigid[],
): Promise<Pick<FitResult, "clusters" | "placements">> {
  const { probe, engine } = search;
  const refined = optima.filter((o) => o.refined).slice(0, PLACEMENTS_PER_ROW * request.top);
  const poses = packPoses(refined.map((o) => o.pose));
  const body = { ...probe, handle: search.points.atoms, modelDensity: search.modelDensity };
  const level = request.insideLevel ?? target.setup.level.value;
  const sums = sumAtoms(engine, target, body, level, poses);
  const count = probe.atoms.weight.length;
  const mask = { handle: search.points.mask, moments: search.moments.mask };
  const scores = await scorePoses(engine, search.map, mask, { count, sums }, poses);
  const placements = refined.map((o, n) => ({
    placement: { motion: motionOfPose(o.pose, probe.centre), scores: scores[n] } satisfies Placement,
    hits: o.hits,
    pose: o.pose,
    score: o.score,
    atoms: atomScores(sums, n, count, target.highest),
  }));
  const groups = clusterFound(placements, toleranceOf(request), symmetry).slice(0, request.top);
  const best = groups[0]?.best.score ?? 0;
  const clusters = groups.map(
    (group, n): FitCluster => ({
      rank: n + 1,
      hits: group.hits,
      best: group.best.placement,
      z: zScore(group.best.score, wrong),
      equivalent: group.best.score >= equivalentScore(best),
      atomScores: group.best.atoms,
    }),
  );
  return { clusters, placements: placements.map(({ placement, hits }) => ({ placement, hits })) };
}

function givenOperations(name: string, target: FitTarget): Rigid[] {
  const centre = symmetryCentre(target.map.grid);
  return pointGroup(name)
    .slice(1)
    .map((rotation) => rotationAbout(rotation, centre));
}

function toleranceOf(request: FitRequest): Tolerance {
  return { shift: request.clusterShift, angle: request.clusterAngle };
}
