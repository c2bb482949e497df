import type { App } from "#renderer/commands/app.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import { isMap, isModel, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import { pick } from "#renderer/stores/selection.ts";

/** Makes an entry the one the panels talk about. */
export function selectEntry(app: App, entry: SceneEntry, toggle = false): void {
  const { selection, fits } = app.stores;
  pick(selection, specOf(entry), toggle);
  if (isMap(entry)) selection.setState({ map: entry.id });
  else if (isModel(entry)) {
    selection.setState({ model: entry.id });
    if (tableOf(fits.getState(), entry.id)) selection.setState({ table: entry.id });
  }
}

/** What Ctrl-click in the scene does; null is the ground. */
export function pickSpec(app: App, spec: string | null, toggle: boolean): void {
  const entry = app.stores.scene.getState().entries.find((one) => specOf(one) === spec);
  if (entry) selectEntry(app, entry, toggle);
  else pick(app.stores.selection, null, toggle);
}
