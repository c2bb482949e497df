import type { BuildParams, BuiltModel } from "#core/gmm/build-model.ts";
import { focusModel } from "#core/gmm/focus.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { edgeOf, modelFilter, modelSize, ringsAfter } from "#core/particles/model-settings.ts";
import { movements } from "#core/particles/movements.ts";
import type { FoundPoses, ParticleEngine } from "#core/particles/particle-engine.ts";
import { type ParticleSet, rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import { roundPoses } from "#core/particles/pose-digits.ts";
import type {
  Focus,
  Iterated,
  IterationRecord,
  RefineSettings,
  RefineState,
} from "#core/particles/refine-state.ts";
import { scoreWeights } from "#core/particles/score-weights.ts";
import { filterRadially } from "#core/volume/fourier-filter.ts";
import { type Fsc, shellCorrelationUnder } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Steps of the models' fit: they are made anew in each iteration. */
const MODEL_STEPS = 60;
/** Å: the mean FSC begins here. */
const MEAN_FROM = 40;

/**
 * The state before the first iteration: half maps of the particles as they are, and their FSC under a mask that `maskFor`
 * gives once the maps are there.
 */
export async function startRefinement(
  particles: ParticleSet,
  settings: RefineSettings,
  maskFor: (halves: readonly [Volume, Volume]) => Promise<Volume>,
  engine: ParticleEngine,
  job: JobContext,
): Promise<{ readonly state: RefineState; readonly mask: Volume }> {
  const halves = await halfMaps(particles, undefined, settings, engine, job);
  const mask = await maskFor(halves);
  const fsc = await shellCorrelationUnder(mask, halves, job);
  return { state: { iteration: 0, particles, halves, fsc }, mask };
}

/**
 * One turn of the gold-standard loop: for each half set on its own a Gaussian model of its filtered half map, poses
 * searched against it, then new half maps and their FSC under the mask. The halves meet in the FSC alone.
 */
export async function iterate(
  { iteration, particles, halves, fsc }: RefineState,
  settings: RefineSettings,
  { mask, focus, centres }: { readonly mask: Volume; readonly focus?: Focus; readonly centres: ParticleSet },
  engine: ParticleEngine,
  job: JobContext,
): Promise<Iterated> {
  const rings = searchedRings(fsc, settings, iteration, engine);
  const built = await modelsOf(halves, fsc, rings.last, settings, mask, engine, job);
  const models = built.map(({ model }) =>
    focus ? focusModel(model, focus.mask, focus.form, focus.level) : model,
  );
  const moved = {
    angles: new Float64Array(3 * particles.count),
    origins: new Float64Array(2 * particles.count),
  };
  const scores = new Float64Array(particles.count);
  let views = 0;
  for (const half of [1, 2] as const) {
    const rows = rowsOfHalf(particles, half);
    const found = await searchHalf(
      { particles, centres, rows },
      models[half - 1],
      rings,
      settings,
      engine,
      job,
    );
    putRows(found, rows, moved, scores);
    views += (found.views * rows.length) / particles.count;
  }
  const better = roundPoses({ ...particles, ...moved });
  const { turned, shifted } = movements(particles, better);
  const newHalves = await halfMaps(better, scores, settings, engine, job);
  const newFsc = await shellCorrelationUnder(mask, newHalves, job);
  const record: IterationRecord = {
    iteration: iteration + 1,
    resolution143: newFsc.resolution143,
    resolution05: newFsc.resolution05,
    meanFsc: meanFsc(newFsc),
    meanRotationChange: mean(turned),
    meanShiftChange: mean(shifted),
    meanScore: mean(scores),
    searchedTo: (engine.size * engine.pixelSize) / rings.last,
    gaussians: built.map(({ model }) => model.count),
    misfit: built.map(({ misfit }) => misfit[1]),
    views,
  };
  const state = { iteration: iteration + 1, particles: better, scores, halves: newHalves, fsc: newFsc };
  return { state, record, models: [built[0].model, built[1].model], turned, shifted };
}

/** Gaussian models of the half maps as the next iteration would make them. */
export async function halfModels(
  { halves, fsc, iteration }: RefineState,
  settings: RefineSettings,
  mask: Volume,
  engine: ParticleEngine,
  job: JobContext,
): Promise<Gaussians[]> {
  const { last } = searchedRings(fsc, settings, iteration, engine);
  return (await modelsOf(halves, fsc, last, settings, mask, engine, job)).map(({ model }) => model);
}

/** Mean of the FSC from 40 Å up to the shell before Nyquist's. */
export function meanFsc({ shells }: Fsc): number {
  const inside = shells.filter(
    ({ resolution }, n) => resolution <= MEAN_FROM + 1e-6 && n < shells.length - 1,
  );
  return inside.reduce((sum, { fsc }) => sum + fsc, 0) / Math.max(1, inside.length);
}

/** As far as the half maps agree and a little farther, within the limits that were set. */
function searchedRings(
  fsc: Fsc,
  { firstRing, startResolution, maxResolution }: RefineSettings,
  iteration: number,
  { size, pixelSize }: ParticleEngine,
): { readonly first: number; readonly last: number } {
  const { first, last } = ringsAfter(fsc, size, firstRing);
  const limits = [maxResolution, iteration === 0 ? startResolution : undefined];
  const most = limits.map((limit) => (limit === undefined ? last : Math.round((size * pixelSize) / limit)));
  return { first, last: Math.max(first + 1, Math.min(last, ...most)) };
}

async function modelsOf(
  halves: RefineState["halves"],
  fsc: Fsc,
  lastRing: number,
  { gaussians, seed }: RefineSettings,
  mask: Volume,
  engine: ParticleEngine,
  job: JobContext,
): Promise<BuiltModel[]> {
  const edge = edgeOf(halves[0].grid);
  const pass = modelFilter(fsc, edge);
  const filtered: Volume[] = [];
  const params: BuildParams[] = [];
  for (const half of halves) {
    const cut = (frequency: number) => (frequency * edge <= lastRing + 0.5 ? pass(frequency) : 0);
    const { grid, values } = await filterRadially(half, cut, job);
    const map = { grid, values: values.map((value, n) => value * mask.values[n]) };
    const { level, count } = modelSize(map, edge / lastRing);
    filtered.push(map);
    params.push({ count: gaussians ?? count, level, steps: MODEL_STEPS, seed });
  }
  return engine.buildModels(filtered, params, job);
}

async function searchHalf(
  { particles, centres, rows }: { particles: ParticleSet; centres: ParticleSet; rows: Uint32Array },
  model: Gaussians,
  rings: { first: number; last: number },
  { method, prior, views }: RefineSettings,
  engine: ParticleEngine,
  job: JobContext,
): Promise<FoundPoses> {
  const set = takeParticles(particles, rows);
  const calibration = await engine.calibrate(set, model, { method, rings }, job);
  const { angles, origins } = takeParticles(centres, rows);
  const held = angles ? { centres: { angles, origins } } : {};
  return engine.search(set, model, { method, rings, calibration, prior, views, ...held }, job);
}

function putRows(
  found: FoundPoses,
  rows: Uint32Array,
  moved: { angles: Float64Array; origins: Float64Array },
  scores: Float64Array,
): void {
  for (const [n, row] of rows.entries()) {
    moved.angles.set(found.angles.subarray(3 * n, 3 * n + 3), 3 * row);
    moved.origins.set(found.origins.subarray(2 * n, 2 * n + 2), 2 * row);
    scores[row] = found.score[n];
  }
}

/** Unfiltered maps of the half sets. */
export async function halfMaps(
  particles: ParticleSet,
  scores: Float64Array | undefined,
  { symmetry, use, keep, weighted }: RefineSettings,
  engine: ParticleEngine,
  job: JobContext,
): Promise<[Volume, Volume]> {
  const rows = [rowsOfHalf(particles, 1), rowsOfHalf(particles, 2)];
  const sets = rows.map((half) => takeParticles(particles, half));
  const isPlain = scores === undefined || (keep >= 1 && !weighted);
  const weights = isPlain
    ? {}
    : {
        weights: rows.map((half) =>
          scoreWeights(
            Float64Array.from(half, (row) => scores[row]),
            keep,
            weighted,
          ),
        ),
      };
  const [first, second] = await engine.reconstruct(sets, { symmetry, use, ...weights }, job);
  return [first, second];
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
