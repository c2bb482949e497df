import { basename } from "node:path";
import { AppError } from "#core/errors.ts";
import { detectFormat } from "#core/format/detect.ts";
import { type BuiltModel, buildModel } from "#core/gmm/build-model.ts";
import { countRules, neighbourSpacing } from "#core/gmm/count-rule.ts";
import { gaussiansOfStructure } from "#core/gmm/from-structure.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import { drawGaussians, fscReach, modelFsc } from "#core/gmm/model-agreement.ts";
import { type ChosenLevel, seedLevel } from "#core/gmm/seed-level.ts";
import { pointsAbove } from "#core/gmm/weighted-points.ts";
import { shellCorrelation } from "#core/volume/fsc.ts";
import type { Volume } from "#core/volume/volume.ts";
import { emanBox, writeGaussians } from "#electron/cli/gmm/gaussian-file.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { onlyStructure } from "#electron/cli/model-map.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { counted, duration, grouped, short } from "#electron/cli/text.ts";
import { checkPlace, readBytes } from "#workers/files.ts";

export interface BuildOptions extends CommonOptions {
  readonly number?: number;
  readonly level?: number;
  readonly resolution?: number;
  /** The other half map. */
  readonly half2?: string;
  /** A map to fit the Gaussians of a model to. */
  readonly fit?: string;
  readonly jitter: number;
  readonly steps: number;
  readonly seed: number;
  readonly out: string;
}

/** σ of an atom's Gaussian as a part of the resolution (molmap). */
const SIGMA_PER_RESOLUTION = 0.225;
/** Å, where nothing says how fine a model's Gaussians should be. */
const MODEL_RESOLUTION = 3;

/** `mapwright gmm build FILE`: Gaussians of a map, of two half maps, or of a model. */
export async function buildCommand(word: string, options: BuildOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  await checkPlace(options.out);
  try {
    const path = await findPath(word, reporter, host);
    const isMap = detectFormat(path, await readBytes(path)) === "mrc";
    if (!isMap) await fromModel(path, options, host, reporter);
    else if (options.half2 === undefined) await fromMap(path, options, host, reporter);
    else await fromHalves(path, options.half2, options, host, reporter);
    return EXIT.ok;
  } finally {
    reporter.end();
  }
}

async function fromMap(path: string, options: BuildOptions, host: Host, reporter: Reporter): Promise<void> {
  const began = host.seconds();
  const map = await openMap(path, reporter);
  const level = seedLevel(map, options.level);
  reporter.note(`level  ${short(level.value)}  ${level.reason}`);
  const count = await countFor(map, level, options, reporter);
  const built = await buildModel(map, { count, level: level.value, ...pick(options) }, reporter.job);
  reportBuilt(map, built, host.seconds() - began, reporter);
  await write(options.out, built.model, map, path, options, reporter);
}

/** Two models that know nothing of each other, and how far they agree with the half maps and with each other. */
async function fromHalves(
  first: string,
  second: string,
  options: BuildOptions,
  host: Host,
  reporter: Reporter,
): Promise<void> {
  const paths = [first, await findPath(second, reporter, host)];
  const models: Gaussians[] = [];
  const maps: Volume[] = [];
  for (const [n, path] of paths.entries()) {
    const began = host.seconds();
    const map = await openMap(path, reporter);
    const level = seedLevel(map, options.level);
    const count = await countFor(map, level, options, reporter);
    const built = await buildModel(map, { count, level: level.value, ...pick(options) }, reporter.job);
    reporter.note(`half map ${n + 1}:`);
    reportBuilt(map, built, host.seconds() - began, reporter);
    await write(
      options.out.replace(/(\.\w+)$/, `_half${n + 1}$1`),
      built.model,
      map,
      path,
      options,
      reporter,
    );
    models.push(built.model);
    maps.push(map);
  }
  const [map1, map2] = maps;
  const [model1, model2] = models;
  if (!map1 || !map2 || !model1 || !model2) throw new TypeError("Two half maps were asked for.");
  const rows = [
    ["half maps", shellCorrelation(map1, map2)],
    ["models", shellCorrelation(drawGaussians(model1, map1.grid), drawGaussians(model2, map1.grid))],
    ["model 1 and half map 2", modelFsc(map2, model1)],
    ["model 2 and half map 1", modelFsc(map1, model2)],
  ] as const;
  reporter.print("FSC 0.5 and 0.143, Å:");
  for (const [name, fsc] of rows) {
    reporter.print(
      `  ${name.padEnd(24)}${fscReach(fsc, 0.5).toFixed(2).padStart(6)}${fscReach(fsc, 0.143).toFixed(2).padStart(8)}`,
    );
  }
}

async function fromModel(path: string, options: BuildOptions, host: Host, reporter: Reporter): Promise<void> {
  const began = host.seconds();
  if (options.number !== undefined) {
    throw new AppError("input", "A model gives one Gaussian per atom: leave out -n.");
  }
  const structure = onlyStructure(await loadModel(path), reporter);
  const sigma = SIGMA_PER_RESOLUTION * (options.resolution ?? MODEL_RESOLUTION);
  const atoms = gaussiansOfStructure(structure, { sigma, jitter: options.jitter, seed: options.seed });
  if (options.fit === undefined) {
    reporter.note(`${counted(atoms.count, "Gaussian")} of σ ${short(sigma)} Å, one per atom but hydrogen`);
    await write(options.out, atoms, undefined, path, options, reporter);
    return;
  }
  const map = await openMap(await findPath(options.fit, reporter, host), reporter);
  const level = seedLevel(map, options.level);
  const start = scaledTo(map, atoms);
  const params = { count: atoms.count, level: level.value, ...pick(options), start };
  const built = await buildModel(map, params, reporter.job);
  reportBuilt(map, built, host.seconds() - began, reporter);
  await write(options.out, built.model, map, path, options, reporter);
}

/** The Gaussians with amplitudes in the map's units: as much in all as the map has above 0. */
function scaledTo({ grid, values }: Volume, model: Gaussians): Gaussians {
  const voxel = grid.voxelSize[0] * grid.voxelSize[1] * grid.voxelSize[2];
  const mass = voxel * values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const own = model.amplitude.reduce((sum, value) => sum + value, 0);
  return { ...model, amplitude: model.amplitude.map((value) => (value * mass) / own) };
}

/** As many as asked for, else by the program's rule; both rules are told where a resolution is known. */
async function countFor(
  map: Volume,
  level: ChosenLevel,
  { number, resolution }: BuildOptions,
  reporter: Reporter,
): Promise<number> {
  if (resolution !== undefined) {
    const rules = await countRules(pointsAbove(map, level.value), resolution, reporter.job);
    reporter.note(
      `Gaussians for ${resolution} Å: ${grouped(rules.code)} by e2gmm's program (a third nearer than half the resolution, at least 1.3 Å), ${grouped(rules.paper)} by its paper (the resolution apart)`,
    );
    return number ?? rules.code;
  }
  if (number !== undefined) return number;
  throw new AppError("input", "How many Gaussians? Give -n N, or --resolution Å to have it worked out.");
}

function reportBuilt(
  map: Volume,
  { model, misfit, steps }: BuiltModel,
  seconds: number,
  reporter: Reporter,
): void {
  const about = Math.cbrt((map.values.length * map.grid.voxelSize[0] ** 3) / model.count);
  const { mean, lowerTercile } = neighbourSpacing(model.xyz, Math.min(about, 4 * map.grid.voxelSize[0]));
  const fsc = modelFsc(map, model);
  reporter.print(
    `${counted(model.count, "Gaussian")}, ${short(mean)} Å from each other (a third nearer than ${short(lowerTercile)} Å), in ${duration(seconds)}`,
  );
  reporter.print(
    `FSC with the map above 0.9 to ${fscReach(fsc, 0.9).toFixed(2)} Å, above 0.5 to ${fscReach(fsc, 0.5).toFixed(2)} Å`,
  );
  reporter.note(`misfit ${misfit[0].toFixed(3)} of the seeds, ${misfit[1].toFixed(3)} after ${steps} steps`);
}

async function write(
  path: string,
  model: Gaussians,
  map: Volume | undefined,
  source: string,
  { resolution }: BuildOptions,
  reporter: Reporter,
): Promise<void> {
  const box = map && emanBox(map.grid);
  await writeGaussians(path, model, box, {
    source: basename(source),
    ...(resolution !== undefined && { resolution }),
  });
  reporter.note(`${path} written`);
}

async function openMap(path: string, reporter: Reporter): Promise<Volume> {
  const { volume, warnings } = await loadMap(path);
  for (const warning of warnings) reporter.warn(warning);
  return volume;
}

function pick({ steps, seed }: BuildOptions): { steps: number; seed: number } {
  return { steps, seed };
}
