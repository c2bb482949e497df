import { AppError } from "#core/errors.ts";
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
  const x = createAxis(target, 0, sigma);
  const y = createAxis(target, 1, sigma);
  const z = createAxis(target, 2, sigma);
  const peak = gaussianPeak(sigma);
  for (let n = 0; n < weights.length; n++) {
    place(x, xyz[3 * n]);
    place(y, xyz[3 * n + 1]);
    place(z, xyz[3 * n + 2]);
    addProduct(values, x, y, z, peak * weights[n]);
  }
  return { grid: target, values };
}

/** The classical kernel: one Gaussian per atom, as ChimeraX molmap. */
export const molmapKernel: ModelMapKernel = {
  name: "molmap",
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

/** One axis of the grid, and the factor of the current atom's Gaussian at samples first … first + count − 1 along it. */
interface Axis {
  readonly origin: number;
  readonly step: number;
  readonly size: number;
  /** Distance at which the Gaussian ends, Å. */
  readonly reach: number;
  /** 1 ⁄ (2 sigma²), Å⁻². */
  readonly exponent: number;
  /** exp(−step² ⁄ sigma²): the constant ratio of successive ratios of a sampled Gaussian. */
  readonly ratioOfRatios: number;
  readonly factor: Float64Array;
  first: number;
  count: number;
}

function createAxis(grid: Grid, axis: number, sigma: number): Axis {
  const step = grid.voxelSize[axis];
  const reach = GAUSSIAN_CUTOFF * sigma;
  return {
    origin: grid.origin[axis],
    step,
    size: grid.size[axis],
    reach,
    exponent: 1 / (2 * sigma * sigma),
    ratioOfRatios: Math.exp(-(step * step) / (sigma * sigma)),
    factor: new Float64Array(Math.min(grid.size[axis], Math.floor((2 * reach) / step) + 2)),
    first: 0,
    count: 0,
  };
}

/**
 * Samples the Gaussian of an atom at `centre`. Neighbouring samples differ by a ratio that itself changes by a
 * constant ratio, so two exponentials per axis are enough.
 */
function place(axis: Axis, centre: number): void {
  const { step, reach, exponent, ratioOfRatios, factor } = axis;
  const middle = (centre - axis.origin) / step;
  const first = Math.max(0, Math.ceil(middle - reach / step));
  const last = Math.min(axis.size - 1, Math.floor(middle + reach / step));
  axis.first = first;
  axis.count = Math.max(0, last - first + 1);
  const d = (first - middle) * step;
  let value = Math.exp(-d * d * exponent);
  let ratio = Math.exp(-(2 * d + step) * step * exponent);
  for (let n = 0; n < axis.count; n++) {
    factor[n] = value;
    value *= ratio;
    ratio *= ratioOfRatios;
  }
}

function addProduct(values: Float32Array, x: Axis, y: Axis, z: Axis, peak: number): void {
  const nx = x.count;
  const along = x.factor;
  for (let k = 0; k < z.count; k++) {
    const inPlane = peak * z.factor[k];
    const plane = y.size * (z.first + k);
    for (let j = 0; j < y.count; j++) {
      const inRow = inPlane * y.factor[j];
      const row = x.first + x.size * (y.first + j + plane);
      for (let i = 0; i < nx; i++) values[row + i] += inRow * along[i];
    }
  }
}
