import type { JobContext } from "#core/job/job-context.ts";
import { SCALED_TERMS, type Shells, shellFsc, shellsOf } from "#core/validate/shells.ts";
import type { Spectrum } from "#core/volume/fourier.ts";
import { type FourierKernel, referenceFourier } from "#core/volume/fourier-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Below this FSC of the full map a shell holds nothing but noise (Yamashita et al. 2021). */
const LEAST_FSC = 0.01;

/**
 * A map and a model map down to a resolution (Å), the model with a scale for every shell of it, that of least squares over
 * its coefficients: D = Re Σ Fo Fc* ⁄ Σ |Fc|². Both have a mean of 0.
 */
export async function scaledInShells(
  map: Volume,
  model: Volume,
  resolution: number,
  job: JobContext,
  fourier: FourierKernel = referenceFourier,
): Promise<{ readonly map: Volume; readonly model: Volume }> {
  const [observed, calculated] = [await fourier.toSpectrum(map, job), await fourier.toSpectrum(model, job)];
  const shells = shellsOf(observed, resolution, SCALED_TERMS);
  const scales = scalesOf(shells, observed.data, calculated.data);
  return {
    map: await inShells(observed, shells, () => 1, { fourier, job }),
    model: await inShells(calculated, shells, (shell) => scales[shell], { fourier, job }),
  };
}

/**
 * The difference map of half maps (Yamashita et al. 2021): per shell D as above for their mean Fo, and
 *   w (Fo − D Fc) ⁄ √(FSC_full ⟨|Fo|²⟩),  w = σU² ⁄ (σU² + σn²),
 * with the variance of noise σn² = ⟨|F1 − F2|²⟩ ⁄ 4, that of signal the model lacks σU² = ⟨|Fo − D Fc|²⟩ − σn² (not
 * below 0), and FSC_full = 2 FSC ⁄ (1 + FSC) of the half maps. Shells with FSC_full below 0.01 are left out.
 */
export async function halfMapDifference(
  halves: readonly [Volume, Volume],
  model: Volume,
  resolution: number,
  job: JobContext,
  fourier: FourierKernel = referenceFourier,
): Promise<Volume> {
  const first = await fourier.toSpectrum(halves[0], job);
  const second = await fourier.toSpectrum(halves[1], job);
  const calculated = await fourier.toSpectrum(model, job);
  const shells = shellsOf(first, resolution, SCALED_TERMS);
  const correlation = shellFsc(shells, first.data, second.data);
  const noise = new Float64Array(shells.count);
  const { data } = first;
  shells.forEach((at, shell) => {
    for (const part of [at, at + 1]) {
      noise[shell] += (data[part] - second.data[part]) ** 2 / 4 / shells.terms[shell];
      data[part] = (data[part] + second.data[part]) / 2;
    }
  });
  const scales = scalesOf(shells, data, calculated.data);
  const signal = new Float64Array(shells.count);
  const left = new Float64Array(shells.count);
  shells.forEach((at, shell) => {
    for (const part of [at, at + 1]) {
      signal[shell] += data[part] ** 2 / shells.terms[shell];
      data[part] -= scales[shell] * calculated.data[part];
      left[shell] += data[part] ** 2 / shells.terms[shell];
    }
  });
  const weights = Float64Array.from(scales, (_, shell) => {
    const lacking = Math.max(0, left[shell] - noise[shell]);
    const full = (2 * correlation[shell]) / (1 + correlation[shell]);
    if (!(full >= LEAST_FSC) || lacking === 0) return 0;
    return lacking / (lacking + noise[shell]) / Math.sqrt(full * signal[shell]);
  });
  return inShells(first, shells, (shell) => weights[shell], { fourier, job });
}

/** Re Σ A B* ⁄ Σ |B|² per shell. */
function scalesOf(shells: Shells, a: Float32Array, b: Float32Array): Float64Array {
  const cross = new Float64Array(shells.count);
  const power = new Float64Array(shells.count);
  shells.forEach((at, shell) => {
    cross[shell] += a[at] * b[at] + a[at + 1] * b[at + 1];
    power[shell] += b[at] ** 2 + b[at + 1] ** 2;
  });
  return cross.map((sum, shell) => (power[shell] > 0 ? sum / power[shell] : 0));
}

/** The volume of the shells of a spectrum, each coefficient times a factor; the rest is 0. */
function inShells(
  spectrum: Spectrum,
  shells: Shells,
  factor: (shell: number) => number,
  { fourier, job }: { readonly fourier: FourierKernel; readonly job: JobContext },
): Promise<Volume> {
  const kept = new Float32Array(spectrum.data.length);
  shells.forEach((at, shell) => {
    const by = factor(shell);
    kept[at] = by * spectrum.data[at];
    kept[at + 1] = by * spectrum.data[at + 1];
  });
  return fourier.fromSpectrum({ ...spectrum, data: kept }, job);
}
