// Kernels: poses and points per second, value and gradient.
import { cpus } from "node:os";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { POSE_SIZE, type PointSet } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, type Random, randomRotation } from "#core/math/random.ts";
import { createGrid } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import { median } from "./fit-once.ts";

const RUNS = 5;
const CORES = cpus().length;

/** Samples per second of every kernel, beside the reference. */
export async function kernelSpeeds(): Promise<void> {
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
