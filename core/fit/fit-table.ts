import { clusterFound } from "#core/fit/cluster.ts";
import type { Fitting } from "#core/fit/fitting.ts";
import { motionOfPose, packPoses } from "#core/fit/pose.ts";
import type { FitCluster, FitResult, Placement } from "#core/fit/result.ts";
import { atomScores, scorePoses, sumAtoms } from "#core/fit/score.ts";
import type { Optimum } from "#core/fit/search.ts";
import { equivalentScore, zScore } from "#core/fit/verdict.ts";

const PLACEMENTS_PER_ROW = 3; // distinct optima kept per row of the table, for clustering again with other tolerances

/** Scores the refined optima and gathers them in the rows of the table; `wrong`: scores of wrong placements. */
export async function tabulate(
  { engine, search, target, request, tolerance, group }: Fitting,
  optima: readonly Optimum[],
  wrong: readonly number[],
): Promise<Pick<FitResult, "clusters" | "placements">> {
  const { probe } = search;
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
  const groups = clusterFound(placements, tolerance, group).slice(0, request.top);
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
