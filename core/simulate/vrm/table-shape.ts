import type { TableShape } from "#core/simulate/vrm/radial-tables.ts";

/** How images are tabulated, and the straight lines per cubic, a multiple of 4, that are as accurate. */
export interface TableDetail {
  readonly shape: TableShape;
  readonly fine: number;
}

/**
 * Derivatives of the sharpest image, an atom without width, against u² at the atom, in parts of its peak: from
 * 3 j₁(x) ⁄ x = 1 − x² ⁄ 10 + x⁴ ⁄ 280 − … + 3 x⁸ ⁄ (9! · 11), x = 2πu. They are largest there.
 */
const SECOND = (2 * (2 * Math.PI) ** 4) / 280;
const FOURTH = (24 * 3 * (2 * Math.PI) ** 8) / (362_880 * 11);

/** Tables in float32 cannot be better than this. */
const FINEST = 1e-8;

/** Tables of images that end at `cutoff` × d, faded over a part of the radius, within `accuracy` of an atom's peak. */
export function imageShape({
  cutoff,
  fade,
  accuracy,
}: Omit<TableShape, "segments"> & { accuracy: number }): TableDetail {
  const share = Math.max(FINEST, accuracy) / 2;
  // Cubics through values and slopes err by h⁴ ⁄ 384 of the fourth derivative.
  const ofImage = cutoff ** 2 * (FOURTH / (384 * share)) ** 0.25;
  // Where fading sets in its curvature jumps: m cubics over the fade err by about 0.1 ⁄ m² of what is left of the image
  // there, which is ripples or, for B up to 20 d², a Gaussian.
  const left = Math.max(3 / (2 * Math.PI * cutoff) ** 2, Math.exp(-2 * cutoff ** 2));
  const ofFading = fade === 0 ? 0 : Math.sqrt((0.1 * left) / share) / (1 - (1 - fade) ** 2);
  const lines = cutoff ** 2 * Math.sqrt(SECOND / (8 * share));
  return divide({ cutoff, fade }, Math.max(2, ofImage, ofFading), lines);
}

/** Tables of Gaussians exp(−4π² r² ⁄ width) up to `cutoff` Å, within `accuracy` of the peak; `narrowest` is the least width, Å². */
export function densityShape(cutoff: number, narrowest: number, accuracy: number): TableDetail {
  const share = Math.max(FINEST, accuracy) / 2;
  const exponent = (4 * Math.PI ** 2 * cutoff ** 2) / narrowest;
  const segments = exponent / (384 * share) ** 0.25;
  return divide({ cutoff, fade: 0 }, Math.max(2, segments), exponent / Math.sqrt(8 * share));
}

/** As many segments as are needed, and lines in fours: more segments where that saves lines. */
function divide(ends: Omit<TableShape, "segments">, segments: number, lines: number): TableDetail {
  const fine = 4 * Math.max(1, Math.floor(lines / segments / 4));
  return { shape: { ...ends, segments: Math.ceil(Math.max(segments, lines / fine)) }, fine };
}
