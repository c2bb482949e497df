import { availableParallelism } from "node:os";
import { AppError } from "#core/errors.ts";
import { SCORE_NAMES, type ScoreKind } from "#core/fit/params.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { molmapKernel } from "#core/simulate/molmap.ts";
import { scoringMap, vrmKernel } from "#core/simulate/vrm/vrm-kernel.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { levelForFraction } from "#core/volume/stats.ts";
import { minimumRmsScale } from "#core/volume/subtract.ts";
import type { Volume } from "#core/volume/volume.ts";
import { explainedFraction, subtractModelMap, zeroDensity } from "#core/volume/zero-density.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { modelMapOf, onlyStructure } from "#electron/cli/model-map.ts";
import { type CommonOptions, createReporter } from "#electron/cli/reporter.ts";
import { short } from "#electron/cli/text.ts";
import { writeAtomic } from "#workers/files.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

export interface ZeroOptions extends CommonOptions {
  /** Of the model map, Å. */
  readonly resolution?: number;
  /** Å from an atom, instead of a model map. */
  readonly radius?: number;
  /** Of the model map: electron scattering, or ChimeraX's molmap. */
  readonly kernel: ScoreKind;
  /** Density of the model map above which voxels are covered; the level of its body when left out. */
  readonly threshold?: number;
  /** Å the covered region is shrunk by. */
  readonly shrink?: number;
  /** Subtract the scaled model map instead of setting voxels to 0. */
  readonly fractional?: boolean;
  readonly out?: string;
}

/** `mapwright zero MAP MODEL`: writes the map without the density a placed model explains. */
export async function zeroCommand(
  mapWord: string,
  modelWord: string,
  options: ZeroOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options);
  try {
    const mapPath = await findPath(mapWord, reporter, host);
    const modelPath = await findPath(modelWord, reporter, host);
    const [map, model] = await Promise.all([loadMap(mapPath), loadModel(modelPath)]);
    for (const warning of [...map.warnings, ...model.warnings]) reporter.warn(warning);
    const structure = onlyStructure(model, reporter);
    const { volume, how } = await without(map.volume, structure, options, host, reporter.job);
    const out = options.out ?? `${nameOf(mapPath)}_zeroed.mrc`;
    const label = `Mapwright: without the density of ${structure.name}`;
    await writeAtomic(out, writeMrc(volume, { mode: 2, labels: [label] }));
    const gone = explainedFraction(map.volume, volume, levelForFraction(map.volume));
    reporter.note(`${out}: ${how}`);
    reporter.note(
      `${(100 * gone).toFixed(1)} % of the density in the densest 1 % of the voxels was taken away`,
    );
    return EXIT.ok;
  } finally {
    reporter.end();
  }
}

async function without(
  map: Volume,
  structure: Structure,
  options: ZeroOptions,
  host: Host,
  job: JobContext,
): Promise<{ volume: Volume; how: string }> {
  const { radius, resolution, shrink = 0 } = options;
  const inner = shrink > 0 ? `, ${shrink} Å of its border kept` : "";
  if (radius !== undefined) {
    const volume = await zeroDensity(map, structure.xyz, { radius, shrink }, job);
    return { volume, how: `0 within ${radius} Å of the atoms${inner}` };
  }
  if (resolution === undefined) {
    throw new AppError("input", "Say how far the model reaches: --resolution D or --radius R.");
  }
  const { map: modelMap, bodyMass } = await modelMapFor(structure, resolution, options.kernel, host, job);
  const threshold = options.threshold ?? levelEnclosingMass(modelMap, bodyMass);
  const name = `the model map (${SCORE_NAMES[options.kernel]}) at ${resolution} Å`;
  if (options.fractional) {
    const scale = await minimumRmsScale(map, modelMap, threshold, job);
    const volume = await subtractModelMap(map, modelMap, Math.max(scale, 0), job);
    return { volume, how: `${short(scale)} times ${name} taken away` };
  }
  const volume = await zeroDensity(map, structure.xyz, { modelMap, threshold, shrink }, job);
  return { volume, how: `0 where ${name} exceeds ${short(threshold)}${inner}` };
}

async function modelMapFor(
  structure: Structure,
  resolution: number,
  kind: ScoreKind,
  host: Host,
  job: JobContext,
): Promise<{ map: Volume; bodyMass: number }> {
  if (kind === "molmap") {
    return { map: modelMapOf(structure, resolution), bodyMass: molmapKernel.bodyMass };
  }
  const atoms = weightedAtoms(structure, selectAtoms(structure, "all").indices);
  const engine = createImageEngine(host.engineFiles, availableParallelism());
  try {
    return { map: await scoringMap(atoms, resolution, engine, job), bodyMass: vrmKernel.bodyMass };
  } finally {
    await engine.dispose();
  }
}

/** The file's name without folder and extensions. */
function nameOf(path: string): string {
  const name = path.split(/[/\\]/).pop() ?? "";
  return name.replace(/\.gz$/i, "").replace(/\.[^.]+$/, "") || "map";
}
