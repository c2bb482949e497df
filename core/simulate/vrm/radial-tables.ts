import { AppError } from "#core/errors.ts";
import { damped, quadratureTo, sinc, sincSlope } from "#core/simulate/vrm/atom-image.ts";
import type { FormFactor } from "#core/simulate/vrm/scattering.ts";

/**
 * How images end. Tables count distance in units of the resolution, u = r ⁄ d, so that one set of nodes serves every d;
 * they go by u², which saves a kernel the square root and makes them smooth at the atom itself.
 */
export interface TableShape {
  /** Distance at which images end, in units of d. */
  readonly cutoff: number;
  /** Nodes 0 … segments lie evenly on u² = 0 … cutoff². */
  readonly segments: number;
  /** Part of the radius over which the image is faded to 0; 0 cuts it sharply. */
  readonly fade: number;
}

/** Fills tables of an atom's image and its derivative against the displacement. */
export interface RadialFiller {
  readonly shape: TableShape;
  fill(factor: FormFactor, d: number, beta: number, image: Float32Array, perBeta: Float32Array): void;
}

/** Numbers per segment: the cubic c0 + c1 t + c2 t² + c3 t³, t = 0 … 1 along the segment. */
export const CUBIC = 4;

/**
 * Fills radial tables: piecewise cubics of d³ρ and of d⁵ ∂ρ ⁄ ∂B against u², for an element at a resolution and a
 * displacement β = B ⁄ d². Both are dimensionless in d but for the form factor (Å).
 */
export class RadialTables implements RadialFiller {
  readonly shape: TableShape;
  readonly #nodes: Float64Array;
  readonly #weights: Float64Array;
  /** sinc(2tu) and its slope against u², by table node and quadrature node. */
  readonly #waves: Float64Array;
  readonly #waveSlopes: Float64Array;
  /** The fading window and its slope against u², by table node. */
  readonly #window: Float64Array;
  readonly #windowSlope: Float64Array;

  constructor(shape: TableShape) {
    this.shape = shape;
    const { nodes, weights } = quadratureTo(shape.cutoff);
    const rows = shape.segments + 1;
    this.#nodes = nodes;
    this.#weights = weights;
    this.#waves = new Float64Array(rows * nodes.length);
    this.#waveSlopes = new Float64Array(rows * nodes.length);
    this.#window = new Float64Array(rows);
    this.#windowSlope = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const u = shape.cutoff * Math.sqrt(row / shape.segments);
      [this.#window[row], this.#windowSlope[row]] = fading(u, shape);
      for (const [n, t] of nodes.entries()) {
        this.#waves[row * nodes.length + n] = sinc(2 * t * u);
        this.#waveSlopes[row * nodes.length + n] = sincSlopePerSquare(t, u);
      }
    }
  }

  /** Both tables of an element at resolution d (Å) and displacement β. */
  fill(factor: FormFactor, d: number, beta: number, image: Float32Array, perBeta: Float32Array): void {
    const parts = this.#weights.map((w, n) => {
      const t = this.#nodes[n];
      return 4 * Math.PI * w * t * t * damped(factor, t / d, beta * d * d);
    });
    this.#sum(parts, image);
    this.#sum(
      parts.map((part, n) => (-part * this.#nodes[n] ** 2) / 4),
      perBeta,
    );
  }

  #sum(parts: Float64Array, table: Float32Array): void {
    const { cutoff, segments } = this.shape;
    const values = new Float64Array(segments + 1);
    const slopes = new Float64Array(segments + 1);
    for (let row = 0; row <= segments; row++) {
      let value = 0;
      let slope = 0;
      const start = row * parts.length;
      for (let n = 0; n < parts.length; n++) {
        value += parts[n] * this.#waves[start + n];
        slope += parts[n] * this.#waveSlopes[start + n];
      }
      values[row] = value * this.#window[row];
      slopes[row] = slope * this.#window[row] + value * this.#windowSlope[row];
    }
    writeCubics(values, slopes, cutoff ** 2 / segments, table);
  }
}

/**
 * Fills radial tables of atoms without a limit of resolution, blurred by a Gaussian: piecewise cubics of ρ and ∂ρ ⁄ ∂B
 * against r² in Å². `blur` is a B (Å²) added to every atom's own.
 */
export class DensityTables implements RadialFiller {
  readonly shape: TableShape;
  readonly #blur: number;

  /** `shape.cutoff` in Å. */
  constructor(shape: TableShape, blur: number) {
    this.shape = shape;
    this.#blur = blur;
  }

  /** The density of an element with displacement `b` (Å²); `d` is 1 Å. Throws `input` where blur and B leave no width. */
  fill(factor: FormFactor, _d: number, b: number, image: Float32Array, perB: Float32Array): void {
    const { cutoff, segments } = this.shape;
    const columns = [0, 1, 2, 3].map(() => new Float64Array(segments + 1));
    const [values, slopes, perBs, perBSlopes] = columns;
    const step = cutoff ** 2 / segments;
    for (let k = 0; k < factor.a.length; k++) {
      const width = factor.b[k] + b + this.#blur;
      if (!(width > 0)) {
        throw new AppError("input", `B of ${b} Å² sharpens an atom beyond what its scattering bears.`, { b });
      }
      const rate = (4 * Math.PI ** 2) / width;
      const peak = factor.a[k] * ((4 * Math.PI) / width) ** 1.5;
      for (let row = 0; row <= segments; row++) {
        const square = row * step;
        const part = peak * Math.exp(-rate * square);
        // ∂ ⁄ ∂B of width^(−3/2) exp(−4π² r² ⁄ width) is (4π² r² ⁄ width − 3/2) ⁄ width times it.
        const growth = (rate * square - 1.5) / width;
        values[row] += part;
        slopes[row] -= rate * part;
        perBs[row] += growth * part;
        perBSlopes[row] += (rate / width - rate * growth) * part;
      }
    }
    writeCubics(values, slopes, step, image);
    writeCubics(perBs, perBSlopes, step, perB);
  }
}

/** Cubic Hermite pieces through values and slopes at steps of h. */
function writeCubics(values: Float64Array, slopes: Float64Array, h: number, table: Float32Array): void {
  for (let n = 0; n + 1 < values.length; n++) {
    const rise = values[n + 1] - values[n];
    const first = h * slopes[n];
    const last = h * slopes[n + 1];
    table[CUBIC * n] = values[n];
    table[CUBIC * n + 1] = first;
    table[CUBIC * n + 2] = 3 * rise - 2 * first - last;
    table[CUBIC * n + 3] = first + last - 2 * rise;
  }
}

/** ∂ sinc(2tu) ⁄ ∂(u²) = t sinc′(2tu) ⁄ u, by its series close to the atom. */
function sincSlopePerSquare(t: number, u: number): number {
  const x = 2 * Math.PI * t * u;
  if (x < 1e-2) return (2 * Math.PI * t) ** 2 * (-1 / 6 + (x * x) / 60 - x ** 4 / 1680);
  return (t * sincSlope(2 * t * u)) / u;
}

/** A raised cosine from 1 to 0 over the last part of the radius, and its slope against u². */
function fading(u: number, { cutoff, fade }: TableShape): [number, number] {
  const into = fade === 0 ? 0 : (u / cutoff - (1 - fade)) / fade;
  if (into <= 0) return [1, 0];
  const angle = Math.PI * Math.min(1, into);
  return [(1 + Math.cos(angle)) / 2, (-Math.PI * Math.sin(angle)) / (4 * u * fade * cutoff)];
}
