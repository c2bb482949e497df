import type { JobContext } from "#core/job/job-context.ts";
import { edgeOf } from "#core/particles/model-settings.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { forEachFrequency, type Spectrum, spectrumOf, volumeOfSpectrum } from "#core/volume/fourier.ts";
import type { Volume } from "#core/volume/volume.ts";

export interface LocalParams {
  /** 0 … 1: where the resolution is asked for. */
  readonly mask: Volume;
  /** Å: how much of the map around a voxel is compared; its Gaussian has σ = size ⁄ 2π. */
  readonly size: number;
  /** Local correlation that still counts as agreement. */
  readonly limit: number;
}

/** Where two half maps agree to which detail. */
export interface LocalResolution {
  /** Å per voxel: the finest detail up to which the halves agree around it; 0 outside the mask. */
  readonly resolution: Volume;
  /** Mean of the halves, filtered at every voxel to what is agreed there. */
  readonly filtered: Volume;
}

/** Half width of a band, whole waves along the box (EMAN2, e2fsc_real_local), and where it ends. */
const BAND = 3;
const BAND_END = 9;
/** Bands at most: each costs two transforms and three blurs. */
const MOST_BANDS = 32;
/**
 * Window, Å, from a global resolution: room for a dozen waves, at least what e2fsc_real_local has. In much smaller ones
 * noise alone correlates beyond 0.143.
 */
const WAVES = 12;
const SMALLEST = 50;
/** The blur's kernel ends at this many σ. */
const CUTOFF = 3;

/** What to compare around a voxel when the halves agree to a resolution (Å) on the whole. */
export function localSize(resolution: number): number {
  return Math.max(WAVES * resolution, SMALLEST);
}

/**
 * Local agreement of half maps: both are passed through bands of frequency, and in each band correlated under a Gaussian
 * window. Frequencies are counted along the box the maps have; there is no padding that could shift them (EMAN2's program
 * divides by the unpadded box and reads too fine). Throws `cancelled` when the job is cancelled.
 */
export async function localResolution(
  halves: readonly [Volume, Volume],
  { mask, size, limit }: LocalParams,
  job: JobContext,
): Promise<LocalResolution> {
  const { grid } = halves[0];
  const edge = edgeOf(grid);
  const spectra = [await spectrumOf(halves[0], job), await spectrumOf(halves[1], job)] as const;
  const bands = bandCentres(edge, size, grid.voxelSize[0]);
  const sigma = size / (2 * Math.PI);
  const state = {
    finest: new Float32Array(mask.values.length).fill(bands[0]),
    isOpen: Uint8Array.from(mask.values, (value) => (value > 0 ? 1 : 0)),
    last: new Float32Array(mask.values.length).fill(1),
    filtered: new Float32Array(mask.values.length),
  };
  for (const [n, centre] of bands.entries()) {
    await job.checkpoint({ step: "local resolution", done: n, total: bands.length });
    const a = await inBand(spectra[0], centre, bands, edge, job);
    const b = await inBand(spectra[1], centre, bands, edge, job);
    const agreement = await localCorrelation(a, b, sigma, job);
    judgeBand(state, agreement, a, b, limit, centre, bands[Math.max(0, n - 1)]);
  }
  const resolution = state.finest.map((waves, n) => (mask.values[n] > 0 ? edge / waves : 0));
  return { resolution: { grid, values: resolution }, filtered: { grid, values: state.filtered } };
}

interface LocalState {
  /** Waves along the box of the finest detail agreed so far. */
  readonly finest: Float32Array;
  /** 1 where all bands so far agree. */
  readonly isOpen: Uint8Array;
  /** Correlation in the band before. */
  readonly last: Float32Array;
  readonly filtered: Float32Array;
}

/** Bands from one wave per window to Nyquist's, in steps of whole waves. */
function bandCentres(edge: number, size: number, voxel: number): number[] {
  const first = Math.max(2, Math.ceil(edge / size));
  const last = Math.floor(edge / (2 * voxel));
  const step = Math.max(1, Math.ceil((last - first + 1) / MOST_BANDS));
  const centres: number[] = [];
  for (let centre = first; centre <= last; centre += step) centres.push(centre);
  return centres;
}

/** A map within a band; over all bands the weights of a frequency sum to 1, with all below the first in the first. */
async function inBand(
  { grid, half, data }: Spectrum,
  centre: number,
  bands: readonly number[],
  edge: number,
  job: JobContext,
): Promise<Volume> {
  const out: Spectrum = { grid, half, data: new Float32Array(data.length) };
  const weigh = (waves: number, band: number) =>
    Math.abs(waves - band) > BAND_END ? 0 : Math.exp(-(((waves - band) / BAND) ** 2));
  forEachFrequency(out, (at, q2) => {
    const waves = Math.max(Math.sqrt(q2) * edge, bands[0]);
    const own = weigh(waves, centre);
    if (own === 0) return;
    const share = own / bands.reduce((sum, band) => sum + weigh(waves, band), 0);
    out.data[at] = share * data[at];
    out.data[at + 1] = share * data[at + 1];
  });
  return volumeOfSpectrum(out, job);
}

/** Σ w a b ⁄ √(Σ w a² Σ w b²) under a Gaussian window around every voxel. */
async function localCorrelation(a: Volume, b: Volume, sigma: number, job: JobContext): Promise<Float32Array> {
  const blurred = async (x: Volume, y: Volume) => {
    const product = { grid: x.grid, values: x.values.map((value, n) => value * y.values[n]) };
    return (await gaussianBlur(product, sigma, job, CUTOFF)).values;
  };
  const cross = await blurred(a, b);
  const [first, second] = [await blurred(a, a), await blurred(b, b)];
  return cross.map((value, n) => {
    const power = first[n] * second[n];
    return power > 0 ? value / Math.sqrt(power) : 0;
  });
}

function judgeBand(
  { finest, isOpen, last, filtered }: LocalState,
  agreement: Float32Array,
  a: Volume,
  b: Volume,
  limit: number,
  centre: number,
  before: number,
): void {
  for (let n = 0; n < agreement.length; n++) {
    if (isOpen[n] === 0) continue;
    const c = agreement[n];
    if (c > limit) {
      finest[n] = centre;
      filtered[n] += (Math.sqrt((2 * c) / (1 + c)) * (a.values[n] + b.values[n])) / 2;
    } else {
      // Between the bands, where a straight line crosses the limit.
      const part = last[n] > c ? (last[n] - limit) / (last[n] - c) : 0;
      finest[n] = before + part * (centre - before);
      isOpen[n] = 0;
    }
    last[n] = c;
  }
}
