import { type Arguments, booleanOf, isGiven, numberOf, specsOf, textOf } from "#core/command/arguments.ts";
import type { ModelCommand } from "#core/command/tables/model-commands.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { combineModels, listAssemblies, makeAssembly, splitModel } from "#renderer/commands/make-models.ts";
import { type SimulateOptions, simulateMap } from "#renderer/commands/molmap.ts";
import { entriesOf, mapsOf, modelsOf, partsOf } from "#renderer/commands/named.ts";
import { renameEntry, renumberEntry } from "#renderer/commands/rename.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { isMap, isModel, type ModelEntry } from "#renderer/stores/scene.ts";

export const modelRunners: Readonly<Record<ModelCommand, Runner>> = {
  molmap: async (app, args) => {
    for (const model of modelsOf(app, args, "spec")) {
      await simulateMap(app, model, numberOf(args, "resolution") ?? 0, simulateOptions(app, args));
    }
  },
  rename,
  split,
  combine: (app, args) => {
    const parts = entriesOf(app, args, "spec").filter((entry) => !isMap(entry));
    const [name, id] = [textOf(args, "name"), textOf(args, "modelId")];
    return combineModels(app, parts, {
      close: booleanOf(args, "close") ?? false,
      retainIds: booleanOf(args, "retainIds") ?? false,
      ...(name !== undefined && { name }),
      ...(id !== undefined && { number: numberFrom(id) }),
    });
  },
  sym: async (app, args) => {
    const assembly = textOf(args, "assembly");
    for (const model of modelsOf(app, args, "spec")) {
      if (assembly === undefined) await listAssemblies(app, model);
      else await makeAssembly(app, model, assembly);
    }
  },
};

function rename(app: App, args: Arguments): void {
  const [name, id] = [textOf(args, "name"), textOf(args, "id")];
  const entries = entriesOf(app, args, "spec").filter(
    (entry) => entry.kind !== "placed" || name !== undefined,
  );
  for (const entry of entries) if (name !== undefined) renameEntry(app, entry, name);
  if (id === undefined) return;
  const [first, second] = entries;
  if (!first || second) throw new AppError("input", "A number can be given to one map or model at a time.");
  renumberEntry(app, first, numberFrom(id));
}

async function split(app: App, args: Arguments): Promise<void> {
  const models = args.values.has("spec") ? modelsOf(app, args, "spec") : allModels(app);
  const groups = specsOf(args, "atoms");
  if (groups.length > 0) return splitByAtoms(app, models, args);
  const by = (["ligands", "connected"] as const).find((way) => isGiven(args, way)) ?? "chains";
  for (const model of models) await splitModel(app, model, by, by);
}

/** Each model by what of it the specs name. */
async function splitByAtoms(app: App, models: readonly ModelEntry[], args: Arguments): Promise<void> {
  const groups = specsOf(args, "atoms");
  const named = [];
  for (const group of groups) named.push(await partsOf(app, group));
  const words = groups.map(({ word }) => `atoms ${word.text}`).join(" ");
  for (const model of models) {
    const by = named.map((parts) => parts.find(({ entry }) => entry === model)?.ranges ?? []);
    await splitModel(
      app,
      model,
      by.map((ranges) => [...ranges]),
      words,
    );
  }
}

function allModels(app: App): ModelEntry[] {
  const models = app.stores.scene.getState().entries.filter(isModel);
  if (models.length === 0) throw new AppError("input", "There is no model to split; open one first.");
  return models;
}

function simulateOptions(app: App, args: Arguments): SimulateOptions {
  const onGrid = mapsOf(app, args, "onGrid")[0];
  const numbers = Object.fromEntries(
    (["gridSpacing", "edgePadding", "cube", "sigmaFactor", "displayThreshold"] as const).flatMap((name) => {
      const value = numberOf(args, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { ...numbers, replace: booleanOf(args, "replace") ?? false, ...(onGrid && { onGrid }) };
}

/** "#5" or "5". Throws `input` for anything else. */
export function numberFrom(id: string): number {
  const found = /^#?(\d{1,9})$/.exec(id);
  if (!found || Number(found[1]) < 1) {
    throw new AppError("input", `"${id}" is no number of a model; write one such as #5.`);
  }
  return Number(found[1]);
}
