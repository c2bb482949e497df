import type { JobContext } from "#core/job/job-context.ts";
import { COARSEST } from "#core/simulate/vrm/fourier-map.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { resolutionRange, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { type ModelMap, modelMap } from "#core/simulate/vrm/model-map.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Of an atom's peak: correlations with a map differ by less than 0.001 from those by structure factors. */
const IMAGES = { route: "images", accuracy: 1e-4, periodic: false } as const;
const FOURIER = { route: "fourier", accuracy: 1e-3, periodic: false } as const;

/**
 * The model map that maps are judged against: by structure factors to the resolution where all atoms share one and the
 * grid allows it, else by atoms' images, followed so far that correlations agree to three decimals. Says why in the
 * second case. Throws as `modelMap`.
 */
export async function judgingMap(
  atoms: ScatteringAtoms,
  grid: Grid,
  kernel: ImageKernel,
  job: JobContext,
): Promise<ModelMap> {
  const [finest, coarsest] = resolutionRange(atoms);
  const step = Math.max(...grid.voxelSize);
  const isFine = step <= COARSEST * finest;
  if (isFine && finest === coarsest) {
    const { volume } = await modelMap(atoms, grid, FOURIER, kernel, job);
    return { volume };
  }
  const { volume } = await modelMap(atoms, grid, IMAGES, kernel, job);
  if (finest !== coarsest) return { volume };
  const reason = `The model map is a sum of atoms' images: voxels of ${step.toFixed(2)} Å are too coarse for structure factors to ${finest} Å.`;
  return { volume, reason };
}
