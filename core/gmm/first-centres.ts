import type { WeightedPoints } from "#core/gmm/weighted-points.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";

/** Points per block of the search for points that a new centre is nearest to. */
const BLOCK_POINTS = 64;

/**
 * The first centres of K-means: each next one is a point drawn by weight times its squared distance to the nearest centre
 * so far (K-means++, Arthur & Vassilvitskii 2007), exactly; blocks of points that a new centre cannot be nearest to are
 * passed over.
 */
export async function firstCentres(
  { xyz, weight }: WeightedPoints,
  count: number,
  seed: number,
  job: JobContext,
): Promise<Float64Array> {
  const random = createRandom(seed);
  const blocks = blocksOf(xyz);
  const near = new Float64Array(weight.length).fill(Number.POSITIVE_INFINITY);
  const share = weight.slice();
  const centres = new Float64Array(3 * count);
  for (const block of blocks) block.share = sumOf(share, block.points);
  for (let c = 0; c < count; c++) {
    const chosen = draw(blocks, share, random);
    const [x, y, z] = [xyz[3 * chosen], xyz[3 * chosen + 1], xyz[3 * chosen + 2]];
    centres.set([x, y, z], 3 * c);
    for (const block of blocks) {
      if (distanceTo(block, x, y, z) >= block.farthest) continue;
      claim(block, { xyz, weight, near, share }, x, y, z);
    }
    if (c % 256 === 0) await job.checkpoint({ step: "place Gaussians", done: c, total: count });
  }
  return centres;
}

interface Block {
  readonly points: Uint32Array;
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
  /** Largest squared distance of a member to its nearest centre. */
  farthest: number;
  share: number;
}

/** Points cut in half along their longest extent until a block is small (a k-d tree's leaves). */
function blocksOf(xyz: Float64Array): Block[] {
  const blocks: Block[] = [];
  const split = (points: Uint32Array): void => {
    const low: [number, number, number] = [Infinity, Infinity, Infinity];
    const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    for (const p of points) {
      for (let axis = 0; axis < 3; axis++) {
        low[axis] = Math.min(low[axis], xyz[3 * p + axis]);
        high[axis] = Math.max(high[axis], xyz[3 * p + axis]);
      }
    }
    if (points.length <= BLOCK_POINTS) {
      blocks.push({ points, low, high, farthest: Number.POSITIVE_INFINITY, share: 0 });
      return;
    }
    const extents = high.map((h, axis) => h - low[axis]);
    const axis = extents.indexOf(Math.max(...extents));
    points.sort((a, b) => xyz[3 * a + axis] - xyz[3 * b + axis]);
    split(points.slice(0, points.length >> 1));
    split(points.slice(points.length >> 1));
  };
  split(Uint32Array.from({ length: xyz.length / 3 }, (_, n) => n));
  return blocks;
}

function distanceTo({ low, high }: Block, x: number, y: number, z: number): number {
  const dx = Math.max(low[0] - x, 0, x - high[0]);
  const dy = Math.max(low[1] - y, 0, y - high[1]);
  const dz = Math.max(low[2] - z, 0, z - high[2]);
  return dx * dx + dy * dy + dz * dz;
}

interface Distances extends Omit<WeightedPoints, "volume"> {
  readonly near: Float64Array;
  readonly share: Float64Array;
}

/** A new centre takes the points of a block that are nearer to it than to any before. */
function claim(block: Block, { xyz, weight, near, share }: Distances, x: number, y: number, z: number): void {
  block.farthest = 0;
  block.share = 0;
  for (const p of block.points) {
    const d2 = (xyz[3 * p] - x) ** 2 + (xyz[3 * p + 1] - y) ** 2 + (xyz[3 * p + 2] - z) ** 2;
    if (d2 < near[p]) {
      near[p] = d2;
      share[p] = weight[p] * d2;
    }
    block.farthest = Math.max(block.farthest, near[p]);
    block.share += share[p];
  }
}

function draw(blocks: readonly Block[], share: Float64Array, random: () => number): number {
  let rest = random() * blocks.reduce((sum, block) => sum + block.share, 0);
  for (const block of blocks) {
    if (rest >= block.share) {
      rest -= block.share;
      continue;
    }
    for (const p of block.points) {
      if (rest < share[p]) return p;
      rest -= share[p];
    }
  }
  // Rounding led past the end: the point with the largest share.
  return share.reduce((best, value, p) => (value > share[best] ? p : best), 0);
}

function sumOf(values: Float64Array, which: Uint32Array): number {
  let sum = 0;
  for (const n of which) sum += values[n];
  return sum;
}
