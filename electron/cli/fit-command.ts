import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AppError, asAppError } from "#core/errors.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import { type FailedModel, fitJson } from "#core/report/fit-document.ts";
import { splitChains } from "#core/structure/chains.ts";
import { type Called, fitHtml } from "#electron/cli/fit-html.ts";
import { type FitReport, fitAndReport } from "#electron/cli/fit-report.ts";
import { clock, type FitRunParams, type NamedModel, withUniqueNames } from "#electron/cli/fit-run.ts";
import type { Host } from "#electron/cli/host.ts";
import { findInput } from "#electron/cli/inputs.ts";
import { type LoadedMap, type LoadedModel, loadMap, loadModel } from "#electron/cli/load.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import type { SaveFormat } from "#electron/cli/save.ts";
import { checkPlace, writeAtomic } from "#workers/files.ts";
import type { StatedByDepositors } from "#workers/start-calls.ts";
import { type StartedEngine, startEngine } from "#workers/start-engine.ts";

/** Options of `fit`, named as on the command line. */
export interface FitOptions extends CommonOptions, Omit<FitRequest, "top"> {
  readonly kernel: KernelName | "auto";
  readonly threads?: number;
  readonly top?: number;
  readonly split?: "chains";
  readonly saveDir?: string;
  readonly saveFormat: SaveFormat;
  readonly json?: string;
  readonly report?: string;
  readonly called: Called;
}

/** `mapwright fit MAP MODEL…`: fits models into a map, prints the tables, writes what was asked for. */
export async function fitCommand(
  mapPath: string,
  modelPaths: readonly string[],
  options: FitOptions,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  // The threads start while the files are read.
  const starting = startEngine(options.kernel, options.threads ?? availableParallelism(), host.engineFiles);
  try {
    if (options.json !== undefined && options.json !== "-") await checkPlace(options.json);
    if (options.report !== undefined) await checkPlace(options.report);
    const [started, input] = await Promise.all([
      starting,
      load(mapPath, modelPaths, options, reporter, host),
    ]);
    return await fitInput(started, input, options, host, reporter);
  } finally {
    reporter.end();
    await starting.then(
      ({ engine }) => engine.dispose(),
      () => {},
    );
  }
}

interface FitInput {
  readonly map: LoadedMap;
  readonly models: readonly NamedModel[];
  readonly stated: Pick<FitRunParams, "stated" | "statedBy">;
  readonly failed: readonly FailedModel[];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

async function fitInput(
  { engine, reason }: StartedEngine,
  input: FitInput,
  options: FitOptions,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const report = await fitAndReport(
    {
      engine,
      map: input.map.volume,
      models: input.models,
      ...input.stated,
      request: requestOf(options),
      job: reporter.job,
    },
    {
      mapFile: input.map.path,
      kernelReason: reason,
      ...(options.top !== undefined && { top: options.top }),
      ...(options.saveDir !== undefined && { saveDir: options.saveDir }),
      saveFormat: options.saveFormat,
      failed: input.failed,
      warnings: input.warnings,
      loadSeconds: input.seconds,
    },
    host,
    reporter,
  );
  await writeDocument(report, options, host);
  return report.exitCode;
}

/** What the engine is asked. It keeps no fewer clusters than by default, since the verdict rests on them. */
function requestOf({
  kernel,
  threads,
  top,
  split,
  saveDir,
  saveFormat,
  json,
  report,
  called,
  quiet,
  ...request
}: FitOptions): FitRequest {
  return { ...request, top: Math.max(top ?? 0, FIT_DEFAULTS.top) };
}

async function writeDocument(
  { document, fitted }: FitReport,
  options: FitOptions,
  host: Host,
): Promise<void> {
  const text = fitJson(document);
  if (options.json === "-") host.out(text);
  else if (options.json !== undefined) await writeAtomic(options.json, text);
  if (options.report !== undefined)
    await writeAtomic(options.report, fitHtml(document, fitted, options.called));
  if (options.saveDir !== undefined) await writeAtomic(join(options.saveDir, "results.json"), text);
}

async function load(
  mapPath: string,
  modelPaths: readonly string[],
  options: FitOptions,
  reporter: Reporter,
  host: Host,
): Promise<FitInput> {
  const mapInput = await findInput(mapPath, reporter, host);
  const modelInputs: string[] = [];
  for (const word of modelPaths) modelInputs.push((await findInput(word, reporter, host)).path);
  const began = clock();
  const [map, ...outcomes] = await Promise.all([
    loadMap(mapInput.path).catch((thrown) => {
      throw withOrder(asAppError(thrown));
    }),
    ...modelInputs.map((path) => tryModel(path)),
  ]);
  const loaded: LoadedModel[] = [];
  const failed: FailedModel[] = [];
  for (const outcome of outcomes) {
    if ("message" in outcome) {
      failed.push(outcome);
      reporter.fail(`mapwright: ${outcome.message}`);
    } else loaded.push(outcome);
  }
  if (loaded.length === 0) throw new AppError("input", "No model could be read, so there is nothing to fit.");
  const models = loaded.flatMap(({ path, structures }) =>
    (options.split === "chains" ? structures.flatMap(splitChains) : structures).map((structure) => ({
      file: path,
      structure,
    })),
  );
  return {
    map,
    models: withUniqueNames(models),
    stated: statedResolution(mapInput.stated, loaded),
    failed,
    warnings: [map, ...loaded].flatMap(({ warnings }) => warnings),
    seconds: clock() - began,
  };
}

/** What the depositors say of their map goes before what a model file says of its own experiment. */
function statedResolution(
  map: StatedByDepositors | null,
  models: readonly LoadedModel[],
): Pick<FitRunParams, "stated" | "statedBy"> {
  if (map?.resolution)
    return { stated: map.resolution, statedBy: `stated by the depositors of ${map.entry}` };
  const stated = models.find(({ resolution }) => resolution !== null)?.resolution;
  return stated ? { stated } : {};
}

async function tryModel(path: string): Promise<LoadedModel | FailedModel> {
  try {
    return await loadModel(path);
  } catch (thrown) {
    const error = asAppError(thrown);
    return { file: path, message: error.message };
  }
}

/** A model in the place of the map is most often a matter of order. */
function withOrder(error: AppError): AppError {
  const isModel = ["pdb", "mmcif", "bcif"].includes(String(error.detail["seen"]));
  if (!isModel) return error;
  return new AppError(
    error.code,
    `${error.message} The map comes first: mapwright fit MAP MODEL…`,
    error.detail,
  );
}
