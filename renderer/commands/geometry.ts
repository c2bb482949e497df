import { asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { MapGeometry } from "#renderer/commands/map-geometry.ts";
import { report } from "#renderer/commands/run.ts";
import { isMap, isPlaced } from "#renderer/stores/scene.ts";
import type { ModelId } from "#workers/protocol.ts";

/**
 * Keeps the shapes in the scene up to date with the stores: asks the engine for surfaces and models as entries
 * appear or change.
 */
export function followGeometry(app: App): void {
  const maps = new MapGeometry(app);
  const shapes = new Set<ModelId>();
  let known: readonly unknown[] = [];
  app.stores.scene.subscribe(({ entries }) => {
    if (entries === known) return;
    known = entries;
    forgetGone(app, maps, shapes);
    for (const entry of entries) {
      if (isMap(entry)) maps.follow(entry.id);
      else void load(app, shapes, isPlaced(entry) ? entry.model : entry.id);
    }
  });
}

async function load(app: App, shapes: Set<ModelId>, id: ModelId): Promise<void> {
  if (shapes.has(id)) return;
  shapes.add(id);
  try {
    app.view.setShape(id, await app.engine.call("shape", { model: id }));
  } catch (thrown) {
    shapes.delete(id);
    report(app, asAppError(thrown));
  }
}

function forgetGone(app: App, maps: MapGeometry, shapes: Set<ModelId>): void {
  const { entries } = app.stores.scene.getState();
  const ids = new Set<string>(entries.map((entry) => (isPlaced(entry) ? entry.model : entry.id)));
  maps.keepOnly(ids);
  for (const id of shapes) if (!ids.has(id)) shapes.delete(id);
  app.view.keepOnly(ids);
}
