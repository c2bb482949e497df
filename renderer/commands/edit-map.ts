import type { App } from "#renderer/commands/app.ts";
import { editCommand } from "#renderer/commands/edit-words.ts";
import { mapEntry } from "#renderer/commands/entries.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import {
  addEntries,
  changeMap,
  type MapEntry,
  mapById,
  removeEntries,
  replaceMap,
  specOf,
} from "#renderer/stores/scene.ts";
import type { MapEdit, MapSummary, VolumeId } from "#workers/protocol.ts";

/** What a map is called after an edit, as ChimeraX calls it. */
const SUFFIX: Readonly<Record<MapEdit["kind"], string>> = {
  copy: "copy",
  erase: "copy",
  threshold: "thresholded",
  gaussian: "gaussian",
  bfactor: "gaussian",
  flip: "flip",
  bin: "binned",
  scale: "scaled",
  spacing: "resampled",
  resample: "resampled",
  crop: "cropped",
  trim: "cropped",
  blob: "blob",
  place: "",
  zone: "zone",
  mask: "masked",
  subtract: "difference",
};

/** Edits after which densities mean something else: the level is proposed anew. */
const NEW_LEVEL: ReadonlySet<MapEdit["kind"]> = new Set(["gaussian", "bfactor", "scale"]);

/**
 * Carries an edit out on a copy of a map, shows the copy instead and goes on with it; a working copy is erased from in
 * place. `command` repeats it. Can be undone.
 */
export async function editMap(app: App, map: MapEntry, edit: MapEdit, command: string): Promise<void> {
  say(app, command);
  const inPlace = edit.kind === "place" || (edit.kind === "erase" && map.isWorkingCopy);
  const name =
    inPlace || map.name.endsWith(SUFFIX[edit.kind]) ? map.name : `${map.name} ${SUFFIX[edit.kind]}`;
  const { map: summary, note: said } = await withJob(
    app,
    { title: `Editing ${map.name}`, kind: "other" },
    (job) => app.engine.call("editMap", { map: map.id, edit, name }, job),
  );
  if (said) note(app, said);
  const made = lookingLike(app, map, summary, edit.kind);
  const label = command.split(" ").slice(0, 3).join(" ");
  if (inPlace) swap(app, map, { ...made, number: map.number, name: map.name }, label);
  else goOnWith(app, [map, ...otherOf(app, edit)], made, label);
}

/** Puts a map elsewhere, or gives its voxels another size (Å). Its file is not touched. Can be undone. */
export async function placeMap(
  app: App,
  map: MapEntry,
  { origin, voxelSize }: Pick<MapEntry["grid"], "origin" | "voxelSize">,
): Promise<void> {
  const edit: MapEdit = { kind: "place", origin, voxelSize };
  await editMap(app, map, edit, editCommand(app, map, edit));
}

/** The second map of an edit that is made of two. */
function otherOf(app: App, edit: MapEdit): MapEntry[] {
  const other = edit.kind === "subtract" ? mapById(app.stores.scene.getState(), edit.other) : undefined;
  return other ? [other] : [];
}

/** Shows in the scene what an edit would take away. Returns its share of the density above the level, 0…1. */
export async function previewEdit(app: App, map: MapEntry, edit: MapEdit): Promise<number> {
  const { mesh, share } = await withJob(app, { title: "Previewing", kind: "other" }, (job) =>
    app.engine.call("previewEdit", { map: map.id, edit, level: map.level }, job),
  );
  app.view.setPreview(mesh);
  return share;
}

/** A new map of zeros. Can be undone. */
export async function newMap(app: App, name: string, grid: MapEntry["grid"], command: string): Promise<void> {
  say(app, command);
  const summary = await withJob(app, { title: `Making ${name}`, kind: "other" }, (job) =>
    app.engine.call("newMap", { name, grid }, job),
  );
  const { scene, selection } = app.stores;
  const made = mapEntry(scene.getState(), summary);
  const before = selection.getState().map;
  const redo = () => addEntries(scene, [made]);
  redo();
  app.history.push({
    label: "volume new",
    undo: () => {
      removeEntries(scene, [made]);
      selection.setState({ map: before });
    },
    redo,
    made: [made.id],
  });
}

function lookingLike(app: App, map: MapEntry, summary: MapSummary, kind: MapEdit["kind"]): MapEntry {
  const fresh = mapEntry(app.stores.scene.getState(), summary);
  const { style, step, opacity, dust, dustMetric, outline, zone, explained } = map;
  const isWorkingCopy = kind === "erase" || kind === "copy" || (kind === "place" && map.isWorkingCopy);
  const kept = { style, step, opacity, dust, dustMetric, outline, zone, explained, isWorkingCopy };
  if (NEW_LEVEL.has(kind)) return { ...fresh, ...kept };
  const within = (level: number) => Math.min(fresh.max, Math.max(fresh.min, level));
  const level = within(map.level);
  return {
    ...fresh,
    ...kept,
    level,
    color: isWorkingCopy || kind === "place" ? map.color : fresh.color,
    more: map.more.map((one) => ({ ...one, level: within(one.level) })),
    proposed: { value: level, reason: `the level of ${specOf(map)}` },
  };
}

/** The new map beside those it was made of, which are hidden. */
function goOnWith(app: App, from: readonly MapEntry[], made: MapEntry, label: string): void {
  const { scene, selection } = app.stores;
  const redo = () => {
    addEntries(scene, [made]);
    for (const { id } of from) changeMap(scene, id, { shown: false });
    selection.setState({ map: made.id });
    app.view.setPreview(null);
  };
  redo();
  note(app, `${specOf(made)} ${made.name}.`);
  app.history.push({
    label,
    undo: () => {
      removeEntries(scene, [made]);
      for (const { id, shown } of from) changeMap(scene, id, { shown });
      selection.setState({ map: from[0]?.id ?? null });
    },
    redo,
    made: [made.id],
  });
}

/** The new map instead of the old one, under its number. */
function swap(app: App, from: MapEntry, made: MapEntry, label: string): void {
  const redo = () => exchange(app, from.id, made);
  redo();
  app.view.setPreview(null);
  app.history.push({
    label,
    undo: () => exchange(app, made.id, from),
    redo,
    made: [made.id],
    kept: [from.id],
  });
}

/** What the user changed of its look since stays. */
function exchange(app: App, old: VolumeId, next: MapEntry): void {
  const { scene, selection } = app.stores;
  const shown = mapById(scene.getState(), old);
  if (!shown) return;
  const { level, color, opacity, more, style, planes, grey, zone, paint } = shown;
  replaceMap(scene, old, {
    ...next,
    level,
    color,
    opacity,
    more,
    style,
    planes,
    grey,
    zone,
    paint,
    shown: shown.shown,
  });
  if (selection.getState().map === old) selection.setState({ map: next.id });
}
