import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { gaussianBrush, paintGaussian } from "#core/simulate/gaussian-brush.ts";
import { checkModelMapInput, type WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { paintStencil, projectAtoms, stencilOf } from "#core/simulate/recipes/lattice.ts";
import type { GaussianProfile, Profile } from "#core/simulate/recipes/profile.ts";
import { RECIPES, type Recipe, type RecipeName } from "#core/simulate/recipes/recipes.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { atomicMass } from "#core/structure/elements.ts";
import type { Structure } from "#core/structure/structure.ts";
import { type Grid, sampleCount, voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const PER_BATCH = 2000;
/** Da, of an atom whose element is unknown: most are carbon. */
const UNKNOWN_MASS = atomicMass("C");

/** The recipe of a name. Throws when it is none: names are checked where they come in. */
export function recipeOf(name: RecipeName): Recipe {
  const recipe = RECIPES.get(name);
  if (!recipe) throw new TypeError(`No recipe is called ${name}.`);
  return recipe;
}

/** The atoms with these indices, weighing what the recipe says: in atomic numbers, Da, or 1 each. */
export function recipeAtoms(
  { weight }: Recipe,
  structure: Structure,
  indices: ArrayLike<number>,
): WeightedAtoms {
  const atoms = weightedAtoms(structure, indices);
  if (weight === "number") return atoms;
  const weights = atoms.weights.map((_, n) =>
    weight === "one" ? 1 : atomicMass(structure.element[indices[n]]) || UNKNOWN_MASS,
  );
  return { xyz: atoms.xyz, weights };
}

/**
 * The map that a recipe makes of atoms at a resolution (Å) on a grid, in the units of its program. Throws `input` for
 * wrong atoms or resolution, and `cancelled`.
 */
export async function recipeMap(
  recipe: Recipe,
  atoms: WeightedAtoms,
  resolution: number,
  grid: Grid,
  job: JobContext = quietJob,
): Promise<Volume> {
  checkModelMapInput(atoms, resolution);
  const profile = recipe.profile(resolution, voxelVolume(grid));
  const { placement } = recipe;
  if (placement !== "exact") return latticeMap(profile, projectAtoms(atoms, grid, placement), grid, job);
  if (profile.shape !== "gaussian") throw new TypeError("Only Gaussians are painted between voxels.");
  return brushedMap(profile, atoms, grid, job);
}

async function brushedMap(
  { sigma, peak, reach }: GaussianProfile,
  { xyz, weights }: WeightedAtoms,
  grid: Grid,
  job: JobContext,
): Promise<Volume> {
  const values = new Float32Array(sampleCount(grid));
  const brush = gaussianBrush(grid, sigma, reach);
  for (let n = 0; n < weights.length; n++) {
    if (n % PER_BATCH === 0) await job.checkpoint({ step: "model map", done: n, total: weights.length });
    paintGaussian(values, brush, xyz, 3 * n, peak * weights[n]);
  }
  return { grid, values };
}

async function latticeMap(
  profile: Profile,
  voxels: ReadonlyMap<number, number>,
  grid: Grid,
  job: JobContext,
): Promise<Volume> {
  const values = new Float32Array(sampleCount(grid));
  const stencil = stencilOf(profile, grid);
  let done = 0;
  for (const [voxel, weight] of voxels) {
    if (done % PER_BATCH === 0) await job.checkpoint({ step: "model map", done, total: voxels.size });
    paintStencil(values, grid, stencil, voxel, weight);
    done++;
  }
  return { grid, values };
}
