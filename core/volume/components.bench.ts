import { bench, describe } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { findComponents, keepLargeComponents, removeIslands } from "#core/volume/components.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import { createGrid } from "#core/volume/grid.ts";
import { levelForFraction, measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

const random = createRandom(1);
const grid = createGrid([256, 256, 256], [0, 0, 0], [1, 1, 1]);
const noise: Volume = { grid, values: Float32Array.from({ length: 256 ** 3 }, random) };
const blobs = await gaussianBlur(noise, 1.5, quietJob);
const top1 = levelForFraction(blobs, 0.01);
const top15 = levelForFraction(blobs, 0.15);

const options = { iterations: 5, time: 0, warmupIterations: 2, warmupTime: 0 };

describe("256³", () => {
  bench(
    "components, blobs, 1 % on",
    async () => void (await findComponents(blobs, top1, 26, quietJob)),
    options,
  );
  bench(
    "components, blobs, 15 % on",
    async () => void (await findComponents(blobs, top15, 26, quietJob)),
    options,
  );
  bench(
    "components, single voxels, 1 % on",
    async () => void (await findComponents(noise, 0.99, 26, quietJob)),
    options,
  );
  bench(
    "keep large components, blobs, 1 % on",
    async () => void (await keepLargeComponents(blobs, top1, 10, quietJob)),
    options,
  );
  bench(
    "remove islands, blobs, 1 % on",
    async () => void (await removeIslands(blobs, top1, 10, quietJob)),
    options,
  );
  bench("level for a fraction", () => void levelForFraction(blobs, 0.01), options);
  bench("measure", () => void measure(blobs), options);
});
