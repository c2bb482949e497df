import { AppError } from "#core/errors.ts";
import { DensityTables, type RadialFiller, RadialTables } from "#core/simulate/vrm/radial-tables.ts";
import { levelsOf, unitsOf } from "#core/simulate/vrm/resolution-levels.ts";
import { type FormFactor, formFactorOrCarbon, type Scattering } from "#core/simulate/vrm/scattering.ts";
import { densityShape, imageShape } from "#core/simulate/vrm/table-shape.ts";
import { BETA_STEP, mixBetas, TABLES_PER_LEVEL, TableShelf } from "#core/simulate/vrm/table-shelf.ts";

/** Atoms as the map sees them, one entry per atom and array. */
export interface ScatteringAtoms {
  /** Coordinates, Å, xyz triplets (n × 3). */
  readonly xyz: Float64Array;
  /** Symbols in capitals, ions with their charge ("FE3+"); what no table knows scatters as carbon. */
  readonly element: readonly string[];
  /** What they scatter; electrons when absent. */
  readonly scattering?: Scattering;
  readonly occupancy: ArrayLike<number>;
  /** Isotropic displacement B, Å²; negative values sharpen. */
  readonly bFactor: ArrayLike<number>;
  /**
   * Anisotropic displacement U11 U22 U33 U12 U13 U23, Å² (n × 6), six zeros where an atom has only its B. Images of
   * atoms take their B; densities without a limit of resolution, and so the Fourier route, take the tensor.
   */
  readonly anisotropicU?: ArrayLike<number>;
  /** Resolution, Å: one for all, or one per atom. */
  readonly resolution: number | ArrayLike<number>;
}

/** How finely images are tabulated and where they end. */
export interface ImageSettings {
  /** Distance at which an image ends, in units of its resolution. */
  readonly cutoff: number;
  /** Part of the radius over which it fades to 0; 0 cuts it sharply. */
  readonly fade: number;
  /** Largest error of the tables, as part of an atom's peak. */
  readonly accuracy: number;
}

/** The finest and coarsest resolution of atoms, Å. */
export function resolutionRange({ resolution }: ScatteringAtoms): [finest: number, coarsest: number] {
  if (typeof resolution === "number") return [resolution, resolution];
  let finest = Number.POSITIVE_INFINITY;
  let coarsest = 0;
  for (let n = 0; n < resolution.length; n++) {
    finest = Math.min(finest, resolution[n]);
    coarsest = Math.max(coarsest, resolution[n]);
  }
  return [finest, coarsest];
}

/** The images of atoms, ready for a kernel: each is a weighted sum of `mix` tables of piecewise cubics in r². */
export interface ImagePlan {
  readonly count: number;
  readonly segments: number;
  /** Straight lines per cubic, a multiple of 4, that keep the accuracy asked for. */
  readonly fine: number;
  /** Tables of `segments` cubics (4 × float32 each), one after the other. */
  readonly tables: Float32Array;
  /** Per atom: x, y, z (Å), segments per Å² of r², end of the image (Å). */
  readonly atoms: Float64Array;
  /** Tables per atom. */
  readonly mix: number;
  /** Per atom and mixed table: its number, its weight in the image, and its weight in ∂ρ ⁄ ∂B. The image has no occupancy in it. */
  readonly table: Int32Array;
  readonly weight: Float32Array;
  readonly weightPerB: Float32Array;
  readonly occupancy: Float64Array;
}

/** Numbers per atom in `ImagePlan.atoms`. */
export const ATOM_SIZE = 5;

/** Beyond these a number is a mistake: Å, and Å² of B. Blurring to a resolution of 60 Å takes some 18,000 Å². */
const MOST = 1e9;
const LEAST_B = -2000;
const MOST_B = 20_000;

/**
 * Prepares the images of atoms. Atoms at up to eight resolutions share tables at exactly these; atoms with more of
 * their own interpolate between tables 3 % apart. Throws `input` for arrays of different lengths, numbers that are not
 * finite, a resolution that is not positive, or settings that make no sense.
 */
export function planImages(atoms: ScatteringAtoms, settings: ImageSettings): ImagePlan {
  check(atoms, settings);
  const { shape, fine } = imageShape(settings);
  return planWith(atoms, new RadialTables(shape), fine);
}

/**
 * Prepares the densities of atoms without a limit of resolution, each blurred by a further B of `blur` (Å²) and
 * followed to where less than `accuracy` of its peak is left. Throws as `planImages`, and `input` where blur and B
 * leave no width.
 */
export function planDensities(
  atoms: Omit<ScatteringAtoms, "resolution">,
  blur: number,
  accuracy: number,
): ImagePlan {
  const widths = new Map<string, [narrowest: number, widest: number]>();
  let widest = 0;
  let narrowest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < atoms.element.length; n++) {
    const [low, high] = widths.get(atoms.element[n]) ?? widthsOf(atoms, n);
    widths.set(atoms.element[n], [low, high]);
    widest = Math.max(widest, high + atoms.bFactor[n] + blur);
    narrowest = Math.min(narrowest, low + atoms.bFactor[n] + blur);
  }
  const cutoff = Math.sqrt(widest * Math.log(1 / accuracy)) / (2 * Math.PI);
  const inUnits = { ...atoms, resolution: 1 };
  check(inUnits, { cutoff, fade: 0, accuracy });
  const { shape, fine } = densityShape(cutoff, narrowest, accuracy);
  return planWith(inUnits, new DensityTables(shape, blur), fine);
}

function planWith(atoms: ScatteringAtoms, filler: RadialFiller, fine: number): ImagePlan {
  const count = atoms.element.length;
  const { segments } = filler.shape;
  const { xyz, bFactor } = atoms;
  const levels = levelsOf(atoms.resolution, count);
  const shelf = new TableShelf(filler, betaRange(atoms));
  const { factors, ofAtom } = scatterersOf(atoms);
  const mix = TABLES_PER_LEVEL * levels.perAtom;
  const plan = {
    count,
    segments,
    fine,
    atoms: new Float64Array(ATOM_SIZE * count),
    mix,
    table: new Int32Array(mix * count),
    weight: new Float32Array(mix * count),
    weightPerB: new Float32Array(mix * count),
    occupancy: Float64Array.from(atoms.occupancy),
  };
  let units = unitsOf(filler.shape, resolutionOf(atoms, 0));
  let around = levels.around(units.d);
  for (let n = 0; n < count; n++) {
    const d = resolutionOf(atoms, n);
    if (d !== units.d) {
      units = unitsOf(filler.shape, d);
      around = levels.around(d);
    }
    const factor = factors[ofAtom[n]];
    const at = ATOM_SIZE * n;
    for (let axis = 0; axis < 3; axis++) plan.atoms[at + axis] = xyz[3 * n + axis];
    plan.atoms[at + 3] = units.perSquare;
    plan.atoms[at + 4] = units.reach;
    const beta = bFactor[n] * units.perB;
    const index = Math.floor(beta);
    let slot = mix * n;
    for (const level of around) {
      const column = shelf.column(ofAtom[n] + factors.length * level.number);
      const left = shelf.table(column, index, factor, level.d);
      const right = shelf.table(column, index + 1, factor, level.d);
      plan.table[slot] = left;
      plan.table[slot + 1] = left + 1;
      plan.table[slot + 2] = right;
      plan.table[slot + 3] = right + 1;
      const scale = level.part * units.perVolume;
      mixBetas(plan, slot, beta - index, scale, scale * units.perB);
      slot += TABLES_PER_LEVEL;
    }
  }
  return { ...plan, tables: shelf.tables() };
}

function resolutionOf({ resolution }: ScatteringAtoms, atom: number): number {
  return typeof resolution === "number" ? resolution : resolution[atom];
}

/** The least and the greatest β of atoms, in steps of the tables. */
function betaRange(atoms: ScatteringAtoms): [lowest: number, highest: number] {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < atoms.element.length; n++) {
    const d = resolutionOf(atoms, n);
    const beta = atoms.bFactor[n] * (1 / (d * d * BETA_STEP));
    lowest = Math.min(lowest, beta);
    highest = Math.max(highest, beta);
  }
  return [lowest, highest];
}

/** What scatters in a model, and which of it each atom is. */
function scatterersOf({
  element,
  scattering = "electron",
}: Pick<ScatteringAtoms, "element" | "scattering">): { factors: FormFactor[]; ofAtom: Int32Array } {
  const factors: FormFactor[] = [];
  const numbers = new Map<string, number>();
  const ofAtom = new Int32Array(element.length);
  for (let n = 0; n < element.length; n++) {
    let number = numbers.get(element[n]);
    if (number === undefined) {
      number = factors.push(formFactorOrCarbon(scattering, element[n])) - 1;
      numbers.set(element[n], number);
    }
    ofAtom[n] = number;
  }
  return { factors, ofAtom };
}

function widthsOf(
  { element, scattering = "electron" }: Pick<ScatteringAtoms, "element" | "scattering">,
  atom: number,
): [narrowest: number, widest: number] {
  const { b } = formFactorOrCarbon(scattering, element[atom]);
  return [Math.min(...b), Math.max(...b)];
}

function check(
  { xyz, element, occupancy, bFactor, resolution }: ScatteringAtoms,
  settings: ImageSettings,
): void {
  const n = element.length;
  if (n === 0) throw new AppError("input", "A model map needs at least one atom.");
  const perAtom = typeof resolution === "number" ? [occupancy, bFactor] : [occupancy, bFactor, resolution];
  if (xyz.length !== 3 * n || perAtom.some((array) => array.length !== n)) {
    throw new AppError("input", "Every atom needs coordinates, occupancy, B and resolution.", { atoms: n });
  }
  if (![xyz, ...perAtom].every((array) => isWithin(array, -MOST, MOST))) {
    throw new AppError("input", "Coordinates, occupancies, B and resolutions must be finite numbers.");
  }
  if (!isWithin(bFactor, LEAST_B, MOST_B)) {
    throw new AppError("input", "B factors must lie between −2000 and 20,000 Å².");
  }
  if (!isWithin(typeof resolution === "number" ? [resolution] : resolution, 0.5, 100)) {
    throw new AppError("input", "Resolutions must lie between 0.5 and 100 Å.");
  }
  const { cutoff, fade, accuracy } = settings;
  if (!(cutoff >= 0.5 && cutoff <= 100 && fade >= 0 && fade < 1 && accuracy > 0)) {
    throw new AppError("input", "Images must end between 0.5 and 100 resolutions from the atom.", {
      cutoff,
      fade,
    });
  }
}

function isWithin(array: ArrayLike<number>, low: number, high: number): boolean {
  for (let n = 0; n < array.length; n++) if (!(array[n] >= low && array[n] <= high)) return false;
  return true;
}
