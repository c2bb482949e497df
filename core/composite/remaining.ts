import type { JobContext } from "#core/job/job-context.ts";
import type { MapKernel } from "#core/kernel/map-kernel.ts";
import { withMaps } from "#core/kernel/scoped-maps.ts";
import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A body's matter, about its centre, and where it is placed. */
export interface PlacedMatter {
  readonly matter: WeightedAtoms;
  readonly pose: Rigid;
}

/** A map without the density that placed bodies explain. */
export interface Remaining {
  readonly map: Volume;
  /** Model map units to map units. */
  readonly scale: number;
}

/**
 * How much of the scaled model map is taken away. Once would leave the peaks of whatever is better resolved than the average;
 * twice leaves voxels alone that neighbours own, because the model map is small there, and empties those that are well covered.
 */
const TAKEN = 2;

/**
 * A copy of the map in which twice the model map of the placed bodies, on the scale of the map, is taken away: never below 0
 * where the map was positive, and nothing where it was not. Resolution in Å.
 */
export async function remainingMap(
  maps: MapKernel,
  map: Volume,
  placed: readonly PlacedMatter[],
  resolution: number,
  job: JobContext,
): Promise<Remaining> {
  if (placed.length === 0) return { map, scale: 0 };
  await job.checkpoint({ step: "remaining density", done: 0, total: 1 });
  return withMaps(maps, async (own) => {
    const model = own.molmap.simulate(together(placed), resolution, map.grid);
    const level = own.levelEnclosingMass(model);
    const scale = bestScale(map.values, model.values, level);
    const values = map.values.map((density, n) => {
      const taken = TAKEN * scale * model.values[n];
      return density > 0 && taken > 0 ? Math.max(0, density - taken) : density;
    });
    await job.checkpoint({ step: "remaining density", done: 1, total: 1 });
    return { map: { grid: map.grid, values }, scale };
  });
}

/** The atoms of placed bodies in the frame of the map. */
function together(placed: readonly PlacedMatter[]): WeightedAtoms {
  const count = placed.reduce((sum, { matter }) => sum + matter.weights.length, 0);
  const xyz = new Float64Array(3 * count);
  const weights = new Float64Array(count);
  let at = 0;
  for (const { matter, pose } of placed) {
    moveInto(matter.xyz, pose, xyz, 3 * at);
    weights.set(matter.weights, at);
    at += matter.weights.length;
  }
  return { xyz, weights };
}

function moveInto(from: Float64Array, { rotation, shift }: Rigid, out: Float64Array, at: number): void {
  const m = matrixOf(rotation);
  for (let n = 0; n < from.length; n += 3) {
    for (let k = 0; k < 3; k++) {
      out[at + n + k] =
        m[3 * k] * from[n] + m[3 * k + 1] * from[n + 1] + m[3 * k + 2] * from[n + 2] + shift[k];
    }
  }
}

/** Σvu ⁄ Σu² over the voxels where the model map reaches a level; never negative. */
function bestScale(map: Float32Array, model: Float32Array, level: number): number {
  let products = 0;
  let squares = 0;
  for (let n = 0; n < model.length; n++) {
    const u = model[n];
    if (!(u >= level)) continue;
    products += map[n] * u;
    squares += u * u;
  }
  return squares > 0 ? Math.max(0, products / squares) : 0;
}
