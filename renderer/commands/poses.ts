import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { quoted } from "#renderer/commands/open.ts";
import { run, say } from "#renderer/commands/run.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import { setClashes, setNote, setRowState, tableOf } from "#renderer/stores/fits.ts";
import {
  addEntries,
  changeModel,
  isPlaced,
  type ModelEntry,
  modelById,
  type PlacedEntry,
  removeEntries,
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
  const redo = () => {
    addEntries(app.stores.scene, [copy]);
    setRowState(app.stores.fits, model, placement, "placed");
    refreshClashes(app);
  };
  redo();
  const label = `place ${row.rank} of ${specOf(entry)}`;
  say(app, `difffit place ${row.rank} model ${specOf(entry)}`);
  app.history.push({
    label,
    undo: () => {
      removeEntries(app.stores.scene, [copy]);
      setRowState(app.stores.fits, model, placement, row.state);
      refreshClashes(app);
    },
    redo,
  });
  return copy;
}

/** Marks a placement as wrong, or takes the mark away. Can be undone. */
export function reject(app: App, model: ModelId, placement: number): void {
  const { row, entry } = find(app, model, placement);
  const next = row.state === "rejected" ? "new" : "rejected";
  const set = (state: FitRow["state"]) => setRowState(app.stores.fits, model, placement, state);
  set(next);
  say(app, `difffit reject ${row.rank} model ${specOf(entry)}`);
  app.history.push({
    label: `${next === "new" ? "take back" : "reject"} ${row.rank} of ${specOf(entry)}`,
    undo: () => set(row.state),
    redo: () => set(next),
  });
}

/** Writes a note to a placement, or takes it away when it is empty. Can be undone. */
export function annotate(app: App, model: ModelId, placement: number, text: string): void {
  const { row, entry } = find(app, model, placement);
  const note = text.trim();
  if (note === row.note) return;
  const set = (wanted: string) => setNote(app.stores.fits, model, placement, wanted);
  set(note);
  say(app, `difffit note ${row.rank} ${quoted(note)} model ${specOf(entry)}`);
  app.history.push({
    label: `note to ${row.rank} of ${specOf(entry)}`,
    undo: () => set(row.note),
    redo: () => set(note),
  });
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

/** Counts for every row of every table how many atoms clash with the placed models; in the background. */
function refreshClashes(app: App): void {
  const { scene, fits } = app.stores;
  const placed = scene.getState().entries.filter(isPlaced);
  const { tables, tolerance } = fits.getState();
  for (const table of tables) {
    if (placed.length === 0) setClashes(fits, table.model, {});
    else void run(app, () => countClashes(app, rowsOf(table, tolerance), table.model, placed));
  }
}

async function countClashes(
  app: App,
  rows: readonly FitRow[],
  model: ModelId,
  placed: readonly PlacedEntry[],
): Promise<void> {
  const counts: Record<number, number> = {};
  // A placed row is asked by itself: its own copy is not in its way.
  const isOwn = (row: FitRow) => placed.some((copy) => copy.model === model && copy.motion === row.motion);
  for (const group of [rows.filter((row) => !isOwn(row)), ...rows.filter(isOwn).map((row) => [row])]) {
    const own = group.length === 1 ? group[0]?.motion : undefined;
    const others = placed
      .filter((copy) => copy.model !== model || copy.motion !== own)
      .map((copy) => ({ model: copy.model, motion: copy.motion }));
    if (group.length === 0 || others.length === 0) continue;
    const { atoms } = await app.engine.call("clashes", {
      model,
      motions: group.map(({ motion }) => motion),
      others,
    });
    group.forEach(({ placement }, n) => {
      counts[placement] = atoms[n] ?? 0;
    });
  }
  const now = app.stores.scene.getState().entries.filter(isPlaced);
  if (now.length === placed.length) setClashes(app.stores.fits, model, counts);
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
