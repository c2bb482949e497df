import type { JobContext } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

const NOISE_STREAM = 1_000_003; // of random numbers, away from those of the complex

export interface NoisyMapParams {
  readonly seed: number;
  /** Å, of density and noise alike. */
  readonly resolution: number;
  /** Å. */
  readonly voxelSize: number;
  /** Mean density at the atoms over the noise's standard deviation; deposited maps at 3 to 4 Å have 3 to 4. */
  readonly signalToNoise: number;
}

/** A structure as density on a fine grid, with noise of the same resolution over all of it. The same seed gives the same map. */
export async function noisyMap(
  structure: Structure,
  params: NoisyMapParams,
  job: JobContext,
): Promise<Volume> {
  const { seed, resolution, voxelSize, signalToNoise } = params;
  const { indices } = selectAtoms(structure, "all");
  const atoms = weightedAtoms(structure, indices);
  const clean = simulateMolmap(
    atoms,
    resolution,
    molmapGrid(atoms.xyz, resolution, { gridSpacing: voxelSize }),
  );
  let atAtoms = 0;
  for (let n = 0; n < atoms.xyz.length; n += 3) {
    atAtoms += valueAt(clean, [atoms.xyz[n], atoms.xyz[n + 1], atoms.xyz[n + 2]]);
  }
  const sd = atAtoms / indices.length / signalToNoise;
  const random = createRandom(seed, NOISE_STREAM);
  const noise = await bandLimitedNoise(clean.grid, { resolution, sd }, random, job);
  return { grid: clean.grid, values: clean.values.map((value, n) => value + noise.values[n]) };
}
