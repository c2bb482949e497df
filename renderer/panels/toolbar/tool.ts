import type { LucideIcon } from "lucide-react";
import type { App } from "#renderer/commands/app.ts";
import { activeMap } from "#renderer/commands/volume.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import { isMap, type MapEntry, specOf } from "#renderer/stores/scene.ts";
import type { Settings } from "#renderer/stores/settings.ts";
import type { StageState } from "#renderer/stores/stage.ts";

/** What tools act on now. */
export interface ToolContext {
  /** The active map, and how commands name it. */
  readonly map: MapEntry | null;
  readonly mapSpec: string | null;
  /** The next map that is shown. */
  readonly otherMap: string | null;
  /** What of models is selected ("sel"), else all models; null when there is none. */
  readonly models: string | null;
  /** The model of the fit panel. */
  readonly model: string | null;
  /** The rank that is shown, of a fit. */
  readonly rank: number | null;
  readonly fits: number;
  readonly settings: Settings;
  readonly stage: StageState;
}

/** A button of the tool bar: it runs a command, so that everything it does can be written as a line. */
export interface Tool {
  readonly text: string;
  readonly icon: LucideIcon;
  /** What it does, in a sentence. */
  readonly hint: string;
  /** The command; null while there is nothing to act on. */
  line(context: ToolContext): string | null;
  /** Whether it is on, of tools that switch something. */
  isOn?(context: ToolContext): boolean;
}

/** Tools that belong together stand together. */
export type ToolGroup = readonly Tool[];

/** What the tools of a window act on. */
export function contextOf(app: App): ToolContext {
  const { scene, selection, settings, stage, fits } = app.stores;
  const { entries } = scene.getState();
  const { picked, atoms, model: chosen, pose } = selection.getState();
  const map = activeMap(app) ?? null;
  const models = entries.filter((entry) => !isMap(entry));
  const hasSelected = models.some((entry) => picked.includes(specOf(entry))) || Object.keys(atoms).length > 0;
  const other = entries.find((entry) => isMap(entry) && entry.shown && entry !== map);
  const model = models.find((entry) => entry.kind === "model" && entry.id === chosen) ?? models[0];
  const table = fits.getState().tables.find((one) => one.model === pose?.model);
  return {
    map,
    mapSpec: map ? specOf(map) : null,
    otherMap: other ? specOf(other) : null,
    models: hasSelected ? "sel" : models.length > 0 ? models.map(specOf).join("|") : null,
    model: model ? specOf(model) : null,
    rank: table && pose ? rankOf(app, pose.placement) : null,
    fits: fits.getState().tables.length,
    settings: settings.getState(),
    stage: stage.getState(),
  };
}

function rankOf(app: App, placement: number): number | null {
  const { fits, selection } = app.stores;
  const { pose } = selection.getState();
  const table = fits.getState().tables.find((one) => one.model === pose?.model);
  const rows = table ? rowsOf(table, fits.getState().tolerance) : [];
  return rows.find((row) => row.placement === placement)?.rank ?? null;
}
