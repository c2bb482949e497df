import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import type { Step } from "#renderer/commands/history.ts";
import { forgetIdentification } from "#renderer/commands/identify/forget.ts";
import { endFollowing } from "#renderer/commands/particles/follow-run.ts";
import { say } from "#renderer/commands/run.ts";
import { closeStep } from "#renderer/commands/steps.ts";
import { NOTHING_OPEN } from "#renderer/stores/particles.ts";
import { isModel, isPlaced, type SceneEntry } from "#renderer/stores/scene.ts";
import { NOTHING_SELECTED } from "#renderer/stores/selection.ts";

/** Closes maps and models, with the copies and results of the models. Can be undone. */
export function closeEntries(app: App, entries: readonly SceneEntry[]): void {
  if (entries.length === 0) return;
  const step = closing(app, entries);
  step.redo();
  say(app, step.label);
  app.history.push(step);
}

/** How to close entries, with the copies and results of the models, and how to bring all of it back. */
export function closing(app: App, entries: readonly SceneEntry[]): Step {
  const { scene, fits, selection } = app.stores;
  const models = new Set(entries.filter(isModel).map(({ id }) => id));
  const copies = scene
    .getState()
    .entries.filter((entry) => isPlaced(entry) && models.has(entry.model) && !entries.includes(entry));
  const closed = [...entries, ...copies];
  const tables = fits.getState().tables.filter(({ model }) => models.has(model));
  return closeStep(app, `close ${specsOf(entries)}`, closed, tables, selection.getState());
}

/** Closes everything and forgets what could be undone. */
export function closeSession(app: App): void {
  const { scene, fits, selection, start, particles } = app.stores;
  forgetIdentification(app);
  particles.setState(NOTHING_OPEN);
  endFollowing(app);
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
