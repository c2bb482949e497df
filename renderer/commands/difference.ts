import type { App } from "#renderer/commands/app.ts";
import { mapEntry } from "#renderer/commands/entries.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { type JudgeWishes, judgedBy } from "#renderer/commands/validate.ts";
import { addEntries, type MapEntry, type ModelEntry, removeEntries, specOf } from "#renderer/stores/scene.ts";
import type { MapSummary, Params } from "#workers/protocol.ts";

export interface DifferenceWishes extends JudgeWishes {
  readonly scale: Params<"difference">["scale"];
}

/** Peaks of each sign that are listed. */
const PEAKS = 12;
/** As Coot colours them: green where density is not explained, red where the model has what the map has not. */
const MISSING = "#4fc46a";
const SURPLUS = "#e5575e";
const OPACITY = 0.75;

/** Makes the map of what a map has and a model, where it is drawn, has not. Can be undone. */
export async function makeDifference(app: App, model: ModelEntry, wishes: DifferenceWishes): Promise<void> {
  const { scale } = wishes;
  const { request, words } = judgedBy(model, wishes);
  const command = `difference ${specOf(model)}${words} scale ${scale.replace(" ", "")}`;
  say(app, command);
  const { map, peaks, notes } = await withJob(
    app,
    { title: `Difference of ${wishes.map.name} and ${model.name}`, kind: "other" },
    (job) => app.engine.call("difference", { ...request, scale, peaks: PEAKS }, job),
  );
  for (const one of notes) note(app, one);
  const { scene, selection, judged } = app.stores;
  const made = shownAtBoth(mapEntry(scene.getState(), map), map);
  const before = selection.getState().map;
  const listed = { model: model.id, made: made.id, peaks };
  const redo = () => {
    addEntries(scene, [made]);
    judged.setState(({ differences }) => ({ differences: [...differences, listed] }));
  };
  redo();
  app.history.push({
    label: command,
    undo: () => {
      removeEntries(scene, [made]);
      judged.setState(({ differences }) => ({ differences: differences.filter((one) => one !== listed) }));
      selection.setState({ map: before });
    },
    redo,
    made: [made.id],
    kept: [],
  });
}

/** A surface on either side of zero. */
function shownAtBoth(entry: MapEntry, { level, min }: MapSummary): MapEntry {
  const below = Math.max(min, -level.value);
  return {
    ...entry,
    // Peaks are as small as atoms: none of them is dust.
    dust: 0,
    color: MISSING,
    opacity: OPACITY,
    more: [{ level: below, color: SURPLUS, opacity: OPACITY }],
  };
}
