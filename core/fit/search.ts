import {
  addPose,
  clusterFound,
  createPoseList,
  type Found,
  firstWithin,
  type Group,
} from "#core/fit/cluster.ts";
import type { FitRequest } from "#core/fit/params.ts";
import { packPoses, pickPoses, poseAt } from "#core/fit/pose.ts";
import { modelMask, type Probe } from "#core/fit/probe.ts";
import { rankPoses } from "#core/fit/score.ts";
import { makeStarts } from "#core/fit/starts.ts";
import type { Support } from "#core/fit/support.ts";
import type { FitTarget } from "#core/fit/target.ts";
import { equivalentScore } from "#core/fit/verdict.ts";
import type { JobContext } from "#core/job/job-context.ts";
import {
  type ClimbMethod,
  POSE_SIZE,
  type PointsHandle,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { WeightMoments } from "#core/kernel/map-kernel.ts";
import type { AscentMethod, PoseEngine } from "#core/kernel/pose-engine.ts";
import { withMaps } from "#core/kernel/scoped-maps.ts";

const SURVIVORS = 0.15; // of the starts on each coarse map go on to the full map
const LEAST_BASINS = 12; // of each coarse map go on in any case: rank 1 is judged against what else there is
const SAME_BASIN = { shift: 2, angle: 8 }; // coarse end points this close are climbed once
const SAME_OPTIMUM = { shift: 1, angle: 2.5 }; // refined poses this close are one optimum
const ROUGHLY_SAME = { shift: 2, angle: 6 }; // unrefined poses this close to a better one add to its hits
const HEADS = 12; // best optima refined to convergence after every batch
const MOST_EQUAL = 60; // equally good sites refined at once: the order of I
const POOL = 400; // optima remembered
const DIFFFIT_ITERATIONS = 201;
const DIFFFIT_RATE = 0.01; // of the mean box edge per step (Å), and of a unit quaternion

type ClimbSteps = Omit<ClimbMethod, "kind" | "radius">;

// Steps in Å: far from the start on a smooth map, into the nearest basin of the full one, then to convergence.
const COARSE_CLIMB: ClimbSteps = { iterations: 20, firstStep: 3, largestStep: 4, smallestStep: 0.3 };
const MEDIUM_CLIMB: ClimbSteps = { iterations: 20, firstStep: 1, largestStep: 2, smallestStep: 0.1 };
const FINE_CLIMB: ClimbSteps = { iterations: 60, firstStep: 0.3, largestStep: 1, smallestStep: 0.002 };

/** A pose the search ended at. */
export interface Optimum extends Found {
  /** Correlation about the mean; exact once refined, else over the thinned mask. */
  readonly score: number;
  readonly refined: boolean;
}

/** Where the starts of a basin of a coarse map end. */
export interface Basin {
  readonly pose: Float64Array;
  readonly hits: number;
  /** The start that ended highest, by its place among the starts. */
  readonly start: number;
}

/** A search over one map for one probe: everything a batch of starts needs, loaded once. */
export interface Search {
  readonly engine: PoseEngine;
  readonly probe: Probe;
  readonly starts: Support;
  readonly request: FitRequest;
  readonly map: VolumeHandle;
  readonly coarseMaps: readonly VolumeHandle[];
  readonly meanEdge: number;
  readonly points: {
    readonly coarse: PointsHandle;
    readonly medium: PointsHandle;
    readonly atoms: PointsHandle;
    readonly preview: PointsHandle;
    readonly mask: PointsHandle;
  };
  /** Density of the model alone, at the resolution, at each of its atoms. */
  readonly modelDensity: Float64Array;
  readonly moments: { readonly preview: WeightMoments; readonly mask: WeightMoments };
  /** Gives back the memory of the probe's points; the maps stay with the target. */
  release(): void;
}

/** Loads a probe and the points of its model map at the target's resolution into the engine. */
export function createSearch(
  engine: PoseEngine,
  probe: Probe,
  target: FitTarget,
  request: FitRequest,
): Promise<Search> {
  return withMaps(engine.maps, async (maps) => {
    const mask = modelMask(probe, target.setup.resolution.value, maps[target.setup.score.value], maps);
    const points = {
      coarse: engine.addPoints(probe.coarse),
      medium: engine.addPoints(probe.medium),
      atoms: engine.addPoints(probe.atoms),
      preview: engine.addPoints(mask.preview),
      mask: engine.addPoints(mask.points),
    };
    return {
      engine,
      probe,
      starts: target.starts,
      request,
      map: target.handle,
      coarseMaps: target.coarse,
      meanEdge: target.meanEdge,
      points,
      modelDensity: maps.densities(mask.map, probe.atoms.xyz),
      moments: { preview: maps.moments(mask.preview), mask: maps.moments(mask.points) },
      release() {
        for (const handle of Object.values(points)) engine.release(handle);
      },
    };
  });
}

/** Climbs one batch of starts, each on one of the coarse maps, and keeps the best basins of each map. */
export async function climbStarts(
  search: Search,
  batch: number,
  starts: number,
  job: JobContext,
): Promise<Basin[]> {
  const { request } = search;
  const poses = makeStarts(search.starts, request, starts, request.seed, batch);
  const each = search.coarseMaps.map((_, m) => climbFromStarts(search, poses, m, job, batch + 1));
  return (await Promise.all(each)).flat();
}

/** Climbs the basins of one batch on the full map and merges them into the optima known so far, best first. */
export async function mergeBasins(
  search: Search,
  known: readonly Optimum[],
  basins: readonly Basin[],
  job: JobContext,
): Promise<Optimum[]> {
  const { engine, points } = search;
  const climbed = new Float64Array(basins.length * POSE_SIZE);
  basins.forEach((basin, n) => {
    climbed.set(basin.pose, n * POSE_SIZE);
  });
  await engine.ascend(search.map, points.medium, climbed, climbOf(MEDIUM_CLIMB, search.probe), job.signal);
  const scores = await rankPoses(engine, search.map, points.preview, search.moments.preview, climbed);
  const fresh = basins.map(
    (basin, n): Optimum => ({
      pose: poseAt(climbed, n),
      hits: basin.hits,
      score: scores[n],
      refined: false,
    }),
  );
  return refineHeads(search, mergeOptima([...known, ...fresh]), HEADS, job);
}

/**
 * Climbs every n-th start on the m-th of n coarse maps and keeps the best basins: where each leads and from which
 * start. `turn`: see `PoseEngine`.
 */
export async function climbFromStarts(
  search: Search,
  poses: Float64Array,
  m: number,
  job: JobContext,
  turn = 0,
): Promise<Basin[]> {
  const { engine, coarseMaps, request } = search;
  const chosen = everyNth(poses.length / POSE_SIZE, coarseMaps.length, m);
  const own = pickPoses(poses, chosen);
  const points = firstPoints(search);
  const values = await engine.ascend(coarseMaps[m], points, own, firstAscent(search), job.signal, turn);
  const basins = distinctBest(own, values, request.optimizer === "difffit" ? 1 : SURVIVORS);
  return basins.map(({ index, ...basin }) => ({ ...basin, start: chosen[index] }));
}

/**
 * Refines the leading optima to convergence on the full map with all atoms, scores them exactly, and merges again:
 * all that are as good as the best, and `heads` more.
 */
export async function refineHeads(
  search: Search,
  optima: readonly Optimum[],
  heads: number,
  job: JobContext,
): Promise<Optimum[]> {
  let current = [...optima];
  for (;;) {
    const best = current.length > 0 ? current[0].score : 0;
    const equal = current.filter((o) => o.score >= equivalentScore(best)).length;
    const rough = current.slice(0, heads + Math.min(equal, MOST_EQUAL)).filter((o) => !o.refined);
    if (rough.length === 0) return current;
    const refined = await refineOptima(search, rough, job);
    current = mergeOptima([...current.filter((o) => !rough.includes(o)), ...refined]);
  }
}

/** Climbs each optimum on the full map to a step below 0.002 Å and scores it over the whole mask. */
export async function refineOptima(
  search: Search,
  optima: readonly Optimum[],
  job: JobContext,
): Promise<Optimum[]> {
  const { engine, points } = search;
  const poses = packPoses(optima.map((o) => o.pose));
  await engine.ascend(search.map, points.atoms, poses, climbOf(FINE_CLIMB, search.probe), job.signal);
  const scores = await rankPoses(engine, search.map, points.mask, search.moments.mask, poses);
  return optima.map((o, n) => ({ pose: poseAt(poses, n), hits: o.hits, score: scores[n], refined: true }));
}

/** One entry per optimum: refined ones first lead their neighbours, hits add up; the best `POOL` stay. */
function mergeOptima(optima: readonly Optimum[]): Optimum[] {
  const refined = clusterFound(
    optima.filter((o) => o.refined),
    SAME_OPTIMUM,
  ).map(({ best, hits }) => ({ ...best, hits }));
  const rough = clusterFound(
    optima.filter((o) => !o.refined),
    ROUGHLY_SAME,
  ).map(({ best, hits }) => ({ ...best, hits }));
  const rest: Optimum[] = [];
  const homes = createPoseList(refined.length);
  refined.forEach(({ pose }, n) => {
    addPose(homes, pose, n);
  });
  for (const candidate of rough) {
    const home = firstWithin(homes, candidate.pose, ROUGHLY_SAME);
    if (home >= 0) refined[home].hits += candidate.hits;
    else rest.push(candidate);
  }
  return [...refined, ...rest].sort((a, b) => b.score - a.score).slice(0, POOL);
}

/**
 * The best end points by value (a fraction of all), one per basin, with the starts that led there. When the best all
 * share a few basins the next best follow: a search that knows nothing but rank 1 could not tell it from a wrong one.
 */
function distinctBest(
  poses: Float64Array,
  values: Float64Array,
  fraction: number,
): { pose: Float64Array; hits: number; index: number }[] {
  const endAt = (n: number) => ({ pose: poseAt(poses, n), hits: 1, score: values[n], index: n });
  const kept = Math.max(1, Math.ceil(values.length * fraction));
  const basins = clusterFound(bestOf(values, kept).map(endAt), SAME_BASIN);
  if (basins.length < LEAST_BASINS && kept < values.length) addNextBest(basins, values, kept, endAt);
  return basins.map(({ best, hits }) => ({
    pose: poses.slice(best.index * POSE_SIZE, (best.index + 1) * POSE_SIZE),
    hits,
    index: best.index,
  }));
}

type EndGroup = Group<Found & { readonly index: number }>;

function addNextBest(
  basins: EndGroup[],
  values: Float64Array,
  kept: number,
  endAt: (n: number) => EndGroup["best"],
): void {
  const leaders = createPoseList(LEAST_BASINS);
  basins.forEach(({ best }, n) => {
    addPose(leaders, best.pose, n);
  });
  for (const n of bestOf(values, values.length).slice(kept)) {
    if (basins.length >= LEAST_BASINS) return;
    const next = endAt(n);
    if (firstWithin(leaders, next.pose, SAME_BASIN) >= 0) continue;
    addPose(leaders, next.pose, basins.length);
    basins.push({ best: next, members: [next], hits: 1 });
  }
}

/** Places of the `kept` largest values, largest first, equal ones in their order. */
function bestOf(values: Float64Array, kept: number): number[] {
  const least = values.slice().sort()[values.length - kept];
  const places: number[] = [];
  for (let n = 0; n < values.length; n++) if (values[n] >= least) places.push(n);
  return places.sort((a, b) => values[b] - values[a] || a - b).slice(0, kept);
}

function everyNth(count: number, stride: number, first: number): number[] {
  const out: number[] = [];
  for (let n = first; n < count; n += stride) out.push(n);
  return out;
}

/** One stage of the way from a start to its optimum: what is climbed with which points. */
export interface Stage {
  readonly volume: VolumeHandle;
  readonly points: PointsHandle;
  readonly method: AscentMethod;
}

/** The stages of a start that began on the m-th coarse map: there, on the full map, to convergence. */
export function stagesFrom(search: Search, m: number): readonly [Stage, Stage, Stage] {
  const { map, points, probe } = search;
  return [
    { volume: search.coarseMaps[m], points: firstPoints(search), method: firstAscent(search) },
    { volume: map, points: points.medium, method: climbOf(MEDIUM_CLIMB, probe) },
    { volume: map, points: points.atoms, method: climbOf(FINE_CLIMB, probe) },
  ];
}

function firstPoints({ request, points }: Search): PointsHandle {
  return request.optimizer === "difffit" ? points.atoms : points.coarse;
}

/** From the starts: a short climb on a smooth map, or all of DiffFit on its own objective. */
function firstAscent({ request, probe, meanEdge }: Search): AscentMethod {
  if (request.optimizer === "difffit") {
    return {
      kind: "adam",
      iterations: DIFFFIT_ITERATIONS,
      shiftRate: DIFFFIT_RATE * meanEdge,
      quaternionRate: DIFFFIT_RATE,
    };
  }
  return climbOf(COARSE_CLIMB, probe);
}

function climbOf(steps: ClimbSteps, probe: Probe): ClimbMethod {
  return { kind: "climb", ...steps, radius: probe.radius };
}
