import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import { isSameRigid } from "#core/math/rigid.ts";
import type { App } from "#renderer/commands/app.ts";
import { modelEntry } from "#renderer/commands/entries.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { showPlacement } from "#renderer/commands/poses.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import {
  insideEnough,
  listTables,
  requestOfWishes,
  wordsOfWishes,
} from "#renderer/commands/search-wishes.ts";
import { callFit } from "#renderer/commands/session/call-fit.ts";
import { fitStep } from "#renderer/commands/steps.ts";
import { chainColor } from "#renderer/scene/colors.ts";
import { type FitTable, putTable } from "#renderer/stores/fits.ts";
import { seconds } from "#renderer/stores/format.ts";
import { changeJob } from "#renderer/stores/jobs.ts";
import {
  addEntries,
  changeModel,
  isModel,
  type MapEntry,
  type ModelEntry,
  modelById,
  specOf,
} from "#renderer/stores/scene.ts";
import type { FitOptions } from "#renderer/stores/settings.ts";
import type { Params, Result } from "#workers/protocol.ts";

/**
 * Searches the whole map for where the models belong. Tables come one by one; the last step can be undone. `earlier` is
 * the number of the call with which a page before this one began the same fit.
 */
export async function fitModels(
  app: App,
  map: MapEntry,
  models: readonly ModelEntry[],
  asked: FitOptions,
  earlier: number | null = null,
): Promise<void> {
  const { wishes = {} } = asked;
  const options = {
    ...asked,
    symmetry: wishes.asymmetricUnit === false ? "" : asked.symmetry || (map.symmetry ?? ""),
  };
  const [first] = models;
  if (!first) throw new AppError("input", "There is no model to fit; open one first.");
  const request = { ...requestOf(app, map, options), ...requestOfWishes(wishes, models) };
  const command = fitCommand(app, map, models, options);
  if (earlier === null) say(app, command);
  const before = app.stores.fits.getState().tables;
  const names = models.map(({ name }) => name).join(", ");
  const arrived: FitTable[] = [];
  await withJob(app, { title: `Fitting ${names}`, kind: "fit" }, async (job) => {
    const params = {
      map: map.id,
      models: models.map(({ id }) => id),
      split: options.split,
      request,
      ...statedBy(map),
    };
    const answer = await callFit(app, params, options, earlier, {
      ...job,
      onPartial: (partial) =>
        "result" in partial
          ? note(app, verdictLine(partial.result))
          : changeJob(app.stores.jobs, job.id, { setup: partial.setup }),
    });
    addChains(app, answer.chains);
    const results = answer.results.map(({ model, result }) => ({
      model,
      result: insideEnough(result, wishes),
    }));
    arrived.push(...tablesFrom(app, map, { ...answer, results }, { options, request, command }));
    for (const table of arrived) putTable(app.stores.fits, table);
    const own = answer.results.flatMap(({ result }) => result.warnings);
    for (const text of [...own, ...answer.warnings, ...answer.failed.map(({ error }) => error.message)])
      warn(app, text);
    note(
      app,
      `Done in ${seconds(answer.seconds)} on ${answer.setup.device}, ${answer.setup.threads} threads.`,
    );
  });
  showFirst(app, arrived);
  await listTables(app, arrived, wishes);
  if (before.length === 0) app.view.viewAll();
  rememberFit(app, before, arrived, command);
}

/** The words a colleague would say: "Clear. Rank 1 leads …". */
function verdictLine({ name, verdict }: Pick<FitResult, "name" | "verdict">): string {
  const label = verdict.label.charAt(0).toUpperCase() + verdict.label.slice(1);
  return `${name}: ${label}. ${verdict.sentence}`;
}

function showFirst(app: App, tables: readonly FitTable[]): void {
  const found = tables.filter(({ placements }) => placements.length > 0);
  for (const { model } of found.toReversed()) showPlacement(app, model, 0);
  const [first] = tables;
  if (first) app.stores.selection.setState({ table: first.model, model: first.model });
}

function rememberFit(
  app: App,
  before: readonly FitTable[],
  made: readonly FitTable[],
  command: string,
): void {
  const earlier = before.filter(({ model }) => made.some((table) => table.model === model));
  app.history.push(fitStep(app, command, earlier, made));
}

/** Chains that were fitted on their own are models of their own from now on; their model makes room for them. */
export function addChains(app: App, chains: Result<"fit">["chains"]): void {
  const { scene } = app.stores;
  for (const { of, models } of chains) {
    const known = new Set(
      scene
        .getState()
        .entries.filter(isModel)
        .map(({ id }) => id),
    );
    const file = modelById(scene.getState(), of)?.source?.file;
    models.forEach((summary, n) => {
      const [chain] = summary.chains;
      if (known.has(summary.id)) return;
      const entry = modelEntry(scene.getState(), summary);
      // A chain keeps the colour it had in its model.
      const color = chainColor(n) as `#${string}`;
      const source = file === undefined || chain === undefined ? {} : { source: { file, chain } };
      addEntries(scene, [{ ...entry, ...source, look: { ...entry.look, color } }]);
    });
    changeModel(scene, of, { shown: false });
  }
}

/** Tables of results, as a fit and a composite bring them. */
export function tablesFrom(
  app: App,
  map: MapEntry,
  { results, setup, reach, centre }: Pick<Result<"fit">, "results" | "setup" | "reach" | "centre">,
  asked: { readonly options: FitOptions; readonly request: FitRequest; readonly command: string },
): FitTable[] {
  const { options, command } = asked;
  const symmetry = operationsOf(options.symmetry, map);
  const request = {
    ...asked.request,
    level: setup.level.value,
    resolution: setup.resolution.value,
  };
  return results.flatMap(({ model, result }) => {
    const own = modelById(app.stores.scene.getState(), model);
    if (!own) return [];
    const { prepare, search, refine } = result.seconds;
    return {
      model,
      map: map.id,
      name: own.name,
      centre: centre ?? own.centre,
      symmetry,
      setup,
      request,
      reach,
      atoms: result.atoms,
      starts: result.starts,
      seconds: prepare + search + refine,
      spent: result.seconds,
      verdict: result.verdict,
      warnings: result.warnings,
      wrong: wrongScores(result),
      placements: result.placements,
      states: {},
      clashes: {},
      notes: {},
      atomScores: atomScoresOf(result),
      command,
    };
  });
}

/** The scores of each cluster under the index that its best placement has in the list. */
function atomScoresOf({ clusters, placements }: FitResult): FitTable["atomScores"] {
  return Object.fromEntries(
    clusters.flatMap(({ best, atomScores }) => {
      const index = placements.findIndex(({ placement }) => isSameRigid(placement.motion, best.motion));
      return index < 0 ? [] : [[index, atomScores]];
    }),
  );
}

/**
 * The mean and spread that the result's z values refer to: z is linear in the score, so two rows give both. Rows that
 * are grouped anew by other tolerances keep the scale of the search.
 */
function wrongScores({ clusters }: Pick<FitResult, "clusters">): FitTable["wrong"] {
  const [first, last] = [clusters[0], clusters.at(-1)];
  if (!first || !last) return null;
  const sd =
    (first.best.scores.correlationAboutMean - last.best.scores.correlationAboutMean) / (first.z - last.z);
  if (!(sd > 0)) return null;
  return { mean: first.best.scores.correlationAboutMean - first.z * sd, sd };
}

function operationsOf(name: string, map: MapEntry): FitTable["symmetry"] {
  if (name === "") return [];
  const centre = symmetryCentre(map.grid);
  return pointGroup(name)
    .slice(1)
    .map((rotation) => rotationAbout(rotation, centre));
}

/** What the depositors of a map say of its resolution. */
export function statedBy({ stated }: MapEntry): Pick<Params<"fit">, "stated"> {
  if (!stated?.resolution) return {};
  return { stated: { value: stated.resolution, reason: `stated by the depositors of ${stated.entry}` } };
}

/** What the engine is asked with these options. */
export function requestOf(app: App, { region, level }: MapEntry, options: FitOptions): FitRequest {
  const { shift, angle } = app.stores.fits.getState().tolerance;
  return {
    ...FIT_DEFAULTS,
    clusterShift: shift,
    clusterAngle: angle,
    atoms: options.atoms,
    ...(options.score && { score: options.score }),
    seed: options.seed,
    insideLevel: level,
    ...(region && { region }),
    ...(options.level === null ? {} : { level: options.level }),
    ...(options.resolution === null ? {} : { resolution: options.resolution }),
    ...(options.starts === null ? {} : { starts: options.starts }),
    ...(options.symmetry === "" ? {} : { symmetry: options.symmetry }),
  };
}

function fitCommand(app: App, map: MapEntry, models: readonly ModelEntry[], options: FitOptions): string {
  const words = [
    `fitmap ${options.wishes?.part?.text ?? specsOf(models)} inMap ${specOf(map)}`,
    options.resolution === null ? "" : `resolution ${options.resolution}`,
    options.level === null ? "" : `level ${options.level}`,
    `search ${options.starts ?? "auto"}`,
    options.atoms === FIT_DEFAULTS.atoms ? "" : `atoms ${options.atoms}`,
    (options.score ?? FIT_DEFAULTS.score) === FIT_DEFAULTS.score ? "" : `score ${options.score}`,
    options.symmetry === "" ? "" : `symmetry ${options.symmetry}`,
    options.split ? "eachChain true" : "",
    ...wordsOfWishes(app, options.wishes ?? {}),
    `seed ${options.seed}`,
  ];
  return words.filter(Boolean).join(" ");
}
