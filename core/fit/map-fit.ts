import { AppError } from "#core/errors.ts";
import { climbCorrelation, type FitMetric } from "#core/fit/correlation-climb.ts";
import { motionOfPose, packPoses, poseAt } from "#core/fit/pose.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { ClimbMethod, PointSet } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { IDENTITY, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import {
  type MapCorrelation,
  measureCorrelation,
  measureCorrelationNonZero,
} from "#core/simulate/correlation.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How a local climb may differ from the usual one; lengths in Å. */
export interface ClimbWishes {
  /** Left out: overlap. */
  readonly metric?: FitMetric;
  readonly hold?: "shift" | "rotation";
  /** Evaluations at most. */
  readonly iterations?: number;
  readonly largestStep?: number;
  /** The climb ends when its next step would be shorter. */
  readonly smallestStep?: number;
}

/** As the last climb of a search, with room for a start that is several Å away; lengths in Å. */
const CLIMB = { iterations: 500, firstStep: 0.5, largestStep: 1, smallestStep: 0.001 } as const;

/** The climb of a local fit for a body of a radius of gyration, Å. */
export function localClimb(radius: number, { metric: _, ...wishes }: ClimbWishes = {}): ClimbMethod {
  const method = { kind: "climb" as const, ...CLIMB, ...wishes, radius };
  return { ...method, firstStep: Math.min(CLIMB.firstStep, method.largestStep) };
}

/** More points would take gigabytes. */
const MOST_POINTS = 20_000_000;

export interface MapFit extends MapCorrelation {
  /** Moves the map from where it lies, Å. */
  readonly motion: Rigid;
  /** Correlation at the start. */
  readonly before: number;
}

/**
 * Moves a map to the nearest optimum of Σ ab in another (`map`): its samples at or above `level` (its units; null: all
 * that are not 0) are points weighted by their densities, as in ChimeraX `fitmap #a inMap #b`. Throws `input` when
 * fewer than three samples count, or too many for the memory.
 */
export async function fitMap(
  engine: PoseEngine,
  map: Volume,
  moved: Volume,
  level: number | null,
  wishes: ClimbWishes | undefined,
  job: JobContext,
): Promise<MapFit> {
  const body = bodyOf(moved, level);
  const poses = packPoses([{ ...IDENTITY, shift: body.centre }]);
  const method = localClimb(body.radius, wishes);
  if (wishes?.metric === undefined || wishes.metric === "overlap") {
    await ascend(engine, map, body.points, poses, method, job);
  } else await climbCorrelation(map, body.points, poses, wishes.metric, method);
  const motion = motionOfPose(poseAt(poses, 0), body.centre);
  const measure = (at: Rigid) =>
    level === null ? measureCorrelationNonZero(moved, map, at) : measureCorrelation(moved, level, map, at);
  return { motion, before: measure(IDENTITY).correlation, ...measure(motion) };
}

async function ascend(
  engine: PoseEngine,
  map: Volume,
  body: PointSet,
  poses: Float64Array,
  method: ClimbMethod,
  { signal }: JobContext,
): Promise<void> {
  const handle = engine.addVolume(map, 0);
  const points = engine.addPoints(body);
  try {
    await engine.ascend(handle, points, poses, method, signal);
  } finally {
    engine.release(handle);
    engine.release(points);
  }
}

interface MapBody {
  /** About the centre. */
  readonly points: PointSet;
  /** Mean of the points, Å. */
  readonly centre: Vec3;
  /** Radius of gyration, Å. */
  readonly radius: number;
}

function bodyOf({ grid, values }: Volume, level: number | null): MapBody {
  const counts = level === null ? (value: number) => value !== 0 : (value: number) => value >= level;
  const count = values.reduce((sum, value) => sum + (counts(value) ? 1 : 0), 0);
  if (count < 3 || count > MOST_POINTS) {
    const advice = count < 3 ? "lower its level" : "raise its level, or leave out envelope false";
    throw new AppError("input", `${count} samples of the map count, which cannot be fitted; ${advice}.`);
  }
  const xyz = new Float64Array(3 * count);
  const weight = new Float64Array(count);
  const [nx, ny] = grid.size;
  const mean = [0, 0, 0];
  let to = 0;
  for (let n = 0; n < values.length; n++) {
    if (!counts(values[n])) continue;
    const place = ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
    for (let k = 0; k < 3; k++) {
      xyz[3 * to + k] = place[k];
      mean[k] += place[k] / count;
    }
    weight[to++] = values[n];
  }
  let squares = 0;
  for (let n = 0; n < xyz.length; n++) {
    xyz[n] -= mean[n % 3];
    squares += xyz[n] * xyz[n];
  }
  return { points: { xyz, weight }, centre: [mean[0], mean[1], mean[2]], radius: Math.sqrt(squares / count) };
}
