import { useState } from "react";
import { useFits, useJobs, useScene, useSelection, useSettings } from "#renderer/panels/app/context.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import { type FitTable, tableOf } from "#renderer/stores/fits.ts";
import type { Job } from "#renderer/stores/jobs.ts";
import {
  isMap,
  isModel,
  isPlaced,
  type MapEntry,
  type ModelEntry,
  mapById,
  modelById,
} from "#renderer/stores/scene.ts";
import type { FitOptions } from "#renderer/stores/settings.ts";

/** What the Fit button would do now. */
export interface FitPlan {
  readonly map: MapEntry;
  readonly model: ModelEntry;
  /** Every model that is shown, for fitting all at once. */
  readonly models: readonly ModelEntry[];
  /** Fitted or not, those that have no placed copy: what a next round is about. */
  readonly unplaced: readonly ModelEntry[];
  readonly options: FitOptions;
  /** The model's last result, if any. */
  readonly table: FitTable | undefined;
}

export interface FitPanelState {
  readonly plan: FitPlan | null;
  readonly job: Job | undefined;
  readonly showsOptions: boolean;
  readonly toggleOptions: () => void;
  /** The placement shown, with its table. */
  readonly shown: { readonly row: FitRow; readonly table: FitTable } | null;
}

export function useFitPanel(): FitPanelState {
  const [showsOptions, setShowsOptions] = useState(false);
  const scene = useScene((state) => state);
  const selection = useSelection((state) => state);
  const fits = useFits((state) => state);
  const options = useSettings((state) => state.fit);
  const job = useJobs(({ jobs }) => jobs.find(({ kind }) => kind === "fit"));
  const open = scene.entries.filter(isModel);
  const models = open.filter(({ shown }) => shown);
  const map = mapById(scene, selection.map) ?? scene.entries.find(isMap);
  const model = modelById(scene, selection.model) ?? models[0] ?? open[0];
  const placed = new Set(scene.entries.filter(isPlaced).map((copy) => copy.model));
  const unplaced = models.filter(({ id }) => !placed.has(id));
  const plan =
    map && model ? { map, model, models, unplaced, options, table: tableOf(fits, model.id) } : null;
  const table = selection.pose ? tableOf(fits, selection.pose.model) : undefined;
  const row =
    table && rowsOf(table, fits.tolerance).find(({ placement }) => placement === selection.pose?.placement);
  return {
    plan,
    job,
    showsOptions,
    toggleOptions: () => setShowsOptions((shows) => !shows),
    shown: table && row ? { row, table } : null,
  };
}
