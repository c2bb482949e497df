import type { JobContext } from "#core/job/job-context.ts";
import { bondedAtoms } from "#core/refine/bonded.ts";
import { ModelImages } from "#core/refine/model-images.ts";
import { overallB } from "#core/refine/overall-b.ts";
import { regionAround } from "#core/refine/region.ts";
import { REFINE_DEFAULTS } from "#core/refine/request.ts";
import type { ResidueRotamers } from "#core/refine/rotamers/residue-rotamers.ts";
import { type ModelInMap, RotamerScorer } from "#core/refine/rotamers/rotamer-scorer.ts";
import { withoutCrowding } from "#core/refine/rotamers/side-chain-bonds.ts";
import { ClashCounter } from "#core/refine/rotamers/side-chain-clashes.ts";
import { type LeftOut, turningResidues } from "#core/refine/rotamers/turning-residues.ts";
import { oneMinusCorrelation } from "#core/refine/targets.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { planImages, resolutionRange, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { imageSettings, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { isHydrogen } from "#core/structure/elements.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A placed model, the map, and how finely it is resolved. */
export interface RotamerRequest {
  readonly structure: Structure;
  readonly map: Volume;
  /** Of the map, Å. */
  readonly resolution: number;
  /** Å, one per atom, where a local-resolution map says. */
  readonly atomResolution?: ArrayLike<number> | undefined;
}

/** All side chains of a model that can be turned, in file order. */
export interface RotamerCheck {
  /** Å. */
  readonly resolution: number;
  /** By how much more than the model's B factors say the map is blurred (negative: sharpened), Å². */
  readonly blur: number;
  readonly residues: readonly ResidueRotamers[];
  readonly leftOut: LeftOut & { readonly outside: number };
}

const RESIDUES_PER_BATCH = 10;

/**
 * Every standard rotamer of every side chain against the map: the side chain's image at the map's resolution is
 * correlated with what the map has beyond the rest of the model, over the voxels that any rotamer reaches, and atoms
 * it would run into are counted. Hydrogens are left aside; nothing is rebuilt. Throws `input` when the model lies
 * outside the map and as `planImages`; `cancelled`.
 */
export async function checkRotamers(
  request: RotamerRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<RotamerCheck> {
  const { structure, resolution } = request;
  const bonded = withoutCrowding(structure, bondedAtoms(structure));
  const { turning, leftOut } = turningResidues(structure, bonded);
  const { blur, ...inMap } = await modelInMap(request, kernel, job);
  const scorer = new RotamerScorer(structure, inMap, new ClashCounter(structure, bonded));
  const residues: ResidueRotamers[] = [];
  let outside = 0;
  for (const [n, residue] of turning.entries()) {
    if (n % RESIDUES_PER_BATCH === 0)
      await job.checkpoint({ step: "side chains", done: n, total: turning.length });
    const scored = scorer.score(residue);
    if (scored) residues.push(scored);
    else outside++;
  }
  return { resolution, blur, residues, leftOut: { ...leftOut, outside } };
}

/** The map near the model and the model's map, as blurred or sharp as the map is. */
async function modelInMap(
  { structure, map, resolution, atomResolution }: RotamerRequest,
  kernel: ImageKernel,
  job: JobContext,
): Promise<ModelInMap & { readonly blur: number }> {
  const all = scatteringAtomsOf(structure, atomResolution ?? resolution);
  const occupancy = Float64Array.from(all.occupancy, (o, n) => (isHydrogen(structure.element[n]) ? 0 : o));
  const atoms: ScatteringAtoms = { ...all, occupancy };
  const { images } = imageSettings(atoms, REFINE_DEFAULTS);
  const reach = images.cutoff * resolutionRange(atoms)[1];
  const { observed, mask } = await regionAround(map, atoms.xyz, { reach, radius: resolution }, job);
  const every = new Uint8Array(structure.atomCount).fill(1);
  const first = await ModelImages.create(atoms, every, observed.grid, { images, kernel }, job);
  const blur = await overallB(atoms, first, oneMinusCorrelation(observed, mask.inside), job);
  const blurred = { ...atoms, bFactor: Float64Array.from(atoms.bFactor, (b) => b + blur) };
  const plan = planImages(blurred, imageSettings(blurred, REFINE_DEFAULTS).images);
  const model = await kernel.sum(plan, observed.grid, job);
  return { plan, resolution: atoms.resolution, observed, model, blur };
}
