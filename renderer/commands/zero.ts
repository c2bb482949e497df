import { AppError } from "#core/errors.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { App } from "#renderer/commands/app.ts";
import { mapEntry } from "#renderer/commands/entries.ts";
import { find, place } from "#renderer/commands/poses.ts";
import { note, say, warn, withJob } from "#renderer/commands/run.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { setRowState, tableOf } from "#renderer/stores/fits.ts";
import { percent } from "#renderer/stores/format.ts";
import {
  addEntries,
  changeMap,
  type MapEntry,
  mapById,
  removeEntries,
  specOf,
} from "#renderer/stores/scene.ts";
import type { ZeroOptions } from "#renderer/stores/settings.ts";
import type { ModelId, ZeroCoverage } from "#workers/protocol.ts";

/** Shows in the scene what zeroing this placement would take away. Returns the share of the density it explains. */
export async function previewZero(
  app: App,
  model: ModelId,
  placement: number,
  options: ZeroOptions,
): Promise<number> {
  const { row } = find(app, model, placement);
  const { map, coverage } = targetOf(app, model, options);
  const { mesh, explained } = await withJob(app, { title: "Previewing", kind: "other" }, (job) =>
    app.engine.call(
      "previewZero",
      { map: map.id, placed: [{ model, motion: row.motion }], coverage, level: map.level },
      job,
    ),
  );
  app.view.setPreview(mesh);
  return explained;
}

/** Places the model there, takes its density away in a new map and goes on with that map. Can be undone. */
export async function zeroAndContinue(
  app: App,
  model: ModelId,
  placement: number,
  options: ZeroOptions,
): Promise<void> {
  const { row, entry } = find(app, model, placement);
  const { map, coverage } = targetOf(app, model, options);
  if (row.state === "zeroed") throw new AppError("input", "The density of this placement is already zeroed.");
  place(app, model, placement);
  say(app, zeroCommand(row.rank, specOf(entry), specOf(map), options));
  await withJob(app, { title: "Zeroing density", kind: "other" }, async (job) => {
    const made = await zeroMap(app, map, model, row.motion, coverage, job);
    finish(app, map, made, model, placement, `zero ${row.rank} of ${specOf(entry)}`);
  });
}

async function zeroMap(
  app: App,
  map: MapEntry,
  model: ModelId,
  motion: Rigid,
  coverage: ZeroCoverage,
  job: Parameters<Parameters<typeof withJob>[2]>[0],
): Promise<MapEntry> {
  const name = `${baseName(map.name)} remaining`;
  const request = { map: map.id, placed: [{ model, motion }], coverage, level: map.level, name };
  const { map: summary, explained } = await app.engine.call("zero", request, job);
  for (const warning of summary.warnings) warn(app, warning);
  const fresh = mapEntry(app.stores.scene.getState(), summary);
  // What is left is a share of a share: the meter always refers to the map that was opened.
  const total = 1 - (1 - (map.explained ?? 0)) * (1 - explained);
  const { level, style, step, opacity, dust, outline } = map;
  const proposed = { value: level, reason: `the level of ${specOf(map)}` };
  return { ...fresh, proposed, level, style, step, opacity, dust, outline, explained: total };
}

function finish(
  app: App,
  from: MapEntry,
  made: MapEntry,
  model: ModelId,
  placement: number,
  label: string,
): void {
  const { scene, selection, fits } = app.stores;
  const redo = () => {
    addEntries(scene, [made]);
    changeMap(scene, from.id, { shown: false });
    setRowState(fits, model, placement, "zeroed");
    selection.setState({ map: made.id });
    app.view.setPreview(null);
  };
  redo();
  note(
    app,
    `${specOf(made)} ${made.name}: ${percent(made.explained ?? 0)} of the density above the level is explained.`,
  );
  app.history.push({
    label,
    undo: () => {
      removeEntries(scene, [made]);
      changeMap(scene, from.id, { shown: true });
      setRowState(fits, model, placement, "placed");
      selection.setState({ map: from.id });
    },
    redo,
    made: [made.id],
  });
}

/** The map to zero (the working map) and what counts as covered at its resolution. */
function targetOf(
  app: App,
  model: ModelId,
  { method, shrink }: ZeroOptions,
): { map: MapEntry; coverage: ZeroCoverage } {
  const table = tableOf(app.stores.fits.getState(), model);
  const map = activeMap(app) ?? mapById(app.stores.scene.getState(), table?.map ?? null);
  if (!table || !map)
    throw new AppError("input", "Fit a model into a map first; then its density can be zeroed.");
  const resolution = table.setup.resolution.value;
  // Threshold 0: the level of the model's own map that holds 95 % of its mass.
  return { map, coverage: { resolution, threshold: 0, shrink, fractional: method === "fractional" } };
}

function zeroCommand(rank: number, model: string, map: string, { method, shrink }: ZeroOptions): string {
  const how = method === "fractional" ? "fractional true" : `shrink ${shrink}`;
  return `difffit zero ${rank} model ${model} inMap ${map} ${how}`;
}

function baseName(name: string): string {
  return name.replace(/ remaining$/, "").replace(/\.(mrc|map|ccp4)(\.gz)?$/i, "");
}
