import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { promisify } from "node:util";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { median } from "./fit-once.ts";
import { atomsOf, gridOf, type ModelMapCase, settingsOf, USUAL } from "./model-map-cases.ts";

const RUNS = 5;
const MOVED = 100;
const CASES: readonly ModelMapCase[] = [
  { ...USUAL, threads: 1 },
  USUAL,
  { ...USUAL, cutoff: 4, threads: 1 },
  { ...USUAL, cutoff: 4 },
  { ...USUAL, cutoff: 3 },
  { ...USUAL, atoms: USUAL.atoms / 4 },
  { ...USUAL, atoms: USUAL.atoms / 2 },
  { ...USUAL, spacing: 1.5 },
  { ...USUAL, spacing: 0.75 },
  { ...USUAL, own: true },
];

/** Cost of model maps from electron scattering on a grid of 256 × 270 × 256 Å at 3 Å. */
export async function scatteringMaps(): Promise<void> {
  console.log("## Model maps (VRM) at 3 Å in a box of 256 × 270 × 256 Å, atoms planned anew each time\n");
  console.log(
    `The least of ${RUNS} runs; CPU s ⁄ threads is what a machine that does nothing else would take (${cpus().length} cores here).\n`,
  );
  console.log(
    "| atoms | grid | cut-off | threads | map: seconds | CPU s ⁄ threads | gradients for x, y, z, q, B: seconds | CPU s ⁄ threads | gradients ⁄ map, CPU |\n|---|---|---|---|---|---|---|---|---|",
  );
  for (const one of CASES) {
    const { map, gradient } = await measure(one);
    const cells = [
      one.atoms.toLocaleString("en"),
      `${one.spacing} Å`,
      `${one.cutoff} d${one.own ? ", every atom its own d" : ""}`,
      one.threads,
      map.wall.toFixed(2),
      (map.cpu / one.threads).toFixed(2),
      gradient.wall.toFixed(2),
      (gradient.cpu / one.threads).toFixed(2),
      (gradient.cpu / map.cpu).toFixed(2),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  await moves();
  await memory();
}

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

async function measure(one: ModelMapCase): Promise<{ map: Cost; gradient: Cost }> {
  const engine = createImageEngine(engineFilesBeside(import.meta.url), one.threads);
  const [atoms, grid, settings] = [atomsOf(one), gridOf(one), settingsOf(one)];
  const maps: Cost[] = [];
  const gradients: Cost[] = [];
  for (let run = 0; run < RUNS; run++) {
    const [volume, map] = await timed(() => engine.sum(planImages(atoms, settings), grid));
    const [, gradient] = await timed(() => engine.gather(planImages(atoms, settings), volume));
    maps.push(map);
    gradients.push(gradient);
  }
  await engine.dispose();
  return { map: least(maps), gradient: least(gradients) };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, Cost]> {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }];
}

function least(costs: readonly Cost[]): Cost {
  return {
    wall: Math.min(...costs.map(({ wall }) => wall)),
    cpu: Math.min(...costs.map(({ cpu }) => cpu)),
  };
}

async function moves(): Promise<void> {
  console.log(`\nMoving ${MOVED} of ${USUAL.atoms.toLocaleString("en")} atoms by about 1 Å in a kept map:`);
  const random = createRandom(2);
  for (const cutoff of [2, 4]) {
    const engine = createImageEngine(engineFilesBeside(import.meta.url), USUAL.threads);
    const atoms = atomsOf(USUAL);
    const kept = await engine.createKeptMap(
      planImages(atoms, settingsOf({ ...USUAL, cutoff })),
      gridOf(USUAL),
    );
    const times: number[] = [];
    for (let run = 0; run < 20 * RUNS; run++) {
      const moved = Int32Array.from({ length: MOVED }, (_, n) => run * MOVED + n);
      const xyz = Float64Array.from(atoms.xyz.subarray(3 * run * MOVED, 3 * (run + 1) * MOVED));
      for (let n = 0; n < xyz.length; n++) xyz[n] = (xyz[n] ?? 0) + randomNormal(random);
      const began = performance.now();
      kept.move(moved, xyz);
      times.push(performance.now() - began);
    }
    await engine.dispose();
    console.log(
      `- ${cutoff} d: ${Math.min(...times).toFixed(2)} ms at least, median ${median(times).toFixed(2)} ms`,
    );
  }
}

async function memory(): Promise<void> {
  const script = new URL("./one-model-map.js", import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [script.pathname]);
  const { mapMegabytes, ofMap, ofBoth } = JSON.parse(stdout) as Record<string, number>;
  const inMaps = (megabytes = Number.NaN) =>
    `${megabytes.toFixed(0)} MB, ${(megabytes / (mapMegabytes ?? 1)).toFixed(1)} maps`;
  console.log(
    `\nPeak memory beyond the atoms: ${inMaps(ofMap)} for the map, ${inMaps(ofBoth)} for the map and gradients from it (one map: ${inMaps(mapMegabytes)}).\n`,
  );
}
