import type { JobContext } from "#core/job/job-context.ts";
import { edgeOf } from "#core/particles/model-settings.ts";
import { forEachFrequency, spectrumOf, volumeOfSpectrum } from "#core/volume/fourier.ts";
import type { Fsc } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How a map's amplitudes fall: the line of ln amplitude against q² (Guinier's plot). */
export interface FallOff {
  /** Å²: negative for a map that falls. Multiplying by exp(−B q² ⁄ 4) takes it back. */
  readonly bFactor: number;
  /** Å: where the line begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** A map made ready to be looked at. */
export interface Sharpened {
  readonly map: Volume;
  /** Absent where the resolution is too low to tell. */
  readonly fallOff?: FallOff;
}

/** The Guinier line begins here, Å, where the shape of the particle no longer shows (Rosenthal & Henderson 2003). */
const LINE_FROM = 10;
/** Shells a line needs. */
const FEWEST_SHELLS = 4;

/** What is done to the B factor: `auto` takes the map's own fall back, `none` leaves it, a number (Å²) is applied as given. */
export type Sharpening = "auto" | "none" | number;

/** The mean of two half maps. Grids are the first one's. */
export function meanMap([first, second]: readonly [Volume, Volume]): Volume {
  return { grid: first.grid, values: first.values.map((value, n) => (value + second.values[n]) / 2) };
}

/**
 * The mean of two half maps with every shell weighted by √(2 F ⁄ (1 + F)), its expected correlation with the truth, up to
 * the resolution, and sharpened. Throws `cancelled` when the job is cancelled.
 */
export async function sharpenedMap(
  halves: readonly [Volume, Volume],
  fsc: Fsc,
  sharpening: Sharpening,
  job: JobContext,
): Promise<Sharpened> {
  const mean = meanMap(halves);
  const edge = edgeOf(mean.grid);
  const spectrum = await spectrumOf(mean, job);
  const weights = shellWeights(fsc);
  const fallOff = guinierLine(shellAmplitudes(spectrum, weights.length, edge), weights, fsc, edge);
  const bFactor = sharpening === "auto" ? (fallOff?.bFactor ?? 0) : sharpening === "none" ? 0 : sharpening;
  forEachFrequency(spectrum, (at, q2) => {
    const shell = Math.round(Math.sqrt(q2) * edge);
    const by = shell < weights.length ? weights[shell] * Math.exp((-bFactor / 4) * q2) : 0;
    spectrum.data[at] *= by;
    spectrum.data[at + 1] *= by;
  });
  const map = await volumeOfSpectrum(spectrum, job);
  return fallOff ? { map, fallOff } : { map };
}

/** √(2 F ⁄ (1 + F)) up to the shell that RELION's rule ends at, 0 beyond. */
function shellWeights({ shells, resolution143 }: Fsc): Float64Array {
  return Float64Array.from(shells, ({ corrected, resolution }) => {
    if (resolution < resolution143 * (1 - 1e-9)) return 0;
    const f = Math.max(0, corrected);
    return Math.sqrt((2 * f) / (1 + f));
  });
}

/** Mean amplitude of every shell. */
export function shellAmplitudes(
  spectrum: Parameters<typeof forEachFrequency>[0],
  count: number,
  edge: number,
): Float64Array {
  const sums = new Float64Array(count);
  const members = new Float64Array(count);
  forEachFrequency(spectrum, (at, q2) => {
    const shell = Math.round(Math.sqrt(q2) * edge);
    if (shell >= count) return;
    sums[shell] += Math.hypot(spectrum.data[at], spectrum.data[at + 1]);
    members[shell]++;
  });
  return sums.map((sum, shell) => (members[shell] > 0 ? sum / members[shell] : 0));
}

/** Least squares through ln (amplitude × weight) against q² from 10 Å to the resolution. */
function guinierLine(
  amplitudes: Float64Array,
  weights: Float64Array,
  { resolution143 }: Fsc,
  edge: number,
): FallOff | undefined {
  const points: (readonly [number, number])[] = [];
  for (const [shell, amplitude] of amplitudes.entries()) {
    const resolution = edge / shell;
    const height = amplitude * weights[shell];
    if (resolution > LINE_FROM || resolution < resolution143 * (1 - 1e-9) || !(height > 0)) continue;
    points.push([1 / resolution ** 2, Math.log(height)]);
  }
  if (points.length < FEWEST_SHELLS) return undefined;
  const mean = (pick: (point: readonly [number, number]) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean(([q2]) => q2), mean(([, height]) => height)];
  const slope = mean(([q2, height]) => (q2 - x) * (height - y)) / mean(([q2]) => (q2 - x) ** 2);
  return { bFactor: 4 * slope, from: LINE_FROM, to: resolution143 };
}
