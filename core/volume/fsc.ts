import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { forEachFrequency, fromSpectrum, type Spectrum, toSpectrum } from "#core/volume/fourier.ts";
import { type FourierKernel, referenceFourier } from "#core/volume/fourier-kernel.ts";
import { sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** One shell of a Fourier shell correlation. */
export interface FscShell {
  /** 1 ⁄ |q| of the shell, Å; infinite for the first. */
  readonly resolution: number;
  /** Correlation of the two volumes, under the mask when there is one. */
  readonly fsc: number;
  /** Without the mask. */
  readonly unmasked: number;
  /** Under the mask with phases made random beyond where `unmasked` falls below 0.8: what the mask alone makes. */
  readonly randomised: number;
  /** (fsc − randomised) ⁄ (1 − randomised) from two shells beyond there, else fsc. */
  readonly corrected: number;
}

/** The FSC of two volumes and where it ends. */
export interface Fsc {
  readonly shells: readonly FscShell[];
  /** Å: the last shell before the corrected FSC first falls below 0.143 and 0.5 (RELION's rule, without interpolation). */
  readonly resolution143: number;
  readonly resolution05: number;
  /** Å: where phases were made random; absent without a mask. */
  readonly randomisedFrom?: number;
}

/** Phases are made random from the first shell that agrees less than this (RELION postprocess 3.1). */
const RANDOMISE_BELOW = 0.8;
/** Shells after that one until the correction sets in. */
const CORRECT_AFTER = 2;

/**
 * Fourier shell correlation of two volumes on one grid, counted as RELION 3.1 does: shells by the nearest whole number
 * of waves along the longest edge, every coefficient of the half transform once. With a mask (0 … 1, same grid) the
 * correlation of what it leaves, corrected for the correlation it makes by itself (Chen et al. 2013). `seed` decides
 * the random phases. Throws `input` for different grids.
 */
export function shellCorrelation(a: Volume, b: Volume, mask?: Volume, seed = 1): Fsc {
  const steps = correlationSteps(a, b, mask, seed);
  for (let step = steps.next(); ; ) {
    if (step.done) return step.value;
    step = steps.next({
      spectrum: step.value.volume && toSpectrum(step.value.volume),
      volume: step.value.spectrum && fromSpectrum(step.value.spectrum),
    });
  }
}

/** As `shellCorrelation`, with a kernel's transforms and a checkpoint after each. Throws `cancelled` too. */
export async function shellCorrelationBy(
  fourier: FourierKernel,
  [a, b]: readonly [Volume, Volume],
  { mask, seed = 1 }: { readonly mask?: Volume | undefined; readonly seed?: number },
  job: JobContext,
): Promise<Fsc> {
  const steps = correlationSteps(a, b, mask, seed);
  for (let step = steps.next(), done = 0; ; done++) {
    if (step.done) return step.value;
    const { volume, spectrum } = step.value;
    const answer = {
      spectrum: volume && (await fourier.toSpectrum(volume)),
      volume: spectrum && (await fourier.fromSpectrum(spectrum)),
    };
    await job.checkpoint({ step: "FSC", done, total: mask ? MOST_TRANSFORMS : 2 });
    step = steps.next(answer);
  }
}

/** The same of half maps under a mask. */
export function shellCorrelationUnder(
  mask: Volume,
  halves: readonly [Volume, Volume],
  job: JobContext,
  fourier: FourierKernel = referenceFourier,
): Promise<Fsc> {
  return shellCorrelationBy(fourier, halves, { mask }, job);
}

/** Transforms of `correlationSteps` at most: two plain, two masked, two of noise, and two there and back. */
const MOST_TRANSFORMS = 10;

/** A volume to be transformed, or a spectrum to be transformed back; and what became of it. */
interface Asked {
  readonly volume?: Volume | undefined;
  readonly spectrum?: Spectrum | undefined;
}

type Steps<T> = Generator<Asked, T, Asked | undefined>;

function* forward(volume: Volume): Steps<Spectrum> {
  const { spectrum } = (yield { volume }) ?? {};
  if (!spectrum) throw new TypeError("A volume was not transformed.");
  return spectrum;
}

function* backward(spectrum: Spectrum): Steps<Volume> {
  const { volume } = (yield { spectrum }) ?? {};
  if (!volume) throw new TypeError("A spectrum was not transformed back.");
  return volume;
}

/** The work but for the transforms, which whoever runs it makes. */
function* correlationSteps(a: Volume, b: Volume, mask: Volume | undefined, seed: number): Steps<Fsc> {
  for (const other of mask ? [b, mask] : [b]) checkSameGrid(a, other);
  const plain = [yield* forward(a), yield* forward(b)] as const;
  const unmasked = correlate(...plain);
  const nothing = unmasked.map(() => 0);
  if (!mask) return summarise(a, unmasked, unmasked, nothing, undefined);
  const masked = correlate(yield* forward(masking(a, mask)), yield* forward(masking(b, mask)));
  const from = unmasked.findIndex((fsc) => fsc < RANDOMISE_BELOW);
  if (from < 0) return summarise(a, masked, unmasked, nothing, undefined);
  const random: Spectrum[] = [];
  for (const [n, spectrum] of plain.entries()) {
    randomisePhases(spectrum, (yield* forward(noiseLike(a, seed + n))).data, from);
    random.push(yield* forward(masking(yield* backward(spectrum), mask)));
  }
  return summarise(a, masked, unmasked, correlate(random[0], random[1]), from);
}

function summarise(
  volume: Volume,
  fsc: readonly number[],
  unmasked: readonly number[],
  randomised: readonly number[],
  from: number | undefined,
): Fsc {
  const edge = longestEdge(volume);
  const shells = fsc.map((value, n) => {
    const isCorrected = from !== undefined && n >= from + CORRECT_AFTER;
    const corrected = isCorrected ? (value - randomised[n]) / (1 - randomised[n]) : value;
    return { resolution: edge / n, fsc: value, unmasked: unmasked[n], randomised: randomised[n], corrected };
  });
  const before = (limit: number) => {
    const first = shells.findIndex(({ corrected }) => corrected < limit);
    return (shells[first < 0 ? shells.length - 1 : Math.max(0, first - 1)] ?? shells[0]).resolution;
  };
  return {
    shells,
    resolution143: before(0.143),
    resolution05: before(0.5),
    ...(from === undefined ? {} : { randomisedFrom: edge / from }),
  };
}

/** Re Σ A B* ⁄ √(Σ |A|² Σ |B|²) per shell up to Nyquist's. */
function correlate(a: Spectrum, b: Spectrum): number[] {
  const edge = longestEdge(a);
  const count = shellCount(a);
  const cross = new Float64Array(count);
  const powerA = new Float64Array(count);
  const powerB = new Float64Array(count);
  forEachFrequency(a, (at, q2) => {
    const shell = Math.round(Math.sqrt(q2) * edge);
    if (shell >= count) return;
    const [re, im, otherRe, otherIm] = [a.data[at], a.data[at + 1], b.data[at], b.data[at + 1]];
    cross[shell] += re * otherRe + im * otherIm;
    powerA[shell] += re * re + im * im;
    powerB[shell] += otherRe * otherRe + otherIm * otherIm;
  });
  return Array.from(cross, (sum, n) => {
    const power = Math.sqrt(powerA[n] * powerB[n]);
    return power > 0 ? sum / power : 0;
  });
}

/** Gives every coefficient from a shell on the phase of noise, which keeps the volume real. */
function randomisePhases(spectrum: Spectrum, noise: Float32Array, from: number): void {
  const { data } = spectrum;
  const edge = longestEdge(spectrum);
  forEachFrequency(spectrum, (at, q2) => {
    if (Math.round(Math.sqrt(q2) * edge) < from) return;
    const amplitude = Math.hypot(data[at], data[at + 1]) / (Math.hypot(noise[at], noise[at + 1]) || 1);
    data[at] = amplitude * noise[at];
    data[at + 1] = amplitude * noise[at + 1];
  });
}

function noiseLike({ grid }: Volume, seed: number): Volume {
  const random = createRandom(seed);
  return { grid, values: new Float32Array(sampleCount(grid)).map(() => randomNormal(random)) };
}

function masking({ grid, values }: Volume, mask: Volume): Volume {
  return { grid, values: values.map((value, n) => value * mask.values[n]) };
}

function longestEdge({ grid }: Pick<Volume, "grid">): number {
  return Math.max(...grid.size.map((n, axis) => n * grid.voxelSize[axis]));
}

/** Shells up to the Nyquist frequency of the coarsest axis. */
function shellCount({ grid }: Spectrum): number {
  return Math.floor(longestEdge({ grid }) / (2 * Math.max(...grid.voxelSize)) + 1e-6) + 1;
}

function checkSameGrid(a: Volume, b: Volume): void {
  const isSame = a.grid.size.every(
    (n, axis) =>
      n === b.grid.size[axis] && Math.abs(a.grid.voxelSize[axis] / b.grid.voxelSize[axis] - 1) < 1e-3,
  );
  if (isSame) return;
  throw new AppError("input", "The maps and the mask must have the same size and voxel size.", {
    sizes: [a.grid.size, b.grid.size],
    voxelSizes: [a.grid.voxelSize, b.grid.voxelSize],
  });
}
