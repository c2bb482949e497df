import { forEachFrequency, type Spectrum } from "#core/volume/fourier.ts";

/** The coefficients of a spectrum sorted by their frequency into bins of equal width, the coarsest of them joined. */
export interface Shells {
  readonly count: number;
  /** Coefficients in each; of two conjugate ones, one. F000 is in none. */
  readonly terms: Float64Array;
  /** Mean frequency in each, Å⁻¹. */
  readonly frequency: Float64Array;
  /** Calls for every coefficient down to the finest resolution: its place in the data, and its shell. */
  forEach(call: (at: number, shell: number) => void): void;
}

const MOST_SHELLS = 30;
/** Coefficients for which a correlation is judged (phenix). */
const JUDGED_TERMS = 500;
/** As many tell a scale to a few per cent, and fall-offs of small boxes are still followed. */
export const SCALED_TERMS = 100;

/** At most 30 shells of at least `least` coefficients each, down to `finest` (Å). */
export function shellsOf(spectrum: Spectrum, finest: number, least: number = JUDGED_TERMS): Shells {
  const perWidth = finest * MOST_SHELLS;
  const terms = new Float64Array(MOST_SHELLS);
  const frequency = new Float64Array(MOST_SHELLS);
  forEachFrequency(spectrum, (_, q2) => {
    const q = Math.sqrt(q2);
    const bin = Math.floor(q * perWidth);
    if (bin >= MOST_SHELLS || q === 0) return;
    terms[bin]++;
    frequency[bin] += q;
  });
  const shellOf = joined(terms, least);
  const count = shellOf[MOST_SHELLS - 1] + 1;
  const shells = { terms: new Float64Array(count), frequency: new Float64Array(count) };
  for (const [bin, shell] of shellOf.entries()) {
    shells.terms[shell] += terms[bin];
    shells.frequency[shell] += frequency[bin];
  }
  for (let shell = 0; shell < count; shell++) shells.frequency[shell] /= shells.terms[shell];
  return {
    count,
    ...shells,
    forEach(call) {
      forEachFrequency(spectrum, (at, q2) => {
        const bin = Math.floor(Math.sqrt(q2) * perWidth);
        if (bin < MOST_SHELLS && q2 > 0) call(at, shellOf[bin]);
      });
    },
  };
}

/** Re Σ A B* ⁄ √(Σ |A|² Σ |B|²) in every shell, of the data of two spectra; 0 where one of them has nothing. */
export function shellFsc(shells: Shells, a: Float32Array, b: Float32Array): Float64Array {
  const cross = new Float64Array(shells.count);
  const powerA = new Float64Array(shells.count);
  const powerB = new Float64Array(shells.count);
  shells.forEach((at, shell) => {
    cross[shell] += a[at] * b[at] + a[at + 1] * b[at + 1];
    powerA[shell] += a[at] ** 2 + a[at + 1] ** 2;
    powerB[shell] += b[at] ** 2 + b[at + 1] ** 2;
  });
  return cross.map((sum, shell) => sum / (Math.sqrt(powerA[shell] * powerB[shell]) || 1));
}

/** The shell of every bin: neighbours joined from the coarse end until each has enough; a rest joins the last. */
function joined(terms: Float64Array, least: number): Int32Array {
  const shellOf = new Int32Array(terms.length);
  let shell = 0;
  let sum = 0;
  for (const [bin, count] of terms.entries()) {
    if (sum >= least) {
      shell++;
      sum = 0;
    }
    shellOf[bin] = shell;
    sum += count;
  }
  const isShort = sum < least && shell > 0;
  return isShort ? shellOf.map((own) => Math.min(own, shell - 1)) : shellOf;
}
