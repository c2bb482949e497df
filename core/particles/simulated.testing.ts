import { makeMrc } from "#core/format/mrc.testing.ts";
import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import type { ImageFrame } from "#core/gmm/projection.ts";
import { moved, type Pose } from "#core/gmm/refine-pose.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { simulatedRow, simulatedStar, simulateImage } from "#core/particles/simulate-image.ts";

export interface SimulatedParams {
  readonly size: number;
  readonly pixelSize: number;
  readonly count: number;
  /** Standard deviation of the noise, where the mean image has a standard deviation of 1. */
  readonly noise: number;
  /** Standard deviation of what the given poses are wrong by: degrees and Å per axis. */
  readonly turned?: number;
  readonly shifted?: number;
  readonly seed: number;
}

/** Particles made up from a Gaussian model: their stack, a STAR file with wrong poses and one with the true ones. */
export interface Simulated {
  readonly model: Gaussians;
  readonly stack: Uint8Array;
  readonly star: string;
  readonly truth: string;
}

/** A lump of Gaussians without symmetry, about the middle of a box that begins at 0. */
export function lump(edge: number, seed: number, count = 40): Gaussians {
  const random = createRandom(seed);
  const along = [0.17, 0.12, 0.09];
  return createGaussians(
    new Float64Array(3 * count).map(
      (_, n) => edge * (0.5 + along[n % 3] * Math.max(-2, Math.min(2, randomNormal(random)))),
    ),
    new Float64Array(count).map(() => 1 + random()),
    new Float64Array(count).map(() => 0.022 * edge),
  );
}

export function simulateParticles(params: SimulatedParams): Simulated {
  const { size, pixelSize, count, noise, turned = 0, shifted = 0, seed } = params;
  const edge = size * pixelSize;
  const frame: ImageFrame = { size, edge, centre: [edge / 2, edge / 2, edge / 2] };
  const model = lump(edge, seed);
  const random = createRandom(seed, 1);
  const images: Float32Array[] = [];
  const rows: [string, string][] = [];
  for (let n = 0; n < count; n++) {
    const pose: Pose = {
      rotation: randomRotation(random),
      shift: [pixelSize * randomNormal(random), pixelSize * randomNormal(random)],
    };
    const u = 10000 + 8000 * random();
    const v = u + 600 * (random() - 0.5);
    const angle = 180 * random();
    images.push(simulateImage(model, pose, frame, { u, v, angle }));
    const wrong = moved(
      pose,
      [0, 1, 2, 3, 4].map((k) => randomNormal(random) * (k < 3 ? (turned * Math.PI) / 180 : shifted)),
    );
    const line = (seen: Pose) => simulatedRow(n, "particles.mrcs", seen, { u, v, angle });
    rows.push([line(wrong), line(pose)]);
  }
  const scale =
    1 /
    Math.sqrt(
      images.flatMap((image) => [...image]).reduce((sum, x) => sum + x * x, 0) / (count * size * size),
    );
  const values = images.flatMap((image) =>
    Array.from(image, (x) => scale * x + noise * randomNormal(random)),
  );
  const stack = makeMrc({
    n: [size, size, count],
    values,
    cell: [edge, edge, count * pixelSize, 90, 90, 90],
  });
  return {
    model,
    stack,
    star: simulatedStar(
      pixelSize,
      rows.map(([row]) => row),
    ),
    truth: simulatedStar(
      pixelSize,
      rows.map(([, row]) => row),
    ),
  };
}
