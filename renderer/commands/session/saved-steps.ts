import { unreachable } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import type { SavedStep, Step } from "#renderer/commands/history.ts";
import { entryOf, type Inventory, tableFrom } from "#renderer/commands/session/saved-entries.ts";
import { closeStep, fitStep, noteStep, placeStep, rejectStep, zeroStep } from "#renderer/commands/steps.ts";
import type { FitTable } from "#renderer/stores/fits.ts";
import { isMap, type PlacedEntry, type SceneEntry } from "#renderer/stores/scene.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** A step of the history made again from data; null when something it needs is gone. */
export function reviveStep(
  app: App,
  saved: SavedStep,
  inventory: Inventory,
  tables: readonly FitTable[],
): Step | null {
  const has = (model: string) => inventory.models.has(model);
  const { label } = saved;
  switch (saved.kind) {
    case "place": {
      const copy = entryOf(saved.copy, inventory);
      if (copy?.kind !== "placed") return null;
      const own = tables.find(({ model }) => model === copy.model)?.placements[saved.placement];
      const motion = own ? own.placement.motion : copy.motion;
      return placeStep(app, label, { ...copy, motion }, saved.placement, saved.before);
    }
    case "reject":
      if (!has(saved.model)) return null;
      return rejectStep(app, label, saved.model as ModelId, saved.placement, saved.before, saved.after);
    case "note":
      if (!has(saved.model)) return null;
      return noteStep(app, label, saved.model as ModelId, saved.placement, saved.before, saved.after);
    case "fit": {
      const made = saved.made.filter(({ model }) => has(model)).map(tableFrom);
      return fitStep(
        app,
        label,
        saved.earlier.map(tableFrom),
        made.map((one) => nowOf(one, tables)),
      );
    }
    case "zero": {
      const made = entryOf(saved.made, inventory);
      const copies = saved.copies
        .map((copy) => entryOf(copy, inventory))
        .filter((one) => one?.kind === "placed");
      if (!made || !isMap(made) || copies.length < saved.copies.length) return null;
      return zeroStep(
        app,
        label,
        saved.from as VolumeId,
        made,
        copies.map((copy) => withOwnMotion(copy, tables)),
      );
    }
    case "close": {
      const entries = saved.entries.map((entry) => entryOf(entry, inventory));
      if (entries.includes(undefined)) return null;
      const closed = entries.filter((entry): entry is SceneEntry => entry !== undefined);
      const { selection } = saved;
      return closeStep(app, label, closed, saved.tables.map(tableFrom), {
        ...selection,
        map: selection.map as VolumeId | null,
        model: selection.model as ModelId | null,
        table: selection.table as ModelId | "all" | null,
        pose: selection.pose && { ...selection.pose, model: selection.pose.model as ModelId },
        narrower: [],
      });
    }
    default:
      throw unreachable(saved);
  }
}

/** A copy is known from its row by their common motion. */
function withOwnMotion(copy: PlacedEntry, tables: readonly FitTable[]): PlacedEntry {
  const own = tables.find(({ model }) => model === copy.model);
  const text = JSON.stringify(copy.motion);
  const found = own?.placements.find(({ placement }) => JSON.stringify(placement.motion) === text);
  return found ? { ...copy, motion: found.placement.motion } : copy;
}

/** Placements of a table that is shown are those of the shown one, so that motions stay the same objects. */
function nowOf(table: FitTable, tables: readonly FitTable[]): FitTable {
  const shown = tables.find(({ model, command }) => model === table.model && command === table.command);
  return shown && shown.placements.length === table.placements.length
    ? { ...table, placements: shown.placements }
    : table;
}
