// `npm run bench -- particles`: what pose searches, reconstructions and Gaussian models cost, and how that grows.
import { buildModel } from "#core/gmm/build-model.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import { fscReach, modelFsc } from "#core/gmm/model-agreement.ts";
import { seedLevel } from "#core/gmm/seed-level.ts";
import { quietJob } from "#core/job/job-context.ts";
import { type ParticleSet, rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import { POSE_VIEWS } from "#core/particles/pose-search.ts";
import { meanFsc } from "#core/particles/refinement.ts";
import { shellCorrelation } from "#core/volume/fsc.ts";
import { levelForFraction } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";
import { hasData, loadMap, realCases } from "./cases.ts";
import {
  hasParticles,
  relionMap,
  twodomainMap,
  twodomainParticles,
  withTwodomain,
} from "./particle-cases.ts";
import { simdLimit } from "./simd-limit.ts";

const CORES = 2;
/** What was asked for. */
const GAUSSIANS = 1000;
const WANTED = 60; // particles a second on two cores
/** Particles of the tables of growth. */
const PARTICLES = 200;
const FEW = 32;
const EDGE = 160; // Å
const FREE = { turn: Number.POSITIVE_INFINITY, shift: Number.POSITIVE_INFINITY };
/** CPU s of relion_reconstruct 3.1.3 for 500 of these particles (../shared/spec/gmm.md, section 15). */
const RELION_SECONDS = 2.6;
/** Floating-point operations per Gaussian and group of four columns of a row: 16 products and sums of four lanes. */
const PER_GROUP = 2 * 16 * 4;

/** Costs of everything that goes through particles, and of the models. */
export async function particleCosts(bundle: string): Promise<void> {
  if (!hasParticles()) {
    console.log("Costs of particles need ../shared/data/particles_twodomain, which is not there.\n");
    return;
  }
  const map = relionMap("truth_half1");
  await withTwodomain(bundle, 1, async (engine) => {
    await reconstructionCosts(engine); // first: what others leave behind would count as its memory
    await poseTable(engine, map);
    await sizeTable(engine, map);
  });
  await threadTable(bundle, map);
  await modelTable();
}

interface Search {
  readonly method: "newton" | "adam";
  readonly views: number;
  readonly last: number;
}

interface SearchCost {
  readonly cpu: number;
  readonly seconds: number;
  readonly found: ParticleSet;
  readonly views: number;
}

async function poseTable(engine: ThreadedParticleEngine, map: Volume): Promise<void> {
  const limit = simdLimit();
  const model = await modelOf(map, GAUSSIANS);
  const all = twodomainParticles("particles.star");
  const begin = takeParticles(all, rowsOfHalf(all, 2));
  console.log(
    `## Poses of ${begin.count} particles of 64 px against ${GAUSSIANS} Gaussians of the other half, one thread; this machine multiplies and adds ${limit.toFixed(1)} GFLOP/s a core in SIMD registers\n`,
  );
  console.log(
    `| search | views | finest, Å | particles ⁄ CPU s | on ${CORES} cores | MFLOP per particle | GFLOP ⁄ s | of the limit | map at the poses found: mean FSC with the truth |\n|---|---|---|---|---|---|---|---|---|`,
  );
  console.log(`| none |  |  |  |  |  |  |  | ${await likeness(engine, begin)} |`);
  const searches: readonly Search[] = [
    { method: "newton", views: POSE_VIEWS.newton, last: 32 },
    { method: "newton", views: POSE_VIEWS.newton, last: 24 },
    { method: "newton", views: 3, last: 24 },
    { method: "adam", views: POSE_VIEWS.adam, last: 32 },
    { method: "adam", views: POSE_VIEWS.adam, last: 24 },
  ];
  for (const search of searches) {
    const { cpu, found, views } = await timedSearch(engine, begin, model, search);
    const flops = views * model.count * PER_GROUP * groupsTo(search.last);
    const speed = (flops * begin.count) / cpu / 1e9;
    const perSecond = begin.count / cpu;
    console.log(
      `| ${[
        search.method,
        views.toFixed(1),
        (EDGE / search.last).toFixed(2),
        perSecond.toFixed(1),
        `${(CORES * perSecond).toFixed(0)} ${mark(CORES * perSecond >= WANTED)}`,
        (flops / 1e6).toFixed(0),
        speed.toFixed(1),
        `${((100 * speed) / limit).toFixed(0)} %`,
        await likeness(engine, found),
      ].join(" | ")} |`,
    );
  }
  console.log();
}

/** How like the middle state, under the mask of the whole, the map of particles at some poses is. */
async function likeness(engine: ThreadedParticleEngine, set: ParticleSet): Promise<string> {
  const [found] = await engine.reconstruct([set], { use: "weight", symmetry: "C1" }, quietJob);
  if (!found) throw new TypeError("One set gives one volume.");
  return meanFsc(shellCorrelation(found, twodomainMap("state_05"), relionMap("mask"))).toFixed(4);
}

/** How a search grows with Gaussians and with how far it looks, which is what a box is cropped to. */
async function sizeTable(engine: ThreadedParticleEngine, map: Volume): Promise<void> {
  console.log("## How poses grow, particles ⁄ CPU s\n");
  console.log("| Gaussians | box 32 (to 10 Å) | box 48 (6.67 Å) | box 64 (5 Å) |\n|---|---|---|---|");
  const begin = someParticles(FEW);
  for (const count of [250, 1000, 4000]) {
    const model = await modelOf(map, count);
    const cells: string[] = [];
    for (const last of [16, 24, 32]) {
      const search: Search = { method: "newton", views: POSE_VIEWS.newton, last };
      const { cpu } = await timedSearch(engine, begin, model, search);
      cells.push((FEW / cpu).toFixed(1));
    }
    console.log(`| ${model.count} | ${cells.join(" | ")} |`);
  }
  console.log();
}

async function timedSearch(
  engine: ThreadedParticleEngine,
  set: ParticleSet,
  model: Gaussians,
  { method, views, last }: Search,
): Promise<SearchCost> {
  const rings = { first: 2, last };
  const calibration = await engine.calibrate(set, model, { method, rings }, quietJob);
  const began = { cpu: process.cpuUsage(), at: performance.now() };
  const params = { method, rings, views, prior: FREE, calibration };
  const found = await engine.search(set, model, params, quietJob);
  const seconds = (performance.now() - began.at) / 1000;
  return { cpu: cpuSince(began.cpu), seconds, found: { ...set, ...found }, views: found.views };
}

/** CPU and memory of a reconstruction against the number of particles. */
async function reconstructionCosts(engine: ThreadedParticleEngine): Promise<void> {
  console.log(
    `## Reconstruction of 64³ voxels; relion_reconstruct 3.1.3 takes ${RELION_SECONDS} CPU s for 500\n`,
  );
  console.log("| particles | CPU s | of RELION's | largest memory so far, MB |\n|---|---|---|---|");
  const all = twodomainParticles("truth.star");
  for (const count of [500, 2000, 8000, 16_000]) {
    const set = takeParticles(
      all,
      Array.from({ length: count }, (_, n) => n % all.count),
    );
    const began = process.cpuUsage();
    await engine.reconstruct([set], { use: "weight", symmetry: "C1" }, quietJob);
    const cpu = cpuSince(began);
    const theirs = (RELION_SECONDS * count) / 500;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(`| ${count} | ${cpu.toFixed(2)} | ${(cpu / theirs).toFixed(2)} | ${megabytes.toFixed(0)} |`);
  }
  console.log();
}

async function threadTable(bundle: string, map: Volume): Promise<void> {
  console.log(`## Threads: ${PARTICLES} particles, ${GAUSSIANS} Gaussians, to 5 Å\n`);
  console.log("| threads | seconds | CPU s | particles ⁄ s |\n|---|---|---|---|");
  const model = await modelOf(map, GAUSSIANS);
  for (const threads of [1, CORES]) {
    await withTwodomain(bundle, threads, async (engine) => {
      const search: Search = { method: "newton", views: POSE_VIEWS.newton, last: 32 };
      const set = someParticles(PARTICLES);
      const { seconds, cpu } = await timedSearch(engine, set, model, search);
      console.log(
        `| ${threads} | ${seconds.toFixed(2)} | ${cpu.toFixed(2)} | ${(PARTICLES / seconds).toFixed(0)} |`,
      );
    });
  }
  console.log();
}

/** Gaussian models of a large map: how many it takes and how long. */
async function modelTable(): Promise<void> {
  const item = hasData() ? realCases().find(({ name }) => name.startsWith("emd0093")) : undefined;
  if (!item) return;
  console.log("## Gaussian models of emd0093\n");
  console.log(
    "| Gaussians | steps | FSC > 0.9 to, Å | wanted | seconds | CPU s | wanted |\n|---|---|---|---|---|---|---|",
  );
  const map = loadMap(item.map);
  const level = seedLevel(map, undefined).value;
  for (const [count, resolution, most] of [
    [4000, 8, 20],
    [17_000, 4, 90],
  ] as const) {
    const began = { cpu: process.cpuUsage(), at: performance.now() };
    const { model, steps } = await buildModel(map, { count, level, steps: 60, seed: 1 }, quietJob);
    const [seconds, cpu] = [(performance.now() - began.at) / 1000, cpuSince(began.cpu)];
    const reach = fscReach(modelFsc(map, model), 0.9);
    console.log(
      `| ${model.count} | ${steps} | ${reach.toFixed(2)} | ${resolution} ${mark(reach <= resolution)} | ${seconds.toFixed(1)} | ${cpu.toFixed(1)} | ${most} ${mark(cpu <= most)} |`,
    );
  }
  console.log();
}

/** A model of a map with about so many Gaussians, from the densest part of its box. */
async function modelOf(map: Volume, count: number): Promise<Gaussians> {
  const level = levelForFraction(map, 0.03);
  return (await buildModel(map, { count, level, steps: 20, seed: 1 }, quietJob)).model;
}

/** Groups of four columns that the kernel sums for rings below `last`. */
function groupsTo(last: number): number {
  let groups = 0;
  for (let ky = 0; ky < last; ky++) {
    const rest = (last - 0.5) ** 2 - ky * ky;
    if (rest >= 0) groups += Math.floor(Math.min(last, Math.floor(Math.sqrt(rest))) / 4) + 1;
  }
  return groups;
}

function someParticles(count: number): ParticleSet {
  const rows = Array.from({ length: count }, (_, n) => n);
  return takeParticles(twodomainParticles("particles.star"), rows);
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function mark(isReached: boolean): string {
  return isReached ? "✓" : "✗";
}
