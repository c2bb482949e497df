import { CUBIC, type RadialFiller } from "#core/simulate/vrm/radial-tables.ts";
import type { FormFactor } from "#core/simulate/vrm/scattering.ts";

/** Spacing of tables in β = B ⁄ d²: cubic interpolation between them errs by less than 3e-7 of the peak. */
export const BETA_STEP = 0.5;

/** Image and β-derivative on both sides of β. */
export const TABLES_PER_LEVEL = 4;

/** Radial tables by element, resolution and β, filled when first asked for: the image, then its β-derivative. */
export class TableShelf {
  readonly #radial: RadialFiller;
  readonly #size: number;
  readonly #lowest: number;
  readonly #span: number;
  /** By element and level: the number of the table of every β, −1 where there is none yet. */
  readonly #columns = new Map<number, Int32Array>();
  #data: Float32Array;
  #count = 0;

  /** `betas`: the least and the greatest β to come, in steps. */
  constructor(radial: RadialFiller, betas: readonly [lowest: number, highest: number]) {
    this.#radial = radial;
    this.#size = CUBIC * radial.shape.segments;
    this.#lowest = Math.floor(betas[0]);
    this.#span = Math.floor(betas[1]) + 2 - this.#lowest;
    this.#data = new Float32Array(16 * this.#size);
  }

  /** Where to look for the tables of an element (by `key`) at a level of resolution. */
  column(key: number): Int32Array {
    const found = this.#columns.get(key) ?? new Int32Array(this.#span).fill(-1);
    this.#columns.set(key, found);
    return found;
  }

  /** The number of the image at step `index` of β; its β-derivative is the next. */
  table(column: Int32Array, index: number, factor: FormFactor, d: number): number {
    const found = column[index - this.#lowest];
    if (found >= 0) return found;
    const first = this.#room(2);
    this.#radial.fill(factor, d, index * BETA_STEP, this.#view(first), this.#view(first + 1));
    column[index - this.#lowest] = first;
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

/** The tables an atom mixes and their weights, slot by slot. */
export interface Mixture {
  readonly table: Int32Array;
  readonly weight: Float32Array;
  readonly weightPerB: Float32Array;
}

/** Writes the weights of the tables (image and β-derivative each) left and right of β: a cubic Hermite interpolation. */
export function mixBetas(mixture: Mixture, slot: number, t: number, scale: number, scalePerB: number): void {
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
