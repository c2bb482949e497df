import { AppError } from "#core/errors.ts";
import { agree } from "#core/fit/cluster.ts";
import { LIMITS } from "#core/fit/params.ts";
import { motionOfPose, packPoses, poseAt } from "#core/fit/pose.ts";
import { rankPoses } from "#core/fit/score.ts";
import { climbFromStarts, type Search, type Stage, stagesFrom } from "#core/fit/search.ts";
import { makeStarts } from "#core/fit/starts.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { POSE_SIZE } from "#core/kernel/fit-kernel.ts";
import type { Rigid } from "#core/math/rigid.ts";

const MAY_LEAD = { shift: 4, angle: 15 }; // ends of the second stage this close are followed to convergence
const SAME_END = { shift: 1, angle: 2.5 }; // as the search: closer ends are one optimum
const MOST_STEPS = 80; // per stage; Adam takes 201 steps of little news each

/** Where a start was on its way, and how good it was there. */
export interface PathStep {
  /** On a smooth map, on the full map with some atoms, on the full map with all. */
  readonly stage: "smooth map" | "full map" | "all atoms";
  /** Moves the coordinates of the input file to where the model was. */
  readonly motion: Rigid;
  /** Correlation about the mean there, on the full map, −1…1. */
  readonly score: number;
}

export interface FitPath {
  /** The start's number among all starts of the fit, from 1. */
  readonly start: number;
  /** From the start itself to convergence, every accepted step. */
  readonly steps: readonly PathStep[];
}

const STAGES = ["smooth map", "full map", "all atoms"] as const;

/**
 * How the best start of a placement got there. Nothing of it is kept by a fit: the first stage is run again from the
 * same starts, batch by batch, until one ends at `wanted` (the pose of the body's centre), and that start is followed.
 * Throws `input` when none of the first `starts` leads there, as for sites that were completed by symmetry.
 */
export async function replayPath(
  search: Search,
  wanted: Rigid,
  starts: number,
  job: JobContext,
): Promise<FitPath> {
  for (let batch = 0; batch * LIMITS.batchStarts < starts; batch++) {
    const before = batch * LIMITS.batchStarts;
    await job.checkpoint({ step: "find the start", done: before, total: starts });
    const count = Math.min(LIMITS.batchStarts, starts - before);
    const { request } = search;
    const poses = makeStarts(search.starts, request, count, request.seed, batch);
    const found = await bestStart(search, poses, wanted, job);
    if (!found) continue;
    const from = poses.slice(found.start * POSE_SIZE, (found.start + 1) * POSE_SIZE);
    return { start: before + found.start + 1, steps: await follow(search, from, found.coarse, job) };
  }
  throw new AppError(
    "input",
    "No start of this fit ended here: the site was completed by the symmetry of the map, so there is no path to show.",
  );
}

/** The start of a batch that ends at `wanted` and was the best of those after the second stage. */
async function bestStart(
  search: Search,
  poses: Float64Array,
  wanted: Rigid,
  job: JobContext,
): Promise<{ start: number; coarse: number } | undefined> {
  const { engine, points, moments } = search;
  const basins: { start: number; coarse: number; pose: Float64Array }[] = [];
  for (let coarse = 0; coarse < search.coarseMaps.length; coarse++) {
    for (const basin of await climbFromStarts(search, poses, coarse, job)) basins.push({ ...basin, coarse });
  }
  const [, full, fine] = stagesFrom(search, 0);
  const climbed = new Float64Array(basins.length * POSE_SIZE);
  basins.forEach(({ pose }, n) => {
    climbed.set(pose, n * POSE_SIZE);
  });
  await engine.ascend(full.volume, full.points, climbed, full.method, job.signal);
  const near = basins.map((_, n) => n).filter((n) => agree(wanted, poseAt(climbed, n), MAY_LEAD));
  if (near.length === 0) return undefined;
  const scores = await rankPoses(engine, search.map, points.preview, moments.preview, climbed);
  const ends = packPoses(near.map((n) => poseAt(climbed, n)));
  await engine.ascend(fine.volume, fine.points, ends, fine.method, job.signal);
  const [best] = near
    .filter((_, at) => agree(wanted, poseAt(ends, at), SAME_END))
    .sort((a, b) => scores[b] - scores[a] || a - b);
  return best === undefined ? undefined : basins[best];
}

async function follow(
  search: Search,
  from: Float64Array,
  coarse: number,
  job: JobContext,
): Promise<PathStep[]> {
  const poses = [from];
  const stages: PathStep["stage"][] = [STAGES[0]];
  for (const [n, stage] of stagesFrom(search, coarse).entries()) {
    for (const pose of await trace(search, stage, poses.at(-1) ?? from, job)) {
      poses.push(pose);
      stages.push(STAGES[n]);
    }
  }
  const packed = packPoses(poses.map((pose) => poseAt(pose, 0)));
  const scores = await rankPoses(search.engine, search.map, search.points.mask, search.moments.mask, packed);
  return poses.map((pose, n) => ({
    stage: stages[n],
    motion: motionOfPose(poseAt(pose, 0), search.probe.centre),
    score: scores[n],
  }));
}

/**
 * The poses a climb went through. An ascent cut short after k evaluations stands where the whole one stood then, on
 * every kernel, so the climb is asked again for 1, 2, 3, … evaluations: a few thousand samples more, and no kernel
 * needs to keep a record.
 */
async function trace(
  { engine }: Search,
  { volume, points, method }: Stage,
  from: Float64Array,
  job: JobContext,
): Promise<Float64Array[]> {
  const after = async (iterations: number) => {
    const pose = from.slice();
    await engine.ascend(volume, points, pose, { ...method, iterations }, job.signal);
    return pose;
  };
  const end = await after(method.iterations);
  const stride = Math.ceil(method.iterations / MOST_STEPS);
  const steps: Float64Array[] = [];
  let last = from;
  for (let n = stride; n < method.iterations && !isSame(last, end); n += stride) {
    const pose = await after(n);
    if (!isSame(pose, last)) steps.push(pose);
    last = pose;
  }
  if (!isSame(last, end)) steps.push(end);
  return steps;
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, n) => value === b[n]);
}
