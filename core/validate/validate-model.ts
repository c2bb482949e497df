import type { JobContext } from "#core/job/job-context.ts";
import { localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { type BFactorChoice, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { isHydrogen } from "#core/structure/elements.ts";
import type { Structure } from "#core/structure/structure.ts";
import { expectedQ } from "#core/validate/expected-q.ts";
import { groupScores } from "#core/validate/group-scores.ts";
import { checkHalfMaps } from "#core/validate/half-maps.ts";
import { imageRadius, neighbourhood } from "#core/validate/image-radius.ts";
import { mapCorrelations } from "#core/validate/map-correlations.ts";
import { modelFsc } from "#core/validate/model-fsc.ts";
import { judgingMap } from "#core/validate/model-maps.ts";
import { molecularMask } from "#core/validate/molecular-mask.ts";
import { outsideMap } from "#core/validate/outside.ts";
import { type QScoreSettings, qScores } from "#core/validate/q-score.ts";
import type { Validation } from "#core/validate/validation.ts";
import { maskWithin } from "#core/volume/mask.ts";
import { measure } from "#core/volume/stats.ts";
import { valuesAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A model in its place in a map, and what else is known. */
export interface ValidationRequest {
  readonly structure: Structure;
  readonly map: Volume;
  /** Of the map, Å. */
  readonly resolution: number;
  readonly settings: QScoreSettings;
  readonly bFactor: BFactorChoice;
  /** On the grid of the map. */
  readonly halves?: readonly [Volume, Volume] | undefined;
  /** Å, on any grid. */
  readonly localResolution?: Volume | undefined;
}

/** Local resolutions beyond so many times the map's are taken as that. */
const COARSEST_LOCAL = 4;

/**
 * How well a model agrees with a map: Q-scores, correlations of the whole, of chains and of residues, and FSC. Throws
 * `input` when no atom lies inside the map, for half maps on another grid and as `modelMap`; `cancelled` when the job
 * is cancelled.
 */
export async function validateModel(
  request: ValidationRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<Validation> {
  const { structure, map, resolution, settings, halves } = request;
  checkHalfMaps(map, halves ?? []);
  const inMap = densitiesAt(structure, map);
  const atomQ = await qScores(structure, map, settings, job);
  const atoms = scatteringAtomsOf(structure, resolution, request.bFactor);
  const meanB = meanBFactor(atoms.bFactor);
  const global = await judgingMap(atoms, map.grid, kernel, job);
  const local = await localMap(request, kernel, job);
  const radius = imageRadius(resolution, meanB);
  const masks = {
    mask: await molecularMask(map.grid, structure, job),
    image: await maskWithin(map.grid, structure.xyz, radius, job),
  };
  const near = neighbourhood(resolution, meanB);
  const material = {
    structure,
    map,
    model: global.volume,
    radius: near,
    atomQ,
    densities: inMap.densities,
    local,
    meanB,
  };
  const expected = expectedQ(resolution, settings.sigma);
  const { mean, sd } = measure(map);
  return {
    resolution,
    settings,
    ...(expected && { expected }),
    ...(await groupScores(material, job)),
    atomQ,
    correlations: mapCorrelations(map, global.volume, masks),
    ...(local && { localCorrelations: mapCorrelations(map, local.model, masks) }),
    neighbourhood: near,
    imageRadius: radius,
    fsc: await modelFsc({ map, halves }, atoms, { resolution, image: masks.image }, kernel, job),
    map: { mean, sd },
    outside: inMap.outside,
    notes: [...notesOf(request, inMap), ...(global.reason === undefined ? [] : [global.reason])],
  };
}

async function localMap(
  { structure, resolution, localResolution, bFactor, map }: ValidationRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<{ model: Volume; resolutions: Float64Array } | undefined> {
  if (!localResolution) return undefined;
  const limits = { elsewhere: resolution, coarsest: COARSEST_LOCAL * resolution };
  const resolutions = localResolutions(structure, localResolution, limits);
  const atoms = scatteringAtomsOf(structure, resolutions, bFactor);
  return { model: (await judgingMap(atoms, map.grid, kernel, job)).volume, resolutions };
}

/** Densities by atom, NaN outside the map and for hydrogens, and how many heavy atoms there are. */
function densitiesAt({ xyz, element }: Structure, map: Volume) {
  const densities = Float64Array.from(valuesAt(map, xyz));
  let heavy = 0;
  let outside = 0;
  for (const [n, symbol] of element.entries()) {
    if (isHydrogen(symbol)) continue;
    heavy++;
    if (Number.isNaN(densities[n])) outside++;
  }
  if (outside === heavy) throw outsideMap();
  return { densities, heavy, outside };
}

function meanBFactor(b: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < b.length; n++) sum += b[n];
  return sum / b.length;
}

function notesOf(
  { map, resolution }: ValidationRequest,
  { outside, heavy }: { readonly outside: number; readonly heavy: number },
): string[] {
  const finest = 2 * Math.max(...map.grid.voxelSize);
  const notes: string[] = [];
  if (outside > 0) notes.push(`${outside} of ${heavy} atoms lie outside the map and are not scored.`);
  if (resolution < finest) {
    notes.push(
      `Voxels of ${(finest / 2).toFixed(2)} Å cannot hold details finer than ${finest.toFixed(2)} Å; the resolution of ${resolution} Å is finer.`,
    );
  }
  return notes;
}
