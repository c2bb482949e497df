import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { find } from "#renderer/commands/poses.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { tableOf } from "#renderer/stores/fits.ts";
import { changeModel, mapById, specOf } from "#renderer/stores/scene.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Finds the best start of a placement again and shows its way, from the last step on. */
export async function showPath(app: App, model: ModelId, placement: number): Promise<void> {
  const { row, entry } = find(app, model, placement);
  const table = tableOf(app.stores.fits.getState(), model);
  const map = table && mapById(app.stores.scene.getState(), table.map);
  if (!table || !map)
    throw new AppError("input", "The map of this fit is closed; open it and fit again to see paths.");
  say(app, `difffit path ${row.rank} model ${specOf(entry)}`);
  const { request, reach, starts } = table;
  const path = await withJob(app, { title: "Replaying the search", kind: "other" }, (job) =>
    app.engine.call("fitPath", { map: map.id, model, motion: row.motion, request, reach, starts }, job),
  );
  app.stores.results.setState({ path: { model, placement, path, at: path.steps.length - 1 } });
  note(app, `Start ${path.start} came here in ${path.steps.length - 1} steps.`);
}

/** Moves the model to a step of the path that is shown. */
export function stepTo(app: App, at: number): void {
  const { results, scene } = app.stores;
  const { path: shown } = results.getState();
  const step = shown?.path.steps[at];
  if (!shown || !step) return;
  results.setState({ path: { ...shown, at } });
  changeModel(scene, shown.model, { motion: step.motion, shown: true });
}

/** Puts the path away and the model back to its placement. */
export function leavePath(app: App): void {
  const { results, scene } = app.stores;
  const { path: shown } = results.getState();
  if (!shown) return;
  results.setState({ path: null });
  const { row } = find(app, shown.model, shown.placement);
  changeModel(scene, shown.model, { motion: row.motion });
}
