import type { Vec3 } from "#core/math/vec3.ts";
import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
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

export function turnView(app: App, axis: Vec3, degrees: number): void {
  app.view.turn(axis, degrees);
  say(app, `turn ${axisText(axis)} ${degrees}`);
}

export function moveView(app: App, axis: Vec3, distance: number): void {
  app.view.move(axis, distance);
  say(app, `move ${axisText(axis)} ${distance}`);
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

/** An axis as a command line takes it: "x", "-y", "1,0,0.5". */
function axisText(axis: Vec3): string {
  const at = axis.findIndex((x) => x !== 0);
  const isNamed = axis.every((x, n) => (n === at ? Math.abs(x) === 1 : x === 0));
  return isNamed ? `${(axis[at] ?? 0) < 0 ? "-" : ""}${"xyz"[at]}` : axis.join(",");
}
