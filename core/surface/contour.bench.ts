import { bench, describe } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createBlockIndex } from "#core/surface/block-index.ts";
import { contour } from "#core/surface/contour.ts";
import { withoutDust } from "#core/surface/dust.ts";
import { chooseStep, QUICK, subsample } from "#core/surface/subsample.ts";
import { blobs } from "#core/surface/surface.testing.ts";
import { levelForFraction } from "#core/volume/stats.ts";

describe.each([128, 256])("surface of a %i³ map with 1 percent of its voxels inside", async (n) => {
  const volume = blobs(n, 400, 1);
  const index = createBlockIndex(volume);
  const level = levelForFraction(volume);
  const step = chooseStep(volume, index, level, QUICK);
  const shown = subsample(volume, step);
  const shownIndex = createBlockIndex(shown);
  const mesh = await contour(volume, index, level, quietJob);
  console.log(`${mesh.indices.length / 3} triangles at step 1; automatic step ${step}`);
  bench("choose a step", () => void chooseStep(volume, index, level, QUICK));
  bench("block index", () => void createBlockIndex(volume));
  bench("contour, step 1", () => contour(volume, index, level, quietJob).then(() => {}));
  bench("contour, automatic step", () => contour(shown, shownIndex, level, quietJob).then(() => {}));
  bench("hide dust", () => void withoutDust(mesh, 10));
});
