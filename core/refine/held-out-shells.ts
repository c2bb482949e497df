import { type JobContext, quietJob } from "#core/job/job-context.ts";
import type { HeldOutShells } from "#core/refine/shells.ts";
import type { MapTarget } from "#core/refine/targets.ts";
import { forEachFrequency, goodGrid } from "#core/volume/fourier.ts";
import type { FourierKernel } from "#core/volume/fourier-kernel.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Which Fourier terms count, and which of these are held out. */
export interface Terms extends Pick<HeldOutShells, "limits"> {
  /** Å: no term beyond this counts. */
  readonly finest: number;
}

/**
 * 1 − correlation over Fourier terms up to a resolution, but for some shells, which are held out and score what was
 * found: the correlation over their terms. Both maps are taken about their mean under a soft mask and times it, so that
 * only what lies near the model counts; `mask` runs from 0 to 1 on the grid of `observed`. Throws `cancelled`.
 */
export async function shellTarget(
  observed: Volume,
  mask: Volume,
  terms: Terms,
  fourier: FourierKernel,
  job: JobContext,
): Promise<MapTarget> {
  const split = new FourierSplit(mask, terms, fourier);
  const known = await split.split(observed, job);
  return async (model, modelJob = quietJob) => {
    const found = await split.split(model, modelJob);
    const [oo, cc, oc] = [
      dot(known.work, known.work),
      dot(found.work, found.work),
      dot(known.work, found.work),
    ];
    const flat = !(oo > 0 && cc > 0);
    const correlation = flat ? 0 : oc / Math.sqrt(oo * cc);
    const perO = flat ? 0 : 1 / Math.sqrt(oo * cc);
    const perC = flat ? 0 : correlation / cc;
    const weights = split.back(model, (n) => perC * found.work[n] - perO * known.work[n]);
    const scale = cc > 0 ? oc / cc : 0;
    const heldOut = correlationOver(known.heldOut, found.heldOut, split.times);
    return { value: 1 - correlation, weights, scale, offset: 0, correlation, heldOut };
  };
}

/** A map as a refinement sees it. */
interface SplitMap {
  /** Samples of what is refined against, on the padded grid. */
  readonly work: Float32Array;
  /** Re, im of every term that is held out, in the order of the spectrum. */
  readonly heldOut: Float32Array;
}

class FourierSplit {
  /** How often a term that is held out counts: the kept half stands for both, but for planes that are their own mirror. */
  readonly times: Uint8Array;
  readonly #mask: Volume;
  readonly #maskSum: number;
  readonly #padded: Grid;
  readonly #fourier: FourierKernel;
  /** Coefficients of the half spectrum that are held out, by number. */
  readonly #heldOut: Uint32Array;
  /** 1 for the coefficients that are refined against. */
  readonly #isWork: Uint8Array;

  constructor(mask: Volume, { limits, finest }: Terms, fourier: FourierKernel) {
    this.#mask = mask;
    this.#maskSum = mask.values.reduce((sum, m) => sum + m, 0);
    this.#padded = goodGrid(mask.grid, mask.grid.size);
    this.#fourier = fourier;
    const [nx, ny, nz] = this.#padded.size;
    const half = Math.floor(nx / 2) + 1;
    this.#isWork = new Uint8Array(half * ny * nz);
    const heldOut: number[] = [];
    const shape = { grid: this.#padded, half, data: new Float32Array() };
    forEachFrequency(shape, (at, q2) => {
      const q = Math.sqrt(q2);
      if (q2 === 0 || q > 1 / finest) return;
      if (limits.some(([coarse, fine]) => q >= 1 / coarse && q < 1 / fine)) heldOut.push(at / 2);
      else this.#isWork[at / 2] = 1;
    });
    this.#heldOut = Uint32Array.from(heldOut);
    this.times = Uint8Array.from(heldOut, (n) => (n % half === 0 || 2 * (n % half) === nx ? 1 : 2));
  }

  /** The map about its mean under the mask, times the mask, taken apart. */
  async split({ values }: Volume, job: JobContext): Promise<SplitMap> {
    const spectrum = await this.#fourier.toSpectrum(this.#masked(values), job);
    const { data } = spectrum;
    const heldOut = new Float32Array(2 * this.#heldOut.length);
    for (const [n, at] of this.#heldOut.entries()) {
      heldOut[2 * n] = data[2 * at];
      heldOut[2 * n + 1] = data[2 * at + 1];
    }
    for (let n = 0; n < this.#isWork.length; n++) {
      if (this.#isWork[n] === 0) {
        data[2 * n] = 0;
        data[2 * n + 1] = 0;
      }
    }
    const { values: work } = await this.#fourier.fromSpectrum(spectrum, job);
    return { work, heldOut };
  }

  /** Takes slopes against `SplitMap.work` back to slopes against the samples of the map, in the place of its values. */
  back(map: Volume, slope: (n: number) => number): Volume {
    // The slope is a sum of works, which the projection leaves as they are: only mask and mean are left to undo.
    const { values } = map;
    const { values: mask } = this.#mask;
    let sum = 0;
    this.#forEachSample((n, padded) => {
      values[n] = mask[n] * slope(padded);
      sum += values[n];
    });
    const mean = sum / this.#maskSum;
    for (let n = 0; n < values.length; n++) values[n] -= mean * mask[n];
    return map;
  }

  #masked(map: Float32Array): Volume {
    const { values: mask } = this.#mask;
    let sum = 0;
    for (let n = 0; n < mask.length; n++) sum += mask[n] * map[n];
    const mean = sum / this.#maskSum;
    const values = new Float32Array(sampleCount(this.#padded));
    this.#forEachSample((n, padded) => {
      values[padded] = mask[n] * (map[n] - mean);
    });
    return { grid: this.#padded, values };
  }

  /** Numbers of samples in the map and in the padded grid. */
  #forEachSample(visit: (n: number, padded: number) => void): void {
    const [nx, ny, nz] = this.#mask.grid.size;
    const [px, py] = this.#padded.size;
    let n = 0;
    for (let k = 0; k < nz; k++) {
      for (let j = 0; j < ny; j++) {
        const row = px * (j + py * k);
        for (let i = 0; i < nx; i++) visit(n++, row + i);
      }
    }
  }
}

/** Of two lists of terms (re, im), each as often as `times` says. */
function correlationOver(a: Float32Array, b: Float32Array, times: Uint8Array): number {
  let [aa, bb, ab] = [0, 0, 0];
  for (let n = 0; n < times.length; n++) {
    const [re, im, otherRe, otherIm] = [a[2 * n], a[2 * n + 1], b[2 * n], b[2 * n + 1]];
    aa += times[n] * (re * re + im * im);
    bb += times[n] * (otherRe * otherRe + otherIm * otherIm);
    ab += times[n] * (re * otherRe + im * otherIm);
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * b[n];
  return sum;
}
