import {
  type Arguments,
  argumentError,
  booleanOf,
  isGiven,
  specOf,
  specsOf,
  textOf,
} from "#core/command/arguments.ts";
import type { ModelCommand } from "#core/command/tables/model-commands.ts";
import { wordError } from "#core/command/words.ts";
import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { closeEntries } from "#renderer/commands/close.ts";
import { combineModels, listAssemblies, makeAssembly, splitModel } from "#renderer/commands/make-models.ts";
import { entriesOf, modelsOf, partsOf } from "#renderer/commands/named.ts";
import { renameEntry, renumberEntry } from "#renderer/commands/rename.ts";
import { molmap } from "#renderer/commands/runners/molmap.ts";
import type { Runner } from "#renderer/commands/runners/runner.ts";
import { placedGroupIn } from "#renderer/commands/runners/symmetry-arguments.ts";
import { madeBySymmetry, makeCopies } from "#renderer/commands/symmetry-copies.ts";
import { isMap, isModel, type ModelEntry } from "#renderer/stores/scene.ts";

export const modelRunners: Readonly<Record<ModelCommand, Runner>> = {
  molmap,
  rename,
  split,
  combine: (app, args) => {
    const parts = entriesOf(app, args, "spec").filter((entry) => !isMap(entry));
    const [name, number] = [textOf(args, "name"), numberIn(args, "modelId")];
    return combineModels(app, parts, {
      close: booleanOf(args, "close") ?? false,
      retainIds: booleanOf(args, "retainIds") ?? false,
      ...(name !== undefined && { name }),
      ...(number !== undefined && { number }),
    });
  },
  sym,
  "sym clear": (app, args) => {
    const made = modelsOf(app, args, "spec").flatMap((model) => madeBySymmetry(app, model));
    const word = specOf(args, "spec")?.word;
    if (made.length === 0 && word) throw wordError(`sym made nothing of ${word.text} that is open.`, word);
    return closeEntries(app, made);
  },
};

async function sym(app: App, args: Arguments): Promise<void> {
  const [group, assembly] = [textOf(args, "group"), textOf(args, "assembly")];
  const copies = booleanOf(args, "copies") ?? false;
  for (const model of modelsOf(app, args, "spec")) {
    if (assembly !== undefined) await makeAssembly(app, model, assembly);
    else if (group === undefined) await listAssemblies(app, model);
    else await makeCopies(app, model, { ...placedGroupIn(args, "group", group), copies });
  }
}

function rename(app: App, args: Arguments): void {
  const [name, number] = [textOf(args, "name"), numberIn(args, "id")];
  const entries = entriesOf(app, args, "spec").filter(
    (entry) => entry.kind !== "placed" || name !== undefined,
  );
  for (const entry of entries) if (name !== undefined) renameEntry(app, entry, name);
  if (number === undefined) return;
  const [first, second] = entries;
  if (!first || second)
    throw argumentError(args, "id", "A number can be given to one map or model at a time.");
  renumberEntry(app, first, number);
}

async function split(app: App, args: Arguments): Promise<void> {
  const models = args.values.has("spec") ? modelsOf(app, args, "spec") : allModels(app);
  const groups = specsOf(args, "atoms");
  if (groups.length > 0) return splitByAtoms(app, models, args);
  const by = (["domains", "ligands", "connected"] as const).find((way) => isGiven(args, way)) ?? "chains";
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

/** "#5" or "5"; undefined when not given. Throws `input`, pointing at the word, for anything else. */
export function numberIn(args: Arguments, name: string): number | undefined {
  const id = textOf(args, name);
  if (id === undefined) return undefined;
  const found = /^#?(\d{1,9})$/.exec(id);
  if (found && Number(found[1]) > 0) return Number(found[1]);
  throw argumentError(args, name, `"${id}" is no number of a model; write one such as #5.`);
}
