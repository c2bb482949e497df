import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { fitModels } from "#renderer/commands/fit.ts";
import {
  type Arguments,
  booleanOf,
  type Definition,
  entriesOf,
  numberOf,
  textOf,
} from "#renderer/commands/language/definition.ts";
import { annotate, place, reject, showCluster } from "#renderer/commands/poses.ts";
import { refineHere } from "#renderer/commands/refine.ts";
import { zeroAndContinue } from "#renderer/commands/zero.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import { isMap, isModel, type MapEntry } from "#renderer/stores/scene.ts";
import type { FitOptions } from "#renderer/stores/settings.ts";

const RANK = { name: "rank", kind: "integer" } as const;

/** Fitting, and what is done with its placements. */
export const fitDefinitions: readonly Definition[] = [
  {
    name: "fitmap",
    summary: "Refines models where they are, or with search finds where they belong in the whole map.",
    positional: [{ name: "spec", kind: "entries" }],
    keywords: {
      inMap: "entries",
      resolution: "number",
      level: "number",
      search: "text",
      atoms: ["all", "backbone", "ca"],
      symmetry: "text",
      seed: "integer",
      eachChain: "boolean",
    },
    run: fitmap,
  },
  {
    name: "difffit show cluster",
    summary: "Shows a model at a placement of its fit.",
    positional: [RANK],
    keywords: { model: "entries" },
    run: (app, args) => {
      const { model, placement } = rowAt(app, args);
      showCluster(app, model, placement);
    },
  },
  {
    name: "difffit place",
    summary: "Leaves a copy of the model at a placement.",
    positional: [RANK],
    keywords: { model: "entries" },
    run: (app, args) => {
      const { model, placement } = rowAt(app, args);
      place(app, model, placement);
    },
  },
  {
    name: "difffit reject",
    summary: "Marks a placement as wrong, or takes the mark away.",
    positional: [RANK],
    keywords: { model: "entries" },
    run: (app, args) => {
      const { model, placement } = rowAt(app, args);
      reject(app, model, placement);
    },
  },
  {
    name: "difffit note",
    summary: "Writes a note to a placement; an empty one takes it away.",
    positional: [RANK, { name: "text", kind: "text" }],
    keywords: { model: "entries" },
    run: (app, args) => {
      const { model, placement } = rowAt(app, args);
      annotate(app, model, placement, textOf(args, "text") ?? "");
    },
  },
  {
    name: "difffit zero",
    summary: "Places the model and goes on with a map without the density it explains.",
    positional: [RANK],
    keywords: { model: "entries", inMap: "entries", shrink: "number", fractional: "boolean" },
    run: async (app, args) => {
      const { model, placement } = rowAt(app, args);
      const map = entriesOf(args, "inMap").find(isMap);
      if (map) app.stores.selection.setState({ map: map.id });
      const { zero } = app.stores.settings.getState();
      await zeroAndContinue(app, model, placement, {
        method: booleanOf(args, "fractional") ? "fractional" : "erase",
        shrink: numberOf(args, "shrink") ?? zero.shrink,
      });
    },
  },
];

async function fitmap(app: App, args: Arguments): Promise<void> {
  const models = entriesOf(args, "spec").filter(isModel);
  const map = entriesOf(args, "inMap").find(isMap) ?? onlyMap(app);
  if (args.values.has("search")) await fitModels(app, map, models, optionsFrom(args));
  else for (const model of models) await refineHere(app, map, model, numberOf(args, "resolution") ?? null);
}

function onlyMap(app: App): MapEntry {
  const map = app.stores.scene.getState().entries.find(isMap);
  if (!map) throw new AppError("input", "There is no map to fit into; open one first.");
  return map;
}

function optionsFrom(args: Arguments): FitOptions {
  const search = textOf(args, "search") ?? "auto";
  const starts = Number(search);
  if (search !== "auto" && !(Number.isInteger(starts) && starts > 0)) {
    throw new AppError("input", `After search comes the number of starts, or auto, instead of "${search}".`);
  }
  const atoms = textOf(args, "atoms");
  return {
    resolution: numberOf(args, "resolution") ?? null,
    level: numberOf(args, "level") ?? null,
    starts: search === "auto" ? null : starts,
    atoms: atoms === "backbone" || atoms === "ca" ? atoms : "all",
    seed: numberOf(args, "seed") ?? 1,
    symmetry: textOf(args, "symmetry") ?? "",
    split: booleanOf(args, "eachChain") ?? false,
  };
}

/** The row of a rank: of the model named, else of the table in front. */
function rowAt(app: App, args: Arguments): FitRow {
  const fits = app.stores.fits.getState();
  const { table, model } = app.stores.selection.getState();
  const named = entriesOf(args, "model").find(isModel)?.id;
  const chosen = tableOf(fits, named ?? (table === "all" ? model : table)) ?? fits.tables[0];
  if (!chosen) throw new AppError("input", "There are no placements yet; fit a model first.");
  const rank = numberOf(args, "rank");
  const row = rowsOf(chosen, fits.tolerance).find((one) => one.rank === rank);
  if (!row) throw new AppError("input", `The table of ${chosen.name} has no rank ${rank}.`);
  return row;
}
