import { AppError } from "#core/errors.ts";
import type { FormFactor } from "#core/simulate/vrm/scattering.ts";
import { shell } from "#core/simulate/vrm/shells/omega.ts";
import type { KernelShells, ShellSum } from "#core/simulate/vrm/shells/shell-sum.ts";
import { B_PER_U } from "#core/structure/displacement.ts";

/** The image of an atom as a sum of shells: Σ C Ω(r; R, B), one entry per shell and array. */
export interface AtomShells {
  /** Radii, Å. */
  readonly R: Float64Array;
  /** Widths, Å². */
  readonly B: Float64Array;
  /** Amounts, in the unit of the form factor. */
  readonly C: Float64Array;
}

/**
 * The image of an atom with displacement `b` (Å²) at resolution `d` (Å) by shells: every Gaussian of its scattering,
 * times every shell of the kernel, widths added. One decomposition of the kernel serves all elements, ions, constants,
 * B and d. Throws `input` where a negative B leaves a shell without width.
 */
export function atomShells(kernel: ShellSum, factor: FormFactor, d: number, b: number): AtomShells {
  const count = kernel.C.length * factor.a.length;
  const shells = { R: new Float64Array(count), B: new Float64Array(count), C: new Float64Array(count) };
  let at = 0;
  for (let k = 0; k < factor.a.length; k++) {
    for (let m = 0; m < kernel.C.length; m++) {
      const width = kernel.beta[m] * d * d + factor.b[k] + b;
      if (!(width > 0)) throw tooSharp(kernel, factor, d, b);
      shells.R[at] = kernel.R[m] * d;
      shells.B[at] = width;
      shells.C[at] = factor.a[k] * kernel.C[m];
      at++;
    }
  }
  return shells;
}

/** The image at the distance r (Å), form factor per Å³, and its derivatives against r and B. */
export function shellImage(
  { R, B, C }: AtomShells,
  r: number,
): { value: number; slope: number; perB: number } {
  let value = 0;
  let slope = 0;
  let perB = 0;
  for (let n = 0; n < C.length; n++) {
    const one = shell(r, R[n], B[n]);
    value += C[n] * one.value;
    slope += C[n] * one.slope;
    perB += C[n] * one.perB;
  }
  return { value, slope, perB };
}

/** How far (Å) a sum of shells follows the image: smoothing by B mixes in what lies 3 standard deviations beyond. */
export function followedTo(kernel: KernelShells, { b }: FormFactor, d: number, displacement: number): number {
  const widest = Math.max(0, Math.max(...b) + displacement);
  return kernel.reach * d - 3 * Math.sqrt(widest / B_PER_U);
}

/**
 * The sum with the fewest shells that follows an atom's image to the distance `r` (Å) with one shell more than ripples;
 * the farthest one where none goes so far.
 */
export function shellsFor(
  sets: readonly KernelShells[],
  factor: FormFactor,
  d: number,
  b: number,
  r: number,
): KernelShells {
  const good = sets.filter(({ C, reach }) => C.length > 2 * reach).sort((x, y) => x.reach - y.reach);
  const found = good.find((set) => followedTo(set, factor, d, b) >= r) ?? good.at(-1);
  if (!found) throw new TypeError("No sum of shells is there.");
  return found;
}

function tooSharp({ beta }: ShellSum, { b }: FormFactor, d: number, displacement: number): AppError {
  const least = Math.min(...beta) * d * d + Math.min(...b);
  return new AppError(
    "input",
    `Shells at ${d} Å bear a B down to −${least.toFixed(1)} Å², not ${displacement} Å²: sharpen less, or take the image by quadrature.`,
    { least: -least, b: displacement },
  );
}
