// What stands for a model in the coarse climb: every n-th of its atoms, or Gaussians of it.
import { fitProbe } from "#core/fit/fit-probe.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import { makeProbe, type Probe } from "#core/fit/probe.ts";
import { chooseResolution, prepareTarget } from "#core/fit/target.ts";
import { clusterPoints } from "#core/gmm/clusters.ts";
import { quietJob } from "#core/job/job-context.ts";
import type { Volume } from "#core/volume/volume.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { type Case, loadMap, loadModel, realCases } from "./cases.ts";

const SEEDS = [1, 2, 3, 4, 5];
const COUNTS = [128, 64, 32];
const ROUNDS = 20;

/** Hits of 1,000 starts and what they cost, on one thread, with atoms and with Gaussians as the coarse probe. */
export async function coarseProbes(): Promise<void> {
  console.log(
    "## What climbs the smooth maps: hits at the right answer, 1,000 starts, one thread, five seeds\n",
  );
  const words = COUNTS.map((count) => `${count} Gaussians: hits | CPU s`);
  console.log(`| case | about 128 atoms: hits | CPU s | ${words.join(" | ")} |`);
  console.log(`|${"---|".repeat(3 + 2 * COUNTS.length)}`);
  for (const item of realCases().filter((c) => /demo|6374|5778|30342|plc chain/.test(c.name))) {
    const map = loadMap(item.map);
    const { value: probe } = makeProbe(await loadModel(item.model, item.chain), FIT_DEFAULTS.atoms);
    const probes = [probe];
    for (const count of COUNTS) probes.push(await withGaussians(probe, count));
    const cells: string[] = [];
    for (const one of probes) {
      await hitsOf(item, map, one, 0);
      const runs: { hits: number; cpu: number }[] = [];
      for (const seed of SEEDS) runs.push(await hitsOf(item, map, one, seed));
      const sum = (key: "hits" | "cpu") => runs.reduce((total, run) => total + run[key], 0);
      cells.push(String(sum("hits")), sum("cpu").toFixed(2));
    }
    console.log(`| ${[item.name, ...cells].join(" | ")} |`);
  }
  console.log();
}

/** The probe with the centres of K-means over its matter, as heavy as what they stand for, in the coarse climb. */
async function withGaussians(probe: Probe, count: number): Promise<Probe> {
  const { xyz, weights } = probe.matter;
  const points = { xyz, weight: Float64Array.from(weights), volume: 1 };
  const { centres, mass } = await clusterPoints(points, { count, rounds: ROUNDS, seed: 1 }, quietJob);
  const total = mass.reduce((sum, one) => sum + one, 0);
  return { ...probe, coarse: { xyz: centres, weight: mass.map((one) => (one * count) / total) } };
}

async function hitsOf(
  item: Case,
  map: Volume,
  probe: Probe,
  seed: number,
): Promise<{ hits: number; cpu: number }> {
  const request: FitRequest = { ...FIT_DEFAULTS, seed, starts: 1000 };
  const engine = createCpuEngine(0, engineFilesBeside(import.meta.url));
  const clock = () => performance.now() / 1000;
  try {
    const began = process.cpuUsage();
    const chosen = chooseResolution(map, item.resolution, undefined);
    const target = await prepareTarget(engine, map, probe.extent, chosen, request, clock, quietJob);
    const { verdict } = await fitProbe({ engine, target, probe, request, clock, job: quietJob });
    const { user, system } = process.cpuUsage(began);
    return { hits: verdict.kind === "clear" ? verdict.hits : 0, cpu: (user + system) / 1e6 };
  } finally {
    await engine.dispose();
  }
}
