import type { JobContext } from "#core/job/job-context.ts";
import type { ImageGradient, ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import {
  ATOM_SIZE,
  type ImagePlan,
  type ImageSettings,
  planImages,
  type ScatteringAtoms,
} from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What refinement changes of atoms. */
export type AtomValues = Pick<ScatteringAtoms, "xyz" | "occupancy" | "bFactor">;

/** How the images of a model are made. */
export interface ImageMaker {
  readonly images: ImageSettings;
  readonly kernel: ImageKernel;
}

/** The model map of a model of which some atoms change, and slopes of a target against them: the others are summed once. */
export class ModelImages {
  readonly #atoms: ScatteringAtoms;
  readonly #grid: Grid;
  readonly #maker: ImageMaker;
  /** Indices of the atoms that change. */
  readonly #changing: Int32Array;
  readonly #still: Volume | undefined;
  #plan: ImagePlan | undefined;
  /** The B factors that the plan was made for. */
  #planned: ArrayLike<number> | undefined;

  private constructor(
    atoms: ScatteringAtoms,
    changing: Int32Array,
    grid: Grid,
    maker: ImageMaker,
    still: Volume | undefined,
  ) {
    this.#atoms = atoms;
    this.#changing = changing;
    this.#grid = grid;
    this.#maker = maker;
    this.#still = still;
  }

  /** `changes` is 1 for every atom that may change. Throws as `planImages`, and `cancelled`. */
  static async create(
    atoms: ScatteringAtoms,
    changes: Uint8Array,
    grid: Grid,
    maker: ImageMaker,
    job: JobContext,
  ): Promise<ModelImages> {
    const changing = indicesWhere(changes, 1);
    const resting = pick(atoms, atoms, indicesWhere(changes, 0));
    const { images, kernel } = maker;
    const hasResting = resting.element.length > 0;
    const still = hasResting ? await kernel.sum(planImages(resting, images), grid, job) : undefined;
    return new ModelImages(atoms, changing, grid, maker, still);
  }

  /** The model map of all atoms; `values` hold one entry per atom, of which those of changing atoms are used. */
  async map(values: AtomValues, job: JobContext): Promise<Volume> {
    const model = await this.#maker.kernel.sum(this.#planFor(values), this.#grid, job);
    const still = this.#still?.values;
    if (still) for (let n = 0; n < still.length; n++) model.values[n] += still[n];
    return model;
  }

  /** The slopes of a target with these weights, one entry per atom of the model; 0 for atoms that stay. */
  async slopes(values: AtomValues, weights: Volume, job: JobContext): Promise<ImageGradient> {
    const part = await this.#maker.kernel.gather(this.#planFor(values), weights, job);
    const count = this.#atoms.element.length;
    if (this.#changing.length === count) return part;
    const whole = noSlopes(count);
    for (const [n, atom] of this.#changing.entries()) {
      for (let axis = 0; axis < 3; axis++) whole.xyz[3 * atom + axis] = part.xyz[3 * n + axis];
      whole.occupancy[atom] = part.occupancy[n];
      whole.bFactor[atom] = part.bFactor[n];
    }
    return whole;
  }

  #planFor(values: AtomValues): ImagePlan {
    if (this.#plan === undefined || this.#planned !== values.bFactor) {
      this.#plan = planImages(pick(this.#atoms, values, this.#changing), this.#maker.images);
      this.#planned = values.bFactor;
    }
    // Tables depend on B alone: places and occupancies are put in afresh.
    const atoms = this.#plan.atoms.slice();
    const occupancy = new Float64Array(this.#changing.length);
    for (const [n, atom] of this.#changing.entries()) {
      for (let axis = 0; axis < 3; axis++) atoms[ATOM_SIZE * n + axis] = values.xyz[3 * atom + axis];
      occupancy[n] = values.occupancy[atom];
    }
    return { ...this.#plan, atoms, occupancy };
  }
}

/** Slopes of nothing. */
export function noSlopes(count: number): ImageGradient {
  return {
    xyz: new Float64Array(3 * count),
    occupancy: new Float64Array(count),
    bFactor: new Float64Array(count),
  };
}

function pick(
  { element, resolution, scattering }: ScatteringAtoms,
  values: AtomValues,
  indices: Int32Array,
): ScatteringAtoms {
  const numbers = (array: ArrayLike<number>) => Float64Array.from(indices, (n) => array[n]);
  const xyz = new Float64Array(3 * indices.length);
  for (const [n, atom] of indices.entries()) {
    for (let axis = 0; axis < 3; axis++) xyz[3 * n + axis] = values.xyz[3 * atom + axis];
  }
  return {
    xyz,
    element: Array.from(indices, (n) => element[n]),
    occupancy: numbers(values.occupancy),
    bFactor: numbers(values.bFactor),
    resolution: typeof resolution === "number" ? resolution : numbers(resolution),
    ...(scattering && { scattering }),
  };
}

function indicesWhere(flags: Uint8Array, value: number): Int32Array {
  const found: number[] = [];
  for (let n = 0; n < flags.length; n++) if (flags[n] === value) found.push(n);
  return Int32Array.from(found);
}
