import { gaussLegendre, type Quadrature } from "#core/math/gauss-legendre.ts";
import { type FormFactor, scatteringAt } from "#core/simulate/vrm/scattering.ts";

/**
 * The image of an atom at a resolution d: its scattering with displacement B, cut sharply at q = 1 ⁄ d,
 *   ρ(r; d, B) = 4π ∫₀^{1/d} f(q) exp(−B q² ⁄ 4) q² sinc(2 q r) dq,  sinc t = sin(πt) ⁄ (πt),
 * in form factor (Å) per Å³. Negative B sharpens. Source: the variable-resolution maps of Urzhumtsev & Lunin (VRM).
 */
export interface AtomImage {
  /** Density at r, Å⁻². */
  readonly value: number;
  /** ∂ρ ⁄ ∂r, Å⁻³; 0 at r = 0. */
  readonly slope: number;
  /** ∂ρ ⁄ ∂B, Å⁻⁴. */
  readonly perB: number;
  /** ∂ρ ⁄ ∂d, Å⁻³. */
  readonly perResolution: number;
}

/** The image of an atom with B (Å²) at resolution d (Å), at the distance r (Å) from it, by quadrature: good to 1e-12 of the peak. */
export function atomImage(factor: FormFactor, d: number, b: number, r: number): AtomImage {
  const { nodes, weights } = quadratureTo(r / d);
  let value = 0;
  let slope = 0;
  let perB = 0;
  for (let n = 0; n < nodes.length; n++) {
    const q = nodes[n] / d;
    const part = (4 * Math.PI * weights[n] * q * q * damped(factor, q, b)) / d;
    const wave = sinc(2 * q * r);
    value += part * wave;
    slope += part * 2 * q * sincSlope(2 * q * r);
    perB -= (part * q * q * wave) / 4;
  }
  const edge = damped(factor, 1 / d, b);
  return { value, slope, perB, perResolution: (-4 * Math.PI * edge * sinc((2 * r) / d)) / d ** 4 };
}

/**
 * The same atom without a limit of resolution: Σ a (4π ⁄ (b + B))^{3/2} exp(−4π² r² ⁄ (b + B)), form factor (Å) per Å³.
 * @public
 */
export function untruncatedDensity({ a, b }: FormFactor, displacement: number, r: number): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) {
    const width = b[k] + displacement;
    sum += a[k] * ((4 * Math.PI) / width) ** 1.5 * Math.exp((-4 * Math.PI ** 2 * r * r) / width);
  }
  return sum;
}

/** f(q) exp(−B q² ⁄ 4), Å. */
export function damped(factor: FormFactor, q: number, b: number): number {
  return scatteringAt(factor, q) * Math.exp((-b * q * q) / 4);
}

/** sin(πt) ⁄ (πt). */
export function sinc(t: number): number {
  const x = Math.PI * t;
  return Math.abs(x) < 1e-4 ? 1 - (x * x) / 6 : Math.sin(x) / x;
}

/** Derivative of sinc. */
export function sincSlope(t: number): number {
  const x = Math.PI * t;
  if (Math.abs(x) < 1e-2) return Math.PI * (-x / 3 + x ** 3 / 30 - x ** 5 / 840);
  return (Math.PI * (Math.cos(x) - Math.sin(x) / x)) / x;
}

const kept = new Map<number, Quadrature>();

/** Enough nodes for an integrand that swings up to sinc(2u) over 0 … 1 (errors below 1e-13 of the peak). */
export function quadratureTo(u: number): Quadrature {
  const count = 24 + 4 * Math.ceil(0.5 * u);
  const found = kept.get(count) ?? gaussLegendre(count);
  kept.set(count, found);
  return found;
}
