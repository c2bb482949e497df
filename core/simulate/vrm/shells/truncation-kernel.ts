/**
 * What a sharp limit of resolution d does to a point: K(r) = (4π ⁄ 3) d⁻³ G(r ⁄ d), the transform of the ball |q| ≤ 1 ⁄ d.
 */

/** G(u) = 3 (sin x − x cos x) ⁄ x³ with x = 2πu; G(0) = 1. */
export function truncationKernel(u: number): number {
  const x = 2 * Math.PI * u;
  if (x < 0.05) return 1 - (x * x) / 10 + x ** 4 / 280;
  return (3 * (Math.sin(x) - x * Math.cos(x))) / x ** 3;
}

/** The extrema of G on 0 < u ≤ `most`: the zeros of the spherical Bessel function j₂, nearly 0.5 apart. */
export function kernelExtrema(most: number): number[] {
  const extrema: number[] = [];
  // tan x = 3x ⁄ (3 − x²): Newton's steps from the asymptotic zeros of j₂, x ≈ (n + 1) π − 3 ⁄ x.
  for (let n = 1; ; n++) {
    let x = (n + 1) * Math.PI;
    for (let round = 0; round < 50; round++) x = (n + 1) * Math.PI + Math.atan((3 * x) / (3 - x * x));
    const u = x / (2 * Math.PI);
    if (u > most) return extrema;
    extrema.push(u);
  }
}
