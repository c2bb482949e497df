import { createRandom, type Random, randomNormal } from "#core/math/random.ts";
import { planImages, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { createGrid } from "#core/volume/grid.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";
import { median } from "./fit-once.ts";

const RUNS = 3;
const ATOMS = 150_000;
/** Å³ per atom of a protein, hydrogen left out. */
const ATOM_VOLUME = 20;

interface Case {
  readonly what: string;
  readonly atoms: number;
  readonly spacing: number;
  readonly cutoff: number;
  readonly threads: number;
  readonly ownResolutions?: boolean;
}

const USUAL: Case = { what: "", atoms: ATOMS, spacing: 1, cutoff: 2, threads: 2 };
const CASES: readonly Case[] = [
  { ...USUAL, what: "2 d, 1 thread", threads: 1 },
  { ...USUAL, what: "2 d, 2 threads" },
  { ...USUAL, what: "4 d, 1 thread", cutoff: 4, threads: 1 },
  { ...USUAL, what: "4 d, 2 threads", cutoff: 4 },
  { ...USUAL, what: "37,500 atoms", atoms: ATOMS / 4 },
  { ...USUAL, what: "75,000 atoms", atoms: ATOMS / 2 },
  { ...USUAL, what: "grid of 0.75 Å", spacing: 0.75 },
  { ...USUAL, what: "a resolution for every atom, 2.5–4 Å", ownResolutions: true },
];

/** Cost of model maps from electron scattering: 150,000 atoms at 3 Å on a grid of about 256 × 270 × 256 Å. */
export async function scatteringMaps(): Promise<void> {
  console.log(
    `## Model maps (VRM): ${ATOMS.toLocaleString("en")} atoms at 3 Å, grid 256 × 270 × 256 of 1 Å\n`,
  );
  console.log(
    "| case | map: seconds | CPU s | gradients for x, y, z, q, B: seconds | CPU s | gradients ⁄ map |",
  );
  console.log("|---|---|---|---|---|---|");
  for (const one of CASES) {
    const { map, gradient } = await measure(one);
    const ratio = (gradient.cpu / map.cpu).toFixed(2);
    console.log(`| ${one.what} | ${show(map)} | ${show(gradient)} | ${ratio} |`);
  }
  console.log("");
}

interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

async function measure(one: Case): Promise<{ map: Cost; gradient: Cost }> {
  const engine = createImageEngine(engineFilesBeside(import.meta.url), one.threads);
  const size = [256, 270, 256].map((n) => Math.round(n / one.spacing)) as [number, number, number];
  const grid = createGrid(size, [0, 0, 0], [one.spacing, one.spacing, one.spacing]);
  const atoms = blob(one.atoms, createRandom(1), one.ownResolutions === true);
  const settings = { cutoff: one.cutoff, fade: 0.1, accuracy: 1e-3 };
  const maps: Cost[] = [];
  const gradients: Cost[] = [];
  for (let run = 0; run < RUNS; run++) {
    const [volume, map] = await timed(() => engine.sum(planImages(atoms, settings), grid));
    const [, gradient] = await timed(() => engine.gather(planImages(atoms, settings), volume));
    maps.push(map);
    gradients.push(gradient);
  }
  await engine.dispose();
  return { map: middle(maps), gradient: middle(gradients) };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, Cost]> {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }];
}

function middle(costs: readonly Cost[]): Cost {
  return { wall: median(costs.map(({ wall }) => wall)), cpu: median(costs.map(({ cpu }) => cpu)) };
}

function show({ wall, cpu }: Cost): string {
  return `${wall.toFixed(2)} | ${cpu.toFixed(2)}`;
}

/** Atoms at a protein's density in a ball, along a random walk as in a chain. */
function blob(count: number, random: Random, own: boolean): ScatteringAtoms {
  const radius = Math.cbrt((count * ATOM_VOLUME * 3) / (4 * Math.PI));
  const middle = [128, 135, 128];
  const xyz = new Float64Array(3 * count);
  let place = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const next = place.map((x) => x + randomNormal(random));
    if (n % 300 === 0 || Math.hypot(...next) > radius) place = inBall(radius, random);
    else place = next;
    xyz.set(
      place.map((x, axis) => x + (middle[axis] ?? 0)),
      3 * n,
    );
  }
  const symbols = ["C", "C", "C", "C", "C", "C", "N", "N", "O", "O", "S"];
  return {
    xyz,
    element: Array.from({ length: count }, (_, n) => symbols[n % symbols.length] ?? "C"),
    occupancy: new Float64Array(count).fill(1),
    bFactor: new Float64Array(count).map(() => 20 + 80 * random()),
    resolution: own ? new Float64Array(count).map(() => 2.5 + 1.5 * random()) : 3,
  };
}

function inBall(radius: number, random: Random): number[] {
  for (;;) {
    const place = [0, 0, 0].map(() => radius * (2 * random() - 1));
    if (Math.hypot(...place) <= radius) return place;
  }
}
