import type { JobContext } from "#core/job/job-context.ts";
import {
  checkModelMapInput,
  type ModelMapKernel,
  type WeightedAtoms,
} from "#core/simulate/model-map-kernel.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { type ImagePlan, planImages } from "#core/simulate/vrm/image-plan.ts";
import { sumImages } from "#core/simulate/vrm/image-sums.ts";
import { symbolOf } from "#core/structure/elements.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * What tells right placements from wrong ones best, measured on the fits of the report: one B for all atoms, in units of
 * the resolution squared, so that images look alike at every resolution. B factors of the files do no better, and
 * predicted models hold their confidence in that column.
 */
export const SCORING_B = 5;

/**
 * Share of the positive mass in the body of a map. Ripples hold several percent of it outside the molecule: 90 % fill
 * about as many voxels as 95 % of a molmap.
 */
const BODY_MASS = 0.9;

/** Images end at twice the resolution; the rest of their ripples is worth less than its time. */
const IMAGES = { cutoff: 2, fade: 0.1, accuracy: 1e-3 };

/** The images of atoms by atomic number at a resolution, Å. Throws `input` for wrong atoms or resolutions. */
export function planScoring({ xyz, weights }: WeightedAtoms, resolution: number): ImagePlan {
  checkModelMapInput({ xyz, weights }, resolution);
  const count = weights.length;
  return planImages(
    {
      xyz,
      element: Array.from(weights, (number) => symbolOf(Math.round(number))),
      occupancy: new Float64Array(count).fill(1),
      bFactor: new Float64Array(count).fill(SCORING_B * resolution ** 2),
      resolution,
    },
    IMAGES,
  );
}

/** The model map of `vrmKernel` on its own grid, on as many threads as `images` has. Throws as `planScoring`; `cancelled`. */
export function scoringMap(
  atoms: WeightedAtoms,
  resolution: number,
  images: ImageKernel,
  job: JobContext,
): Promise<Volume> {
  return images.sum(planScoring(atoms, resolution), vrmKernel.gridFor(atoms, resolution), job);
}

/** Model maps from the electron scattering of independent atoms, for scores: negative in places. */
export const vrmKernel: ModelMapKernel = {
  name: "vrm",
  bodyMass: BODY_MASS,
  gridFor: (atoms, resolution) => molmapGrid(atoms.xyz, resolution),
  simulate: (atoms, resolution, grid) => ({ grid, values: sumImages(planScoring(atoms, resolution), grid) }),
};
