import { checkModelMapInput, type WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { GAUSSIAN_CUTOFF, sigmaOfResolution } from "#core/simulate/molmap.ts";
import { vanDerWaalsRadius } from "#core/structure/van-der-waals.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * Model density of balls, as ChimeraX `molmap balls true` describes it: every atom, whatever its element, is 1 up to σ within
 * its van der Waals radius and fades from there as a Gaussian of width σ = 0.225 × resolution (Å), up to 5 σ; balls that
 * overlap add up. Throws `input` for wrong atoms or resolution.
 */
export function simulateBalls(atoms: WeightedAtoms, resolution: number, grid: Grid): Volume {
  checkModelMapInput(atoms, resolution);
  const sigma = sigmaOfResolution(resolution);
  const values = new Float32Array(sampleCount(grid));
  for (const [n, atomicNumber] of atoms.weights.entries()) {
    const core = Math.max(0, vanDerWaalsRadius(atomicNumber) - sigma);
    addBall(values, grid, atoms.xyz.subarray(3 * n, 3 * n + 3), core, sigma);
  }
  return { grid, values };
}

function addBall(values: Float32Array, grid: Grid, centre: Float64Array, core: number, sigma: number): void {
  const [nx, ny] = grid.size;
  const reach = core + GAUSSIAN_CUTOFF * sigma;
  const [x, y, z] = [0, 1, 2].map((axis) => rangeOf(grid, axis, centre[axis], reach));
  for (let k = z.first; k <= z.last; k++) {
    const dz = z.from + k * z.step;
    for (let j = y.first; j <= y.last; j++) {
      const dy = y.from + j * y.step;
      const row = nx * (j + ny * k);
      for (let i = x.first; i <= x.last; i++) {
        const dx = x.from + i * x.step;
        const beyond = Math.sqrt(dx * dx + dy * dy + dz * dz) - core;
        values[row + i] += beyond <= 0 ? 1 : Math.exp(-0.5 * (beyond / sigma) ** 2);
      }
    }
  }
}

/** The samples along an axis that lie within reach of a centre, Å, and where sample 0 lies from it. */
function rangeOf(
  { origin, voxelSize, size }: Grid,
  axis: number,
  centre: number,
  reach: number,
): { first: number; last: number; from: number; step: number } {
  const [from, step] = [origin[axis] - centre, voxelSize[axis]];
  const first = Math.max(0, Math.ceil((-reach - from) / step));
  const last = Math.min(size[axis] - 1, Math.floor((reach - from) / step));
  return { first, last, from, step };
}
