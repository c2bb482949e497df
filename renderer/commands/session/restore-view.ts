import { IDENTITY, type Rigid } from "#core/math/rigid.ts";
import type { App } from "#renderer/commands/app.ts";
import { choosePanels } from "#renderer/commands/choose-panels.ts";
import { mapEntry, modelEntry } from "#renderer/commands/entries.ts";
import type { SavedParticles } from "#renderer/commands/particles/saved-particles.ts";
import {
  entryOf,
  type Inventory,
  type SavedEntry,
  type SavedView,
  tableFrom,
} from "#renderer/commands/session/saved-entries.ts";
import { reviveStep } from "#renderer/commands/session/saved-steps.ts";
import type { Camera } from "#renderer/scene/camera.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { addEntries, type SceneEntry } from "#renderer/stores/scene.ts";
import { STAGE_DEFAULTS } from "#renderer/stores/stage.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/**
 * Shows a session as it was kept. Returns the names of what the engine lacks, which is left out with what depends on
 * it. What the engine holds and the view does not know of came later and is shown too.
 */
export function restoreView(app: App, view: SavedView, inventory: Inventory): string[] {
  const { scene, fits, selection, settings, stage, project } = app.stores;
  const same = sameMotions(view);
  const revived = view.entries.map((saved) => ({
    saved,
    entry: withSameMotion(entryOf(saved, inventory), same),
  }));
  const entries = revived.flatMap(({ entry }) => entry ?? []);
  const tables = view.tables.filter(({ model }) => inventory.models.has(model)).map(tableFrom);
  settings.setState({ shadows: false, ...view.settings });
  stage.setState({ ...STAGE_DEFAULTS, ...view.stage });
  fits.setState({ tables, tolerance: view.tolerance });
  project.setState({ name: view.name });
  restoreLog(app, view);
  const { map, model, picked, atoms, names, table, pose } = view.selection;
  selection.setState({
    map: map as VolumeId | null,
    model: model as ModelId | null,
    picked,
    atoms,
    names,
    narrower: [],
    table: table as ModelId | "all" | null,
    pose: pose && { model: pose.model as ModelId, placement: pose.placement },
  });
  if (view.camera) app.view.setCamera(view.camera as Camera);
  scene.setState({ entries, nextNumber: view.nextNumber });
  restoreHistory(app, view, inventory, tables);
  addLatecomers(app, view, inventory);
  choosePanels(app);
  return revived.flatMap(({ saved, entry }) => (entry || saved.kind === "placed" ? [] : [saved.name]));
}

function restoreLog(app: App, { log, unsaved }: SavedView): void {
  const lines = log.map((line, n) => ({ ...line, id: n + 1 }));
  const { nextId } = app.stores.log.getState();
  const first = Math.max(nextId, lines.length + 1);
  app.stores.log.setState({ lines, nextId: first });
  app.stores.project.setState({ savedLine: unsaved ? 0 : first - 1 });
}

/** Steps whose maps or models are gone cannot be taken back, nor can those before them. */
function restoreHistory(
  app: App,
  { history }: SavedView,
  inventory: Inventory,
  tables: readonly FitTable[],
): void {
  const revive = (steps: SavedView["history"]["undo"]) => {
    const all = steps.map((saved) => reviveStep(app, saved, inventory, tables));
    const last = all.lastIndexOf(null);
    return all.slice(last + 1).flatMap((step) => step ?? []);
  };
  app.history.replace(revive(history.undo), revive(history.redo));
}

/** A map that was made while the page was away is shown; what only forgotten steps needed is let go. */
function addLatecomers(app: App, { known }: SavedView, { maps, models }: Inventory): void {
  const { scene } = app.stores;
  const before = new Set(known);
  for (const summary of maps.values()) {
    if (!before.has(summary.id)) addEntries(scene, [mapEntry(scene.getState(), summary)]);
  }
  for (const summary of models.values()) {
    if (!before.has(summary.id)) addEntries(scene, [modelEntry(scene.getState(), summary)]);
  }
  const shown = scene.getState().entries.flatMap((entry) => (entry.kind === "placed" ? [] : [entry.id]));
  const needed = new Set<string>([...shown, ...app.history.ids()]);
  for (const id of [...maps.keys(), ...models.keys()]) {
    if (!needed.has(id)) app.engine.call("close", { id: id as VolumeId }).catch(() => {});
  }
}

/** Commands tell a placed copy and its row by their common motion; documents have copies of it. */
function sameMotions({ tables }: SavedView): (motion: Rigid) => Rigid {
  const known = new Map<string, Rigid>([[JSON.stringify(IDENTITY), IDENTITY]]);
  for (const { placements } of tables) {
    for (const { placement } of placements) known.set(JSON.stringify(placement.motion), placement.motion);
  }
  return (motion) => known.get(JSON.stringify(motion)) ?? motion;
}

function withSameMotion(
  entry: SceneEntry | undefined,
  same: (motion: Rigid) => Rigid,
): SceneEntry | undefined {
  if (!entry || entry.kind === "map") return entry;
  return { ...entry, motion: same(entry.motion) };
}

/** How many maps, models and fits a session holds, as a sentence says it. */
export function contentsOf({
  entries,
  tables,
  particles,
}: {
  entries: readonly SavedEntry[];
  tables: readonly unknown[];
  particles?: SavedParticles;
}): string {
  const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
  const name = particles?.star?.name ?? particles?.run?.name ?? null;
  return countsText({ maps: count("map"), models: count("model"), fits: tables.length, particles: name });
}

/** `particles`: the name of their file or run. */
export function countsText({
  maps,
  models,
  fits,
  particles,
}: {
  readonly maps: number;
  readonly models: number;
  readonly fits: number;
  readonly particles: string | null;
}): string {
  const some = (n: number, word: string) => (n === 0 ? "" : `${n} ${word}${n === 1 ? "" : "s"}`);
  const all = [some(maps, "map"), some(models, "model"), some(fits, "fit"), particles ?? ""];
  return all.filter(Boolean).join(", ") || "nothing";
}
