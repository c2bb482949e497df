import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { say } from "#renderer/commands/run.ts";
import {
  changeLook,
  changeMap,
  changeShared,
  isMap,
  type ModelColor,
  type ModelLook,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";

/** Shows or hides entries. */
export function showEntries(app: App, entries: readonly SceneEntry[], shown: boolean): void {
  for (const entry of entries) changeShared(app.stores.scene, specOf(entry), { shown });
  say(app, `${shown ? "show" : "hide"} ${specsOf(entries)} models`);
}

/** Colours models by chain, by B or in one colour; maps take one colour only. */
export function colorEntries(app: App, entries: readonly SceneEntry[], color: ModelColor): void {
  for (const entry of entries) {
    if (!isMap(entry)) changeLook(app.stores.scene, specOf(entry), { color });
    else if (color.startsWith("#")) changeMap(app.stores.scene, entry.id, { color });
  }
  say(
    app,
    color === "byb" ? `color byattribute bfactor ${specsOf(entries)}` : `color ${specsOf(entries)} ${color}`,
  );
}

/** Percent, as ChimeraX says it: 0 is opaque. */
export function setTransparency(app: App, entries: readonly SceneEntry[], percent: number): void {
  const opacity = 1 - Math.min(100, Math.max(0, percent)) / 100;
  for (const entry of entries) {
    if (isMap(entry)) changeMap(app.stores.scene, entry.id, { opacity });
    else changeLook(app.stores.scene, specOf(entry), { opacity });
  }
  say(app, `transparency ${specsOf(entries)} ${Math.round(percent)}`);
}

/** How models are drawn: cartoon, sticks, spheres. */
export function styleModels(
  app: App,
  entries: readonly SceneEntry[],
  look: Partial<Pick<ModelLook, "cartoon" | "atoms">>,
): void {
  const models = entries.filter((entry) => !isMap(entry));
  if (models.length === 0) return;
  for (const entry of models) changeLook(app.stores.scene, specOf(entry), look);
  if (look.cartoon !== undefined) say(app, `${look.cartoon ? "show" : "hide"} ${specsOf(models)} cartoons`);
  if (look.atoms === "none") say(app, `hide ${specsOf(models)} atoms`);
  else if (look.atoms) say(app, `style ${specsOf(models)} ${look.atoms}`);
}
