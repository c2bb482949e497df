import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { applyRigid } from "#core/math/rigid.ts";
import type { App } from "#renderer/commands/app.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note } from "#renderer/commands/run.ts";
import { tableText } from "#renderer/commands/table-text.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { percent } from "#renderer/stores/format.ts";
import { type ModelEntry, specOf } from "#renderer/stores/scene.ts";
import type { SearchWishes } from "#renderer/stores/settings.ts";

/** The rows of a listing in the log; the table has them all. */
const LISTED = 20;

/** Starts that differ in their rotations alone: Å of places, which must not be none. */
const IN_PLACE = 0.001;

/** What the wishes change of the request. Throws `input` when one that speaks of the model's pose is given for several. */
export function requestOfWishes(
  { radius, method, placement, part }: SearchWishes,
  models: readonly ModelEntry[],
): Partial<FitRequest> {
  const within = placement === "r" ? IN_PLACE : radius;
  return {
    ...(method === undefined ? {} : { optimizer: method }),
    ...(within === undefined ? {} : { around: { centre: placeOf(theOne(models)), radius: within } }),
    ...(placement === "s" && { rotation: theOne(models).motion.rotation }),
    ...(part && { part: part.atoms }),
  };
}

function placeOf(model: ModelEntry): readonly [number, number, number] {
  return applyRigid(model.motion, model.centre);
}

function theOne([model, ...more]: readonly ModelEntry[]): ModelEntry {
  if (model && more.length === 0) return model;
  throw new AppError(
    "input",
    "radius and placement begin from where one model is drawn; fit the models one by one, or leave them out.",
  );
}

/** The words of the command; the usual ones are left out. */
export function wordsOfWishes(app: App, wishes: SearchWishes): string[] {
  const { shift, angle } = app.stores.fits.getState().tolerance;
  const { radius, levelInside, method, placement, asymmetricUnit, listFits, logFits } = wishes;
  return [
    radius === undefined ? "" : `radius ${radius}`,
    levelInside === undefined ? "" : `levelInside ${levelInside}`,
    method === undefined || method === FIT_DEFAULTS.optimizer ? "" : `method ${method}`,
    placement === undefined ? "" : `placement ${placement}`,
    asymmetricUnit === undefined ? "" : "asymmetricUnit false",
    angle === FIT_DEFAULTS.clusterAngle ? "" : `clusterAngle ${angle}`,
    shift === FIT_DEFAULTS.clusterShift ? "" : `clusterShift ${shift}`,
    listFits ? "listFits true" : "",
    logFits === undefined ? "" : `logFits ${quoted(logFits)}`,
  ];
}

/** A result without the placements that too few atoms are inside of. */
export function insideEnough(result: FitResult, { levelInside }: SearchWishes): FitResult {
  if (levelInside === undefined) return result;
  const placements = result.placements.filter(({ placement }) => placement.scores.inside >= levelInside);
  return { ...result, placements };
}

/** Writes the tables where it was wished. */
export async function listTables(
  app: App,
  tables: readonly FitTable[],
  { listFits, logFits, levelInside }: SearchWishes,
): Promise<void> {
  const { tolerance } = app.stores.fits.getState();
  const rows = tables.flatMap((table) => rowsOf(table, tolerance));
  if (levelInside !== undefined && rows.length === 0) {
    note(
      app,
      `No placement has ${percent(levelInside)} of the atoms inside; lower levelInside or the level.`,
    );
  }
  if (listFits) {
    for (const { rank, name, hits, scores } of rows.slice(0, LISTED)) {
      note(
        app,
        `rank ${rank} ${name}: correlation ${scores.correlation.toFixed(3)} ` +
          `(about mean ${scores.correlationAboutMean.toFixed(3)}), ${percent(scores.inside)} inside, hits ${hits}`,
      );
    }
  }
  if (logFits === undefined) return;
  await app.host.saveFile(logFits, tableText(rows, /\.csv$/i.test(logFits) ? "," : "\t"));
  note(app, `Saved ${rows.length} placements of ${namesOf(app, tables)} as ${logFits}.`);
}

function namesOf(app: App, tables: readonly FitTable[]): string {
  const { entries } = app.stores.scene.getState();
  const own = entries.filter(
    (entry) => entry.kind === "model" && tables.some(({ model }) => model === entry.id),
  );
  return own.map(specOf).join(",");
}
