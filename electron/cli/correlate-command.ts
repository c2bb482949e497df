import { basename } from "node:path";
import type { Chosen } from "#core/fit/params.ts";
import { chooseResolution } from "#core/fit/target.ts";
import { detectFormat, holdsAtoms } from "#core/format/detect.ts";
import { measureCorrelation } from "#core/simulate/correlation.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { levelForFraction } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { findPath } from "#electron/cli/inputs.ts";
import { loadMap, parseMap, parseModel } from "#electron/cli/load.ts";
import { modelMapOf, onlyStructure } from "#electron/cli/model-map.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { grouped, leftAligned, short } from "#electron/cli/text.ts";
import { readBytes } from "#workers/files.ts";

export interface CorrelateOptions extends CommonOptions {
  /** Resolution of the model map, Å. */
  readonly resolution?: number;
  /** Only points of the first map at or above this density count. */
  readonly level?: number;
  /** Print JSON. */
  readonly json?: boolean;
}

/** What is compared with the map: a map itself, or the model map of a model. */
interface First {
  readonly volume: Volume;
  readonly level: Chosen<number>;
  readonly resolution?: Chosen<number>;
}

/** `mapwright correlate MODEL|MAP MAP`: agreement of two maps as ChimeraX `measure correlation`. */
export async function correlateCommand(
  firstWord: string,
  mapWord: string,
  options: CorrelateOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json);
  const firstPath = await findPath(firstWord, reporter, host);
  const mapPath = await findPath(mapWord, reporter, host);
  const [bytes, map] = await Promise.all([readBytes(firstPath), loadMap(mapPath)]);
  for (const warning of map.warnings) reporter.warn(warning);
  const isModel = holdsAtoms(detectFormat(basename(firstPath), bytes));
  const first = isModel
    ? await modelAsMap(firstPath, bytes, map.volume, options, reporter)
    : mapItself(firstPath, bytes, options, reporter);
  const { overlap, correlation, correlationAboutMean, points } = measureCorrelation(
    first.volume,
    first.level.value,
    map.volume,
  );
  const { level, resolution } = first;
  if (options.json) {
    const files = { first: firstPath, map: mapPath };
    const document = { ...files, level, resolution, points, overlap, correlation, correlationAboutMean };
    host.out(`${JSON.stringify(document, null, 2)}\n`);
    return EXIT.ok;
  }
  if (resolution) reporter.note(`resolution  ${short(resolution.value)} Å  ${resolution.reason}`);
  reporter.note(`level       ${short(level.value)}  ${level.reason}`);
  const rows = [
    ["correlation", correlation.toFixed(4)],
    ["about mean", correlationAboutMean.toFixed(4)],
    ["overlap", short(overlap)],
    ["points", grouped(points)],
  ];
  reporter.print(leftAligned(rows).join("\n"));
  return EXIT.ok;
}

async function modelAsMap(
  path: string,
  bytes: Uint8Array,
  map: Volume,
  options: CorrelateOptions,
  reporter: Reporter,
): Promise<First> {
  const { value, warnings } = await parseModel(path, bytes);
  for (const warning of warnings) reporter.warn(warning);
  const structure = onlyStructure({ path, ...value, warnings }, reporter);
  const resolution = chooseResolution(map, options.resolution, undefined);
  const volume = modelMapOf(structure, resolution.value);
  const reason = "95 % of the model map's mass lies inside";
  const level = { value: levelEnclosingMass(volume), reason };
  return { volume, resolution, level: givenLevel(options) ?? level };
}

function mapItself(path: string, bytes: Uint8Array, options: CorrelateOptions, reporter: Reporter): First {
  const { file, volume } = parseMap(path, bytes);
  for (const warning of [...file.warnings, ...volume.warnings]) reporter.warn(warning);
  const level = {
    value: levelForFraction(volume.value),
    reason: "1 % of the first map's voxels lie above it",
  };
  return { volume: volume.value, level: givenLevel(options) ?? level };
}

function givenLevel({ level }: CorrelateOptions): Chosen<number> | undefined {
  return level === undefined ? undefined : { value: level, reason: "given" };
}
