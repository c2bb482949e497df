import { AppError } from "#core/errors.ts";
import {
  type CoarseMap,
  cropToRegion,
  makeCoarseMaps,
  regionAround,
  regionOfSupport,
} from "#core/fit/coarse-maps.ts";
import { difffitOutside, difffitTarget } from "#core/fit/difffit-target.ts";
import {
  type Chosen,
  type FitRequest,
  GUESSED,
  type ScoreKind,
  VOXELS_PER_RESOLUTION,
} from "#core/fit/params.ts";
import type { FitSetup } from "#core/fit/result.ts";
import { chooseLevel, findSupport, type Support, smoothSupport } from "#core/fit/support.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { VolumeHandle } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { withMaps } from "#core/kernel/scoped-maps.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const RESOLUTION_RANGE = { least: 1, most: 60 }; // Å
const MARGIN = 6; // Å around everything a placed model can reach

/** What speaks for either score. */
const SCORE_REASONS: Readonly<Record<ScoreKind, string>> = {
  vrm: "electron scattering at the resolution of the map: right placements lead by more than with Gaussians",
  molmap: "Gaussians, the numbers of ChimeraX measure correlation",
};

/** One map made ready for fitting models of a certain size. */
export interface FitTarget {
  readonly map: Volume;
  /** The part of the map that placed models reach into, in the engine. */
  readonly handle: VolumeHandle;
  readonly held: Grid;
  readonly setup: FitSetup;
  /** Where centres start. */
  readonly starts: Support;
  /** The smooth maps to climb first; with DiffFit's optimiser its one objective instead. */
  readonly coarse: readonly VolumeHandle[];
  /** Highest density of the map. */
  readonly highest: number;
  /** Mean length of the map's box edges, Å: DiffFit's step follows it. */
  readonly meanEdge: number;
  readonly warnings: readonly string[];
  readonly prepareSeconds: number;
}

/** Seconds since some fixed moment; the host lends the clock. */
export type Clock = () => number;

/** The resolution a fit uses: given, else stated by the files (`statedBy` says which) and believable, else guessed from the voxel size. Throws `input` outside 1–60 Å. */
export function chooseResolution(
  map: Volume,
  given: number | undefined,
  stated: number | undefined,
  statedBy = "stated in the model file",
): Chosen<number> {
  const chosen = pickResolution(
    map,
    given,
    stated === undefined ? undefined : { value: stated, reason: statedBy },
  );
  const { least, most } = RESOLUTION_RANGE;
  if (!(chosen.value >= least && chosen.value <= most)) {
    throw new AppError(
      "input",
      `A resolution of ${chosen.value} Å cannot be right; give ${least} to ${most} Å.`,
      {
        seen: chosen.value,
      },
    );
  }
  return chosen;
}

function pickResolution(
  map: Volume,
  given: number | undefined,
  stated: Chosen<number> | undefined,
): Chosen<number> {
  if (given !== undefined) return { value: given, reason: "given" };
  if (stated !== undefined && isBelievable(stated.value, map)) return stated;
  const voxel = Math.cbrt(map.grid.voxelSize.reduce((product, d) => product * d, 1));
  const value = Math.round(voxel * VOXELS_PER_RESOLUTION * 10) / 10;
  return {
    value: Math.max(value, RESOLUTION_RANGE.least),
    reason: GUESSED,
  };
}

/**
 * The resolution a model file states belongs to the experiment behind the model, which may be a crystal. It is
 * believed only where the map's sampling allows it: from 2 voxels, the finest detail a map can hold, to 6.
 */
function isBelievable(stated: number, { grid }: Volume): boolean {
  const voxel = Math.max(...grid.voxelSize);
  return stated >= 2 * voxel && stated <= 6 * voxel;
}

/** Level, islands, smooth maps and kernel memory for one map and models of up to `extent` Å from their centre. */
export function prepareTarget(
  engine: PoseEngine,
  map: Volume,
  extent: number,
  resolution: Chosen<number>,
  request: FitRequest,
  clock: Clock,
  job: JobContext,
): Promise<FitTarget> {
  return withMaps(engine.maps, async (maps) => {
    const began = clock();
    await job.checkpoint({ step: "prepare", done: 0, total: 3 });
    const whole = maps.take(map);
    const highest = maps.highest(whole);
    const level = chooseLevel(maps, whole, highest, request.level);
    const support = await findSupport(maps, whole, level.value, request.minIsland, job);
    await job.checkpoint({ step: "prepare", done: 1, total: 3 });
    const region = request.around
      ? regionAround(request.around.centre, request.around.radius, extent + MARGIN)
      : regionOfSupport(support, extent + MARGIN);
    const reached = cropToRegion(maps, whole, region);
    if (reached !== whole) maps.release(whole);
    const handle = engine.addVolume(reached, 0);
    const smooth = await makeCoarseMaps(maps, reached, resolution.value, job);
    await job.checkpoint({ step: "prepare", done: 2, total: 3 });
    const isDifffit = request.optimizer === "difffit";
    const starts = isDifffit ? support : await smoothSupport(maps, smooth[0].volume, support, job);
    const climbed = isDifffit ? [await difffitMap(map, level.value, resolution.value, request, job)] : smooth;
    return {
      map,
      handle,
      held: reached.grid,
      setup: setupOf(engine, level, resolution, request),
      starts,
      coarse: climbed.map(({ volume, outside }) => engine.addVolume(volume, outside)),
      highest,
      meanEdge: map.grid.size.reduce((sum, n, k) => sum + n * map.grid.voxelSize[k], 0) / 3,
      warnings: support.warnings,
      prepareSeconds: clock() - began,
    };
  });
}

async function difffitMap(
  map: Volume,
  level: number,
  resolution: number,
  request: FitRequest,
  job: JobContext,
): Promise<CoarseMap> {
  return {
    volume: await difffitTarget(map, level, resolution, request, job),
    outside: difffitOutside(request),
  };
}

function setupOf(
  engine: PoseEngine,
  level: Chosen<number>,
  resolution: Chosen<number>,
  request: FitRequest,
): FitSetup {
  return {
    level,
    resolution,
    minIsland: { value: request.minIsland, reason: "smaller regions above the level are dust" },
    score: { value: request.score, reason: SCORE_REASONS[request.score] },
    kernel: engine.kernel,
    device: engine.device,
    threads: engine.threads,
    seed: request.seed,
  };
}
