import type { App } from "#renderer/commands/app.ts";
import { mapEntry } from "#renderer/commands/entries.ts";
import { say, withJob } from "#renderer/commands/run.ts";
import { addEntries, type MapEntry, type ModelEntry, removeEntries, specOf } from "#renderer/stores/scene.ts";

/** Makes the density of a model, where it is drawn, at a resolution (Å), on the grid of a map if given. Can be undone. */
export async function simulateMap(
  app: App,
  model: ModelEntry,
  resolution: number,
  onGrid?: MapEntry,
): Promise<void> {
  say(app, `molmap ${specOf(model)} ${resolution}${onGrid ? ` onGrid ${specOf(onGrid)}` : ""}`);
  const summary = await withJob(app, { title: `Simulating ${model.name}`, kind: "other" }, (job) =>
    app.engine.call(
      "simulate",
      { model: model.id, motion: model.motion, resolution, ...(onGrid ? { onGridOf: onGrid.id } : {}) },
      job,
    ),
  );
  const { scene, selection } = app.stores;
  const made = mapEntry(scene.getState(), summary);
  const before = selection.getState().map;
  const redo = () => addEntries(scene, [made]);
  redo();
  app.history.push({
    label: `molmap ${specOf(model)}`,
    undo: () => {
      removeEntries(scene, [made]);
      selection.setState({ map: before });
    },
    redo,
    made: [made.id],
  });
}
