import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { type BFactorChoice, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import type { Structure } from "#core/structure/structure.ts";
import { checkHalfMaps } from "#core/validate/half-maps.ts";
import { judgingMap } from "#core/validate/model-maps.ts";
import { molecularMask } from "#core/validate/molecular-mask.ts";
import { outsideMap } from "#core/validate/outside.ts";
import { findPeaks, type Peak } from "#core/validate/peaks.ts";
import { globalScale, minusLocallyScaled, minusScaled } from "#core/validate/scale-to-map.ts";
import { halfMapDifference, scaledInShells } from "#core/validate/shell-difference.ts";
import type { FourierKernel } from "#core/volume/fourier-kernel.ts";
import type { Mask } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * How a model map is brought to the map's scale before it is taken away: by one scale and offset in the molecular mask,
 * by one scale per shell of resolution, after that by a scale in a sliding window, or per shell and weighted by what half
 * maps say of noise. All but the first leave out what is finer than the resolution.
 */
export type DifferenceScale = "global" | "shells" | "local" | "half maps";

export interface DifferenceRequest {
  readonly structure: Structure;
  readonly map: Volume;
  /** Of the map, Å. */
  readonly resolution: number;
  readonly scale: DifferenceScale;
  readonly bFactor: BFactorChoice;
  /** On the grid of the map; needed for the scale "half maps", and only then used. */
  readonly halves?: readonly [Volume, Volume] | undefined;
}

/** A difference map. */
export interface DifferenceMap {
  /** In units of σ: the root mean square over the molecular mask. */
  readonly volume: Volume;
  /** σ in map units; for half maps without a unit. */
  readonly sigma: number;
  readonly notes: readonly string[];
}

/** A peak of a difference map, and the atom nearest to it. */
export interface DifferencePeak {
  /** Å. */
  readonly place: Vec3;
  /** In units of σ; negative where the model has what the map has not. */
  readonly height: number;
  /** Index into the atoms of the structure, and Å from it. */
  readonly atom: number;
  readonly distance: number;
}

/** Radius of the sliding window, in units of the resolution. */
const WINDOW = 3;
/** Of peaks, in units of σ. */
const LEAST_HEIGHT = 3;

/**
 * What a map has and a model has not (positive), or the other way round (negative): map − scaled model map in units of
 * σ. Throws `input` where half maps are wanted and missing or on another grid, when no voxel is near an atom, and as
 * `modelMap`; `cancelled`.
 */
export async function differenceMap(
  request: DifferenceRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<DifferenceMap> {
  const { structure, map, resolution, bFactor } = request;
  const halves = halvesOf(request);
  const atoms = scatteringAtomsOf(structure, resolution, bFactor);
  const { volume: model, reason } = await judgingMap(atoms, map.grid, kernel, job);
  const mask = await molecularMask(map.grid, structure, job);
  const difference = halves
    ? await halfMapDifference(halves, model, resolution, job, kernel.fourier)
    : await minusModel(request, model, mask, kernel.fourier, job);
  const sigma = rootMeanSquare(difference, mask);
  const values = difference.values.map((value) => (sigma > 0 ? value / sigma : 0));
  return { volume: { grid: map.grid, values }, sigma, notes: reason === undefined ? [] : [reason] };
}

/** The half maps, where they decide. */
function halvesOf({ map, scale, halves }: DifferenceRequest): readonly [Volume, Volume] | undefined {
  if (scale !== "half maps") return undefined;
  if (!halves) throw new AppError("input", "A difference map weighted by half maps needs both of them.");
  checkHalfMaps(map, halves);
  return halves;
}

async function minusModel(
  { map, scale, resolution }: DifferenceRequest,
  model: Volume,
  mask: Mask,
  fourier: FourierKernel,
  job: JobContext,
): Promise<Volume> {
  if (scale === "global") return minusScaled(map, model, globalScale(map, model, mask));
  const scaled = await scaledInShells(map, model, resolution, job, fourier);
  if (scale === "shells") return minusScaled(scaled.map, scaled.model, { scale: 1, offset: 0 });
  return minusLocallyScaled(scaled.map, scaled.model, mask, WINDOW * resolution, job);
}

/**
 * The strongest peaks of a difference map, positive ones and then negative ones, as many of each as wanted: at least 3 σ
 * high and a resolution (Å) apart. Throws `cancelled` when the job is cancelled.
 */
export async function differencePeaks(
  { volume }: DifferenceMap,
  structure: Structure,
  { resolution, most }: { readonly resolution: number; readonly most: number },
  job: JobContext,
): Promise<DifferencePeak[]> {
  const search = { least: LEAST_HEIGHT, apart: resolution, most };
  const peaks = [...(await findPeaks(volume, 1, search, job)), ...(await findPeaks(volume, -1, search, job))];
  return peaks.map((peak) => ({ ...peak, ...nearestAtom(peak, structure) }));
}

function nearestAtom({ place }: Peak, { xyz, atomCount }: Structure): { atom: number; distance: number } {
  let atom = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < atomCount; n++) {
    const square =
      (xyz[3 * n] - place[0]) ** 2 + (xyz[3 * n + 1] - place[1]) ** 2 + (xyz[3 * n + 2] - place[2]) ** 2;
    if (square >= nearest) continue;
    nearest = square;
    atom = n;
  }
  return { atom, distance: Math.sqrt(nearest) };
}

function rootMeanSquare({ values }: Volume, { inside }: Mask): number {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < values.length; n++) {
    if (inside[n] !== 1) continue;
    sum += values[n] * values[n];
    count++;
  }
  if (count === 0) throw outsideMap();
  return Math.sqrt(sum / count);
}
