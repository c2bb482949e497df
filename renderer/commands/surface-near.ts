import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { say } from "#renderer/commands/run.ts";
import type { Near, Paint } from "#renderer/stores/map-look.ts";
import {
  changeMap,
  isMap,
  isPlaced,
  type MapEntry,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { PlacedAtoms } from "#workers/protocol.ts";

/** Å; ChimeraX asks for one, its users start with a few bonds' lengths. */
export const ZONE_DISTANCE = 3;

/** All atoms of models and copies where they are drawn now. Throws `input` when only maps are named. */
export function atomsOf(entries: readonly SceneEntry[]): PlacedAtoms[] {
  const near = entries.flatMap((entry): PlacedAtoms[] => {
    if (isMap(entry)) return [];
    return [{ model: isPlaced(entry) ? entry.model : entry.id, motion: entry.motion }];
  });
  if (near.length === 0) throw new AppError("input", "Name a model with atoms, such as #2.");
  return near;
}

/** Shows only what of the surfaces lies near atoms; null shows all of them again. */
export function zoneSurfaces(app: App, maps: readonly MapEntry[], zone: Near | null): void {
  for (const map of maps) {
    changeMap(app.stores.scene, map.id, { zone });
    say(
      app,
      zone
        ? `surface zone ${specOf(map)} nearAtoms ${zone.spec} distance ${zone.distance}${zone.pieces === undefined ? "" : ` maxComponents ${zone.pieces}`}`
        : `surface unzone ${specOf(map)}`,
    );
  }
}

/** Gives surfaces the colours of nearby atoms or of another map's density; null gives them their own again. */
export function paintSurfaces(app: App, maps: readonly MapEntry[], paint: Paint | null): void {
  for (const map of maps) {
    changeMap(app.stores.scene, map.id, { paint });
    say(app, paintCommand(specOf(map), paint));
  }
}

function paintCommand(surface: string, paint: Paint | null): string {
  if (!paint) return `color single ${surface}`;
  if (paint.kind === "atoms") return `color zone ${surface} near ${paint.spec} distance ${paint.distance}`;
  const range = paint.range ? ` range ${paint.range.join(",")}` : "";
  return `color sample ${surface} map ${paint.spec} palette ${paint.palette ?? "viridis"}${range}`;
}
