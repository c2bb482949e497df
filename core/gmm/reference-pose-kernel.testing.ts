import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { PoseImage, PoseKernel } from "#core/gmm/pose-kernel.ts";
import { type ImageFrame, imageLength, project, type View } from "#core/gmm/projection.ts";
import { ringsOf } from "#core/gmm/ring-correlation.ts";
import { MOMENT, MOMENTS, POSE_NUMBERS } from "#core/gmm/ring-moments.ts";

/** The definition of a pose kernel, in float64 and without regard for speed. */
export function createReferencePoseKernel(): PoseKernel {
  let model: Gaussians;
  let frame: ImageFrame;
  let image: PoseImage;
  let ringOf: Uint16Array = new Uint16Array(0);
  return {
    name: "reference",
    setModel(newModel, newFrame) {
      model = newModel;
      frame = newFrame;
      ringOf = ringsOf(frame.size);
    },
    setImage(newImage) {
      image = newImage;
    },
    moments(view, { first, last }, withSlopes, moments) {
      moments.fill(0);
      const projection = project(model, view, frame);
      const slopes = withSlopes ? poseSlopes(model, view, frame, projection) : [];
      for (let n = 0; n < ringOf.length; n++) {
        const ring = ringOf[n];
        if (ring < first || ring >= last) continue;
        addCoefficient(moments.subarray(MOMENTS * ring, MOMENTS * (ring + 1)), n, projection, slopes, image);
      }
    },
  };
}

function addCoefficient(
  sums: Float64Array,
  n: number,
  projection: Float64Array,
  slopes: readonly Float64Array[],
  { data, weight }: PoseImage,
): void {
  const w = weight[n];
  const [re, im, dataRe, dataIm] = [projection[2 * n], projection[2 * n + 1], data[2 * n], data[2 * n + 1]];
  sums[MOMENT.cross] += re * dataRe + im * dataIm;
  sums[MOMENT.power] += w * (re * re + im * im);
  let pair: number = MOMENT.pairs;
  for (const [p, slope] of slopes.entries()) {
    const [sRe, sIm] = [slope[2 * n], slope[2 * n + 1]];
    sums[MOMENT.slopeCross + p] += sRe * dataRe + sIm * dataIm;
    sums[MOMENT.slopePower + p] += w * (sRe * re + sIm * im);
    for (let q = p; q < POSE_NUMBERS; q++)
      sums[pair++] += w * (sRe * slopes[q][2 * n] + sIm * slopes[q][2 * n + 1]);
  }
}

/** Derivatives of a projection against a further turn about view x, y, z and shifts along x and y, one array each. */
function poseSlopes(
  model: Gaussians,
  view: View,
  frame: ImageFrame,
  projection: Float64Array,
): Float64Array[] {
  const half = frame.size / 2 + 1;
  const [x, y, z] = [0, 1, 2].map((axis) => project(timesPlace(model, view, frame, axis), view, frame));
  const slopes = Array.from({ length: POSE_NUMBERS }, () => new Float64Array(imageLength(frame)));
  for (let n = 0; n < projection.length / 2; n++) {
    const j = Math.floor(n / half);
    const kx = ((n % half) * 2 * Math.PI) / frame.edge;
    const ky = ((j >= frame.size / 2 ? j - frame.size : j) * 2 * Math.PI) / frame.edge;
    for (const part of [0, 1]) {
      // −i times a number has its imaginary part as real part, and minus its real part as imaginary part.
      const from = 2 * n + 1 - part;
      const sign = part === 0 ? 1 : -1;
      slopes[0][2 * n + part] = -sign * ky * z[from];
      slopes[1][2 * n + part] = sign * kx * z[from];
      slopes[2][2 * n + part] = sign * (ky * x[from] - kx * y[from]);
      slopes[3][2 * n + part] = sign * kx * projection[from];
      slopes[4][2 * n + part] = sign * ky * projection[from];
    }
  }
  return slopes;
}

/** The model with every amplitude times a view coordinate of its Gaussian, Å. */
function timesPlace(model: Gaussians, { matrix }: View, { centre }: ImageFrame, axis: number): Gaussians {
  const amplitude = model.amplitude.map((a, n) => {
    let place = 0;
    for (let k = 0; k < 3; k++) place += matrix[3 * axis + k] * (model.xyz[3 * n + k] - centre[k]);
    return a * place;
  });
  return { ...model, amplitude };
}
