import { clusterPoints } from "#core/gmm/clusters.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type Grid, ijkToXyz } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A part of a particle that is refined on its own. */
export interface Patch {
  /** Å. */
  readonly centre: Vec3;
  readonly radius: number;
  /** 1 inside the sphere, falling softly outside. */
  readonly mask: Volume;
}

/** Rounds of K-means over the Gaussians, and the width of a patch's soft edge, pixels (e2gmm). */
const ROUNDS = 30;
const EDGE = 5;
/**
 * Part of a patch's amplitude that its sphere holds. e2gmm's reaches the farthest member, which a single faint Gaussian in
 * the solvent would carry away.
 */
const HELD = 0.98;

/**
 * Cuts a model into patches by K-means of its Gaussians, weighted by amplitude; each gets a sphere around its mean that holds
 * nearly all of it. The same masks serve both half sets. Throws `input` for more patches than Gaussians.
 */
export async function cutPatches(
  model: Gaussians,
  count: number,
  grid: Grid,
  seed: number,
  job: JobContext,
): Promise<Patch[]> {
  const weight = model.amplitude.map((amplitude) => Math.max(amplitude, 0));
  const spread = Float64Array.from([0, 1, 2], (axis) => extent(model.xyz, axis));
  const volume = spread.reduce((product, length) => product * (length + 1), 1) / model.count;
  const points = { xyz: model.xyz, weight, volume };
  const { centres, member } = await clusterPoints(points, { count, rounds: ROUNDS, seed, still: 1 }, job);
  return Array.from({ length: count }, (_, c) => {
    const centre: Vec3 = [centres[3 * c], centres[3 * c + 1], centres[3 * c + 2]];
    const own = Array.from(member.keys()).filter((n) => member[n] === c);
    const radius = radiusHolding(model, own, centre);
    return { centre, radius, mask: softSphere(grid, centre, radius, EDGE * grid.voxelSize[0]) };
  });
}

/** Å around a centre within which nearly all amplitude of some Gaussians lies. */
function radiusHolding({ xyz, amplitude }: Gaussians, which: readonly number[], centre: Vec3): number {
  const away = which
    .map((n) => ({ n, distance: Math.hypot(...centre.map((x, k) => xyz[3 * n + k] - x)) }))
    .sort((a, b) => a.distance - b.distance);
  let rest = HELD * which.reduce((sum, n) => sum + Math.max(amplitude[n], 0), 0);
  for (const { n, distance } of away) {
    rest -= Math.max(amplitude[n], 0);
    if (rest <= 0) return distance;
  }
  return away.at(-1)?.distance ?? 0;
}

/** 1 within a radius of a centre, exp(−((r − radius) ⁄ edge)²) outside; all Å. */
export function softSphere(grid: Grid, centre: Vec3, radius: number, edge: number): Volume {
  const [nx, ny, nz] = grid.size;
  const values = new Float32Array(nx * ny * nz);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, n++) {
        const [x, y, z] = ijkToXyz(grid, [i, j, k]);
        const beyond = Math.hypot(x - centre[0], y - centre[1], z - centre[2]) - radius;
        values[n] = beyond <= 0 ? 1 : Math.exp(-((beyond / edge) ** 2));
      }
    }
  }
  return { grid, values };
}

/**
 * One map out of many: Σ Mᵢ Vᵢ over Σ Mᵢ, and where no patch reaches the background instead, with the weight that is
 * missing to 1. (e2gmm's program; the paper's formula has no background and no value there.)
 */
export function compositeMap(
  patches: readonly { readonly map: Volume; readonly mask: Volume }[],
  background: Volume,
): Volume {
  const { grid } = background;
  const values = background.values.map((density, n) => {
    let weight = 0;
    let sum = 0;
    for (const { map, mask } of patches) {
      weight += mask.values[n];
      sum += mask.values[n] * map.values[n];
    }
    const rest = Math.max(0, 1 - weight);
    return (sum + rest * density) / (weight + rest);
  });
  return { grid, values };
}

function extent(xyz: Float64Array, axis: number): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = axis; n < xyz.length; n += 3) {
    low = Math.min(low, xyz[n]);
    high = Math.max(high, xyz[n]);
  }
  return high - low;
}
