import { asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { report } from "#renderer/commands/run.ts";
import { changeMap, isMap, isPlaced, type MapEntry } from "#renderer/stores/scene.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** What a surface was made with; another one is asked for when it differs. */
type SurfaceKey = string;

interface Surface {
  /** What is drawn or being made. */
  asked: SurfaceKey;
  busy: boolean;
}

/**
 * Keeps the shapes in the scene up to date with the stores: asks the engine for surfaces and models as entries
 * appear or change. One surface per map is under way at a time; while a level is dragged only the latest is made.
 */
export function followGeometry(app: App): void {
  const surfaces = new Map<VolumeId, Surface>();
  const shapes = new Set<ModelId>();
  let known: readonly unknown[] = [];
  app.stores.scene.subscribe(({ entries }) => {
    if (entries === known) return;
    known = entries;
    forgetGone(app, surfaces, shapes);
    for (const entry of entries) {
      if (isMap(entry)) void contour(app, surfaces, entry.id);
      else void load(app, shapes, isPlaced(entry) ? entry.model : entry.id);
    }
  });
}

async function contour(app: App, surfaces: Map<VolumeId, Surface>, id: VolumeId): Promise<void> {
  const surface = surfaces.get(id) ?? { asked: "", busy: false };
  surfaces.set(id, surface);
  if (surface.busy) return;
  surface.busy = true;
  try {
    for (
      let entry = current(app, id);
      entry?.shown && keyOf(entry) !== surface.asked;
      entry = current(app, id)
    ) {
      surface.asked = keyOf(entry);
      const { level, step, dust } = entry;
      const result = await app.engine.call("contour", { map: id, level, step, dust });
      if (!current(app, id)) break;
      app.view.setSurface(id, result.mesh);
      changeMap(app.stores.scene, id, {
        drawn: { step: result.step, enclosedVolume: result.enclosedVolume },
      });
    }
  } catch (thrown) {
    report(app, asAppError(thrown));
  } finally {
    surface.busy = false;
  }
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

function current(app: App, id: VolumeId): MapEntry | undefined {
  return app.stores.scene
    .getState()
    .entries.filter(isMap)
    .find((entry) => entry.id === id);
}

function keyOf({ level, step, dust }: MapEntry): SurfaceKey {
  return `${level} ${step} ${dust}`;
}

function forgetGone(app: App, surfaces: Map<VolumeId, Surface>, shapes: Set<ModelId>): void {
  const { entries } = app.stores.scene.getState();
  const ids = new Set<string>(entries.map((entry) => (isPlaced(entry) ? entry.model : entry.id)));
  for (const id of surfaces.keys()) if (!ids.has(id)) surfaces.delete(id);
  for (const id of shapes) if (!ids.has(id)) shapes.delete(id);
  app.view.keepOnly(ids);
}
