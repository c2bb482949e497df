/** The Hessian of restraints at one place: what it makes of a vector, and its diagonal. */
export interface Curvature {
  readonly multiply: (vector: Float64Array) => Float64Array;
  readonly diagonal: Float64Array;
}

/** What harmonic terms between a few atoms each look like from one place of the model. */
export interface Springs {
  /** Of the coordinates they act on (3 per atom). */
  readonly size: number;
  /** Spring s acts on atoms `first[s]` up to, not including, `first[s + 1]` of `atoms`. */
  readonly first: Int32Array;
  readonly atoms: Int32Array;
  /** Per entry of `atoms`: how the spring's stretch in standard deviations grows with x, y, z of the atom, Å⁻¹. */
  readonly slopes: Float64Array;
}

/** Atoms per spring at most. */
const MOST_ATOMS = 4;

/** Adds up ½ (off ⁄ σ)² of harmonic terms, the slopes per coordinate, and the springs they are. */
export class SpringSum {
  #value = 0;
  readonly #gradient: Float64Array;
  readonly #first: Int32Array;
  readonly #atoms: Int32Array;
  readonly #slopes: Float64Array;
  #count = 0;

  /** Room for `most` terms between `atoms` atoms. */
  constructor(atoms: number, most: number) {
    this.#gradient = new Float64Array(3 * atoms);
    this.#first = new Int32Array(most + 1);
    this.#atoms = new Int32Array(MOST_ATOMS * most);
    this.#slopes = new Float64Array(3 * MOST_ATOMS * most);
  }

  /** One term on `count` atoms, listed from `at`; `slopes` hold how its value changes with x, y, z of each. */
  add(atoms: Int32Array, at: number, count: number, slopes: Float64Array, off: number, sigma: number): void {
    const stretch = off / sigma;
    this.#value += (stretch * stretch) / 2;
    const from = this.#first[this.#count++];
    for (let n = 0; n < count; n++) {
      const atom = atoms[at + n];
      this.#atoms[from + n] = atom;
      for (let axis = 0; axis < 3; axis++) {
        const slope = slopes[3 * n + axis] / sigma;
        this.#slopes[3 * (from + n) + axis] = slope;
        this.#gradient[3 * atom + axis] += stretch * slope;
      }
    }
    this.#first[this.#count] = from + count;
  }

  total(): { value: number; gradient: Float64Array; springs: Springs } {
    const first = this.#first.subarray(0, this.#count + 1);
    const springs = { size: this.#gradient.length, first, atoms: this.#atoms, slopes: this.#slopes };
    return { value: this.#value, gradient: this.#gradient, springs };
  }
}

/**
 * The Hessian of springs, `scale` times, without what their own bending adds (Gauss–Newton), so that it is never
 * negative.
 */
export function springCurvature({ size, first, atoms, slopes }: Springs, scale: number): Curvature {
  const count = first.length - 1;
  const diagonal = new Float64Array(size);
  for (let n = 0; n < first[count]; n++) {
    for (let axis = 0; axis < 3; axis++) diagonal[3 * atoms[n] + axis] += scale * slopes[3 * n + axis] ** 2;
  }
  const multiply = (vector: Float64Array) => {
    const out = new Float64Array(size);
    for (let s = 0; s < count; s++) {
      let stretch = 0;
      for (let n = first[s]; n < first[s + 1]; n++) {
        const at = 3 * atoms[n];
        stretch +=
          slopes[3 * n] * vector[at] +
          slopes[3 * n + 1] * vector[at + 1] +
          slopes[3 * n + 2] * vector[at + 2];
      }
      const pull = scale * stretch;
      for (let n = first[s]; n < first[s + 1]; n++) {
        const at = 3 * atoms[n];
        out[at] += pull * slopes[3 * n];
        out[at + 1] += pull * slopes[3 * n + 1];
        out[at + 2] += pull * slopes[3 * n + 2];
      }
    }
    return out;
  };
  return { multiply, diagonal };
}
