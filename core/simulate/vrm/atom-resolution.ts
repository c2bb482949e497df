import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { damped, sinc } from "#core/simulate/vrm/atom-image.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { formFactorOrCarbon } from "#core/simulate/vrm/scattering.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Atoms between two checkpoints of a gradient. */
const ATOMS_PER_BATCH = 100;

/** What a local-resolution map may say of an atom. */
export interface LocalResolutionSettings {
  /** Å, for atoms outside the map or where it holds nothing. */
  readonly elsewhere: number;
  /** Å; coarser values are taken as this. */
  readonly coarsest: number;
}

/**
 * The resolution of every atom (Å) from a local-resolution map: sampled at the atom, never finer than two voxels nor
 * coarser than `coarsest`, averaged over each residue so that neighbours do not flicker.
 */
export function localResolutions(
  structure: Structure,
  map: Volume,
  { elsewhere, coarsest }: LocalResolutionSettings,
): Float64Array {
  const finest = 2 * Math.max(...map.grid.voxelSize);
  const resolutions = new Float64Array(structure.atomCount);
  for (const { start, end } of residuesOf(structure)) {
    let sum = 0;
    for (let atom = start; atom < end; atom++) {
      const [x, y, z] = structure.xyz.subarray(3 * atom, 3 * atom + 3);
      const value = valueAtIndex(map, ...xyzToIjk(map.grid, [x, y, z]));
      sum += value > 0 ? Math.min(coarsest, Math.max(finest, value)) : elsewhere;
    }
    resolutions.fill(sum / (end - start), start, end);
  }
  return resolutions;
}

/**
 * ∂T ⁄ ∂d of every atom for a target whose derivative against the model map is `weights` = ∂T ⁄ ∂ρ at every sample. Only
 * the edge of the sphere moves with d, so ∂ρ ⁄ ∂d = −4π f(1 ⁄ d) exp(−B ⁄ 4d²) sinc(2r ⁄ d) ⁄ d⁴ is closed and needs no
 * table. Of images followed to `cutoff` × d without fading; float64, one thread. Throws `cancelled`.
 * @public
 */
export async function resolutionGradient(
  atoms: ScatteringAtoms,
  weights: Volume,
  cutoff: number,
  job: JobContext = quietJob,
): Promise<Float64Array> {
  const { element, resolution } = atoms;
  const gradient = new Float64Array(element.length);
  for (let atom = 0; atom < element.length; atom++) {
    if (atom % ATOMS_PER_BATCH === 0) {
      await job.checkpoint({ step: "resolution gradient", done: atom, total: element.length });
    }
    const d = typeof resolution === "number" ? resolution : resolution[atom];
    const factor = formFactorOrCarbon(atoms.scattering ?? "electron", element[atom]);
    const edge = damped(factor, 1 / d, atoms.bFactor[atom]);
    const sum = waveSum(atoms, weights, atom, d, cutoff * d);
    gradient[atom] = (-4 * Math.PI * atoms.occupancy[atom] * edge * sum) / d ** 4;
  }
  return gradient;
}

/** Σ w sinc(2r ⁄ d) over the samples within a reach (Å) of an atom. */
function waveSum(
  atoms: ScatteringAtoms,
  { grid, values }: Volume,
  atom: number,
  d: number,
  reach: number,
): number {
  const [nx, ny] = grid.size;
  const square = (axis: number, index: number) =>
    (grid.origin[axis] + index * grid.voxelSize[axis] - atoms.xyz[3 * atom + axis]) ** 2;
  const [[i0, i1], [j0, j1], [k0, k1]] = [0, 1, 2].map((axis) => span(atoms, grid, axis, atom, reach));
  let sum = 0;
  for (let k = k0; k <= k1; k++) {
    for (let j = j0; j <= j1; j++) {
      const across = square(2, k) + square(1, j);
      for (let i = i0; i <= i1; i++) {
        const r = Math.sqrt(across + square(0, i));
        if (r <= reach) sum += values[i + nx * (j + ny * k)] * sinc((2 * r) / d);
      }
    }
  }
  return sum;
}

/** First and last index along an axis within a reach of an atom. */
function span(
  { xyz }: ScatteringAtoms,
  { origin, voxelSize, size }: Volume["grid"],
  axis: number,
  atom: number,
  reach: number,
): [number, number] {
  const middle = (xyz[3 * atom + axis] - origin[axis]) / voxelSize[axis];
  const half = reach / voxelSize[axis];
  return [Math.max(0, Math.ceil(middle - half)), Math.min(size[axis] - 1, Math.floor(middle + half))];
}
