import type { App } from "#renderer/commands/app.ts";
import { isMap, isModel, specOf } from "#renderer/stores/scene.ts";

/** After something went, the panels talk about what is still there. */
export function choosePanels(app: App): void {
  const { entries } = app.stores.scene.getState();
  const { tables } = app.stores.fits.getState();
  app.stores.selection.setState((now) => {
    const isOpen = (spec: string) => entries.some((entry) => specOf(entry) === spec);
    const maps = entries.filter(isMap);
    const models = entries.filter(isModel);
    const hasTable =
      now.table === "all" ? tables.length > 0 : tables.some(({ model }) => model === now.table);
    return {
      map: maps.some(({ id }) => id === now.map) ? now.map : (maps.at(-1)?.id ?? null),
      model: models.some(({ id }) => id === now.model) ? now.model : (models.at(-1)?.id ?? null),
      table: hasTable ? now.table : (tables[0]?.model ?? null),
      pose: now.pose && tables.some(({ model }) => model === now.pose?.model) ? now.pose : null,
      picked: now.picked.filter(isOpen),
      atoms: Object.fromEntries(Object.entries(now.atoms).filter(([spec]) => isOpen(spec))),
    };
  });
}
