import type { App } from "#renderer/commands/app.ts";
import { run } from "#renderer/commands/run.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import { setClashes } from "#renderer/stores/fits.ts";
import { isPlaced, type PlacedEntry } from "#renderer/stores/scene.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Counts for every row of every table how many atoms clash with the placed models; in the background. */
export function refreshClashes(app: App): void {
  const { scene, fits } = app.stores;
  const placed = scene.getState().entries.filter(isPlaced);
  const { tables, tolerance } = fits.getState();
  for (const table of tables) {
    if (placed.length === 0) setClashes(fits, table.model, {});
    else void run(app, () => countClashes(app, rowsOf(table, tolerance), table.model, placed));
  }
}

async function countClashes(
  app: App,
  rows: readonly FitRow[],
  model: ModelId,
  placed: readonly PlacedEntry[],
): Promise<void> {
  const counts: Record<number, number> = {};
  // A placed row is asked by itself: its own copy is not in its way.
  const isOwn = (row: FitRow) => placed.some((copy) => copy.model === model && copy.motion === row.motion);
  for (const group of [rows.filter((row) => !isOwn(row)), ...rows.filter(isOwn).map((row) => [row])]) {
    const own = group.length === 1 ? group[0]?.motion : undefined;
    const others = placed
      .filter((copy) => copy.model !== model || copy.motion !== own)
      .map((copy) => ({ model: copy.model, motion: copy.motion }));
    if (group.length === 0 || others.length === 0) continue;
    const { atoms } = await app.engine.call("clashes", {
      model,
      motions: group.map(({ motion }) => motion),
      others,
    });
    group.forEach(({ placement }, n) => {
      counts[placement] = atoms[n] ?? 0;
    });
  }
  const now = app.stores.scene.getState().entries.filter(isPlaced);
  if (now.length === placed.length) setClashes(app.stores.fits, model, counts);
}
