// `npm run bench`: what things cost, side by side in one run. Ratios are what to quote; seconds depend on the machine.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import type { FitRequest } from "#core/fit/params.ts";
import { quietJob } from "#core/job/job-context.ts";
import { POSE_SIZE, type PointSet } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, type Random, randomRotation } from "#core/math/random.ts";
import { molmapGrid, simulateMolmap } from "#core/simulate/molmap.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import { createGrid } from "#core/volume/grid.ts";
import { resample } from "#core/volume/resample.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { scatteringMaps } from "./bench-model-maps.ts";
import { dataPath, hasData, loadMap, loadModel, realCases } from "./cases.ts";
import { fitOnce, median } from "./fit-once.ts";
import { surfaces } from "./surfaces.ts";

const RUNS = 5;
const BASELINE = path.resolve("../shared/reference/baseline-fit/baseline-fit.mjs");
const CORES = cpus().length;

await main();

async function main(): Promise<void> {
  console.log(
    `${cpus()[0]?.model.trim()}, ${CORES} cores, Node ${process.version}, medians of ${RUNS} runs\n`,
  );
  if (process.argv[2] === "model-maps") return scatteringMaps();
  if (process.argv[2] === "surfaces") return surfaces();
  if (process.argv[2] === "scaling") return scaling();
  await kernels();
  await surfaces();
  await scatteringMaps();
  if (!hasData()) {
    console.log(`Whole fits need the real maps in ${dataPath(".")}, which are not there.`);
    return;
  }
  await againstBaseline();
  await optimisers();
  await scaling();
}

async function kernels(): Promise<void> {
  console.log("## Kernels: 1,000 poses × 5,000 points in a 128³ map, value and gradient\n");
  console.log("| kernel | threads | million samples / s | ratio |\n|---|---|---|---|");
  const random = createRandom(1);
  const map = createVolume(
    createGrid([128, 128, 128], [0, 0, 0], [1, 1, 1]),
    Float32Array.from({ length: 128 ** 3 }, () => random()),
  );
  const points = ball(5000, 35, random);
  const reference = await samplesPerSecond(
    createLocalEngine(createReferenceKernel()),
    map,
    points,
    30,
    random,
  );
  row("reference (float64 JavaScript)", 1, reference, reference);
  for (const threads of [...new Set([1, CORES])]) {
    const engine = createCpuEngine(threads, engineFilesBeside(import.meta.url));
    row(
      "cpu (WebAssembly SIMD)",
      threads,
      await samplesPerSecond(engine, map, points, 1000, random),
      reference,
    );
  }
  console.log();
}

function row(name: string, threads: number, speed: number, unit: number): void {
  console.log(`| ${name} | ${threads} | ${(speed / 1e6).toFixed(1)} | ${(speed / unit).toFixed(1)} |`);
}

async function samplesPerSecond(
  engine: PoseEngine,
  map: Volume,
  points: PointSet,
  poses: number,
  random: Random,
): Promise<number> {
  const volume = engine.addVolume(map, 0);
  const handle = engine.addPoints(points);
  const packed = new Float64Array(poses * POSE_SIZE);
  for (let n = 0; n < poses; n++) {
    packed.set(randomRotation(random), n * POSE_SIZE);
    for (let k = 4; k < POSE_SIZE; k++) packed[n * POSE_SIZE + k] = 54 + 20 * random();
  }
  const seconds: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const began = performance.now();
    await engine.evaluate(volume, handle, packed);
    if (run > 0) seconds.push((performance.now() - began) / 1000);
  }
  await engine.dispose();
  return (poses * points.weight.length) / median(seconds);
}

/** Points uniform in a ball, Å. */
function ball(count: number, radius: number, random: Random): PointSet {
  const xyz = new Float64Array(3 * count);
  for (let n = 0; n < count; ) {
    const at = [random(), random(), random()].map((u) => 2 * u - 1);
    if (Math.hypot(...at) > 1) continue;
    xyz.set(
      at.map((u) => u * radius),
      3 * n++,
    );
  }
  return { xyz, weight: new Float64Array(count).fill(1) };
}

async function againstBaseline(): Promise<void> {
  if (!existsSync(BASELINE)) {
    console.log("The baseline program is not there; whole fits are shown alone.\n");
  }
  console.log(
    "## Whole fits: 1,000 starts, beside the plain JavaScript baseline (one thread), run in turn\n",
  );
  console.log(
    "| case | baseline CPU s | ours, fresh process CPU s | ratio | ours, third fit in it CPU s | ratio | default, all threads: seconds | CPU s | starts | peak memory, MB |\n|---|---|---|---|---|---|---|---|---|---|",
  );
  for (const item of realCases().filter((c) => /demo|plc|6374|30342|0093 chain A/.test(c.name))) {
    const map = loadMap(item.map);
    const model = await loadModel(item.model, item.chain);
    const own: Cost1000[] = [];
    const peer: number[] = [];
    const adaptive: { seconds: number; cpu: number; starts: number }[] = [];
    for (let run = 0; run < RUNS; run++) {
      if (existsSync(BASELINE) && item.chain === undefined)
        peer.push(await baselineCpu(item.map, item.model));
      own.push(await ownCpu(item.name));
      const outcome = await fitOnce(map, model, item.resolution, CORES);
      adaptive.push({ seconds: outcome.seconds, cpu: outcome.cpuSeconds, starts: outcome.result.starts });
    }
    const cold = median(own.map((o) => o.cold));
    const warm = median(own.map((o) => o.warm));
    const against = (cost: number) => (peer.length > 0 ? (median(peer) / cost).toFixed(1) : "–");
    const cells = [
      item.name,
      peer.length > 0 ? median(peer).toFixed(2) : "–",
      cold.toFixed(2),
      against(cold),
      warm.toFixed(2),
      against(warm),
      median(adaptive.map((a) => a.seconds)).toFixed(2),
      median(adaptive.map((a) => a.cpu)).toFixed(2),
      median(adaptive.map((a) => a.starts)).toFixed(0),
      median(own.map((o) => o.peakMegabytes)).toFixed(0),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  console.log();
}

/** CPU seconds of 1,000 starts on one thread: the first fit of a process and a later one. */
interface Cost1000 {
  readonly cold: number;
  readonly warm: number;
  /** Most memory the process held, files included, MB. */
  readonly peakMegabytes: number;
}

/** CPU seconds of the baseline for 1,000 starts, from its own report: files already read, as ours. */
async function baselineCpu(map: string, model: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [BASELINE, dataPath(map), dataPath(model)]);
  return (JSON.parse(stdout) as { cpuSeconds: number }).cpuSeconds;
}

/** Our fit with 1,000 starts on one thread, in a fresh process like the baseline's. */
async function ownCpu(name: string): Promise<Cost1000> {
  const script = new URL("./one-fit.js", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [script.pathname, name]);
  return JSON.parse(stdout) as Cost1000;
}

async function optimisers(): Promise<void> {
  console.log("## Optimisers: 1,000 starts, one thread: hits at the right answer and what they cost\n");
  console.log(
    "| case | fast: hits | CPU s | DiffFit's objective and Adam: hits | CPU s | hits per CPU second, ratio |\n|---|---|---|---|---|---|",
  );
  for (const item of realCases().filter((c) => /I7MLV6|6374|30342|plc chain [TM]/.test(c.name))) {
    const map = loadMap(item.map);
    const model = await loadModel(item.model, item.chain);
    const run = async (optimizer: FitRequest["optimizer"]) => {
      const { result, cpuSeconds } = await fitOnce(map, model, item.resolution, 0, {
        starts: 1000,
        optimizer,
      });
      return { hits: result.verdict.kind === "none" ? 0 : result.verdict.hits, cpuSeconds };
    };
    await run("fast");
    const fast = await run("fast");
    const difffit = await run("difffit");
    const ratio = fast.hits / fast.cpuSeconds / (difffit.hits / difffit.cpuSeconds);
    console.log(
      `| ${item.name} | ${fast.hits} | ${fast.cpuSeconds.toFixed(2)} | ${difffit.hits} | ${difffit.cpuSeconds.toFixed(2)} | ${Number.isFinite(ratio) ? ratio.toFixed(0) : "–"} |`,
    );
  }
  console.log();
}

async function scaling(): Promise<void> {
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
