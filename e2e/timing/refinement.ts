// The table of `npm run report -- refinement`: what refinement does to deposited models, to made-up ones with a known
// truth, and what it costs.
import { makeDemoComplex } from "#core/demo/demo-complex.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { chainGroups } from "#core/refine/chain-groups.ts";
import { type RefinedModel, refineModel } from "#core/refine/refine-model.ts";
import { REFINE_DEFAULTS, type RefineRequest } from "#core/refine/request.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { type Case, loadMap, loadModel } from "./cases.ts";

interface Timed {
  readonly refined: RefinedModel;
  readonly cpu: number;
  readonly seconds: number;
}

const REFINED = ["emd6374", "emd5778", "emd30342", "emd0093 chain A", "demo"];

const NOISES = [0, 0.5, 1] as const;

/** Prints the tables: all, those of one case, or one part, "made-up", "made-up 0.5" (of noise) or "cost". */
export async function refinementTables(
  all: readonly Case[],
  threads: number,
  only: string | undefined,
): Promise<void> {
  const engine = createImageEngine(engineFilesBeside(import.meta.url), threads);
  const cases = all.filter(({ name }) => REFINED.some((start) => name.startsWith(start)));
  const isWanted = (part: string) => only === undefined || part.startsWith(only);
  const deposited = cases.filter(({ name }) => only === undefined || name.includes(only));
  if (deposited.length > 0) await realRefinements(deposited, engine);
  const noises = NOISES.filter((noise) => isWanted(`made-up ${noise}`));
  if (noises.length > 0) await knownRefinements(noises, engine);
  const large = cases.find(({ name }) => name.startsWith("emd0093"));
  if (large && isWanted("cost")) await refinementCosts(large, engine);
  await engine.dispose();
}

/** Refines every case as deposited, and says what became of the score that it did not see. */
async function realRefinements(cases: readonly Case[], kernel: ImageKernel): Promise<void> {
  console.log(
    "## Deposited models refined: rigid chains, coordinates, individual B; Fourier shells held out\n",
  );
  console.log(
    "| case | Å | atoms | held out | near the model | shift, Å | bonds, Å | mean B, Å² | rounds kept | CPU s | seconds |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|---|");
  for (const item of cases) {
    const [home] = item.truths;
    if (!home) throw new Error(`${item.name} has no known place.`);
    const structure = moveStructure(await loadModel(item.model, item.chain), home);
    const request: RefineRequest = {
      ...REFINE_DEFAULTS,
      resolution: item.resolution,
      rigid: chainGroups(structure),
      coordinates: true,
      bFactors: "atom",
    };
    const timed = await timedRefinement(structure, loadMap(item.map), request, kernel);
    console.log(realRow(item, structure, timed));
  }
  console.log();
}

function realRow(item: Case, { atomCount }: Structure, { refined, cpu, seconds }: Timed): string {
  const { before, after, stages } = refined;
  return `| ${[
    item.name,
    item.resolution,
    atomCount,
    `${before.heldOut.toFixed(4)} → ${after.heldOut.toFixed(4)}`,
    `${before.correlation.toFixed(4)} → ${after.correlation.toFixed(4)}`,
    after.shift.toFixed(3),
    after.bondRmsd.toFixed(3),
    `${before.meanB.toFixed(0)} → ${after.meanB.toFixed(0)}`,
    stages.map(({ keptRound, rounds }) => `${keptRound}/${rounds}`).join(", "),
    cpu.toFixed(1),
    seconds.toFixed(1),
  ].join(" | ")} |`;
}

const TRUTH_RESOLUTION = 3; // Å

/** Refines made-up models that are wrong by a known amount. */
async function knownRefinements(noises: readonly number[], kernel: ImageKernel): Promise<void> {
  const truth = makeDemoComplex(1);
  console.log(`## Made-up complex of ${truth.atomCount} atoms at 3 Å: distance from the truth\n`);
  console.log("| wrong | noise ⁄ signal | refined | before | after | held out | CPU s |");
  console.log("|---|---|---|---|---|---|---|");
  for (const noise of noises) {
    const map = await mapOf(truth, noise, kernel);
    const random = createRandom(31);
    const shaken = truth.xyz.map((x) => x + (0.3 / Math.sqrt(3)) * randomNormal(random));
    const off = truth.bFactor.map((b) => Math.max(1, b + 15 * randomNormal(random)));
    const rows = [
      ["coordinates by 0.3 Å", { ...truth, xyz: shaken }, { coordinates: true }],
      ["B by 15 Å²", { ...truth, bFactor: off }, { bFactors: "atom" }],
      ["both", { ...truth, xyz: shaken, bFactor: off }, { coordinates: true, bFactors: "atom" }],
    ] as const;
    for (const [wrong, start, what] of rows) {
      const request = { ...REFINE_DEFAULTS, resolution: TRUTH_RESOLUTION, ...what };
      const { refined, cpu } = await timedRefinement(start, map, request, kernel);
      const distance = (model: Structure) =>
        `${rms(model.xyz, truth.xyz, 3).toFixed(3)} Å, ${rms(model.bFactor, truth.bFactor, 1).toFixed(1)} Å²`;
      const { before, after, structure } = refined;
      const heldOut = `${before.heldOut.toFixed(4)} → ${after.heldOut.toFixed(4)}`;
      const cells = [
        wrong,
        noise,
        Object.keys(what).join(", "),
        distance(start),
        distance(structure),
        heldOut,
      ];
      console.log(`| ${[...cells, cpu.toFixed(1)].join(" | ")} |`);
    }
  }
  console.log();
}

/** What the two largest jobs cost: a tetramer by rigid chains, and the B factors of one chain. */
async function refinementCosts(item: Case, kernel: ImageKernel): Promise<void> {
  const map = loadMap(item.map);
  const whole = await loadModel(item.model);
  const chain = await loadModel(item.model, item.chain);
  console.log("## Cost\n\n| job | atoms | variables | rounds | CPU s | seconds |\n|---|---|---|---|---|---|");
  const jobs = [
    ["rigid by chain", whole, { rigid: chainGroups(whole) }],
    ["individual B", chain, { bFactors: "atom" }],
    ["coordinates", chain, { coordinates: true }],
  ] as const;
  for (const [name, structure, what] of jobs) {
    const request = { ...REFINE_DEFAULTS, resolution: item.resolution, ...what };
    const { refined, cpu, seconds } = await timedRefinement(structure, map, request, kernel);
    const [stage] = refined.stages;
    const cells = [
      name,
      structure.atomCount,
      stage?.variables,
      stage?.rounds,
      cpu.toFixed(1),
      seconds.toFixed(1),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  console.log();
}

async function timedRefinement(
  structure: Structure,
  map: Volume,
  request: RefineRequest,
  kernel: ImageKernel,
): Promise<Timed> {
  const began = performance.now();
  const used = process.cpuUsage();
  const refined = await refineModel(structure, { map }, request, kernel, quietJob);
  const { user, system } = process.cpuUsage(used);
  return { refined, cpu: (user + system) / 1e6, seconds: (performance.now() - began) / 1000 };
}

/** The truth with noise of the same resolution, so many times its standard deviation over the box. */
async function mapOf(truth: Structure, share: number, kernel: ImageKernel): Promise<Volume> {
  const atoms = scatteringAtomsOf(truth, TRUTH_RESOLUTION);
  const grid = molmapGrid(atoms.xyz, TRUTH_RESOLUTION, { gridSpacing: 1, edgePadding: 8 });
  const { values } = await kernel.sum(planImages(atoms, { cutoff: 4, fade: 0.1, accuracy: 1e-4 }), grid);
  if (share === 0) return { grid, values };
  const params = { resolution: TRUTH_RESOLUTION, sd: share * measure({ grid, values }).sd };
  const noise = await bandLimitedNoise(grid, params, createRandom(5), quietJob);
  return { grid, values: values.map((v, n) => v + (noise.values[n] ?? 0)) };
}

function rms(a: ArrayLike<number>, b: ArrayLike<number>, perPoint: number): number {
  let squares = 0;
  for (let n = 0; n < a.length; n++) squares += ((a[n] ?? 0) - (b[n] ?? 0)) ** 2;
  return Math.sqrt((perPoint * squares) / a.length);
}
