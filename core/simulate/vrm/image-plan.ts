import { AppError } from "#core/errors.ts";
import {
  CUBIC,
  DensityTables,
  type RadialFiller,
  RadialTables,
  type TableShape,
} from "#core/simulate/vrm/radial-tables.ts";
import { electronFormFactor, type FormFactor, UNKNOWN_SCATTERS_AS } from "#core/simulate/vrm/scattering.ts";

/** Atoms as the map sees them, one entry per atom and array. */
export interface ScatteringAtoms {
  /** Coordinates, Å, xyz triplets (n × 3). */
  readonly xyz: Float64Array;
  /** Symbols in capitals; what no table knows scatters as carbon. */
  readonly element: readonly string[];
  readonly occupancy: ArrayLike<number>;
  /** Isotropic displacement B, Å²; negative values sharpen. */
  readonly bFactor: ArrayLike<number>;
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

/** The images of atoms, ready for a kernel: each is a weighted sum of `mix` tables of piecewise cubics. */
export interface ImagePlan {
  readonly count: number;
  readonly segments: number;
  /** Straight lines per cubic, a multiple of 4, that keep the accuracy asked for. */
  readonly fine: number;
  /** Tables of `segments` cubics (4 × float32 each), one after the other. */
  readonly tables: Float32Array;
  /** Per atom: x, y, z (Å), segments per Å, end of the image (Å). */
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

/** Spacing of tables in β = B ⁄ d² and in ln d: cubic interpolation between them errs by less than 3e-7 of the peak. */
const BETA_STEP = 0.5;
const LOG_STEP = 0.03;

/** Straight lines this good are as good as float32 needs. */
const FINEST_LINES = 1e-6;

/** Beyond these a number is a mistake: Å, and Å² of B. */
const MOST = 1e9;
const MOST_B = 2000;

/** Image and β-derivative on both sides of β. */
const TABLES_PER_LEVEL = 4;

/**
 * Prepares the images of atoms. All atoms at one resolution share tables at exactly that resolution; atoms with their
 * own interpolate between tables 3 % apart. Throws `input` for arrays of different lengths, numbers that are not
 * finite, a resolution that is not positive, or settings that make no sense.
 */
export function planImages(atoms: ScatteringAtoms, settings: ImageSettings): ImagePlan {
  check(atoms, settings);
  const shape = shapeOf(settings);
  return planWith(atoms, new RadialTables(shape), linesPerPiece(shape, settings.accuracy));
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
  let widest = 0;
  let narrowest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < atoms.element.length; n++) {
    const { b } = electronFormFactor(atoms.element[n]) ?? carbon();
    widest = Math.max(widest, Math.max(...b) + atoms.bFactor[n] + blur);
    narrowest = Math.min(narrowest, Math.min(...b) + atoms.bFactor[n] + blur);
  }
  const cutoff = Math.sqrt(widest * Math.log(1 / accuracy)) / (2 * Math.PI);
  const inUnits = { ...atoms, resolution: 1 };
  check(inUnits, { cutoff, fade: 0, accuracy });
  // The sharpest Gaussian curves as much as an image at a resolution of √(b ⁄ 10).
  const step = stepFor(accuracy) * Math.sqrt(narrowest / 10);
  const shape = { cutoff, fade: 0, segments: Math.ceil(cutoff / step) };
  const line = Math.sqrt(Math.max(accuracy, FINEST_LINES) * narrowest) / (Math.SQRT2 * Math.PI);
  const fine = 4 * Math.ceil(cutoff / shape.segments / line / 4);
  return planWith(inUnits, new DensityTables(shape, blur), fine);
}

function planWith(atoms: ScatteringAtoms, filler: RadialFiller, fine: number): ImagePlan {
  const count = atoms.element.length;
  const { shape } = filler;
  const uniform = uniformResolution(atoms.resolution);
  const mix = TABLES_PER_LEVEL * (uniform === undefined ? 4 : 1);
  const shelf = new TableShelf(filler);
  const scatterers = new Scatterers();
  const plan = {
    count,
    segments: shape.segments,
    fine,
    atoms: new Float64Array(ATOM_SIZE * count),
    mix,
    table: new Int32Array(mix * count),
    weight: new Float32Array(mix * count),
    weightPerB: new Float32Array(mix * count),
    occupancy: Float64Array.from(atoms.occupancy),
  };
  const single: readonly Level[] = uniform === undefined ? [] : [{ number: 0, d: uniform, part: 1 }];
  for (let n = 0; n < count; n++) {
    const d = uniform ?? (atoms.resolution as ArrayLike<number>)[n];
    const b = atoms.bFactor[n];
    const element = scatterers.indexOf(atoms.element[n]);
    const factor = scatterers.factors[element];
    for (let axis = 0; axis < 3; axis++) plan.atoms[ATOM_SIZE * n + axis] = atoms.xyz[3 * n + axis];
    plan.atoms[ATOM_SIZE * n + 3] = shape.segments / (shape.cutoff * d);
    plan.atoms[ATOM_SIZE * n + 4] = shape.cutoff * d;
    const beta = b / (d * d * BETA_STEP);
    const index = Math.floor(beta);
    let slot = mix * n;
    for (const level of uniform === undefined ? levelsAround(d) : single) {
      const left = shelf.table(factor, element, level, index);
      const right = shelf.table(factor, element, level, index + 1);
      plan.table[slot] = left;
      plan.table[slot + 1] = left + 1;
      plan.table[slot + 2] = right;
      plan.table[slot + 3] = right + 1;
      const scale = level.part / d ** 3;
      mixBetas(plan, slot, beta - index, scale, scale / (d * d * BETA_STEP));
      slot += TABLES_PER_LEVEL;
    }
  }
  return { ...plan, tables: shelf.tables() };
}

type Mixture = Pick<ImagePlan, "table" | "weight" | "weightPerB">;

/** Writes the tables (image and β-derivative each) left and right of β: a cubic Hermite interpolation. */
function mixBetas(mixture: Mixture, slot: number, t: number, scale: number, scalePerB: number): void {
  const { weight, weightPerB } = mixture;
  const rest = 1 - t;
  weight[slot] = scale * (1 + 2 * t) * rest * rest;
  weight[slot + 1] = scale * t * rest * rest * BETA_STEP;
  weight[slot + 2] = scale * t * t * (3 - 2 * t);
  weight[slot + 3] = -scale * t * t * rest * BETA_STEP;
  weightPerB[slot] = -scalePerB * 6 * t * rest;
  weightPerB[slot + 1] = scalePerB * rest * (1 - 3 * t) * BETA_STEP;
  weightPerB[slot + 2] = scalePerB * 6 * t * rest;
  weightPerB[slot + 3] = scalePerB * t * (3 * t - 2) * BETA_STEP;
}

/** A tabulated resolution, Å, its number, and the part it has in an image. */
interface Level {
  readonly number: number;
  readonly d: number;
  readonly part: number;
}

/** The four tabulated resolutions around d (cubic Lagrange in ln d). */
function levelsAround(d: number): Level[] {
  const position = Math.log(d) / LOG_STEP;
  const first = Math.floor(position) - 1;
  const x = position - first;
  return [0, 1, 2, 3].map((node) => {
    let part = 1;
    for (let other = 0; other < 4; other++) if (other !== node) part *= (x - other) / (node - other);
    return { number: first + node, d: Math.exp((first + node) * LOG_STEP), part };
  });
}

/** Radial tables by element, resolution and β, filled when first asked for: the image, then its β-derivative. */
class TableShelf {
  readonly #radial: RadialFiller;
  readonly #size: number;
  readonly #found = new Map<number, number>();
  #data: Float32Array;
  #count = 0;

  constructor(radial: RadialFiller) {
    this.#radial = radial;
    this.#size = CUBIC * radial.shape.segments;
    this.#data = new Float32Array(64 * this.#size);
  }

  table(factor: FormFactor, element: number, level: Level, index: number): number {
    const key = (element * 2048 + level.number + 512) * 65_536 + index + 32_768;
    const found = this.#found.get(key);
    if (found !== undefined) return found;
    const first = this.#room(2);
    this.#radial.fill(factor, level.d, index * BETA_STEP, this.#view(first), this.#view(first + 1));
    this.#found.set(key, first);
    return first;
  }

  tables(): Float32Array {
    return this.#data.slice(0, this.#count * this.#size);
  }

  #view(table: number): Float32Array {
    return this.#data.subarray(table * this.#size, (table + 1) * this.#size);
  }

  #room(tables: number): number {
    const first = this.#count;
    this.#count += tables;
    if (this.#count * this.#size > this.#data.length) {
      const larger = new Float32Array(2 * this.#count * this.#size);
      larger.set(this.#data);
      this.#data = larger;
    }
    return first;
  }
}

/** The elements of a model, numbered as they come. */
class Scatterers {
  readonly factors: FormFactor[] = [];
  readonly #numbers = new Map<string, number>();

  indexOf(symbol: string): number {
    const known = this.#numbers.get(symbol);
    if (known !== undefined) return known;
    const factor = electronFormFactor(symbol);
    this.factors.push(factor ?? carbon());
    this.#numbers.set(symbol, this.factors.length - 1);
    return this.factors.length - 1;
  }
}

function carbon(): FormFactor {
  const factor = electronFormFactor(UNKNOWN_SCATTERS_AS);
  if (!factor) throw new TypeError("The scattering table has no carbon.");
  return factor;
}

/** Cubic pieces of step h err by at most 0.25 h⁴ of the peak (measured over elements, B and d). */
function stepFor(accuracy: number): number {
  return Math.min(0.25, Math.max(0.02, (accuracy / 0.25) ** 0.25));
}

function shapeOf({ cutoff, fade, accuracy }: ImageSettings): TableShape {
  return { cutoff, fade, segments: Math.ceil(cutoff / stepFor(accuracy)) };
}

/** Lines of step h err by h² ⁄ 8 of the curvature, which is at most (2π)² ⁄ 5 of the peak per d² (an atom without width). */
function linesPerPiece({ cutoff, segments }: TableShape, accuracy: number): number {
  const curvature = (2 * Math.PI) ** 2 / 5;
  const step = Math.sqrt((4 * accuracy) / curvature);
  return 4 * Math.ceil(cutoff / segments / step / 4);
}

function uniformResolution(resolution: number | ArrayLike<number>): number | undefined {
  if (typeof resolution === "number") return resolution;
  for (let n = 1; n < resolution.length; n++) if (resolution[n] !== resolution[0]) return undefined;
  return resolution[0];
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
  if (!isWithin(bFactor, -MOST_B, MOST_B)) {
    throw new AppError("input", `B factors must lie between −${MOST_B} and ${MOST_B} Å².`);
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
