import type { App } from "#renderer/commands/app.ts";
import { closing } from "#renderer/commands/close.ts";
import { mapEntry } from "#renderer/commands/entries.ts";
import type { ModelPart } from "#renderer/commands/named.ts";
import { say, withJob } from "#renderer/commands/run.ts";
import { groupWords, motionsOf, type PlacedGroup } from "#renderer/commands/symmetry-copies.ts";
import {
  addEntries,
  isMap,
  type MapEntry,
  type ModelEntry,
  removeEntries,
  specOf,
} from "#renderer/stores/scene.ts";
import type { MapSummary, Params } from "#workers/protocol.ts";

/** What can be said of a model map besides its resolution; what is left out is ChimeraX's default. */
export interface SimulateOptions extends NonNullable<Params<"simulate">["options"]> {
  readonly onGrid?: MapEntry;
  /** The density of all copies by this group, not of the model alone. */
  readonly symmetry?: PlacedGroup;
  /** Closes the maps made of this model before at any resolution. */
  readonly replace: boolean;
}

/** Makes the density of a model or a part of it, where it is drawn, at a resolution (Å). Can be undone. */
export async function simulateMap(
  app: App,
  { model, atoms, text }: ModelPart,
  resolution: number,
  { onGrid, replace, symmetry, ...options }: SimulateOptions,
): Promise<void> {
  const words = Object.entries(options).map(([name, value]) => ` ${name} ${value}`);
  const grid = onGrid ? ` onGrid ${specOf(onGrid)}` : "";
  const group = symmetry ? ` symmetry ${groupWords(symmetry)}` : "";
  const command = `molmap ${text} ${resolution}${grid}${words.join("")}${group}${replace ? " replace true" : ""}`;
  say(app, command);
  const request = {
    model: model.id,
    motion: model.motion,
    ...(atoms && { atoms }),
    resolution,
    ...(onGrid && { onGridOf: onGrid.id }),
    ...(words.length > 0 && { options }),
    ...(symmetry && { copies: motionsOf(symmetry) }),
  };
  const summary = await withJob(app, { title: `Simulating ${model.name}`, kind: "other" }, (job) =>
    app.engine.call("simulate", request, job),
  );
  showModelMap(app, model, summary, { command, replace });
}

/** Shows a map made of a model, in the place of those made of it before if so wished. Can be undone. */
export function showModelMap(
  app: App,
  model: ModelEntry,
  summary: MapSummary,
  { command, replace }: { readonly command: string; readonly replace: boolean },
): void {
  const { scene, selection } = app.stores;
  const made: MapEntry = { ...mapEntry(scene.getState(), summary), madeOf: model.id };
  const earlier = replace
    ? scene.getState().entries.filter((entry) => isMap(entry) && entry.madeOf === model.id)
    : [];
  const before = selection.getState().map;
  const closed = closing(app, earlier);
  const redo = () => {
    closed.redo();
    addEntries(scene, [made]);
  };
  redo();
  app.history.push({
    label: command,
    undo: () => {
      removeEntries(scene, [made]);
      closed.undo();
      selection.setState({ map: before });
    },
    redo,
    made: [made.id],
    kept: earlier.filter(isMap).map(({ id }) => id),
  });
}
