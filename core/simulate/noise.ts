import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { type Random, randomNormal } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { sigmaOfResolution } from "#core/simulate/molmap.ts";
import { cropToBox } from "#core/volume/crop.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { createGrid, type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What made-up noise looks like. */
export interface NoiseParams {
  /** Å: the noise fades towards 1/resolution as a model map of this resolution does. */
  readonly resolution: number;
  /** Standard deviation over the grid, map units. */
  readonly sd: number;
}

/** The blur reaches 5 sigma; the margin lets the noise at the edge gather as much as the noise in the middle. */
const MARGIN = 5;

/**
 * Gaussian noise limited to a resolution: white noise blurred by the molmap Gaussian, with mean 0 and the asked
 * standard deviation over the grid. The same `random` gives the same noise.
 * Throws `input` when the resolution is not positive, sd is negative or the grid has a single sample,
 * `cancelled` when the job is cancelled.
 */
export async function bandLimitedNoise(
  grid: Grid,
  { resolution, sd }: NoiseParams,
  random: Random,
  job: JobContext,
): Promise<Volume> {
  if (
    !(
      resolution > 0 &&
      Number.isFinite(resolution) &&
      sd >= 0 &&
      Number.isFinite(sd) &&
      sampleCount(grid) > 1
    )
  ) {
    throw new AppError(
      "input",
      "Noise needs a positive resolution in Å, a standard deviation and two samples.",
      {
        resolution,
        sd,
        size: grid.size,
      },
    );
  }
  const sigma = sigmaOfResolution(resolution);
  const [mx, my, mz] = grid.voxelSize.map((step) => Math.floor((MARGIN * sigma) / step));
  const [nx, ny, nz] = grid.size;
  const padded: Vec3 = [nx + 2 * mx, ny + 2 * my, nz + 2 * mz];
  const white = new Float32Array(padded[0] * padded[1] * padded[2]);
  for (let n = 0; n < white.length; n++) white[n] = randomNormal(random);
  const paddedGrid = createGrid(padded, [0, 0, 0], grid.voxelSize);
  const blurred = await gaussianBlur({ grid: paddedGrid, values: white }, sigma, job);
  const { values } = cropToBox(blurred, {
    first: [mx, my, mz],
    last: [mx + nx - 1, my + ny - 1, mz + nz - 1],
  });
  return { grid, values: standardized(values, sd) };
}

function standardized(values: Float32Array, sd: number): Float32Array {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const scale = sd / Math.sqrt(squares / values.length);
  return values.map((value) => (value - mean) * scale);
}
