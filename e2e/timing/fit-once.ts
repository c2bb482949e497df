import { fitModels, makeProbes } from "#core/fit/fit-models.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { chooseResolution, prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { compose, matrixOf, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";

const SHIFT = 100; // Å, largest shift of a scrambled input along each axis

/** What one fit cost and found. */
export interface Outcome {
  readonly result: FitResult;
  /** Wall seconds from loaded files to the finished table. */
  readonly seconds: number;
  /** CPU seconds of all threads over the same time. */
  readonly cpuSeconds: number;
}

/** One fit with default settings except those given, on an engine of its own whose start is part of the time. */
export async function fitOnce(
  map: Volume,
  structure: Structure,
  resolution: number,
  threads: number,
  changes: Partial<FitRequest> = {},
): Promise<Outcome> {
  const request: FitRequest = { ...FIT_DEFAULTS, ...changes };
  const clock = () => performance.now() / 1000;
  const began = clock();
  const cpu = process.cpuUsage();
  const engine = createCpuEngine(threads, engineFilesBeside(import.meta.url));
  try {
    const probes = makeProbes([structure], request.atoms).value;
    const chosen = chooseResolution(map, resolution, undefined);
    const extent = probes[0]?.extent ?? 0;
    const target = await prepareTarget(engine, map, extent, chosen, request, clock, quietJob);
    for await (const result of fitModels(engine, target, probes, request, clock, quietJob)) {
      const seconds = clock() - began;
      const used = process.cpuUsage(cpu);
      return { result, seconds, cpuSeconds: (used.user + used.system) / 1e6 };
    }
  } finally {
    await engine.dispose();
  }
  throw new Error("The fit gave no result");
}

/** A structure moved by a random motion of a seed, so that nothing is learnt from where the file has it. */
export function scramble(structure: Structure, seed: number): { structure: Structure; motion: Rigid } {
  const random = createRandom(seed, 99);
  const motion: Rigid = {
    rotation: randomRotation(random),
    shift: [SHIFT * random(), SHIFT * random(), SHIFT * random()],
  };
  return { structure: moveStructure(structure, motion), motion };
}

/** RMSD (Å, over all atoms) between the placed scrambled structure and the nearest of the true placements. */
export function rmsdToTruth(
  structure: Structure,
  scrambled: Rigid,
  placed: Rigid,
  truths: readonly Rigid[],
): number {
  const total = compose(placed, scrambled);
  return Math.min(...truths.map((truth) => rmsdBetween(structure.xyz, total, truth)));
}

/** RMSD (Å, over all atoms) between coordinates moved by one motion and by another. */
export function rmsdBetween(xyz: Float64Array, a: Rigid, b: Rigid): number {
  const ma = matrixOf(a.rotation);
  const mb = matrixOf(b.rotation);
  let sum = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    for (let k = 0; k < 3; k++) {
      let apart = (a.shift[k] ?? 0) - (b.shift[k] ?? 0);
      for (let l = 0; l < 3; l++) apart += ((ma[3 * k + l] ?? 0) - (mb[3 * k + l] ?? 0)) * (xyz[n + l] ?? 0);
      sum += apart * apart;
    }
  }
  return Math.sqrt(sum / (xyz.length / 3));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
