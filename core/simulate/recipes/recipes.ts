import { GAUSSIAN_CUTOFF, gaussianPeak, sigmaOfResolution } from "#core/simulate/molmap.ts";
import type { GaussianProfile, PowerProfile, Profile } from "#core/simulate/recipes/profile.ts";

/** A way in which another program turns atoms into density: a weight per atom times a profile of the distance. */
export interface Recipe {
  readonly name: RecipeName;
  /** One line for people: which program, which numbers. */
  readonly about: string;
  /** What an atom weighs: its atomic number, its mass (Da), or 1. */
  readonly weight: "number" | "mass" | "one";
  /** Atoms where they are, on the nearest voxel, or shared by the eight voxels around them. */
  readonly placement: "exact" | "nearest" | "trilinear";
  /** The profile at a resolution (Å) on voxels of a volume (Å³). */
  profile(resolution: number, voxelVolume: number): Profile;
}

export type RecipeName = (typeof NAMES)[number];

const NAMES = [
  "molmap",
  "eman2",
  "emready",
  "demo-emfit",
  "cryofit",
  "tempy",
  "tempy-0.187",
  "tempy-0.225",
  "tempy-0.425",
  "situs",
  "situs-triangular",
  "situs-semi-epanechnikov",
  "situs-epanechnikov",
  "situs-hard-sphere",
  "qscore",
] as const;

/** EMAN2's tables end where the Gaussian is this small; recipes that name no end are followed as far. */
const SMALLEST = 1e-7;
/** Å, of the profile that Q-scores compare with (Pintilie et al. 2020). */
const QSCORE_SIGMA = 0.6;

const LIST: readonly Recipe[] = [
  {
    name: "molmap",
    about: "ChimeraX molmap: atomic number × normalised Gaussian, σ = 0.225 R, to 5 σ",
    weight: "number",
    placement: "exact",
    profile: (resolution) => {
      const sigma = sigmaOfResolution(resolution);
      return gaussian(sigma, gaussianPeak(sigma), GAUSSIAN_CUTOFF * sigma);
    },
  },
  {
    name: "eman2",
    about: "EMAN2 pdb2mrc: electrons × exp(−(πr ⁄ R)²)",
    weight: "number",
    placement: "exact",
    profile: (resolution) => endless(sigmaOfResolution(resolution), 1),
  },
  {
    name: "emready",
    about: "EMReady and Struc2mapGAN: atomic number × (k ⁄ π)^1.5 exp(−k r²), k = (π ⁄ (1.2 + 0.6 R))²",
    weight: "number",
    placement: "exact",
    profile: (resolution) => normalised(sigmaOfResolution(1.2 + 0.6 * resolution)),
  },
  {
    name: "demo-emfit",
    // The printed prefactor m³ √((π ⁄ (2.4 + 0.8 R)²)²) does not normalise the Gaussian; m √((π ⁄ …²)³) does.
    about: "DEMO-EMfit: mass × normalised exp(−(π r ⁄ (2.4 + 0.8 R))²), its printed prefactor corrected",
    weight: "mass",
    placement: "exact",
    profile: (resolution) => normalised(sigmaOfResolution(2.4 + 0.8 * resolution)),
  },
  {
    name: "cryofit",
    about: "CryoFit: exp(−r² ⁄ 2σ²), σ = R ⁄ 2, all atoms alike",
    weight: "one",
    placement: "exact",
    profile: (resolution) => endless(resolution / 2, 1),
  },
  tempy("tempy", 0.356, "as it is by default"),
  tempy("tempy-0.187", Math.sqrt(Math.LN2 / 2) / Math.PI, "the transform is halved at 1 ⁄ R"),
  tempy("tempy-0.225", 1 / (Math.PI * Math.SQRT2), "the transform falls to 1 ⁄ e at 1 ⁄ R"),
  tempy("tempy-0.425", 1 / (2 * Math.sqrt(2 * Math.LN2)), "R is the full width at half height"),
  {
    name: "situs",
    about: "Situs pdb2vol, Gaussian: mass × exp(−1.5 r² ⁄ σ²), R = 2 σ, atoms shared by eight voxels",
    weight: "mass",
    placement: "trilinear",
    profile: (resolution) => situsGaussian(resolution / 2),
  },
  situs("situs-triangular", 1, "1 − ½ r ⁄ h"),
  situs("situs-semi-epanechnikov", 1.5, "1 − ½ (r ⁄ h)^1.5"),
  situs("situs-epanechnikov", 2, "1 − ½ (r ⁄ h)²"),
  situs("situs-hard-sphere", 60, "1 − ½ (r ⁄ h)^60"),
  {
    name: "qscore",
    about: "the reference profile of Q-scores: exp(−r² ⁄ 2σ²), σ = 0.6 Å at any resolution",
    weight: "one",
    placement: "exact",
    profile: () => endless(QSCORE_SIGMA, 1),
  },
];

/** Recipes by their names. */
export const RECIPES: ReadonlyMap<RecipeName, Recipe> = new Map(LIST.map((recipe) => [recipe.name, recipe]));

/** The names of all recipes. */
export const RECIPE_NAMES: readonly RecipeName[] = NAMES;

/** One of each program. */
export const MAIN_RECIPES: readonly RecipeName[] = [
  "molmap",
  "eman2",
  "emready",
  "demo-emfit",
  "cryofit",
  "tempy",
  "situs",
  "qscore",
];

/** Masses on the nearest voxels, blurred on the whole grid: every voxel's mass stays the same in sum. */
function tempy(name: RecipeName, perResolution: number, why: string): Recipe {
  return {
    name,
    about: `TEMPy StructureBlurrer: mass on the nearest voxel, σ = ${perResolution.toFixed(3)} R (${why})`,
    weight: "mass",
    placement: "nearest",
    profile: (resolution, voxelVolume) => {
      const sigma = perResolution * resolution;
      return endless(sigma, gaussianPeak(sigma) * voxelVolume);
    },
  };
}

/** Kernels that end; σ = 2^{1/p} h √(3 (3 + p) ⁄ (5 (5 + p))) is the radius of their second moment, and R = 2 σ. */
function situs(name: RecipeName, power: number, formula: string): Recipe {
  return {
    name,
    about: `Situs pdb2vol: mass × (${formula}), R = 2 σ, atoms shared by eight voxels`,
    weight: "mass",
    placement: "trilinear",
    profile: (resolution): PowerProfile => {
      const reach = resolution / 2 / Math.sqrt((3 * (3 + power)) / (5 * (5 + power)));
      return { shape: "power", power, half: reach / 2 ** (1 / power), peak: 1, reach };
    },
  };
}

/** Its second moment in space is σ², it ends at √3 σ. */
function situsGaussian(sigma: number): GaussianProfile {
  return gaussian(sigma / Math.sqrt(3), 1, Math.sqrt(3) * sigma);
}

function normalised(sigma: number): GaussianProfile {
  return endless(sigma, gaussianPeak(sigma));
}

function endless(sigma: number, peak: number): GaussianProfile {
  return gaussian(sigma, peak, sigma * Math.sqrt(2 * Math.log(1 / SMALLEST)));
}

function gaussian(sigma: number, peak: number, reach: number): GaussianProfile {
  return { shape: "gaussian", sigma, peak, reach };
}
