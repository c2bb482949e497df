import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { PairSums } from "#core/validate/pearson.ts";
import { cropToBox, type IndexBox } from "#core/volume/crop.ts";
import { shellCorrelation } from "#core/volume/fsc.ts";
import type { Mask } from "#core/volume/mask.ts";
import { structuralSimilarity } from "#core/volume/ssim.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How well a model map agrees with an experimental one. */
export interface KernelScores {
  /** Pearson's correlation (about the mean) over the model's mask. */
  readonly maskCorrelation: number;
  /** Pearson's correlation over all voxels. */
  readonly boxCorrelation: number;
  /** Structural similarity over the mask, the model map brought to the scale of the other by least squares there. */
  readonly ssim: number;
  /** Å: the last shell before the FSC of the masked maps falls below 0.5. */
  readonly fsc05: number;
  /** Mean of that FSC over the shells from the largest distance down to the resolution, each counted once. */
  readonly meanFsc: number;
}

/** Å around the mask's box that Fourier transforms and windows still see. */
const MARGIN = 10;

/** An experimental map with the mask of a model, ready to judge model maps on its grid. */
export interface KernelJudge {
  /** Pearson's correlation over the mask alone. Throws as `judge`. */
  maskCorrelation(model: Volume): number;
  /** Throws `input` for a map on another grid, `cancelled` when the job is. */
  judge(model: Volume, job: JobContext): Promise<KernelScores>;
}

/**
 * Prepares to judge model maps against a map in the mask of a model, up to `resolution` (Å). Throws `input` when the
 * mask holds no voxel.
 */
export function kernelJudge(observed: Volume, mask: Mask, resolution: number): KernelJudge {
  const box = boxOf(mask);
  const near = cropToBox(observed, box);
  const inside = Uint8Array.from(
    cropToBox({ grid: mask.grid, values: Float32Array.from(mask.inside) }, box).values,
  );
  const part = (model: Volume) => {
    if (model.values.length === observed.values.length) return cropToBox(model, box);
    throw new AppError("input", "The model map must lie on the grid of the map it is judged by.");
  };
  return {
    maskCorrelation: (model) => pairsOf(part(model).values, near.values, inside).correlation(),
    async judge(model, job) {
      const there = part(model);
      const inMask = pairsOf(there.values, near.values, inside);
      const { slope, intercept } = inMask.line();
      const scaled = {
        grid: there.grid,
        values: there.values.map((value) => slope * value + intercept),
      };
      const fsc = shellCorrelation(masked(near, inside), masked(there, inside));
      const counted = fsc.shells.filter((shell, n) => n > 0 && shell.resolution >= resolution);
      return {
        maskCorrelation: inMask.correlation(),
        boxCorrelation: pairsOf(model.values, observed.values).correlation(),
        ssim: await structuralSimilarity(near, scaled, inside, job),
        fsc05: fsc.resolution05,
        meanFsc: counted.reduce((sum, shell) => sum + shell.fsc, 0) / Math.max(1, counted.length),
      };
    },
  };
}

/** Pairs of model and experimental densities over the chosen voxels. */
function pairsOf(x: Float32Array, y: Float32Array, inside?: Uint8Array): PairSums {
  const pairs = new PairSums();
  for (let n = 0; n < x.length; n++) if (!inside || inside[n] === 1) pairs.add(x[n], y[n]);
  return pairs;
}

function masked({ grid, values }: Volume, inside: Uint8Array): Volume {
  return { grid, values: values.map((value, n) => (inside[n] === 0 ? 0 : value)) };
}

/** The mask's box with a margin, as far as the grid goes. */
function boxOf({ grid, inside }: Mask): IndexBox {
  const [nx, ny] = grid.size;
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [-1, -1, -1];
  for (let n = inside.indexOf(1); n >= 0; n = inside.indexOf(1, n + 1)) {
    const place = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
    place.forEach((index, axis) => {
      low[axis] = Math.min(low[axis], index);
      high[axis] = Math.max(high[axis], index);
    });
  }
  if (high[0] < 0) {
    throw new AppError("input", "The model lies outside the map: place it first, for example with fit.");
  }
  const extra = grid.voxelSize.map((step) => Math.ceil(MARGIN / step));
  const first = low.map((index, axis) => Math.max(0, index - extra[axis]));
  const last = high.map((index, axis) => Math.min(grid.size[axis] - 1, index + extra[axis]));
  return { first: [first[0], first[1], first[2]], last: [last[0], last[1], last[2]] };
}
