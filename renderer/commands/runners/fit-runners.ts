import { type Arguments, argumentError, booleanOf, numberOf, textOf } from "#core/command/arguments.ts";
import type { FitCommand } from "#core/command/tables/fit-commands.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { compositeModels } from "#renderer/commands/judge/composite.ts";
import { showPath } from "#renderer/commands/judge/path.ts";
import { acceptProposal, propose } from "#renderer/commands/judge/propose.ts";
import { mapsOf, modelsOf } from "#renderer/commands/named.ts";
import { annotate, place, reject, showCluster } from "#renderer/commands/poses.ts";
import { difffit, fitmap } from "#renderer/commands/runners/fitmap.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { zeroAndContinue, zeroPlaced } from "#renderer/commands/zero.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import type { ZeroOptions } from "#renderer/stores/settings.ts";

export const fitRunners: Readonly<Record<FitCommand, Runner>> = {
  fitmap,
  composite: (app, args) => {
    const [map] = mapsOf(app, args, "inMap");
    const { fit } = app.stores.settings.getState();
    return compositeModels(app, map ?? activeMap(app), modelsOf(app, args, "spec"), {
      ...fit,
      split: textOf(args, "parts") !== "whole",
      resolution: numberOf(args, "resolution") ?? fit.resolution,
      level: numberOf(args, "level") ?? fit.level,
      seed: numberOf(args, "seed") ?? fit.seed,
    });
  },
  difffit,
  "difffit show cluster": (app, args) => atRow(app, args, showCluster),
  "difffit place": (app, args) => atRow(app, args, place),
  "difffit reject": (app, args) => atRow(app, args, reject),
  "difffit note": (app, args) => {
    const { model, placement } = rowAt(app, args);
    annotate(app, model, placement, textOf(args, "text") ?? "");
  },
  "difffit zero": async (app, args) => {
    const { model, placement } = rowAt(app, args);
    await zeroAndContinue(app, model, placement, zeroOptions(app, args));
  },
  "difffit zero placed": (app, args) => zeroPlaced(app, zeroOptions(app, args)),
  "difffit propose": (app, args) => propose(app, numberOf(args, "clash")),
  "difffit accept": (app) => acceptProposal(app),
  "difffit path": (app, args) => {
    const { model, placement } = rowAt(app, args);
    return showPath(app, model, placement);
  },
};

/** What is removed, and from which map: the one named is the working map from then on. */
function zeroOptions(app: App, args: Arguments): ZeroOptions {
  const [map] = mapsOf(app, args, "inMap");
  if (map) app.stores.selection.setState({ map: map.id });
  const { zero } = app.stores.settings.getState();
  return {
    method: booleanOf(args, "fractional") ? "fractional" : "erase",
    shrink: numberOf(args, "shrink") ?? zero.shrink,
    mass: numberOf(args, "mass") ?? zero.mass,
  };
}

function atRow(
  app: App,
  args: Arguments,
  work: (app: App, model: FitRow["model"], placement: number) => unknown,
): void {
  const { model, placement } = rowAt(app, args);
  work(app, model, placement);
}

/** The row of a rank: of the model named, else of the table in front. */
function rowAt(app: App, args: Arguments): FitRow {
  const fits = app.stores.fits.getState();
  const { table, model } = app.stores.selection.getState();
  const named = modelsOf(app, args, "model")[0]?.id;
  const chosen = tableOf(fits, named ?? (table === "all" ? model : table)) ?? fits.tables[0];
  if (!chosen) throw new AppError("input", "There are no placements yet; fit a model first.");
  const rank = numberOf(args, "rank");
  const row = rowsOf(chosen, fits.tolerance).find((one) => one.rank === rank);
  if (!row) throw argumentError(args, "rank", `The table of ${chosen.name} has no rank ${rank}.`);
  return row;
}
