import type { Gaussians } from "#core/gmm/gaussians.ts";
import { project } from "#core/gmm/projection.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { ctfInto, ctfOf } from "#core/particles/ctf.ts";
import { createImageTransform } from "#core/particles/image-transform.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { poseOf } from "#core/particles/pose-search.ts";
import { sliceLength } from "#core/particles/slices.ts";
import { fromSpectrum } from "#core/volume/fourier.ts";
import { createGrid } from "#core/volume/grid.ts";

/** A particle as it is seen and as its model says it should be, pixels row by row. */
export interface Preview {
  /** Low-pass filtered, or nothing could be seen. */
  readonly particle: Float32Array;
  /** The model's projection at the particle's pose, times its CTF, likewise. */
  readonly projection: Float32Array;
  /** Correlation of the two about their means. */
  readonly correlation: number;
}

/** The projection of a model at a particle's pose beside the particle, both passed up to a resolution, Å. */
export function preview(
  pixels: ArrayLike<number>,
  set: ParticleSet,
  row: number,
  model: Gaussians,
  { size, resolution }: { readonly size: number; readonly resolution: number },
): Preview {
  const { pixelSize } = set.optics[set.group[row]];
  const edge = size * pixelSize;
  const ctf = new Float32Array(sliceLength(size));
  ctfInto(ctfOf(set, row), size, pixelSize, ctf);
  const { rotation, shift } = poseOf(set, row);
  const frame = { size, edge, centre: [edge / 2, edge / 2, edge / 2] as const };
  const seen = project(model, { matrix: matrixOf(rotation), shift }, frame);
  const image = new Float64Array(2 * sliceLength(size));
  createImageTransform(size).forward(pixels, image);
  const pass = (n: number) => {
    const [i, j] = [n % (size / 2 + 1), Math.floor(n / (size / 2 + 1))];
    const frequency = Math.hypot(i, j > size / 2 ? j - size : j) / edge;
    return n === 0 ? 0 : Math.exp(-((frequency * resolution) ** 2) / 2);
  };
  const particle = inverse(size, (n, part) => pass(n) * image[2 * n + part]);
  const projection = inverse(size, (n, part) => pass(n) * ctf[n] * seen[2 * n + part]);
  return { particle, projection, correlation: correlationOf(particle, projection) };
}

/** An image from coefficients about its middle pixel. */
function inverse(size: number, coefficient: (n: number, part: 0 | 1) => number): Float32Array {
  const half = size / 2 + 1;
  const data = new Float32Array(2 * sliceLength(size));
  for (let n = 0; n < data.length / 2; n++) {
    const [i, j] = [n % half, Math.floor(n / half)];
    if (i === size / 2 || j === size / 2) continue;
    const sign = (i + j) % 2 === 0 ? 1 : -1;
    data[2 * n] = sign * coefficient(n, 0);
    data[2 * n + 1] = sign * coefficient(n, 1);
  }
  const grid = createGrid([size, size, 1], [0, 0, 0], [1, 1, 1]);
  return fromSpectrum({ grid, half, data }).values;
}

function correlationOf(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let n = 0; n < a.length; n++) {
    ab += (a[n] - meanA) * (b[n] - meanB);
    aa += (a[n] - meanA) ** 2;
    bb += (b[n] - meanB) ** 2;
  }
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
