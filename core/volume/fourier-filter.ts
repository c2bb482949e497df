import type { JobContext } from "#core/job/job-context.ts";
import { forEachFrequency, spectrumOf, volumeOfSpectrum } from "#core/volume/fourier.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * A volume whose coefficients are multiplied by a number that depends on their frequency alone (Å⁻¹).
 * Throws `cancelled` when the job is cancelled.
 */
export async function filterRadially(
  volume: Volume,
  factor: (frequency: number) => number,
  job: JobContext,
): Promise<Volume> {
  const spectrum = await spectrumOf(volume, job);
  forEachFrequency(spectrum, (at, q2) => {
    const by = factor(Math.sqrt(q2));
    spectrum.data[at] *= by;
    spectrum.data[at + 1] *= by;
  });
  return volumeOfSpectrum(spectrum, job);
}

/** exp(−f² ⁄ 2 c²): the Gaussian low-pass of EMAN, with the cut-off c in Å⁻¹. */
export function gaussianLowPass(resolution: number): (frequency: number) => number {
  return (frequency) => Math.exp(-((frequency * resolution) ** 2) / 2);
}

/** A factor per shell, by the nearest whole number of waves along `edge` Å; the last one goes on. */
export function shellFactors(factors: ArrayLike<number>, edge: number): (frequency: number) => number {
  return (frequency) => factors[Math.min(factors.length - 1, Math.round(frequency * edge))];
}
