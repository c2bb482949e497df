import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/language/specs.ts";
import { say } from "#renderer/commands/run.ts";
import { type SceneEntry, specOf } from "#renderer/stores/scene.ts";

/** Everything, or the entries named, fill the view. */
export function viewAll(app: App, entries: readonly SceneEntry[] = []): void {
  if (entries.length === 0) app.view.viewAll();
  else app.view.viewAll(entries.map(specOf));
  say(app, entries.length === 0 ? "view" : `view ${specsOf(entries)}`);
}

export function viewInitial(app: App): void {
  app.view.viewInitial();
  say(app, "view initial");
}

export function turnView(app: App, name: string, axis: Vec3, degrees: number): void {
  app.view.turn(axis, degrees);
  say(app, `turn ${name} ${degrees}`);
}

export function moveView(app: App, name: string, axis: Vec3, distance: number): void {
  app.view.move(axis, distance);
  say(app, `move ${name} ${distance}`);
}

export function zoomView(app: App, factor: number): void {
  if (!(factor > 0)) return;
  app.view.zoom(factor);
  say(app, `zoom ${factor}`);
}

/** Switches lines around shapes, or the fading of what lies behind. */
export function setGraphics(app: App, name: "silhouettes" | "depthCue", wanted: boolean): void {
  app.stores.settings.setState({ [name]: wanted });
  say(app, `graphics ${name} ${wanted}`);
}
