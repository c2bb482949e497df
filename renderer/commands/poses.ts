import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { quoted } from "#renderer/commands/quoted.ts";
import { say } from "#renderer/commands/run.ts";
import { noteStep, placeStep, rejectStep } from "#renderer/commands/steps.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import {
  changeModel,
  isPlaced,
  type ModelEntry,
  modelById,
  type PlacedEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Shows a model at a placement of its fit. */
export function showPlacement(app: App, model: ModelId, placement: number): void {
  const { row, entry } = find(app, model, placement);
  app.stores.selection.setState({ pose: { model, placement }, model });
  if (entry.motion !== row.motion) changeModel(app.stores.scene, model, { motion: row.motion, shown: true });
}

/** The same with its line in the log: for a choice, not for every step of an arrow key. */
export function showCluster(app: App, model: ModelId, placement: number): void {
  showPlacement(app, model, placement);
  const { row, entry } = find(app, model, placement);
  say(app, `difffit show cluster ${row.rank} model ${specOf(entry)}`);
}

/** Leaves a copy of the model at a placement. Can be undone. */
export function place(app: App, model: ModelId, placement: number): PlacedEntry {
  const { row, entry } = find(app, model, placement);
  const known = copies(app, model).find((copy) => copy.motion === row.motion);
  if (known) return known;
  const copy: PlacedEntry = {
    kind: "placed",
    number: entry.number,
    copy: Math.max(0, ...copies(app, model).map((other) => other.copy)) + 1,
    model,
    name: `placed, rank ${row.rank}`,
    motion: row.motion,
    shown: true,
    look: entry.look,
  };
  showPlacement(app, model, placement);
  const step = placeStep(app, `place ${row.rank} of ${specOf(entry)}`, copy, placement, row.state);
  step.redo();
  say(app, `difffit place ${row.rank} model ${specOf(entry)}`);
  app.history.push(step);
  return copy;
}

/** Marks a placement as wrong, or takes the mark away. Can be undone. */
export function reject(app: App, model: ModelId, placement: number): void {
  const { row, entry } = find(app, model, placement);
  const next = row.state === "rejected" ? "new" : "rejected";
  const label = `${next === "new" ? "take back" : "reject"} ${row.rank} of ${specOf(entry)}`;
  const step = rejectStep(app, label, model, placement, row.state, next);
  step.redo();
  say(app, `difffit reject ${row.rank} model ${specOf(entry)}`);
  app.history.push(step);
}

/** Writes a note to a placement, or takes it away when it is empty. Can be undone. */
export function annotate(app: App, model: ModelId, placement: number, text: string): void {
  const { row, entry } = find(app, model, placement);
  const note = text.trim();
  if (note === row.note) return;
  const step = noteStep(app, `note to ${row.rank} of ${specOf(entry)}`, model, placement, row.note, note);
  step.redo();
  say(app, `difffit note ${row.rank} ${quoted(note)} model ${specOf(entry)}`);
  app.history.push(step);
}

/** The row and the model of a placement. Throws `input` when the fit is gone. */
export function find(app: App, model: ModelId, placement: number): { row: FitRow; entry: ModelEntry } {
  const fits = app.stores.fits.getState();
  const table = tableOf(fits, model);
  const row = table && rowsOf(table, fits.tolerance).find((one) => one.placement === placement);
  const entry = modelById(app.stores.scene.getState(), model);
  if (!row || !entry)
    throw new AppError("input", "This placement is no longer in the table; fit the model again.");
  return { row, entry };
}

function copies(app: App, model: ModelId): PlacedEntry[] {
  return app.stores.scene
    .getState()
    .entries.filter(isPlaced)
    .filter((entry) => entry.model === model);
}

/** Brings a table of results to the front and shows its best placement, unless one of it is shown. */
export function selectTable(app: App, table: ModelId | "all"): void {
  const { selection } = app.stores;
  selection.setState({ table });
  if (table === "all" || selection.getState().pose?.model === table) return;
  const fits = app.stores.fits.getState();
  const own = tableOf(fits, table);
  const first = own && rowsOf(own, fits.tolerance)[0];
  if (first) showPlacement(app, table, first.placement);
}
