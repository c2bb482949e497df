import type { JobContext } from "#core/job/job-context.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { simulateMolmap } from "#core/simulate/molmap.ts";
import { minimumRmsScale, subtractScaled } from "#core/volume/subtract.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The map without what atoms make of it at a resolution (Å): less their molmap, scaled for the least root mean square
 * of the rest where it is dense, as ChimeraX `fitmap subtractMaps`. Without atoms the map itself.
 */
export async function remainder(
  map: Volume,
  atoms: WeightedAtoms,
  resolution: number,
  job: JobContext,
): Promise<Volume> {
  if (atoms.xyz.length === 0) return map;
  const model = simulateMolmap(atoms, resolution, map.grid);
  const scale = await minimumRmsScale(map, model, levelEnclosingMass(model), job);
  return subtractScaled(map, model, { factors: [1, scale] }, job);
}
