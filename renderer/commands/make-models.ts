import { AppError } from "#core/errors.ts";
import type { SplitBy } from "#core/structure/split-groups.ts";
import type { App } from "#renderer/commands/app.ts";
import { closing } from "#renderer/commands/close.ts";
import { modelEntry } from "#renderer/commands/entries.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { grouped } from "#renderer/stores/format.ts";
import {
  addEntries,
  type ModelEntry,
  modelById,
  type PlacedEntry,
  removeEntries,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { ModelSummary } from "#workers/protocol.ts";

/** Replaces a model by models of its parts, drawn where it is drawn. `words` repeat it. Can be undone. */
export async function splitModel(
  app: App,
  model: ModelEntry,
  by: SplitBy | "domains",
  words: string,
): Promise<void> {
  say(app, `split ${specOf(model)} ${words}`);
  const { models } = await withJob(app, { title: `Splitting ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("takeApart", { model: model.id, by }, job),
  );
  const made = entriesFrom(app, models, model);
  noteMade(app, made);
  addAndClose(app, made, [model], `split ${specOf(model)}`);
}

/** Makes one model of several models or copies, where they are drawn. Can be undone. */
export async function combineModels(
  app: App,
  parts: readonly (ModelEntry | PlacedEntry)[],
  options: {
    readonly close: boolean;
    readonly retainIds: boolean;
    readonly name?: string;
    readonly number?: number;
  },
): Promise<void> {
  const [first] = parts;
  if (!first) throw new AppError("input", "There is no model to combine; name models, such as #2,3.");
  const { name = "combination", close, retainIds, number } = options;
  const words = [
    close ? " close true" : "",
    retainIds ? " retainIds true" : "",
    number === undefined ? "" : ` modelId #${number}`,
    options.name === undefined ? "" : ` name ${quoted(name)}`,
  ];
  say(app, `combine ${specsOf(parts)}${words.join("")}`);
  if (number !== undefined) requireFree(app, number);
  const placed = parts.map((part) => ({
    model: part.kind === "placed" ? part.model : part.id,
    motion: part.motion,
  }));
  const { models } = await withJob(app, { title: "Combining models", kind: "other" }, (job) =>
    app.engine.call("combine", { placed, name, retainIds }, job),
  );
  const made = entriesFrom(app, models).map((entry) => (number === undefined ? entry : { ...entry, number }));
  noteMade(app, made);
  addAndClose(app, made, close ? parts : [], `combine ${specsOf(parts)}`);
}

/** Lists the assemblies that the file of a model states. */
export async function listAssemblies(app: App, model: ModelEntry): Promise<void> {
  say(app, `sym ${specOf(model)}`);
  const { assemblies } = await app.engine.call("assemblies", { model: model.id });
  if (assemblies.length === 0) note(app, `The file of ${specOf(model)} ${model.name} states no assemblies.`);
  for (const { id, details, copies, chains } of assemblies) {
    note(
      app,
      `assembly ${id}: ${copies} copies, ${chains} chains${details && `, ${details.replaceAll("_", " ")}`}`,
    );
  }
}

/** Makes a model of an assembly, drawn where its model is drawn. Can be undone. */
export async function makeAssembly(app: App, model: ModelEntry, assembly: string): Promise<void> {
  say(app, `sym ${specOf(model)} assembly ${quoted(assembly)}`);
  const { models } = await withJob(app, { title: `Assembling ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("assemble", { model: model.id, assembly }, job),
  );
  const like = { motion: model.motion, shown: model.shown, symmetryOf: model.id };
  addModels(app, models, like, `sym ${specOf(model)} assembly ${assembly}`);
}

/** Shows models that the engine has made, in the place of others where it says so. Can be undone. */
export function addModels(
  app: App,
  models: readonly ModelSummary[],
  like: Partial<Pick<ModelEntry, "number" | "motion" | "shown" | "symmetryOf" | "look">>,
  label: string,
  replaced: readonly SceneEntry[] = [],
): void {
  const made = entriesFrom(app, models).map((entry) => ({ ...entry, ...like }));
  noteMade(app, made);
  addAndClose(app, made, replaced, label);
}

/** Throws `input` when something open has this number. */
export function requireFree(app: App, number: number): void {
  const taken = app.stores.scene.getState().entries.find((entry) => entry.number === number);
  if (taken) throw new AppError("input", `#${number} is ${taken.name}; choose a number that is free.`);
}

/** New entries with numbers one after the other, drawn as the model they come from. */
function entriesFrom(app: App, models: readonly ModelSummary[], like?: ModelEntry): ModelEntry[] {
  const { scene } = app.stores;
  const { nextNumber } = scene.getState();
  return models.map((summary, n) => {
    const entry = { ...modelEntry(scene.getState(), summary), number: nextNumber + n };
    return like ? { ...entry, motion: like.motion, shown: like.shown } : entry;
  });
}

function noteMade(app: App, made: readonly ModelEntry[]): void {
  for (const entry of made) {
    const { name, atoms, format } = entry;
    note(
      app,
      `${specOf(entry)} ${name}: ${grouped(atoms)} ${format === "gaussians" ? "Gaussians" : "atoms"}.`,
    );
  }
}

function addAndClose(
  app: App,
  made: readonly ModelEntry[],
  replaced: readonly SceneEntry[],
  label: string,
): void {
  const { scene, selection } = app.stores;
  const before = selection.getState();
  const closed = closing(app, replaced);
  const add = () => {
    addEntries(scene, made);
    selection.setState({ model: made[0]?.id ?? null });
  };
  const redo = () => {
    closed.redo();
    add();
  };
  redo();
  app.history.push({
    label,
    undo: () => {
      removeEntries(scene, made);
      closed.undo();
      selection.setState({ model: modelById(scene.getState(), before.model) ? before.model : null });
    },
    redo,
    made: made.map(({ id }) => id),
    kept: replaced.flatMap((entry) => (entry.kind === "placed" ? [] : [entry.id])),
  });
}
