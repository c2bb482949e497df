import { climb } from "#core/fit/climb.ts";
import {
  type ClimbMethod,
  type Evaluator,
  POSE_SIZE,
  type PointSet,
  SUMS_SIZE,
} from "#core/kernel/fit-kernel.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What a local fit makes as large as it can, under ChimeraX's names: Σab, the correlation, or that about the means. */
export type FitMetric = "overlap" | "correlation" | "cam";

/** More points are thinned: the optimum moves by less than a thousandth of a voxel, and a climb stays within a second. */
const MOST_POINTS = 100_000;

/**
 * Climbs the correlation of weighted points with the density under them (trilinear, 0 outside the map) from every pose
 * to its nearest optimum. `poses` is moved in place. The slope by the density v of a point is (a − b Σab ⁄ Σb²) ⁄ √(Σa²Σb²),
 * with a the weights and b the densities, less their means for "cam".
 */
export async function climbCorrelation(
  volume: Volume,
  points: PointSet,
  poses: Float64Array,
  metric: Exclude<FitMetric, "overlap">,
  method: ClimbMethod,
): Promise<Float64Array> {
  const used = thinned(points);
  const evaluator: Evaluator = {
    evaluate(_volume, _points, at, count, sums) {
      for (let n = 0; n < count; n++) {
        const pose = at.subarray(n * POSE_SIZE, (n + 1) * POSE_SIZE);
        sums.set(slopesAt(volume, used, pose, metric === "cam"), n * SUMS_SIZE);
      }
    },
  };
  return climb(evaluator, { id: 0 }, { id: 1, count: used.weight.length }, poses, method);
}

/** [0] the correlation; [1–3] its slope by the shift, per Å; [4–6] by the rotation about the centre, per radian. */
function slopesAt(volume: Volume, points: PointSet, pose: Float64Array, aboutMean: boolean): Float64Array {
  const count = points.weight.length;
  const { sw, sww, sv, svv, swv, ...slopes } = sumsAt(volume, points, pose);
  const [wMean, vMean] = aboutMean ? [sw / count, sv / count] : [0, 0];
  const aa = sww - wMean * wMean * count;
  const bb = svv - vMean * vMean * count;
  const ab = swv - wMean * vMean * count;
  const out = new Float64Array(7);
  if (!(aa > 0 && bb > 0)) return out;
  const norm = Math.sqrt(aa * bb);
  const ratio = ab / bb;
  out[0] = ab / norm;
  for (let k = 0; k < 6; k++) {
    // Σ (a − ratio · b) ∇v with a = w − w̄ and b = v − v̄.
    out[1 + k] = (slopes.w[k] - ratio * slopes.v[k] + (ratio * vMean - wMean) * slopes.one[k]) / norm;
  }
  return out;
}

interface Sums {
  sw: number;
  sww: number;
  sv: number;
  svv: number;
  swv: number;
  /** Σ ∇v and Σ r × ∇v, weighted by w, by v and by 1. */
  readonly w: Float64Array;
  readonly v: Float64Array;
  readonly one: Float64Array;
}

function sumsAt(volume: Volume, { xyz, weight }: PointSet, pose: Float64Array): Sums {
  const m = matrixOf([pose[0], pose[1], pose[2], pose[3]]);
  const { voxelSize } = volume.grid;
  const [cx, cy, cz] = [pose[4], pose[5], pose[6]];
  const sums: Sums = {
    sw: 0,
    sww: 0,
    sv: 0,
    svv: 0,
    swv: 0,
    w: new Float64Array(6),
    v: new Float64Array(6),
    one: new Float64Array(6),
  };
  const at = xyzToIjk(volume.grid, [0, 0, 0]);
  const sample = new Float64Array(4);
  const slope = new Float64Array(6);
  for (let n = 0; n < weight.length; n++) {
    const [px, py, pz] = [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]];
    const rx = m[0] * px + m[1] * py + m[2] * pz;
    const ry = m[3] * px + m[4] * py + m[5] * pz;
    const rz = m[6] * px + m[7] * py + m[8] * pz;
    sampleInto(
      volume,
      at[0] + (rx + cx) / voxelSize[0],
      at[1] + (ry + cy) / voxelSize[1],
      at[2] + (rz + cz) / voxelSize[2],
      sample,
    );
    const w = weight[n];
    const v = sample[0];
    sums.sw += w;
    sums.sww += w * w;
    sums.sv += v;
    sums.svv += v * v;
    sums.swv += w * v;
    slope[0] = sample[1];
    slope[1] = sample[2];
    slope[2] = sample[3];
    slope[3] = ry * sample[3] - rz * sample[2];
    slope[4] = rz * sample[1] - rx * sample[3];
    slope[5] = rx * sample[2] - ry * sample[1];
    for (let k = 0; k < 6; k++) {
      sums.w[k] += w * slope[k];
      sums.v[k] += v * slope[k];
      sums.one[k] += slope[k];
    }
  }
  return sums;
}

/** Density at index coordinates, trilinear, and its slope per Å along x, y, z; all 0 outside the outermost samples. */
function sampleInto({ grid, values }: Volume, x: number, y: number, z: number, out: Float64Array): void {
  const [nx, ny, nz] = grid.size;
  out.fill(0);
  if (!(x >= 0 && y >= 0 && z >= 0 && x < nx - 1 && y < ny - 1 && z < nz - 1)) return;
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [fx, fy, fz] = [x - i, y - j, z - k];
  const a = i + nx * (j + ny * k);
  const up = nx * ny;
  const [v000, v100, v010, v110] = [values[a], values[a + 1], values[a + nx], values[a + nx + 1]];
  const [v001, v101] = [values[a + up], values[a + up + 1]];
  const [v011, v111] = [values[a + up + nx], values[a + up + nx + 1]];
  const low = [v000 + fx * (v100 - v000), v010 + fx * (v110 - v010)];
  const high = [v001 + fx * (v101 - v001), v011 + fx * (v111 - v011)];
  const [near, far] = [low[0] + fy * (low[1] - low[0]), high[0] + fy * (high[1] - high[0])];
  const dx = mix(mix(v100 - v000, v110 - v010, fy), mix(v101 - v001, v111 - v011, fy), fz);
  out[0] = near + fz * (far - near);
  out[1] = dx / grid.voxelSize[0];
  out[2] = mix(low[1] - low[0], high[1] - high[0], fz) / grid.voxelSize[1];
  out[3] = (far - near) / grid.voxelSize[2];
}

function mix(a: number, b: number, t: number): number {
  return a + t * (b - a);
}

function thinned({ xyz, weight }: PointSet): PointSet {
  const count = weight.length;
  if (count <= MOST_POINTS) return { xyz, weight };
  const kept = Array.from({ length: MOST_POINTS }, (_, n) => Math.floor((n * count) / MOST_POINTS));
  return {
    xyz: Float64Array.from(kept.flatMap((n) => [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]])),
    weight: Float64Array.from(kept, (n) => weight[n]),
  };
}
