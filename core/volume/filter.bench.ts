import { bench, describe } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { gaussianBlur, threshold } from "#core/volume/filter.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const random = createRandom(1);
const grid = createGrid([256, 256, 256], [0, 0, 0], [1, 1, 1]);
const dense: Volume = { grid, values: Float32Array.from({ length: 256 ** 3 }, random) };
const ball = dense.values.map((value, n) => {
  const [x, y, z] = [(n % 256) - 128, ((n >> 8) % 256) - 128, (n >> 16) - 128];
  return x * x + y * y + z * z < 34 * 34 ? value : 0;
});

const options = { iterations: 3, time: 0, warmupIterations: 1, warmupTime: 0 };

describe("256³", () => {
  bench(
    "Gaussian blur, sigma 2 voxels, 21 taps per axis, dense",
    async () => void (await gaussianBlur(dense, 2, quietJob)),
    options,
  );
  bench(
    "Gaussian blur, sigma 2 voxels, 1 % of the voxels filled",
    async () => void (await gaussianBlur({ grid, values: ball }, 2, quietJob)),
    options,
  );
  bench("threshold", () => void threshold(dense, 0.5), options);
});
