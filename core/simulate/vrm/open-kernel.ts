import { truncationKernel } from "#core/simulate/vrm/shells/truncation-kernel.ts";

/**
 * The kernel of a sharp limit of resolution, faded to nothing beyond a distance, as its transform: with it in place of
 * the sharp sphere a periodic box holds the images of atoms as if they were alone, since no copy's image reaches over.
 */
export interface OpenKernel {
  /** Its transform at a frequency q, Å⁻¹: 1 well inside the sphere, 0 well outside. */
  at(q: number): number;
  /** Å⁻¹: beyond, what is left of it makes no more than a trace of the ripple at the end. */
  readonly end: number;
}

/** In units of the resolution: the length over which the kernel fades. */
export const FADE = 6;
/** Transforms end so many 1 ⁄ fade beyond the sphere: a raised cosine falls there to a few thousandths. */
const END = 1.5;
/** Steps of the integral per d, and of the table per oscillation 1 ⁄ reach. */
const STEPS = 24;
const ROWS = 16;

/** The kernel at resolution `d` (Å), whole up to `followed` × d and faded over the next 6 d. */
export function openKernel(d: number, followed: number): OpenKernel {
  const reach = followed + FADE;
  const last = 1 + END / FADE;
  const rows = Math.ceil(last * reach * ROWS) + 1;
  const step = last / (rows - 1);
  const values = new Float64Array(rows);
  const slopes = new Float64Array(rows);
  for (let row = 0; row < rows; row++) [values[row], slopes[row]] = transformAt(row * step, followed);
  return {
    end: last / d,
    at(q) {
      const place = (q * d) / step;
      const row = Math.floor(place);
      if (row + 1 >= rows) return 0;
      const t = place - row;
      const rise = values[row + 1] - values[row];
      const [a, b] = [step * slopes[row], step * slopes[row + 1]];
      return values[row] + t * (a + t * (3 * rise - 2 * a - b + t * (a + b - 2 * rise)));
    },
  };
}

/** 4π ∫ K(u) w(u) u² sinc(2qu) du and its slope against q, d = 1, by the trapezoidal rule: the integrand is even in u. */
function transformAt(q: number, followed: number): [number, number] {
  const count = Math.ceil(STEPS * (followed + FADE));
  const h = (followed + FADE) / count;
  let value = 0;
  let slope = 0;
  for (let n = 1; n < count; n++) {
    const u = n * h;
    const part = 4 * Math.PI * h * ((4 * Math.PI) / 3) * truncationKernel(u) * windowAt(u - followed) * u * u;
    const x = 2 * Math.PI * q * u;
    const wave = x < 1e-3 ? 1 - (x * x) / 6 : Math.sin(x) / x;
    value += part * wave;
    slope += q === 0 ? 0 : (part * (Math.cos(x) - wave)) / q;
  }
  return [value, slope];
}

/** A raised cosine over the fade. */
function windowAt(beyond: number): number {
  if (beyond <= 0) return 1;
  return beyond >= FADE ? 0 : (1 + Math.cos((Math.PI * beyond) / FADE)) / 2;
}
