import { availableParallelism } from "node:os";
import { join } from "node:path";
import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { fitJson } from "#core/report/fit-document.ts";
import { styled } from "#electron/cli/colour.ts";
import { FOUND, rmsdToAnswer } from "#electron/cli/demo-answer.ts";
import { type DemoData, fetchData, makeUpData } from "#electron/cli/demo-data.ts";
import { fitAndReport } from "#electron/cli/fit-report.ts";
import { clock, type FittedModel, withUniqueNames } from "#electron/cli/fit-run.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { loadMap, loadModel } from "#electron/cli/load.ts";
import { type CommonOptions, createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { counted, duration, leftAligned } from "#electron/cli/text.ts";
import { writeAtomic } from "#workers/files.ts";
import { type StartedEngine, startEngine } from "#workers/start-engine.ts";

export interface DemoOptions extends CommonOptions {
  /** Fetch a deposited pair instead of making one up. */
  readonly real?: boolean;
  readonly seed: number;
  readonly threads?: number;
  /** Folder to write to. */
  readonly out: string;
}

/**
 * `mapwright demo`: the main job from start to end on data whose answer is known. The exit code is 1 when a chain
 * was not found.
 */
export async function demoCommand(options: DemoOptions, host: Host): Promise<number> {
  const reporter = createReporter(host, options);
  const starting = startEngine("auto", options.threads ?? availableParallelism(), host.engineFiles);
  try {
    reporter.print(options.real ? REAL_STORY : MADE_UP_STORY);
    const [started, data] = await Promise.all([starting, dataFor(options, host, reporter)]);
    reporter.note(`Files to fit are ready after ${duration(host.seconds())}\n`);
    return await fitData(started, data, options, host, reporter);
  } finally {
    reporter.end();
    await starting.then(
      ({ engine }) => engine.dispose(),
      () => {},
    );
  }
}

const MADE_UP_STORY =
  "The data of this demo are made up: a complex of three protein chains from a random number generator, and\n" +
  "its 3.5 Å map with noise. Each chain is moved at random; can the fit bring it back?";
const REAL_STORY =
  "The data of this demo are real: PDB 6WTI and its map EMD-21897. Each chain is moved at random; can the\n" +
  "fit bring it back?";

async function dataFor(options: DemoOptions, host: Host, reporter: Reporter): Promise<DemoData> {
  const params = { folder: options.out, seed: options.seed, signal: host.signal, job: reporter.job };
  if (!options.real) return makeUpData(params);
  try {
    return await fetchData(params);
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === "resource")) throw thrown;
    throw new AppError(
      thrown.code,
      `${thrown.message} Without a network, fit files of your own: npm run -s mapwright -- fit MAP MODEL`,
      thrown.detail,
    );
  }
}

async function fitData(
  { engine, reason }: StartedEngine,
  data: DemoData,
  options: DemoOptions,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const began = clock();
  const [map, ...loaded] = await Promise.all([loadMap(data.mapPath), ...data.modelPaths.map(loadModel)]);
  const models = loaded.flatMap(({ path, structures }) =>
    structures.map((structure) => ({ file: path, structure })),
  );
  const { document, fitted, exitCode } = await fitAndReport(
    {
      engine,
      map: map.volume,
      models: withUniqueNames(models),
      ...(data.stated !== undefined && { stated: data.stated }),
      request: {
        ...FIT_DEFAULTS,
        seed: options.seed,
        ...(data.resolution !== undefined && { resolution: data.resolution }),
      },
      job: reporter.job,
    },
    {
      mapFile: data.mapPath,
      kernelReason: reason,
      saveDir: options.out,
      saveFormat: "cif",
      failed: [],
      warnings: [map, ...loaded].flatMap(({ warnings }) => warnings),
      loadSeconds: clock() - began,
    },
    host,
    reporter,
  );
  const took = clock() - began;
  await writeAtomic(join(options.out, "results.json"), fitJson(document));
  if (exitCode !== EXIT.ok) return exitCode;
  return reportAnswer(fitted, data, took, reporter) ? EXIT.ok : EXIT.error;
}

/** Says of every chain whether rank 1 lies where it belongs; returns whether all do. */
function reportAnswer(
  fitted: readonly FittedModel[],
  data: DemoData,
  took: number,
  reporter: Reporter,
): boolean {
  const rows = fitted.map(({ structure, result }) => {
    const best = result.clusters[0];
    const rmsd = best ? rmsdToAnswer(structure, best.best.motion, data.answer) : Number.POSITIVE_INFINITY;
    const distance = Number.isFinite(rmsd)
      ? `${rmsd.toFixed(2)} Å RMSD from the known answer`
      : "nowhere near";
    return { cells: [result.name, rmsd <= FOUND ? "found" : "not found", distance], isFound: rmsd <= FOUND };
  });
  reporter.print("");
  for (const line of leftAligned(rows.map(({ cells }) => cells))) reporter.print(`  ${line}`);
  const found = rows.filter(({ isFound }) => isFound).length;
  const isAll = found === data.modelPaths.length;
  const verdict = isAll
    ? `The known answer was found for all ${counted(found, "chain")}`
    : `The known answer was found for ${found} of ${counted(data.modelPaths.length, "chain")} only`;
  reporter.print(`\n${styled(verdict, isAll ? "green" : "red", reporter.hasColour)} in ${duration(took)}.`);
  return isAll;
}
