import { isSameRigid } from "#core/math/rigid.ts";
import type { App } from "#renderer/commands/app.ts";
import { choosePanels } from "#renderer/commands/choose-panels.ts";
import { refreshClashes } from "#renderer/commands/clashes.ts";
import type { Step } from "#renderer/commands/history.ts";
import { type SavedMap, savedEntry } from "#renderer/commands/session/saved-entries.ts";
import {
  type FitTable,
  putTable,
  type RowState,
  removeTable,
  setNote,
  setRowState,
  tableOf,
} from "#renderer/stores/fits.ts";
import {
  addEntries,
  changeMap,
  isPlaced,
  type MapEntry,
  type PlacedEntry,
  removeEntries,
  type SceneEntry,
} from "#renderer/stores/scene.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/*
 * What is done to a session and can be taken back, each with its data, so that the history outlives the page. `redo`
 * does it; callers do it once before they push the step.
 */

/** A copy of a model is left at a placement whose row had another state before. */
export function placeStep(
  app: App,
  label: string,
  copy: PlacedEntry,
  placement: number,
  before: RowState,
): Step {
  const { scene, fits } = app.stores;
  return {
    label,
    undo: () => {
      removeEntries(scene, [copy]);
      setRowState(fits, copy.model, placement, before);
      refreshClashes(app);
    },
    redo: () => {
      addEntries(scene, [copy]);
      setRowState(fits, copy.model, placement, "placed");
      refreshClashes(app);
    },
    saved: { kind: "place", label, copy, placement, before },
  };
}

/** A row's state changes by the user's judgement. */
export function rejectStep(
  app: App,
  label: string,
  model: ModelId,
  placement: number,
  before: RowState,
  after: RowState,
): Step {
  const set = (state: RowState) => setRowState(app.stores.fits, model, placement, state);
  return {
    label,
    undo: () => set(before),
    redo: () => set(after),
    saved: { kind: "reject", label, model, placement, before, after },
  };
}

/** A row gets another note. */
export function noteStep(
  app: App,
  label: string,
  model: ModelId,
  placement: number,
  before: string,
  after: string,
): Step {
  const set = (text: string) => setNote(app.stores.fits, model, placement, text);
  return {
    label,
    undo: () => set(before),
    redo: () => set(after),
    saved: { kind: "note", label, model, placement, before, after },
  };
}

/** Tables come in the place of earlier ones of the same models. */
export function fitStep(
  app: App,
  label: string,
  earlier: readonly FitTable[],
  made: readonly FitTable[],
): Step {
  const { fits, selection } = app.stores;
  return {
    label,
    undo: () => {
      for (const { model } of made) removeTable(fits, model);
      for (const table of earlier) putTable(fits, table);
      choosePanels(app);
    },
    redo: () => {
      for (const table of made) putTable(fits, table);
      selection.setState({ table: made[0]?.model ?? null });
    },
    saved: { kind: "fit", label, earlier, made },
  };
}

/** A map without the density of placed models takes the place of the one it was made from. */
export function zeroStep(
  app: App,
  label: string,
  from: VolumeId,
  made: MapEntry,
  copies: readonly PlacedEntry[],
): Step {
  const { scene, selection, fits } = app.stores;
  const mark = (state: "placed" | "zeroed") => {
    for (const copy of copies) {
      const table = tableOf(fits.getState(), copy.model);
      const placement = table ? placementOf(table, copy) : -1;
      if (placement >= 0) setRowState(fits, copy.model, placement, state);
    }
  };
  return {
    label,
    undo: () => {
      removeEntries(scene, [made]);
      changeMap(scene, from, { shown: true });
      mark("placed");
      selection.setState({ map: from });
    },
    redo: () => {
      addEntries(scene, [made]);
      changeMap(scene, from, { shown: false });
      mark("zeroed");
      selection.setState({ map: made.id });
      app.view.setPreview(null);
    },
    made: [made.id],
    saved: { kind: "zero", label, from, made: savedEntry(made) as SavedMap, copies },
  };
}

export function placementOf(table: FitTable, copy: PlacedEntry): number {
  return table.placements.findIndex(({ placement }) => isSameRigid(placement.motion, copy.motion));
}

/** Entries go, with tables; taking it back brings the selection back as well. */
export function closeStep(
  app: App,
  label: string,
  closed: readonly SceneEntry[],
  tables: readonly FitTable[],
  before: SelectionState,
): Step {
  const { scene, fits, selection } = app.stores;
  const { map, model, picked, atoms, names, table, pose } = before;
  return {
    label,
    undo: () => {
      addEntries(scene, closed);
      for (const one of tables) putTable(fits, one);
      selection.setState(before);
    },
    redo: () => {
      removeEntries(scene, closed);
      for (const one of tables) removeTable(fits, one.model);
      choosePanels(app);
    },
    kept: closed.flatMap((entry) => (isPlaced(entry) ? [] : [entry.id])),
    saved: {
      kind: "close",
      label,
      entries: closed.map(savedEntry),
      tables,
      selection: { map, model, picked, atoms, names, table, pose },
    },
  };
}
