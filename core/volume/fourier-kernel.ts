import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { type Spectrum, spectrumOf, volumeOfSpectrum } from "#core/volume/fourier.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Fourier transforms of whole volumes. Every kernel answers the same tests. */
export interface FourierKernel {
  /** Name for logs and results. */
  readonly name: string;
  /** The coefficients of a volume of any size. Throws `cancelled` when the job is cancelled. */
  toSpectrum(volume: Volume, job?: JobContext): Promise<Spectrum>;
  /** The volume of a spectrum, which is used up. Throws `cancelled` when the job is cancelled. */
  fromSpectrum(spectrum: Spectrum, job?: JobContext): Promise<Volume>;
}

/** The readable transforms that define the others: lines in float64, on the calling thread. */
export const referenceFourier: FourierKernel = {
  name: "reference",
  toSpectrum: (volume, job = quietJob) => spectrumOf(volume, job),
  fromSpectrum: (spectrum, job = quietJob) => volumeOfSpectrum(spectrum, job),
};
