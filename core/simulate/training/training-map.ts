import type { JobContext } from "#core/job/job-context.ts";
import { createRandom, type Random } from "#core/math/random.ts";
import { molmapGrid, sigmaOfResolution } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import { recipeAtoms, recipeMap, recipeOf } from "#core/simulate/recipes/recipe-map.ts";
import { type Field, resolutionField } from "#core/simulate/training/resolution-field.ts";
import type { Range, TrainingLine } from "#core/simulate/training/training-list.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { MODEL_MAP_DEFAULTS, modelMap, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { withOverallB } from "#core/simulate/vrm/overall-b.ts";
import { residuesOf } from "#core/structure/residues.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { type Grid, ijkToXyz, sampleCount } from "#core/volume/grid.ts";
import { maskWithin, shrinkMask } from "#core/volume/mask.ts";
import { measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What was drawn for one map. */
export interface Drawn {
  /** Å. */
  readonly resolution: number;
  /** Å²; absent where the file's or none are used. */
  readonly bfactor?: number;
  /** Å². */
  readonly blur: number;
  /** In units of the map's standard deviation. */
  readonly noise: number;
  /** As part of vitreous ice's density. */
  readonly solvent: number;
}

/** A training map, and the resolution at every sample where it varies. */
export interface TrainingMap {
  readonly drawn: Drawn;
  readonly volume: Volume;
  readonly resolutions?: Volume;
}

/** Around the atoms, in units of the resolution, as molmap has. */
const PADDING = 3;
/**
 * Scattering of electrons by vitreous ice, Å per Å³: 0.93 g ⁄ cm³ is 0.0311 molecules per Å³, each of
 * f(0) = 1.983 (O) + 2 · 0.529 (H) Å.
 */
const ICE = 0.0311 * (1.983 + 2 * 0.529);
/** For X-rays: 10 electrons per molecule. */
const ICE_ELECTRONS = 0.311;
/** Å: an atom with the water that does not come nearer, and how far water comes back into what it could not enter. */
const EXCLUDED = 2.8;
const SHRINK = 0.9;

/**
 * The n-th map (from 0) of a line: what is drawn depends on the line's seed and n alone, so that the same list makes the
 * same maps in any order on any number of threads. Throws as `modelMap` and `recipeMap` do, and `cancelled`.
 */
export async function trainingMap(
  structure: Structure,
  line: TrainingLine,
  n: number,
  kernel: ImageKernel,
  job: JobContext,
): Promise<TrainingMap> {
  const random = createRandom(line.seed, n);
  const drawn = draw(line, random);
  const field = line.local && resolutionField(line.local, line.localScale, random);
  const coarsest = Math.max(drawn.resolution, line.local?.[1] ?? 0);
  const grid = molmapGrid(structure.xyz, coarsest, {
    gridSpacing: line.spacing,
    edgePadding: PADDING * coarsest,
  });
  const clean =
    line.kernel === "vrm"
      ? await scatteringMap(structure, line, drawn, field, grid, kernel, job)
      : await otherMap(structure, line, drawn, grid, job);
  const volume = await noisy(clean, drawn, random, job);
  return { drawn, volume, ...(field && { resolutions: sampled(field, grid) }) };
}

function draw(line: TrainingLine, random: Random): Drawn {
  const from = ([low, high]: Range) => low + (high - low) * random();
  const resolution = from(line.resolution);
  const blur = from(line.blur);
  const noise = from(line.noise);
  const solvent = from(line.solvent);
  const { bfactor } = line;
  const own = typeof bfactor === "string" ? {} : { bfactor: from(bfactor) };
  return { resolution, blur, noise, solvent, ...own };
}

async function scatteringMap(
  structure: Structure,
  line: TrainingLine,
  drawn: Drawn,
  field: Field | undefined,
  grid: Grid,
  kernel: ImageKernel,
  job: JobContext,
): Promise<Volume> {
  const { scattering } = line;
  const choice = typeof line.bfactor === "string" ? line.bfactor : (drawn.bfactor ?? "none");
  const resolution = field ? residueResolutions(structure, field) : drawn.resolution;
  const atoms = withOverallB(scatteringAtomsOf(structure, resolution, choice, scattering), drawn.blur);
  const { volume } = await modelMap(atoms, grid, MODEL_MAP_DEFAULTS, kernel, job);
  if (drawn.solvent === 0) return volume;
  const ice = drawn.solvent * (scattering === "electron" ? ICE : ICE_ELECTRONS);
  const around = await solventAround(structure, grid, drawn.resolution, job);
  return { grid, values: volume.values.map((value, n) => value + ice * around[n]) };
}

/** 1 in the solvent, 0 in the molecule, with an edge as soft as the resolution. */
async function solventAround(
  structure: Structure,
  grid: Grid,
  resolution: number,
  job: JobContext,
): Promise<Float32Array> {
  const mask = await shrinkMask(await maskWithin(grid, structure.xyz, EXCLUDED, job), SHRINK, job);
  const inside = await gaussianBlur(
    { grid, values: Float32Array.from(mask.inside) },
    sigmaOfResolution(resolution),
    job,
  );
  return inside.values.map((value) => 1 - value);
}

async function otherMap(
  structure: Structure,
  { kernel }: TrainingLine,
  { resolution }: Drawn,
  grid: Grid,
  job: JobContext,
): Promise<Volume> {
  if (kernel === "vrm") throw new TypeError("vrm is no recipe.");
  const recipe = recipeOf(kernel);
  const atoms = recipeAtoms(recipe, structure, selectAtoms(structure, "all").indices);
  return recipeMap(recipe, atoms, resolution, grid, job);
}

async function noisy(
  clean: Volume,
  { noise, resolution }: Drawn,
  random: Random,
  job: JobContext,
): Promise<Volume> {
  if (noise === 0) return clean;
  const sd = noise * measure(clean).sd;
  const added = await bandLimitedNoise(clean.grid, { resolution, sd }, random, job);
  return { grid: clean.grid, values: clean.values.map((value, n) => value + added.values[n]) };
}

/** The field at the middle of every residue, for all its atoms. */
function residueResolutions(structure: Structure, field: Field): Float64Array {
  const resolutions = new Float64Array(structure.atomCount);
  for (const { start, end } of residuesOf(structure)) {
    const middle = [0, 1, 2].map((axis) => {
      let sum = 0;
      for (let n = start; n < end; n++) sum += structure.xyz[3 * n + axis];
      return sum / (end - start);
    });
    resolutions.fill(field(middle[0], middle[1], middle[2]), start, end);
  }
  return resolutions;
}

function sampled(field: Field, grid: Grid): Volume {
  const [nx, ny] = grid.size;
  const values = new Float32Array(sampleCount(grid));
  for (let n = 0; n < values.length; n++) {
    const [x, y, z] = ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
    values[n] = field(x, y, z);
  }
  return { grid, values };
}
