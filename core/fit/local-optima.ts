import { poseAt } from "#core/fit/pose.ts";
import { rankPoses } from "#core/fit/score.ts";
import { type Optimum, type Search, stagesFrom } from "#core/fit/search.ts";
import { makeStarts } from "#core/fit/starts.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { POSE_SIZE } from "#core/kernel/fit-kernel.ts";

/** Starts of its own, so that none of them is one of the search's. */
const BATCH = 1_000_000;

/**
 * Where random starts end when each is climbed on the map itself: what local fits from anywhere find, the poor ones too. A
 * search keeps only the best of its end points, which say nothing of how placements usually score. Throws `cancelled`.
 */
export async function localOptima(search: Search, starts: number, job: JobContext): Promise<Optimum[]> {
  const { engine, request, map, points, moments } = search;
  const poses = makeStarts(search.starts, request, starts, request.seed, BATCH);
  const [, onMap] = stagesFrom(search, 0);
  await engine.ascend(map, onMap.points, poses, onMap.method, job.signal);
  const scores = await rankPoses(engine, map, points.preview, moments.preview, poses);
  return Array.from({ length: poses.length / POSE_SIZE }, (_, n) => ({
    pose: poseAt(poses, n),
    hits: 1,
    score: scores[n],
    refined: false,
  }));
}
