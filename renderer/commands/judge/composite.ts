import { AppError, asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { addChains, requestOf, statedBy, tablesFrom } from "#renderer/commands/fit.ts";
import { ALLOWED_CLASH } from "#renderer/commands/judge/propose.ts";
import { showPlacement } from "#renderer/commands/poses.ts";
import { type JobOptions, note, say, warn, withJob } from "#renderer/commands/run.ts";
import { fitStep } from "#renderer/commands/steps.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import { type FitTable, putTable, tableOf } from "#renderer/stores/fits.ts";
import { percent, seconds } from "#renderer/stores/format.ts";
import { type MapEntry, type ModelEntry, specOf } from "#renderer/stores/scene.ts";
import type { FitOptions } from "#renderer/stores/settings.ts";
import type { ModelId, Result } from "#workers/protocol.ts";

/**
 * Searches for all models at once (each chain by itself with `split`) and proposes where they go together; "Accept all
 * proposed" then places them. The tables that come can be taken back.
 */
export async function compositeModels(
  app: App,
  map: MapEntry | undefined,
  models: readonly ModelEntry[],
  options: FitOptions,
): Promise<void> {
  if (!map || models.length === 0) {
    throw new AppError("input", "A composite needs a map and models; open them first.");
  }
  const command = commandOf(map, models, options);
  say(app, command);
  const title = `Composite of ${models.length === 1 ? (models[0]?.name ?? "") : `${models.length} models`}`;
  await withJob(app, { title, kind: "fit" }, async (job) => {
    const ids = options.split ? await splitAll(app, models, job) : models.map(({ id }) => id);
    const request = requestOf(app, map, options);
    const asked = { map: map.id, models: ids, request, ...statedBy(map) };
    const answer = await app.engine.call("composite", asked, job).catch(nothingPlaced);
    take(app, map, answer, { options, request, command });
  });
}

/** A cancel that comes before the first round has ended has nothing to keep; an engine that stops says no more than that. */
function nothingPlaced(thrown: unknown): never {
  const { code } = asAppError(thrown);
  if (code !== "cancelled") throw thrown;
  throw new AppError(code, "Stopped before anything was placed: maps and models are as they were.");
}

/** Models of several chains become one model per chain; the others stay. */
async function splitAll(app: App, models: readonly ModelEntry[], job: JobOptions): Promise<ModelId[]> {
  const ids: ModelId[] = [];
  for (const model of models) {
    if (model.chains.length < 2) {
      ids.push(model.id);
      continue;
    }
    const { models: parts } = await app.engine.call("split", { model: model.id }, job);
    addChains(app, [{ of: model.id, models: parts }]);
    ids.push(...parts.map(({ id }) => id));
  }
  return ids;
}

function take(
  app: App,
  map: MapEntry,
  answer: Result<"composite">,
  asked: Parameters<typeof tablesFrom>[3],
): void {
  const { fits, results, selection } = app.stores;
  const before = fits.getState().tables;
  const made = tablesFrom(app, map, answer, asked);
  for (const table of made) putTable(fits, table);
  const found = made.filter(({ placements }) => placements.length > 0);
  for (const { model } of found.toReversed()) showPlacement(app, model, 0);
  const [first] = found;
  if (first) selection.setState({ table: "all", model: first.model });
  results.setState({ proposal: proposalOf(app, answer) });
  for (const text of answer.warnings) warn(app, text);
  note(app, `${answer.sentence} (${seconds(answer.seconds)})`);
  const earlier = before.filter(({ model }) => made.some((table: FitTable) => table.model === model));
  app.history.push(fitStep(app, asked.command, earlier, made));
}

function proposalOf(
  app: App,
  { choices, isBest, explained, clashes, poor }: Result<"composite">,
): ReturnType<App["stores"]["results"]["getState"]>["proposal"] {
  const fits = app.stores.fits.getState();
  return {
    allowed: ALLOWED_CLASH,
    isBest,
    sentence: `${percent(explained)} of the density explained${clashes ? `; ${clashText(clashes)}` : ""}.`,
    poor,
    choices: choices.map(({ model, placement, reason }) => {
      const table = tableOf(fits, model);
      const row =
        table && placement !== null
          ? rowsOf(table, fits.tolerance).find((one) => one.placement === placement)
          : undefined;
      return {
        model,
        name: table?.name ?? "",
        placement: row ? placement : null,
        rank: row?.rank ?? null,
        reason,
      };
    }),
  };
}

function clashText({ before, after }: { before: number; after: number }): string {
  return before === 0 && after === 0 ? "none clash" : `atoms that clash ${before} → ${after}`;
}

function commandOf(map: MapEntry, models: readonly ModelEntry[], options: FitOptions): string {
  const words = [
    `composite ${specsOf(models)} inMap ${specOf(map)}`,
    options.split ? "" : "parts whole",
    options.resolution === null ? "" : `resolution ${options.resolution}`,
    options.level === null ? "" : `level ${options.level}`,
    `seed ${options.seed}`,
  ];
  return words.filter(Boolean).join(" ");
}
