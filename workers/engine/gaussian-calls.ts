import { describeStructure } from "#core/format/describe.ts";
import { buildModel } from "#core/gmm/build-model.ts";
import { clusterPoints } from "#core/gmm/clusters.ts";
import { countRules } from "#core/gmm/count-rule.ts";
import { gaussiansOfAtoms, structureOfGaussians } from "#core/gmm/gaussian-structure.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import { drawGaussians as draw, fscReach, modelFsc } from "#core/gmm/model-agreement.ts";
import { seedLevel } from "#core/gmm/seed-level.ts";
import { pointsAbove } from "#core/gmm/weighted-points.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { moveStructure } from "#core/structure/move.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import { summarizeMadeMap, summarizeModel } from "#workers/engine/summaries.ts";
import type { Params, Result } from "#workers/protocol.ts";

/** A map drawn for a model: voxels per narrowest σ, and σ around the outermost centres. */
const VOXELS_PER_SIGMA = 1.5;
const MARGIN = 4;
const MOST_VOXELS = 2e8;
/** As e2gmm's rounds of K-means over Gaussians. */
const PATCH_ROUNDS = 30;

/** Makes a model of Gaussians of a map: each an atom, patches of them chains. Throws as `seedLevel` and `buildModel`. */
export async function buildGaussians(
  session: Session,
  { map, count, resolution, level, patches, steps, seed }: Params<"buildGaussians">,
  { ids, job }: CallContext<"buildGaussians">,
): Promise<Result<"buildGaussians">> {
  const { volume, summary } = session.map(map);
  const chosen = seedLevel(volume, level);
  const wanted =
    count === undefined ? (await countRules(pointsAbove(volume, chosen.value), resolution, job)).code : count;
  const { model, misfit } = await buildModel(
    volume,
    { count: wanted, level: chosen.value, steps, seed },
    job,
  );
  const group = await patchesOf(model, patches, seed, job);
  const structure = structureOfGaussians(model, `Gaussians of ${summary.name}`, group);
  const value = {
    format: "gaussians",
    structures: [structure],
    entry: "",
    title: "",
    resolution: null,
  } as const;
  const held = session.addModel(
    (id) => ({
      structure,
      summary: summarizeModel(id, structure, null, describeStructure({ value, warnings: [] })),
    }),
    ids[0],
  );
  const reach = fscReach(modelFsc(volume, model), 0.5);
  return { models: [held.summary], count: model.count, level: chosen, misfit: [...misfit], reach };
}

/** The map that a model of Gaussians stands for, where it is placed. Throws `input` for a model of atoms. */
export async function drawGaussians(
  session: Session,
  { model, motion, onGridOf }: Params<"drawGaussians">,
  { ids }: CallContext<"drawGaussians">,
): Promise<Result<"drawGaussians">> {
  const { structure, summary } = session.model(model);
  const gaussians = gaussiansOfAtoms(moveStructure(structure, motion));
  const grid = onGridOf === undefined ? gridAround(gaussians) : session.map(onGridOf).volume.grid;
  const volume = draw(gaussians, grid);
  const name = `map of ${summary.name}`;
  const held = session.addMap((id) => {
    const made = summarizeMadeMap(id, name, volume, `Mapwright: map of ${gaussians.count} Gaussians`);
    const level = { value: levelEnclosingMass(volume), reason: "encloses 95 % of the mass" };
    return { volume, summary: { ...made, level }, shown: new Map() };
  }, ids[0]);
  return held.summary;
}

/** The number of every Gaussian's patch: K-means of their centres by amplitude. */
async function patchesOf(
  { count, xyz, amplitude }: Gaussians,
  patches: number,
  seed: number,
  job: JobContext,
): Promise<ArrayLike<number>> {
  if (patches < 2) return new Uint8Array(count);
  const weight = amplitude.map((one) => Math.max(one, 0));
  const points = { xyz, weight, volume: 1 };
  const { member } = await clusterPoints(
    points,
    { count: patches, rounds: PATCH_ROUNDS, seed, still: 1 },
    job,
  );
  return member;
}

/** A grid of cubic voxels that holds all Gaussians to 4 σ, fine enough for the narrowest, as far as memory allows. */
function gridAround({ count, xyz, sigma, covariance }: Gaussians): Grid {
  const widthAlong = (n: number, axis: number) =>
    covariance ? Math.sqrt(covariance[6 * n + axis]) : sigma[n];
  const low = [0, 1, 2].map(() => Number.POSITIVE_INFINITY);
  const high = [0, 1, 2].map(() => Number.NEGATIVE_INFINITY);
  for (let n = 0; n < count; n++) {
    for (let axis = 0; axis < 3; axis++) {
      low[axis] = Math.min(low[axis], xyz[3 * n + axis] - MARGIN * widthAlong(n, axis));
      high[axis] = Math.max(high[axis], xyz[3 * n + axis] + MARGIN * widthAlong(n, axis));
    }
  }
  const sides = high.map((top, axis) => top - low[axis]);
  const narrowest = sigma.reduce((least, width) => Math.min(least, width), Number.POSITIVE_INFINITY);
  const finest = Math.cbrt(sides.reduce((product, side) => product * side, 1) / MOST_VOXELS);
  const step = Math.max(narrowest / VOXELS_PER_SIGMA, finest);
  const [nx, ny, nz] = sides.map((side) => Math.ceil(side / step) + 1);
  const [x, y, z] = low;
  return createGrid([nx, ny, nz], [x, y, z], [step, step, step]);
}
