import type { App } from "#renderer/commands/app.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { say } from "#renderer/commands/run.ts";
import {
  changeLook,
  changeMap,
  changeShared,
  isMap,
  type LookPart,
  type MapEntry,
  type ModelColor,
  type ModelLook,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { Lighting } from "#renderer/stores/settings.ts";

/** Shows or hides entries. */
export function showEntries(app: App, entries: readonly SceneEntry[], shown: boolean): void {
  for (const entry of entries) changeShared(app.stores.scene, specOf(entry), { shown });
  say(app, `${shown ? "show" : "hide"} ${specsOf(entries)} models`);
}

/** Colours models in one colour or by a scheme, numbers on a scale between the ends given; maps take one colour only. */
export function colorEntries(
  app: App,
  entries: readonly SceneEntry[],
  color: ModelColor,
  range: ModelLook["range"] = null,
): void {
  for (const entry of entries) {
    if (!isMap(entry)) {
      changeLook(app.stores.scene, specOf(entry), {
        color,
        range,
        parts: without(entry.look.parts, "color"),
      });
    } else if (color.startsWith("#")) changeMap(app.stores.scene, entry.id, { color });
  }
  const ends = range ? ` range ${range.join(",")}` : "";
  say(
    app,
    color === "byb"
      ? `color byattribute bfactor ${specsOf(entries)}${ends}`
      : `color ${specsOf(entries)} ${color}`,
  );
}

/** Elements other than carbon in their own colours, whatever carbon has. */
export function colorHetero(app: App, entries: readonly SceneEntry[], elements = true): void {
  for (const entry of entries) changeLook(app.stores.scene, specOf(entry), { elements });
  if (elements) say(app, `color ${specsOf(entries)} byhetero`);
}

/** Colours models by the density of a map at their atoms, in map units or as multiples of its level. */
export function colorByDensity(
  app: App,
  entries: readonly SceneEntry[],
  map: MapEntry,
  { relative, range }: { relative: boolean; range: ModelLook["range"] },
): void {
  const models = entries.filter((entry) => !isMap(entry));
  for (const entry of models) {
    changeLook(app.stores.scene, specOf(entry), {
      color: "bydensity",
      density: { map: map.id, relative },
      range,
    });
  }
  const words = `${relative ? " relative true" : ""}${range ? ` range ${range.join(",")}` : ""}`;
  say(app, `color byattribute density ${specsOf(models)} inMap ${specOf(map)}${words}`);
}

/** Writes the names of chains or residues beside them. */
export function labelModels(app: App, entries: readonly SceneEntry[], labels: ModelLook["labels"]): void {
  const models = entries.filter((entry) => !isMap(entry));
  if (models.length === 0) return;
  for (const entry of models) changeLook(app.stores.scene, specOf(entry), { labels });
  say(app, labels === "none" ? `label delete ${specsOf(models)}` : `label ${specsOf(models)} ${labels}`);
}

export function setLighting(app: App, lighting: Lighting): void {
  app.stores.settings.setState({ lighting });
  say(app, `lighting ${lighting}`);
}

/** The colour of the ground; null = the theme's own. */
export function setBackground(app: App, background: string | null): void {
  app.stores.settings.setState({ background });
  if (background !== null) say(app, `set bgColor ${background}`);
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

/** How models are drawn: cartoon, trace, ligands, and the style of atoms. */
export function styleModels(
  app: App,
  entries: readonly SceneEntry[],
  look: Partial<Pick<ModelLook, "cartoon" | "atoms" | "trace" | "ligands">>,
): void {
  const models = entries.filter((entry) => !isMap(entry));
  if (models.length === 0) return;
  for (const entry of models) {
    const changed = (["cartoon", "atoms"] as const).filter((name) => look[name] !== undefined);
    changeLook(app.stores.scene, specOf(entry), {
      ...look,
      parts: changed.reduce(without, entry.look.parts),
    });
  }
  for (const line of styleLines(specsOf(models), look)) say(app, line);
}

/** The commands that repeat a change of style. */
function styleLines(
  specs: string,
  { cartoon, trace, ligands, atoms }: Parameters<typeof styleModels>[2],
): string[] {
  const shown = Object.entries({ cartoons: cartoon, trace, ligands }).flatMap(([part, isShown]) =>
    isShown === undefined ? [] : [`${isShown ? "show" : "hide"} ${specs} ${part}`],
  );
  if (atoms === undefined) return shown;
  return [...shown, atoms === "none" ? `hide ${specs} atoms` : `style ${specs} ${atoms}`];
}

/** Parts that no longer differ from the whole in something; those that differ in nothing are dropped. */
function without(parts: readonly LookPart[], name: "color" | "atoms" | "cartoon"): readonly LookPart[] {
  return parts.flatMap((part) => {
    const { [name]: _, ...rest } = part;
    return Object.keys(rest).length > 1 ? [rest] : [];
  });
}
