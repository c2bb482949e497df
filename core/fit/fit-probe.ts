import { climbInBatches } from "#core/fit/batches.ts";
import { agree, clusterFound } from "#core/fit/cluster.ts";
import { tabulate } from "#core/fit/fit-table.ts";
import { type FitTask, type Fitting, judgeOptima } from "#core/fit/fitting.ts";
import { localOptima } from "#core/fit/local-optima.ts";
import { LIMITS } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { createSearch, mergeBasins, type Optimum, refineHeads } from "#core/fit/search.ts";
import { completeSites } from "#core/fit/sites.ts";
import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import type { FitTarget } from "#core/fit/target.ts";
import { confirmingHits, isAnswer } from "#core/fit/verdict.ts";
import type { Rigid } from "#core/math/rigid.ts";

/** A fit, and how its best placement and others score. */
export interface ProbeFit {
  readonly result: FitResult;
  /** Of the best placement, and of the distinct ones that random starts end at by a local climb. */
  readonly scores: readonly number[];
}

/** Fits one probe as `fitAmongOthers` does, for those who ask for the table alone. */
export async function fitProbe(task: FitTask): Promise<FitResult> {
  return (await fitAmongOthers(task, 0)).result;
}

/**
 * Fits one probe: searches batch by batch until rank 1 is confirmed or the budget is spent, refines every
 * cluster head to convergence, completes equivalent sites, and judges. When the job is cancelled during the
 * search, what was found so far is returned with a warning; before the first batch is done it throws. `others`: random
 * starts climbed besides, to compare the best placement with.
 */
export async function fitAmongOthers(task: FitTask, others: number): Promise<ProbeFit> {
  const { engine, target, probe, request, clock, job } = task;
  const began = clock();
  const group = request.symmetry ? givenOperations(request.symmetry, target) : []; // refuses before the work
  const tolerance = { shift: request.clusterShift, angle: request.clusterAngle };
  const search = await createSearch(engine, probe, target, request);
  const fitting: Fitting = { ...task, search, tolerance, group };
  try {
    const prepared = clock();
    const found = await searchUntilConfirmed(fitting);
    const searched = clock();
    const { best, ...table } = await finish(fitting, found);
    const climbed = others > 0 ? await localOptima(search, others, job) : [];
    const elsewhere = climbed.filter(({ pose }) => !best.some((one) => agree(one.pose, pose, tolerance)));
    const distinct = [...best, ...clusterFound(elsewhere, tolerance).map((cluster) => cluster.best)];
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

async function searchUntilConfirmed(fitting: Fitting): Promise<Found> {
  const { search, request, job } = fitting;
  const budget = request.starts ?? LIMITS.adaptiveStarts;
  const batches = climbInBatches(search, budget, job);
  let optima: Optimum[] = [];
  let spent = 0;
  try {
    while (spent < budget) {
      await job.checkpoint({ step: `search ${search.probe.name}`, done: spent, total: budget });
      const { basins, starts } = await batches.next();
      optima = await mergeBasins(search, optima, basins, job);
      spent += starts;
      if (request.starts === undefined && isConfirmed(fitting, optima, spent)) break;
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

function isConfirmed(fitting: Fitting, optima: readonly Optimum[], starts: number): boolean {
  const { verdict } = judgeOptima(fitting, optima, starts);
  return isAnswer(verdict.kind) && verdict.hits >= confirmingHits(verdict.sites);
}

async function finish(
  fitting: Fitting,
  found: Found,
): Promise<Pick<FitResult, "verdict" | "clusters" | "placements"> & { readonly best: readonly Optimum[] }> {
  // After a cancel the table shows what was already refined: the user is waiting.
  const optima = found.cancelled ? found.optima : await completeTable(fitting, found);
  const { verdict, wrong } = judgeOptima(fitting, optima, found.starts);
  const { top } = fitting.request;
  const shown = found.cancelled ? optima.filter((o) => o.refined).slice(0, top) : optima;
  const { placements, clusters } = await tabulate(fitting, shown, wrong);
  return { verdict, clusters, placements, best: optima.slice(0, 1) };
}

/** Refines what the table will show, and completes the sites of an answer that is clear. */
async function completeTable(fitting: Fitting, found: Found): Promise<readonly Optimum[]> {
  const { search, request, group, tolerance, job } = fitting;
  const optima = await refineHeads(search, found.optima, request.top, job);
  const { verdict } = judgeOptima(fitting, optima, found.starts);
  return isAnswer(verdict.kind) ? completeSites(search, optima, group, tolerance, job) : optima;
}

function givenOperations(name: string, target: FitTarget): Rigid[] {
  const centre = symmetryCentre(target.map.grid);
  return pointGroup(name)
    .slice(1)
    .map((rotation) => rotationAbout(rotation, centre));
}
