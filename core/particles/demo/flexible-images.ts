import { writeMrc } from "#core/format/mrc-write.ts";
import type { ImageFrame } from "#core/gmm/projection.ts";
import { moved, type Pose } from "#core/gmm/refine-pose.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { createRandom, type Random, randomNormal, randomRotation } from "#core/math/random.ts";
import { type FlexibleParticle, swing } from "#core/particles/demo/flexible-particle.ts";
import { type Defocus, simulatedRow, simulatedStar, simulateImage } from "#core/particles/simulate-image.ts";
import { createGrid } from "#core/volume/grid.ts";

/** How the made-up images are made. */
export interface FlexibleImages {
  readonly count: number;
  readonly size: number;
  /** Å. */
  readonly pixelSize: number;
  readonly seed: number;
  /** Name of the stack in the STAR files. */
  readonly stack: string;
}

/** A stack (.mrcs) and STAR files of poses that are wrong and of the core's true ones. */
export interface FlexibleSet {
  readonly stack: Uint8Array;
  readonly star: string;
  readonly truth: string;
}

/** Standard deviations of noise, where the images have 1, and of what poses are wrong by, per axis. */
const NOISE = 2;
const WRONG = { turn: (1.5 * Math.PI) / 180, shift: 1.5 } as const; // radians, Å
const EVERY = 50; // images between checkpoints
/** Words 10 and 23 of an MRC header: planes per cell edge and space group, 1 and 0 for a stack of images (MRC2014). */
const STACK_WORDS = [
  [10, 1],
  [23, 0],
] as const;

/** Images of a flexible particle, every one swung another way, with noise and CTF. Throws `cancelled`. */
export async function makeFlexibleImages(
  particle: FlexibleParticle,
  { count, size, pixelSize, seed, stack }: FlexibleImages,
  job: JobContext,
): Promise<FlexibleSet> {
  const edge = size * pixelSize;
  const frame: ImageFrame = { size, edge, centre: [edge / 2, edge / 2, edge / 2] };
  const random = createRandom(seed, 1);
  const pixels = new Float32Array(count * size * size);
  const rows: { star: string; truth: string }[] = [];
  for (let n = 0; n < count; n++) {
    if (n % EVERY === 0) await job.checkpoint({ step: "make images", done: n, total: count });
    const pose: Pose = { rotation: randomRotation(random), shift: randomShift(random, pixelSize) };
    const defocus = randomDefocus(random);
    pixels.set(simulateImage(swing(particle, random), pose, frame, defocus), n * size * size);
    const wrong = [0, 1, 2, 3, 4].map((p) => randomNormal(random) * (p < 3 ? WRONG.turn : WRONG.shift));
    rows.push({
      star: simulatedRow(n, stack, moved(pose, wrong), defocus),
      truth: simulatedRow(n, stack, pose, defocus),
    });
  }
  const power = pixels.reduce((sum, value) => sum + value * value, 0) / pixels.length;
  const scale = 1 / Math.sqrt(power);
  const noisy = pixels.map((value) => scale * value + NOISE * randomNormal(random));
  return {
    stack: stackFile(noisy, size, count, pixelSize),
    star: simulatedStar(
      pixelSize,
      rows.map(({ star }) => star),
    ),
    truth: simulatedStar(
      pixelSize,
      rows.map(({ truth }) => truth),
    ),
  };
}

function stackFile(values: Float32Array, size: number, count: number, pixelSize: number): Uint8Array {
  const grid = createGrid([size, size, count], [0, 0, 0], [pixelSize, pixelSize, pixelSize]);
  const bytes = writeMrc({ grid, values }, { mode: 2, labels: ["Mapwright: made-up particles"] });
  const view = new DataView(bytes.buffer);
  for (const [word, value] of STACK_WORDS) view.setInt32(4 * (word - 1), value, true);
  return bytes;
}

function randomShift(random: Random, pixelSize: number): [number, number] {
  return [pixelSize * randomNormal(random), pixelSize * randomNormal(random)];
}

/** 1 to 2 µm, somewhat astigmatic. */
function randomDefocus(random: Random): Defocus {
  const u = 10_000 + 10_000 * random();
  return { u, v: u + 600 * (random() - 0.5), angle: 180 * random() };
}
