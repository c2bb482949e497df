// How the cost of a fit grows, and a model map of the same chain.
import { cpus } from "node:os";
import type { FitRequest } from "#core/fit/params.ts";
import { quietJob } from "#core/job/job-context.ts";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import { createGrid } from "#core/volume/grid.ts";
import { resample } from "#core/volume/resample.ts";
import type { Volume } from "#core/volume/volume.ts";
import { loadMap, loadModel, realCases } from "./cases.ts";
import { fitOnce, median } from "./fit-once.ts";

const RUNS = 5;
const CORES = cpus().length;

/** How the cost of a fit grows with starts, atoms, voxels and threads. */
export async function fitScaling(): Promise<void> {
  console.log("## How the cost of 4,000 starts grows (CPU seconds after a warm-up, emd0093 chain A)\n");
  console.log("| what | size | CPU s | wall s | ratio to the first row |\n|---|---|---|---|---|");
  const item = realCases().find((c) => c.name.startsWith("emd0093"));
  if (!item) return;
  const map = loadMap(item.map);
  const model = await loadModel(item.model, item.chain);
  const fit = (m: Volume, s: Structure, threads: number, changes: Partial<FitRequest>) =>
    medianCost(() => fitOnce(m, s, item.resolution, threads, { starts: 4000, ...changes }));
  await table("starts", [1000, 4000, 16000], (starts) => fit(map, model, CORES, { starts }));
  await table(
    "atoms",
    [4, 2, 1],
    (nth) => fit(map, everyNth(model, nth), CORES, {}),
    (nth) => String(Math.ceil(model.atomCount / nth)),
  );
  await table(
    "voxels",
    [2, 1.34, 1],
    async (voxel) => fit(await atVoxel(map, voxel), model, CORES, {}),
    (voxel) => `${Math.round((220 * 1.34) / voxel)}³`,
  );
  const searchOnly = (threads: number) =>
    medianCost(async () => {
      const { result, cpuSeconds } = await fitOnce(map, model, item.resolution, threads, { starts: 16_000 });
      return { cpuSeconds, seconds: result.seconds.search };
    });
  const [one, all] = await table(
    "threads, 16,000 starts, wall of the search alone",
    [...new Set([1, CORES])],
    searchOnly,
  );
  if (one && all)
    console.log(`\nThe search on ${CORES} threads: ${(one.wall / all.wall).toFixed(2)} × as fast.`);
  console.log();
  await modelMaps(model);
}

async function modelMaps(model: Structure): Promise<void> {
  console.log("## Model map (molmap, 3.4 Å) of the same chain\n");
  const atoms = { xyz: model.xyz, weights: new Float64Array(model.atomCount).fill(6) };
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const began = performance.now();
    simulateMolmap(atoms, 3.4, molmapGrid(atoms.xyz, 3.4));
    if (run > 0) times.push(performance.now() - began);
  }
  console.log(`${model.atomCount} atoms: ${median(times).toFixed(0)} ms\n`);
}

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

async function table(
  what: string,
  sizes: readonly number[],
  measure: (size: number) => Promise<Cost>,
  label: (size: number) => string = String,
): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const size of sizes) {
    const cost = await measure(size);
    costs.push(cost);
    const first = costs[0] ?? cost;
    console.log(
      `| ${what} | ${label(size)} | ${cost.cpu.toFixed(2)} | ${cost.wall.toFixed(2)} | CPU ${(cost.cpu / first.cpu).toFixed(2)}, wall ${(cost.wall / first.wall).toFixed(2)} |`,
    );
  }
  return costs;
}

async function medianCost(run: () => Promise<{ cpuSeconds: number; seconds: number }>): Promise<Cost> {
  await run();
  const costs: Cost[] = [];
  for (let n = 0; n < RUNS; n++) {
    const { cpuSeconds, seconds } = await run();
    costs.push({ cpu: cpuSeconds, wall: seconds });
  }
  return { cpu: median(costs.map((c) => c.cpu)), wall: median(costs.map((c) => c.wall)) };
}

function everyNth(structure: Structure, nth: number): Structure {
  const kept = Uint32Array.from({ length: Math.ceil(structure.atomCount / nth) }, (_, n) => n * nth);
  return subset(structure, kept);
}

async function atVoxel(map: Volume, voxel: number): Promise<Volume> {
  const [nx, ny, nz] = map.grid.size.map((n, k) => Math.round((n * (map.grid.voxelSize[k] ?? 1)) / voxel));
  return resample(
    map,
    createGrid([nx ?? 1, ny ?? 1, nz ?? 1], map.grid.origin, [voxel, voxel, voxel]),
    quietJob,
  );
}
