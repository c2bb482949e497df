import type { JobContext } from "#core/job/job-context.ts";
import { recipeAtoms, recipeMap, recipeOf } from "#core/simulate/recipes/recipe-map.ts";
import type { RecipeName } from "#core/simulate/recipes/recipes.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import {
  type BFactorChoice,
  type ModelMap,
  type ModelMapSettings,
  modelMap,
  scatteringAtomsOf,
} from "#core/simulate/vrm/model-map.ts";
import { withOverallB } from "#core/simulate/vrm/overall-b.ts";
import type { Scattering } from "#core/simulate/vrm/scattering.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Grid } from "#core/volume/grid.ts";

/** What atoms are taken for by the kernel "vrm", and how exactly. */
export interface KernelMapSettings {
  readonly bFactor: BFactorChoice;
  readonly scattering: Scattering;
  readonly images: ModelMapSettings;
  /** Added to every B, Å². */
  readonly overallB?: number;
}

/**
 * The map of a structure at a resolution (Å) on a grid by the kernel of a name: "vrm" is the scattering of all atoms,
 * the others are recipes of other programs for the heavy atoms without water. Throws as `modelMap` and `recipeMap`.
 */
export async function kernelMap(
  name: "vrm" | RecipeName,
  structure: Structure,
  resolution: number,
  grid: Grid,
  settings: KernelMapSettings,
  engine: ImageKernel,
  job: JobContext,
): Promise<ModelMap> {
  if (name === "vrm") {
    const atoms = scatteringAtomsOf(structure, resolution, settings.bFactor, settings.scattering);
    const blurred = settings.overallB === undefined ? atoms : withOverallB(atoms, settings.overallB);
    return modelMap(blurred, grid, settings.images, engine, job);
  }
  const recipe = recipeOf(name);
  const atoms = recipeAtoms(recipe, structure, selectAtoms(structure, "all").indices);
  return { volume: await recipeMap(recipe, atoms, resolution, grid, job) };
}
