import { availableParallelism } from "node:os";
import { type BFactorChoice, MODEL_MAP_DEFAULTS } from "#core/simulate/vrm/model-map.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import type { Scattering } from "#core/simulate/vrm/scattering.ts";
import type { Structure } from "#core/structure/structure.ts";
import {
  type ComparedKernel,
  type ComparedScores,
  compareKernels,
  type KernelComparison,
} from "#core/validate/compare-kernels.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { onlyStructure } from "#electron/cli/model-map.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { grouped, rightAligned } from "#electron/cli/text.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

export interface CompareOptions extends CommonOptions {
  /** Å. */
  readonly resolution: number;
  readonly kernels: readonly ComparedKernel[];
  readonly bfactor: BFactorChoice;
  readonly scattering: Scattering;
  /** Largest error of kernel vrm, as part of an atom's peak. */
  readonly accuracy: number;
  readonly threads?: number;
  /** A file, or "-". */
  readonly json?: string;
}

/** `mapwright compare MODEL MAP`: the model maps of all kernels side by side against an experimental map. */
export async function compareCommand(
  modelWord: string,
  mapWord: string,
  options: CompareOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  if (options.json !== undefined && options.json !== "-") await checkPlace(options.json);
  const [modelPath, mapPath] = [
    await findPath(modelWord, reporter, host),
    await findPath(mapWord, reporter, host),
  ];
  const [model, map] = await Promise.all([loadModel(modelPath), loadMap(mapPath)]);
  for (const { warnings } of [model, map]) for (const warning of warnings) reporter.warn(warning);
  const structure = onlyStructure(model, reporter);
  for (const warning of scatteringWarnings(structure, options.scattering)) reporter.warn(warning);
  const { voxels, kernels } = await judgeAll(structure, map.volume, options, host, reporter);
  reporter.end();
  const { resolution, bfactor, scattering } = options;
  const document = { model: modelPath, map: mapPath, resolution, bfactor, scattering, voxels, kernels };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (options.json === "-") host.out(text);
  else if (options.json !== undefined) await writeAtomic(options.json, text);
  reporter.print(table(kernels));
  reporter.note(
    `At ${resolution} Å; in the model's mask of ${grouped(voxels)} voxels, best first. FSC of the masked maps.`,
  );
  return EXIT.ok;
}

async function judgeAll(
  structure: Structure,
  observed: Volume,
  { resolution, kernels, bfactor, scattering, accuracy, threads }: CompareOptions,
  host: Host,
  { job }: Reporter,
): Promise<KernelComparison> {
  const settings = { bFactor: bfactor, scattering, images: { ...MODEL_MAP_DEFAULTS, accuracy } };
  const engine = createImageEngine(host.engineFiles, threads ?? availableParallelism());
  try {
    return await compareKernels(structure, observed, resolution, kernels, settings, engine, job);
  } finally {
    await engine.dispose();
  }
}

function table(judged: readonly ComparedScores[]): string {
  const rows = judged.map(({ kernel, overallB, maskCorrelation, boxCorrelation, ssim, fsc05, meanFsc }) => [
    overallB === undefined ? kernel : `${kernel} ${overallB.toFixed(0)} Å²`,
    maskCorrelation.toFixed(4),
    boxCorrelation.toFixed(4),
    ssim.toFixed(4),
    fsc05.toFixed(2),
    meanFsc.toFixed(4),
  ]);
  return rightAligned([
    ["kernel", "CC in mask", "CC in box", "SSIM", "FSC 0.5, Å", "mean FSC"],
    ...rows,
  ]).join("\n");
}
