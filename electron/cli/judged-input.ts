import { AppError, asAppError } from "#core/errors.ts";
import type { Chosen } from "#core/fit/params.ts";
import { chooseResolution } from "#core/fit/target.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { Host } from "#electron/cli/host.ts";
import { findInput, findPath } from "#electron/cli/inputs.ts";
import { type LoadedMap, type LoadedModel, loadMap, loadModel } from "#electron/cli/load.ts";
import { onlyStructure } from "#electron/cli/model-map.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";

/** A placed model and the map it is judged by. */
export interface JudgedInput {
  readonly structure: Structure;
  readonly modelPath: string;
  readonly map: LoadedMap;
  readonly halves: readonly [Volume, Volume] | undefined;
  readonly halfPaths: readonly string[];
  readonly local: LoadedMap | undefined;
  /** Of the map, Å. */
  readonly resolution: Chosen<number>;
  readonly warnings: readonly string[];
}

/** Maps that may be given besides, as words of the command line, and the resolution when it is. */
export interface JudgedOptions {
  readonly resolution?: number;
  readonly half1?: string;
  readonly half2?: string;
  readonly localResolution?: string;
}

/** Reads what a command needs that judges a model by a map, and warns of what is odd. Throws as the readers do. */
export async function loadJudged(
  [modelWord, mapWord]: readonly [string, string],
  options: JudgedOptions,
  reporter: Reporter,
  host: Host,
): Promise<JudgedInput> {
  const modelPath = await findPath(modelWord, reporter, host);
  const { path: mapPath, stated } = await findInput(mapWord, reporter, host);
  const optional = async (word: string | undefined) =>
    word === undefined ? undefined : loadMap(await findPath(word, reporter, host));
  const [model, map, half1, half2, local] = await Promise.all([
    loadModel(modelPath).catch(inOrder),
    loadMap(mapPath).catch(inOrder),
    optional(options.half1),
    optional(options.half2),
    optional(options.localResolution),
  ]);
  const warnings = [model, map, half1, half2, local].flatMap((file) => file?.warnings ?? []);
  for (const warning of warnings) reporter.warn(warning);
  const structure = onlyStructure(model, reporter);
  for (const warning of scatteringWarnings(structure, "electron")) reporter.warn(warning);
  return {
    structure,
    modelPath,
    map,
    halves: half1 && half2 ? [half1.volume, half2.volume] : undefined,
    halfPaths: half1 && half2 ? [half1.path, half2.path] : [],
    local,
    resolution: resolutionOf(map.volume, options, stated, model),
    warnings,
  };
}

/** A map in the place of the model, or the other way round, is most often a matter of order. */
function inOrder(thrown: unknown): never {
  const { code, message, detail } = asAppError(thrown);
  const isOther = ["mrc", "pdb", "mmcif", "bcif"].includes(String(detail["seen"]));
  throw new AppError(code, isOther ? `${message} The model comes first, then the map.` : message, detail);
}

/** What the depositors say of their map goes before what the model file says of its own experiment. */
function resolutionOf(
  map: Volume,
  { resolution }: JudgedOptions,
  stated: StatedByDepositors | null,
  model: LoadedModel,
): Chosen<number> {
  if (stated?.resolution) {
    return chooseResolution(
      map,
      resolution,
      stated.resolution,
      `stated by the depositors of ${stated.entry}`,
    );
  }
  return chooseResolution(map, resolution, model.resolution ?? undefined);
}
