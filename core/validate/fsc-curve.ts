import type { JobContext } from "#core/job/job-context.ts";
import { shellFsc, shellsOf } from "#core/validate/shells.ts";
import { type FourierKernel, referenceFourier } from "#core/volume/fourier-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** One bin of a Fourier shell correlation. */
export interface FscBin {
  /** 1 ⁄ mean |q| of its coefficients, Å. */
  readonly resolution: number;
  /** Re Σ A B* ⁄ √(Σ |A|² Σ |B|²), −1 … 1. */
  readonly fsc: number;
  /** Coefficients in it; of two conjugate ones, one. */
  readonly terms: number;
}

/** A Fourier shell correlation in bins of equal width in 1 ⁄ d, from coarse to fine. */
export interface FscCurve {
  readonly bins: readonly FscBin[];
  /**
   * Å: where it first falls below a half, and below 0.143, after having been above; between bins by straight lines in
   * 1 ⁄ d. The finest bin's where it never falls; null where it was never above.
   */
  readonly resolution05: number | null;
  readonly resolution0143: number | null;
}

/**
 * The FSC of two volumes on one grid down to `finest` (Å), in at most 30 bins of at least 500 coefficients: bins of
 * equal width, the coarsest of them joined. The mean of the volumes (F000) plays no part. Throws `cancelled`.
 */
export async function fscCurve(
  a: Volume,
  b: Volume,
  finest: number,
  job: JobContext,
  fourier: FourierKernel = referenceFourier,
): Promise<FscCurve> {
  const [first, second] = [await fourier.toSpectrum(a, job), await fourier.toSpectrum(b, job)];
  const shells = shellsOf(first, finest);
  const bins = Array.from(shellFsc(shells, first.data, second.data), (fsc, shell): FscBin => {
    return { resolution: 1 / shells.frequency[shell], fsc, terms: shells.terms[shell] };
  });
  return { bins, resolution05: crossing(bins, 0.5), resolution0143: crossing(bins, 0.143) };
}

/** Where a curve first falls below a limit after having been above it, Å; see `FscCurve`. */
export function crossing(bins: readonly FscBin[], limit: number): number | null {
  const start = bins.findIndex(({ fsc }) => fsc >= limit);
  if (start < 0) return null;
  const below = bins.findIndex(({ fsc }, n) => n > start && fsc < limit);
  if (below < 0) return bins[bins.length - 1].resolution;
  const [above, under] = [bins[below - 1], bins[below]];
  const part = (above.fsc - limit) / (above.fsc - under.fsc);
  return 1 / ((1 - part) / above.resolution + part / under.resolution);
}
