import { cpus } from "node:os";
import { createRandom } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type FourierKernel, referenceFourier } from "#core/volume/fourier-kernel.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const SIZES: readonly Vec3[] = [
  [128, 128, 128],
  [160, 160, 160],
  [240, 240, 240],
  [256, 270, 256],
];
const RUNS = 5;
const REFERENCE_RUNS = 2;

/** Cost of transforming real volumes to their coefficients and back, beside the JavaScript reference. */
export async function fourierTransforms(): Promise<void> {
  const cores = cpus().length;
  const engines = [...new Set([1, cores])].map((threads) => ({
    threads,
    engine: createImageEngine(engineFilesBeside(import.meta.url), threads),
  }));
  console.log("## Fourier transforms of real volumes, there and back, copies in and out included\n");
  console.log("The least of several runs.\n");
  console.log(
    "| size | kernel | threads | seconds | CPU s | ratio of CPU | error of the way back, of the largest |",
  );
  console.log("|---|---|---|---|---|---|---|");
  for (const size of SIZES) {
    const volume = noise(size);
    const reference = await measure(referenceFourier, volume, REFERENCE_RUNS);
    row(size, "JavaScript, float64 lines", 1, reference, reference);
    for (const { threads, engine } of engines) {
      row(size, "WebAssembly SIMD, float32", threads, await measure(engine.fourier, volume, RUNS), reference);
    }
  }
  for (const { engine } of engines) await engine.dispose();
  console.log("");
}

interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly error: number;
}

async function measure(kernel: FourierKernel, volume: Volume, runs: number): Promise<Cost> {
  let best: Cost = { wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY, error: Number.NaN };
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    const start = performance.now();
    const back = await kernel.fromSpectrum(await kernel.toSpectrum(volume));
    const wall = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    best = {
      wall: Math.min(best.wall, wall),
      cpu: Math.min(best.cpu, (user + system) / 1e6),
      error: largestDifference(back.values, volume.values),
    };
  }
  return best;
}

function row(size: Vec3, kernel: string, threads: number, cost: Cost, reference: Cost): void {
  const cells = [
    size.join(" × "),
    kernel,
    threads,
    cost.wall.toFixed(3),
    cost.cpu.toFixed(3),
    (reference.cpu / cost.cpu).toFixed(1),
    cost.error.toExponential(0),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

/** Values between −1 and 1. */
function noise(size: Vec3): Volume {
  const random = createRandom(1);
  const values = new Float32Array(size[0] * size[1] * size[2]).map(() => 2 * random() - 1);
  return { grid: createGrid(size, [0, 0, 0], [1, 1, 1]), values };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  let worst = 0;
  for (const [n, value] of a.entries()) worst = Math.max(worst, Math.abs(value - (b[n] ?? Number.NaN)));
  return worst;
}
