import { AppError } from "#core/errors.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { B_RANGE } from "#core/refine/b-factors.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { type Evidence, evidenceFor, type RefinementMaps } from "#core/refine/evidence.ts";
import { bondRmsd, type Geometry, geometryOf } from "#core/refine/geometry.ts";
import { type AtomValues, type ImageMaker, ModelImages } from "#core/refine/model-images.ts";
import { overallB } from "#core/refine/overall-b.ts";
import type { RefineRequest } from "#core/refine/request.ts";
import { RIGID_DEFAULTS } from "#core/refine/rigid-groups.ts";
import {
  bFactorStage,
  coordinateStage,
  occupancyStage,
  rigidStage,
  runStage,
  type Stage,
  type StagePlan,
  type Workshop,
} from "#core/refine/stages.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { resolutionRange, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { imageSettings, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What a model is like, before or after: one column of the table. */
export interface ModelState {
  /** 1 − correlation with what is refined against. */
  readonly target: number;
  /** About the mean, with the whole map, over the voxels near the model as it was given. */
  readonly correlation: number;
  /** Correlation with what was held out. */
  readonly heldOut: number;
  /** From the bond lengths of the model as it was given, or typical ones where those scatter, Å. */
  readonly bondRmsd: number;
  /** Root mean square distance of atoms from where they were, Å. */
  readonly shift: number;
  /** Å². */
  readonly lowestB: number;
  readonly meanB: number;
  readonly highestB: number;
}

/** A refined model and how it came about. */
export interface RefinedModel {
  readonly structure: Structure;
  readonly before: ModelState;
  readonly after: ModelState;
  readonly stages: readonly Stage[];
  /** By how much more than the model's B factors say the map is blurred (negative: sharpened), Å². */
  readonly blur: number;
  /** What was held out and why, one sentence without its full stop. */
  readonly heldOut: string;
  /** What was chosen or found on the way, sentences. */
  readonly notes: readonly string[];
}

/**
 * Refines a placed model against a map: rigid groups, coordinates, B factors and occupancies, whichever are asked for,
 * each from where the one before left the model. Some of the data are held out, and after each stage the state is kept
 * that agrees best with them: no stage makes that worse. Images are blurred or sharpened as the map is. Throws `input`
 * when nothing is asked for or the model lies outside the map, as `planImages`, and `cancelled`.
 */
export async function refineModel(
  structure: Structure,
  maps: RefinementMaps,
  request: RefineRequest,
  kernel: ImageKernel,
  job: JobContext = quietJob,
): Promise<RefinedModel> {
  if (!request.rigid && !request.coordinates && !request.bFactors && !request.occupancy) {
    throw new AppError("input", "Say what to refine: rigid groups, coordinates, B factors or occupancies.");
  }
  const given = scatteringAtomsOf(structure, request.atomResolution ?? request.resolution);
  const blur = await blurOf(given, maps, request, kernel, job);
  // A more blurred map raises the B factors that are refined; a sharpened one must not make them negative.
  const offset = request.bFactors === undefined ? blur : Math.min(0, blur);
  let now: ScatteringAtoms = { ...given, bFactor: Float64Array.from(given.bFactor, (b) => b + blur) };
  const { evidence, images, maker, notes } = await prepare(now, maps, request, kernel, job);
  const judge = new Judge(structure, evidence, images);
  const before = await judge.stateOf(now, given.bFactor, job);
  const stages: Stage[] = [];
  for (const plan of plansOf({ structure, evidence, maker }, request, offset)) {
    const next = plan(now);
    if (next === undefined) {
      notes.push("No residue has alternates or is only partly there: there are no occupancies to refine.");
      continue;
    }
    const { values, stage } = await runStage({ structure, evidence, maker }, now, next, job);
    now = { ...now, ...values };
    stages.push(stage);
  }
  // A tensor says nothing of a refined B, and would have to turn with a rigid group.
  const { anisotropicU, ...round } = structure;
  const keepsTensors = !request.bFactors && !request.rigid;
  if (anisotropicU && !keepsTensors)
    notes.push("Anisotropic displacements were replaced by their equivalent B.");
  const keepsB = !request.bFactors && (keepsTensors || !anisotropicU);
  const bFactor = keepsB ? structure.bFactor : Float32Array.from(now.bFactor, (b) => b - offset);
  const after = await judge.stateOf(now, bFactor, job);
  const refined = {
    ...(keepsTensors ? structure : round),
    xyz: now.xyz,
    occupancy: Float32Array.from(now.occupancy),
    bFactor,
  };
  return { structure: refined, before, after, stages, blur, heldOut: evidence.heldOut, notes };
}

/** By how much more than the model's B factors say the map is blurred, Å². */
async function blurOf(
  given: ScatteringAtoms,
  maps: RefinementMaps,
  request: RefineRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<number> {
  const { evidence, images } = await prepare(given, maps, request, kernel, job);
  return overallB(given, images, evidence.target, job);
}

/** Maps and images for atoms as sharp as these. */
async function prepare(
  atoms: ScatteringAtoms,
  maps: RefinementMaps,
  request: RefineRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<{ evidence: Evidence; images: ModelImages; maker: ImageMaker; notes: string[] }> {
  const { images: settings, reason } = imageSettings(atoms, request);
  const [finest, coarsest] = resolutionRange(atoms);
  const { margin } = RIGID_DEFAULTS;
  const reach = settings.cutoff * coarsest + margin;
  const placed = { xyz: atoms.xyz, reach, radius: request.resolution + margin, finest };
  const evidence = await evidenceFor(maps, placed, kernel.fourier, job);
  const maker = { images: settings, kernel };
  const every = new Uint8Array(atoms.element.length).fill(1);
  const images = await ModelImages.create(atoms, every, evidence.grid, maker, job);
  return { evidence, images, maker, notes: reason === undefined ? [] : [reason] };
}

type PlanOf = (atoms: ScatteringAtoms) => StagePlan | undefined;

/** `offset`: what the images' B factors hold besides the model's, Å². */
function plansOf(workshop: Workshop, request: RefineRequest, offset: number): PlanOf[] {
  const { rigid, coordinates, bFactors, occupancy } = request;
  const range = { lowest: B_RANGE.lowest + offset, highest: B_RANGE.highest + offset };
  const plans: PlanOf[] = [];
  if (rigid) plans.push((atoms) => rigidStage(workshop, atoms, rigid));
  if (coordinates) plans.push((atoms) => coordinateStage(workshop, atoms));
  if (bFactors) plans.push((atoms) => bFactorStage(workshop, atoms, bFactors, range));
  if (occupancy) plans.push((atoms) => occupancyStage(workshop, atoms, occupancy));
  return plans;
}

/** Says what a state of a model is like, against the model as it was given. */
class Judge {
  readonly images: ModelImages;
  readonly #structure: Structure;
  readonly #evidence: Evidence;
  readonly #geometry: Geometry;

  constructor(structure: Structure, evidence: Evidence, images: ModelImages) {
    this.images = images;
    this.#structure = structure;
    this.#evidence = evidence;
    this.#geometry = geometryOf(structure, bondedAtoms(structure));
  }

  /** `values`: as the images have them; `bFactor`: as the file will have them. */
  async stateOf(values: AtomValues, bFactor: ArrayLike<number>, job: JobContext): Promise<ModelState> {
    const model = await this.images.map(values, job);
    const correlation = this.#evidence.correlation(model);
    const { value, heldOut = Number.NaN } = await this.#evidence.target(model, job);
    const { xyz } = this.#structure;
    let squares = 0;
    for (let n = 0; n < xyz.length; n++) squares += (values.xyz[n] - xyz[n]) ** 2;
    const sorted = Float64Array.from(bFactor).sort();
    return {
      target: value,
      correlation,
      heldOut,
      bondRmsd: bondRmsd(this.#geometry, values.xyz),
      shift: Math.sqrt((3 * squares) / xyz.length),
      lowestB: sorted[0],
      meanB: sorted.reduce((sum, b) => sum + b, 0) / sorted.length,
      highestB: sorted[sorted.length - 1],
    };
  }
}
