import { AppError } from "#core/errors.ts";
import { gaussianBrush, paintGaussian } from "#core/simulate/gaussian-brush.ts";
import { MODEL_MAP_MASS_FRACTION } from "#core/simulate/mass-level.ts";
import {
  allFinite,
  checkModelMapInput,
  type ModelMapKernel,
  type WeightedAtoms,
} from "#core/simulate/model-map-kernel.ts";
import { createGrid, type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Gaussians end this many sigma from the atom along each axis (ChimeraX molmap). */
export const GAUSSIAN_CUTOFF = 5;

/** Samples along the resolution, and padding in units of the resolution (ChimeraX molmap). */
const SAMPLES_PER_RESOLUTION = 3;
const PADDING = 3;

/** Largest model map this program makes: 4 GiB of densities. */
const MAX_SAMPLES = 2 ** 30;

/** Width of the Gaussian whose Fourier transform falls to 1/e at 1/resolution: d ⁄ (π√2) = 0.225 d, Å. */
export function sigmaOfResolution(resolution: number): number {
  return resolution / (Math.PI * Math.SQRT2);
}

/** Height of a Gaussian of width `sigma` (Å) that integrates to 1, Å⁻³. */
export function gaussianPeak(sigma: number): number {
  return (2 * Math.PI) ** -1.5 * sigma ** -3;
}

/** The grid of ChimeraX molmap; lengths in Å, by default spacing resolution/3 and padding 3 × resolution. */
export interface MolmapGridParams {
  readonly gridSpacing?: number;
  readonly edgePadding?: number;
}

/**
 * The grid molmap puts atoms (xyz triplets, Å) on: centred on their bounding box, padded on every side.
 * Throws `input` without atoms, for coordinates that are not finite or lengths that are not positive, `resource` when the grid would be too large.
 */
export function molmapGrid(xyz: Float64Array, resolution: number, params: MolmapGridParams = {}): Grid {
  const step = params.gridSpacing ?? resolution / SAMPLES_PER_RESOLUTION;
  const padding = params.edgePadding ?? PADDING * resolution;
  if (xyz.length === 0) throw new AppError("input", "A model map needs at least one atom.");
  if (!allFinite(xyz)) throw new AppError("input", "Atom coordinates must be finite numbers.");
  if (!(step > 0 && padding >= 0)) {
    throw new AppError("input", "The spacing and padding of a model map must be positive lengths in Å.", {
      gridSpacing: step,
      edgePadding: padding,
    });
  }
  const axes = [0, 1, 2].map((axis) => {
    const [low, high] = range(xyz, axis);
    const n = Math.ceil((high + padding - (low - padding)) / step);
    return { n: Math.max(1, n), centre: (low + high) / 2 };
  });
  const [x, y, z] = axes;
  if (x.n * y.n * z.n > MAX_SAMPLES) {
    throw new AppError(
      "resource",
      "This model map would be too large; choose a coarser grid or resolution.",
      {
        size: [x.n, y.n, z.n],
      },
    );
  }
  const origin = ({ n, centre }: { n: number; centre: number }) => centre - ((n - 1) / 2) * step;
  return createGrid([x.n, y.n, z.n], [origin(x), origin(y), origin(z)], [step, step, step]);
}

/**
 * Model density as ChimeraX molmap defines it: every atom a Gaussian of width 0.225 × resolution (Å) that integrates
 * to its weight (density per Å³), cut off where any coordinate is more than 5 sigma from the atom.
 * Without a grid it is `molmapGrid` with its defaults; atoms outside the grid contribute what reaches into it.
 * Throws `input` for wrong atoms or resolution, `resource` when the grid would be too large.
 */
export function simulateMolmap(atoms: WeightedAtoms, resolution: number, grid?: Grid): Volume {
  checkModelMapInput(atoms, resolution);
  const target = grid ?? molmapGrid(atoms.xyz, resolution);
  const sigma = sigmaOfResolution(resolution);
  const values = new Float32Array(sampleCount(target));
  const { xyz, weights } = atoms;
  const brush = gaussianBrush(target, sigma, GAUSSIAN_CUTOFF * sigma);
  const peak = gaussianPeak(sigma);
  for (let n = 0; n < weights.length; n++) paintGaussian(values, brush, xyz, 3 * n, peak * weights[n]);
  return { grid: target, values };
}

/** The classical kernel: one Gaussian per atom, as ChimeraX molmap. */
export const molmapKernel: ModelMapKernel = {
  name: "molmap",
  bodyMass: MODEL_MAP_MASS_FRACTION,
  gridFor: (atoms, resolution) => molmapGrid(atoms.xyz, resolution),
  simulate: simulateMolmap,
};

function range(xyz: Float64Array, axis: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = axis; n < xyz.length; n += 3) {
    if (xyz[n] < low) low = xyz[n];
    if (xyz[n] > high) high = xyz[n];
  }
  return [low, high];
}
