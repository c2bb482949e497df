import type { JobContext } from "#core/job/job-context.ts";
import { shellAmplitudes } from "#core/particles/postprocess.ts";
import { spectrumOf } from "#core/volume/fourier.ts";
import { filterRadially, gaussianLowPass, shellFactors } from "#core/volume/fourier-filter.ts";
import type { Fsc } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Least of EMAN's Wiener filter. */
const FLOOR = 1e-3;

/** EMAN2's global Wiener filter: q² ⁄ (1 + q²) with q = 2 F ⁄ (1 − F), from the unmasked FSC. */
export function wienerFactors({ shells }: Fsc): Float64Array {
  return Float64Array.from(shells, ({ unmasked }) => {
    const f = Math.min(0.9999, Math.max(0, unmasked));
    const q = (2 * f) / (1 - f);
    return Math.max(FLOOR, (q * q) / (1 + q * q));
  });
}

/**
 * A map with the radial amplitudes of a model's map, passed up to a resolution (Å) by a Gaussian. The model's map may lie on
 * a grid of its own: one as coarse as the map's would not hold a model at 2 Å.
 */
export async function withAmplitudesOf(
  map: Volume,
  model: Volume,
  resolution: number,
  job: JobContext,
): Promise<Volume> {
  const [own, wanted] = [await radialProfile(map, job), await radialProfile(model, job)];
  const scale = own.at(own.step) / wanted.at(own.step) || 1;
  const pass = gaussianLowPass(resolution);
  const factor = shellFactors(
    Float64Array.from({ length: own.count }, (_, shell) => {
      const frequency = shell * own.step;
      const amplitude = own.at(frequency);
      return amplitude > 0 ? (scale * wanted.at(frequency)) / amplitude : 0;
    }),
    1 / own.step,
  );
  return filterRadially(map, (frequency) => factor(frequency) * pass(frequency), job);
}

/** Mean amplitudes of a map's shells and what lies between them, by frequency, Å⁻¹. */
async function radialProfile(
  map: Volume,
  job: JobContext,
): Promise<{ at: (frequency: number) => number; step: number; count: number }> {
  const { size, voxelSize } = map.grid;
  const edge = Math.min(...size.map((n, axis) => n * voxelSize[axis]));
  const count = Math.floor(edge / Math.max(...voxelSize) / 2) + 1;
  const shells = shellAmplitudes(await spectrumOf(map, job), count, edge);
  const at = (frequency: number) => {
    const below = Math.min(count - 1, Math.floor(frequency * edge));
    const above = Math.min(count - 1, below + 1);
    return shells[below] + (frequency * edge - below) * (shells[above] - shells[below]);
  };
  return { at, step: 1 / edge, count };
}
