import { basename } from "node:path";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { isAnswer } from "#core/fit/verdict.ts";
import type { FailedModel, FitDocument, FitSeconds } from "#core/report/fit-document.ts";
import { fitDocument, type SavedModel } from "#electron/cli/fit-document.ts";
import {
  type FitRunParams,
  type FittedModel,
  type PreparedRun,
  prepareRun,
  runFits,
} from "#electron/cli/fit-run.ts";
import { modelText, secondsText, setupText } from "#electron/cli/fit-table.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import { createSaver, type PlacementSaver, type SaveFormat } from "#electron/cli/save.ts";
import { counted } from "#electron/cli/text.ts";

/** Rows of a table on the terminal, unless asked for more: the sites of a clear answer and what comes next. */
const SHOWN = 10;
const RUNNERS_UP = 3;

/** Placements of a model that are written, unless asked for more: the sites of a clear answer. */
const SAVED = 5;

/** What a report says besides the results. */
export interface FitReportParams {
  readonly mapFile: string;
  readonly kernelReason: string;
  /** Placements kept, shown and saved per model; left out: 20, what helps to judge, and the sites. */
  readonly top?: number;
  /** Folder for placed models. */
  readonly saveDir?: string;
  readonly saveFormat: SaveFormat;
  /** Models that could not even be read. */
  readonly failed: readonly FailedModel[];
  readonly warnings: readonly string[];
  readonly loadSeconds: number;
}

export interface FitReport {
  readonly document: FitDocument;
  readonly fitted: readonly FittedModel[];
  readonly exitCode: number;
}

/**
 * Fits, printing every table as it is ready and saving placed models. A cancel keeps what was found: the report is
 * made of it and the exit code says so. Throws what `prepareRun` and the saver throw.
 */
export async function fitAndReport(
  params: FitRunParams,
  report: FitReportParams,
  host: Host,
  reporter: Reporter,
): Promise<FitReport> {
  const run = await prepareRun(params);
  const warnings = [...report.warnings, ...run.warnings];
  for (const warning of warnings) reporter.warn(warning);
  const { setup } = run.target;
  const mapName = basename(report.mapFile);
  reporter.note(`${setupText(mapName, params.map, run.queue.length, setup, report.kernelReason)}\n`);
  const saver =
    report.saveDir === undefined
      ? undefined
      : await createSaver(report.saveDir, report.mapFile, report.saveFormat);
  const { fitted, failed } = await fitAll(run, params, report, saver, reporter);
  const seconds = secondsOf(run, report, fitted, host);
  reporter.note(`\n${secondsText(seconds)}`);
  const files = fitted.reduce((sum, { saved }) => sum + saved.size, 0);
  if (saver) reporter.note(`Saved ${counted(files, "placed model")} and results.json in ${report.saveDir}`);
  const isCancelled = params.job.signal.aborted;
  const document = fitDocument({
    ...report,
    map: params.map,
    setup,
    request: params.request,
    seconds,
    isCancelled,
    fitted,
    failed,
    warnings,
    top: report.top ?? FIT_DEFAULTS.top,
  });
  return {
    document,
    fitted: fitted.map(({ model }) => model),
    exitCode: exitCodeOf(isCancelled, fitted.length),
  };
}

async function fitAll(
  run: PreparedRun,
  params: FitRunParams,
  report: FitReportParams,
  saver: PlacementSaver | undefined,
  reporter: Reporter,
): Promise<{ fitted: SavedModel[]; failed: FailedModel[] }> {
  const fitted: SavedModel[] = [];
  const failed = [...report.failed];
  for await (const outcome of runFits(run, params)) {
    if ("failed" in outcome) {
      const { name, file, error } = outcome.failed;
      failed.push({ file, message: error.message });
      reporter.fail(`mapwright: ${name} could not be fitted: ${error.message}`);
      continue;
    }
    const { fitted: model } = outcome;
    const { verdict, warnings } = model.result;
    const style = {
      most: report.top ?? (isAnswer(verdict.kind) ? verdict.sites + RUNNERS_UP : SHOWN),
      hasColour: reporter.hasColour,
      columns: Math.min(reporter.columns, 100),
      score: run.target.setup.score.value,
    };
    reporter.print(`${fitted.length > 0 ? "\n" : ""}${modelText(model, style)}`);
    for (const warning of warnings) reporter.warn(`${model.structure.name}: ${warning}`);
    const most = report.top ?? (isAnswer(verdict.kind) ? verdict.sites : SAVED);
    fitted.push({ model, saved: (await saver?.save(model, most)) ?? new Map() });
  }
  return { fitted, failed };
}

function secondsOf(
  run: PreparedRun,
  report: FitReportParams,
  fitted: readonly SavedModel[],
  host: Host,
): FitSeconds {
  const sum = (part: "prepare" | "search" | "refine") =>
    fitted.reduce((total, { model }) => total + model.result.seconds[part], 0);
  return {
    load: report.loadSeconds,
    prepare: run.target.prepareSeconds + sum("prepare"),
    search: sum("search"),
    refine: sum("refine"),
    total: host.seconds(),
  };
}

function exitCodeOf(isCancelled: boolean, fitted: number): number {
  if (isCancelled) return EXIT.cancelled;
  return fitted > 0 ? EXIT.ok : EXIT.error;
}
