import type { Quaternion } from "#core/math/rigid.ts";

/** The two irrational steps of the spirals (Alexa 2022, Super-Fibonacci spirals: fast, low-discrepancy sampling of SO(3)). */
const PHI = Math.SQRT2;
const PSI = 1.5337511687552043;

/** Rotations spread evenly over all there are: the same number gives the same ones. */
export function evenRotations(count: number): Quaternion[] {
  return Array.from({ length: count }, (_, n) => {
    const part = (n + 0.5) / count;
    const [r, rest] = [Math.sqrt(part), Math.sqrt(1 - part)];
    const [alpha, beta] = [(2 * Math.PI * (n + 0.5)) / PHI, (2 * Math.PI * (n + 0.5)) / PSI];
    return [r * Math.sin(alpha), r * Math.cos(alpha), rest * Math.sin(beta), rest * Math.cos(beta)];
  });
}

/** How many rotations it takes to lie `step` radians apart: all of them fill 8π², each one step³. */
export function rotationsApart(step: number): number {
  return Math.ceil((8 * Math.PI * Math.PI) / step ** 3);
}
