import type { Chosen, FitRequest } from "#core/fit/params.ts";
import { type Clock, type FitTarget, prepareTarget } from "#core/fit/target.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { voxelVolume } from "#core/volume/grid.ts";
import { DEFAULT_LEVEL_FRACTION } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Volume of protein, Å³ per Da: a partial specific volume of 0.73 cm³/g (Fischer et al., Protein Sci. 13, 2825, 2004). */
export const PROTEIN_VOLUME = 1.21;

/** Share of a molecule's volume that stands clear of noise and solvent. */
const CORE = 0.5;
/** A level never encloses more of a map than this. */
const MOST_ENCLOSED = 0.3;

/**
 * A contour level for placing molecules of so much mass (kDa): half of their volume lies above it. Undefined where that is less
 * than the 1 % of the voxels that a fit takes by itself, or where density does not reach so far: there may be more copies than
 * are known.
 */
export function levelForMass(
  maps: MapKernel,
  map: Volume,
  mass: number,
  least = DEFAULT_LEVEL_FRACTION,
): number | undefined {
  const wanted = (CORE * mass * 1000 * PROTEIN_VOLUME) / (map.values.length * voxelVolume(map.grid));
  if (wanted <= least) return undefined;
  const level = maps.levelForFraction(map, Math.min(wanted, MOST_ENCLOSED));
  return level > 0 ? level : undefined;
}

/** A map made ready for the searches of one round. */
export interface RoundTarget {
  readonly target: FitTarget;
  /** For bodies of this radius of gyration (Å): small ones climb the map itself besides the smooth ones. */
  forRadius(radius: number): FitTarget;
  release(): void;
}

/** Bodies of a smaller radius of gyration, in units of the resolution, lose their shape in the smooth maps. */
const SMALL = 3;

/** Prepares a map for bodies of up to `extent` Å from their centres. */
export async function prepareRound(
  engine: PoseEngine,
  map: Volume,
  extent: number,
  resolution: Chosen<number>,
  request: FitRequest,
  clock: Clock,
  job: JobContext,
): Promise<RoundTarget> {
  const target = await prepareTarget(engine, map, extent, resolution, request, clock, job);
  return {
    target,
    forRadius: (radius) =>
      radius < SMALL * resolution.value ? { ...target, coarse: [...target.coarse, target.handle] } : target,
    release() {
      for (const handle of [target.handle, ...target.coarse]) engine.release(handle);
    },
  };
}
