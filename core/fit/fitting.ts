import { clusterFound, type Tolerance } from "#core/fit/cluster.ts";
import type { FitRequest } from "#core/fit/params.ts";
import type { Probe } from "#core/fit/probe.ts";
import type { Verdict } from "#core/fit/result.ts";
import type { Optimum, Search } from "#core/fit/search.ts";
import { cutOffCopies, equivalentSites } from "#core/fit/sites.ts";
import type { Clock, FitTarget } from "#core/fit/target.ts";
import { judge } from "#core/fit/verdict.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Rigid } from "#core/math/rigid.ts";

const LEADING_WRONG = 8;

/** One probe to be fitted into one map. */
export interface FitTask {
  readonly engine: PoseEngine;
  readonly target: FitTarget;
  readonly probe: Probe;
  readonly request: FitRequest;
  readonly clock: Clock;
  readonly job: JobContext;
}

/** A fit that is under way. */
export interface Fitting extends FitTask {
  readonly search: Search;
  readonly tolerance: Tolerance;
  /** The operations of the symmetry that was asked for, without the identity. */
  readonly group: readonly Rigid[];
}

/** The verdict on distinct optima; copies cut off by the edge of the map do not count as wrong placements. */
export function judgeOptima(
  { search, target, tolerance }: Fitting,
  optima: readonly Optimum[],
  starts: number,
): { verdict: Verdict; wrong: number[] } {
  const sites = equivalentSites(optima, tolerance);
  const distinct = clusterFound(optima, tolerance).map(({ best, hits }) => ({ ...best, hits }));
  const isCutOff = cutOffCopies(search, target.map.grid, sites, tolerance);
  const leading = sites.length + LEADING_WRONG; // only the leading wrong placements decide the gap
  const counted = distinct.filter((o, n) => n < sites.length || n >= leading || !isCutOff(o));
  const verdict = judge(counted, starts, target.setup.resolution.value);
  return { verdict, wrong: counted.slice(verdict.sites).map((o) => o.score) };
}
