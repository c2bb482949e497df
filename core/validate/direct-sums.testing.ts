import type { Volume } from "#core/volume/volume.ts";

/** A Fourier coefficient: its indices along x, y, z, its frequency (Å⁻¹), and how often it counts with its conjugate. */
export interface DirectCoefficient {
  readonly index: readonly [number, number, number];
  readonly q: number;
  readonly re: number;
  readonly im: number;
  readonly times: 1 | 2;
}

/** Every Fourier coefficient of half of space by its sum, without any transform. */
export function directCoefficients({ grid, values }: Volume): DirectCoefficient[] {
  const [nx, ny, nz] = grid.size;
  const half = Math.floor(nx / 2) + 1;
  return Array.from({ length: half * ny * nz }, (_, c) => {
    const [h, k, l] = [c % half, Math.floor(c / half) % ny, Math.floor(c / (half * ny))];
    let re = 0;
    let im = 0;
    for (let n = 0; n < values.length; n++) {
      const [i, j, m] = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
      const angle = -2 * Math.PI * ((h * i) / nx + (k * j) / ny + (l * m) / nz);
      re += values[n] * Math.cos(angle);
      im += values[n] * Math.sin(angle);
    }
    const waves = [h / nx, (k > ny / 2 ? k - ny : k) / ny, (l > nz / 2 ? l - nz : l) / nz];
    const q = Math.hypot(...waves.map((w, axis) => w / grid.voxelSize[axis]));
    return { index: [h, k, l], q, re, im, times: h === 0 || 2 * h === nx ? 1 : 2 };
  });
}

/** The density at a sample (i, j, m) from coefficients, by their sum. */
export function directValue(
  coefficients: readonly DirectCoefficient[],
  [nx, ny, nz]: readonly [number, number, number],
  [i, j, m]: readonly [number, number, number],
): number {
  let sum = 0;
  for (const { index, re, im, times } of coefficients) {
    const angle = 2 * Math.PI * ((index[0] * i) / nx + (index[1] * j) / ny + (index[2] * m) / nz);
    sum += times * (re * Math.cos(angle) - im * Math.sin(angle));
  }
  return sum / (nx * ny * nz);
}
