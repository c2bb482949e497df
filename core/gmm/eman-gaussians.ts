import { AppError } from "#core/errors.ts";
import { decodeNumber, decodeText } from "#core/format/text.ts";
import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** The box that EMAN's numbers are fractions of. */
export interface EmanBox {
  /** Edge, Å. */
  readonly edge: number;
  /** Point that is 0, 0, 0 in EMAN's file: voxel n ⁄ 2, Å. */
  readonly centre: Vec3;
}

/** σ of EMAN's width s = 1, as a fraction of the box edge: exp(−1e-3 s k²) falls as exp(−2π² σ² k²). */
export const EMAN_SIGMA = Math.sqrt(1e-3 / (2 * Math.PI ** 2));

/**
 * Reads the text files of e2gmm: five columns x, −y, −z (fractions of the box edge from its centre), a, s, one Gaussian
 * a line. The amplitude is a² (a below 0 counts as switched off), σ = √(s ⁄ 1000 ⁄ 2π²) of the edge. Gaussians that are
 * switched off (a or s ≤ 0) are left out. Throws `format` for other lines.
 */
export function readEmanGaussians(bytes: Uint8Array, { edge, centre }: EmanBox): Gaussians {
  const xyz: number[] = [];
  const amplitude: number[] = [];
  const sigma: number[] = [];
  for (const [n, line] of decodeText(bytes).split("\n").entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    const numbers = content.split(/\s+/).map(decodeNumber);
    if (numbers.length !== 5 || !numbers.every(Number.isFinite)) {
      throw new AppError(
        "format",
        `Line ${n + 1}: five numbers x y z amplitude width are expected, as e2gmm writes them.`,
        {
          seen: content.slice(0, 80),
        },
      );
    }
    const [x, y, z, a, s] = numbers;
    if (!(a > 0 && s > 0)) continue;
    xyz.push(centre[0] + x * edge, centre[1] - y * edge, centre[2] - z * edge);
    amplitude.push(a * a);
    sigma.push(edge * EMAN_SIGMA * Math.sqrt(s));
  }
  if (amplitude.length === 0) throw new AppError("format", "No Gaussian of this file is switched on.");
  return createGaussians(Float64Array.from(xyz), Float64Array.from(amplitude), Float64Array.from(sigma));
}

/**
 * The text file of e2gmm for a model in a box: a = √(A ⁄ largest A), as e2gmm scales it after training. Gaussians of
 * amplitude 0 or less are written switched off.
 */
export function writeEmanGaussians(
  { count, xyz, amplitude, sigma }: Gaussians,
  { edge, centre }: EmanBox,
): string {
  const largest = amplitude.reduce((most, a) => Math.max(most, a), 0) || 1;
  const lines = Array.from({ length: count }, (_, n) => {
    const [x, y, z] = centre.map((c, axis) => (xyz[3 * n + axis] - c) / edge);
    const a = Math.sqrt(Math.max(0, amplitude[n] / largest));
    const s = (sigma[n] / (edge * EMAN_SIGMA)) ** 2;
    return [x, -y, -z, a, s].map((value) => value.toPrecision(9)).join(" ");
  });
  return `${lines.join("\n")}\n`;
}
