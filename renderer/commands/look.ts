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
  replaceLook,
  type SceneEntry,
  specOf,
} from "#renderer/stores/scene.ts";
import type { Lighting } from "#renderer/stores/settings.ts";

/** Shows or hides entries. */
export function showEntries(app: App, entries: readonly SceneEntry[], shown: boolean): void {
  for (const entry of entries) changeShared(app.stores.scene, specOf(entry), { shown });
  say(app, `${shown ? "show" : "hide"} ${specsOf(entries)} models`);
}

/** Ends of a scale of numbers (null: those of the data), and its palette. */
export interface NumberScale {
  readonly range: ModelLook["range"];
  readonly palette?: string;
}

/** What of models takes a colour: all of it, the atoms but not the cartoon, or the cartoon but not the atoms. */
export type Painted = "all" | "atoms" | "cartoon";

const OF_DATA: NumberScale = { range: null };

/** Colours models in one colour or by a scheme, or some of what is drawn of them; maps take one colour only. */
export function colorEntries(
  app: App,
  entries: readonly SceneEntry[],
  color: ModelColor,
  scale: NumberScale = OF_DATA,
  painted: Painted = "all",
): void {
  for (const entry of entries) {
    if (!isMap(entry))
      replaceLook(app.stores.scene, specOf(entry), (look) => recolored(look, color, scale, painted));
    else if (color.startsWith("#") && painted === "all") changeMap(app.stores.scene, entry.id, { color });
  }
  const target = { all: "", atoms: " target a", cartoon: " target c" }[painted];
  const command =
    color === "byb" || color === "byoccupancy"
      ? `color byattribute ${color === "byb" ? "bfactor" : "occupancy"} ${specsOf(entries)}${scaleWords(scale)}`
      : `color ${specsOf(entries)} ${color}${target}`;
  say(app, command);
}

/** A look with another colour for all that is drawn, or for a part of it. */
export function recolored(
  { cartoonColor: before, palette: _, ...look }: ModelLook,
  color: ModelColor,
  scale: NumberScale,
  painted: Painted,
): ModelLook {
  const own = painted === "cartoon" ? look.color : color;
  const cartoon = { all: own, cartoon: color, atoms: before ?? look.color }[painted];
  return {
    ...look,
    ...scale,
    color: own,
    parts: without(look.parts, "color"),
    ...(cartoon !== own && { cartoonColor: cartoon }),
  };
}

/** What a command says of a scale. */
export function scaleWords({ range, palette }: NumberScale): string {
  return `${palette ? ` palette ${palette}` : ""}${range ? ` range ${range.join(",")}` : ""}`;
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
  { relative, ...scale }: NumberScale & { relative: boolean },
): void {
  const models = entries.filter((entry) => !isMap(entry));
  for (const entry of models) {
    replaceLook(app.stores.scene, specOf(entry), (look) => ({
      ...recolored(look, "bydensity", scale, "all"),
      density: { map: map.id, relative },
    }));
  }
  const words = `${relative ? " relative true" : ""}${scaleWords(scale)}`;
  say(app, `color byattribute density ${specsOf(models)} inMap ${specOf(map)}${words}`);
}

/** Writes the names of chains or residues beside them. */
export function labelModels(app: App, entries: readonly SceneEntry[], labels: ModelLook["labels"]): void {
  const models = entries.filter((entry) => !isMap(entry));
  if (models.length === 0) return;
  for (const entry of models) changeLook(app.stores.scene, specOf(entry), { labels });
  say(app, labels === "none" ? `label delete ${specsOf(models)}` : `label ${specsOf(models)} ${labels}`);
}

/** A kind of light throws shadows or not, as ChimeraX's of that name, unless told otherwise. */
export function setLighting(app: App, lighting: Lighting, shadows = throwsShadows(lighting)): void {
  app.stores.settings.setState({ lighting, shadows });
  say(app, `lighting ${lighting}${shadows === throwsShadows(lighting) ? "" : ` shadows ${shadows}`}`);
}

function throwsShadows(lighting: Lighting): boolean {
  return lighting === "full";
}

export function setShadows(app: App, shadows: boolean): void {
  app.stores.settings.setState({ shadows });
  say(app, `lighting shadows ${shadows}`);
}

/** The colour of the ground; null = the theme's own. */
export function setBackground(app: App, background: string | null): void {
  app.stores.settings.setState({ background });
  say(app, `set bgColor ${background ?? "theme"}`);
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
