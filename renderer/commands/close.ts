import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { say } from "#renderer/commands/run.ts";
import { type FitTable, putTable, removeTable } from "#renderer/stores/fits.ts";
import {
  addEntries,
  isMap,
  isModel,
  isPlaced,
  removeEntries,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import { NOTHING_SELECTED } from "#renderer/stores/selection.ts";

/** Closes maps and models, with the copies and results of the models. Can be undone. */
export function closeEntries(app: App, entries: readonly SceneEntry[]): void {
  if (entries.length === 0) return;
  const { redo, undo } = closing(app, entries);
  redo();
  const label = `close ${specsOf(entries)}`;
  say(app, label);
  const kept = entries.flatMap((entry) => (isPlaced(entry) ? [] : [entry.id]));
  app.history.push({ label, undo, redo, kept });
}

/** How to close entries, with the copies and results of the models, and how to bring all of it back. */
export function closing(app: App, entries: readonly SceneEntry[]): { redo: () => void; undo: () => void } {
  const { scene, fits, selection } = app.stores;
  const models = new Set(entries.filter(isModel).map(({ id }) => id));
  const copies = scene
    .getState()
    .entries.filter((entry) => isPlaced(entry) && models.has(entry.model) && !entries.includes(entry));
  const closed = [...entries, ...copies];
  const tables = fits.getState().tables.filter(({ model }) => models.has(model));
  const before = selection.getState();
  return {
    redo: () => {
      removeEntries(scene, closed);
      for (const { model } of tables) removeTable(fits, model);
      choosePanels(app);
    },
    undo: () => {
      addEntries(scene, closed);
      tables.forEach((table: FitTable) => {
        putTable(fits, table);
      });
      selection.setState(before);
    },
  };
}

/** Closes everything and forgets what could be undone. */
export function closeSession(app: App): void {
  const { scene, fits, selection, start } = app.stores;
  closeEntries(
    app,
    scene.getState().entries.filter((entry) => !isPlaced(entry)),
  );
  app.history.clear();
  fits.setState({ tables: [] });
  selection.setState(NOTHING_SELECTED);
  scene.setState({ nextNumber: 1 });
  start.setState({ panelsWanted: false });
}

/** After something went, the panels talk about what is still there. */
export function choosePanels(app: App): void {
  const { entries } = app.stores.scene.getState();
  const { tables } = app.stores.fits.getState();
  app.stores.selection.setState((now) => {
    const isOpen = (spec: string) => entries.some((entry) => specOf(entry) === spec);
    const maps = entries.filter(isMap);
    const models = entries.filter(isModel);
    const hasTable =
      now.table === "all" ? tables.length > 0 : tables.some(({ model }) => model === now.table);
    return {
      map: maps.some(({ id }) => id === now.map) ? now.map : (maps.at(-1)?.id ?? null),
      model: models.some(({ id }) => id === now.model) ? now.model : (models.at(-1)?.id ?? null),
      table: hasTable ? now.table : (tables[0]?.model ?? null),
      pose: now.pose && tables.some(({ model }) => model === now.pose?.model) ? now.pose : null,
      picked: now.picked.filter(isOpen),
      atoms: Object.fromEntries(Object.entries(now.atoms).filter(([spec]) => isOpen(spec))),
    };
  });
}
