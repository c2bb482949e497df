import type { App } from "#renderer/commands/app.ts";
import { requireFree } from "#renderer/commands/make-models.ts";
import { renameEntry, renumberEntry } from "#renderer/commands/rename.ts";
import { isPlaced, type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/**
 * Opens something under a name and a number of the user's; several things opened at once get that name and numbers from
 * there on. Throws `input`, before anything is opened, for a number that is taken.
 */
export async function openAs(
  app: App,
  { name, number }: { readonly name: string | undefined; readonly number: number | undefined },
  open: () => Promise<void>,
): Promise<void> {
  if (number !== undefined) requireFree(app, number);
  const opened = () => app.stores.scene.getState().entries.filter((entry) => !isPlaced(entry));
  const before = new Set(opened().map(specOf));
  await open();
  const isNew = (entry: SceneEntry) => !before.has(specOf(entry));
  if (name !== undefined) for (const entry of opened().filter(isNew)) renameEntry(app, entry, name);
  if (number === undefined) return;
  // From the last on, so that none is given a number that the next still has.
  const made = opened().filter(isNew);
  for (const [n, entry] of [...made.entries()].reverse()) renumberEntry(app, entry, number + n);
}
