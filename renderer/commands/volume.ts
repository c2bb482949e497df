import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { asWritten, levelText } from "#renderer/commands/level-text.ts";
import { say } from "#renderer/commands/run.ts";
import { levelEnclosing, levelFromRms, levelFromSd } from "#renderer/stores/level.ts";
import { changeMap, isMap, type MapEntry, mapById, specOf } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

/** What of a map's drawing can be set; everything left out stays. */
export interface VolumeChange {
  /** Map units. */
  readonly level?: number;
  readonly sdLevel?: number;
  /** Å³. */
  readonly encloseVolume?: number;
  readonly style?: MapEntry["style"];
  readonly color?: string;
  /** 0 opaque … 1 invisible, as ChimeraX says it. */
  readonly transparency?: number;
  readonly step?: number;
  readonly dust?: number;
  readonly dustMetric?: MapEntry["dustMetric"];
  readonly outline?: boolean;
  /** Of the map's rms about 0. */
  readonly rmsLevel?: number;
  /** null = the whole map. */
  readonly region?: MapEntry["region"];
  readonly grey?: MapEntry["grey"];
  readonly smooth?: boolean;
}

/** Changes how maps are drawn and writes the command that repeats it. */
export function changeVolume(app: App, maps: readonly MapEntry[], change: VolumeChange): void {
  const { level, grey } = change;
  const exact: VolumeChange = {
    ...change,
    ...(level === undefined ? {} : { level: asWritten(level) }),
    ...(grey ? { grey: [asWritten(grey[0]), asWritten(grey[1])] } : {}),
  };
  for (const map of maps) {
    previewVolume(app, map.id, exact);
    sayVolume(app, map, exact);
  }
}

/** The same without the line in the log, for every move of a drag; `changeVolume` ends it. */
export function previewVolume(app: App, id: VolumeId, change: VolumeChange): void {
  const map = mapById(app.stores.scene.getState(), id);
  if (map) changeMap(app.stores.scene, id, entryChange(map, change));
}

/** Alt + wheel: a notch is a tenth of a standard deviation of the active map. */
export function wheelLevel(app: App, notches: number): void {
  const map = activeMap(app);
  if (!map)
    throw new AppError("input", "There is no map whose level the wheel could change; open one first.");
  previewVolume(app, map.id, { level: map.level + 0.1 * notches * (map.sd || (map.max - map.min) / 100) });
}

/** The map the panels talk about, else the first one. */
export function activeMap(app: App): MapEntry | undefined {
  const scene = app.stores.scene.getState();
  return mapById(scene, app.stores.selection.getState().map) ?? scene.entries.find(isMap);
}

function entryChange(map: MapEntry, change: VolumeChange): Partial<MapEntry> {
  const { transparency, style, color, step, dust, dustMetric, outline, region, grey, smooth } = change;
  const wanted = levelOf(map, change);
  return {
    ...(wanted === undefined ? {} : { level: Math.min(map.max, Math.max(map.min, wanted)) }),
    ...(transparency === undefined ? {} : { opacity: Math.min(1, Math.max(0, 1 - transparency)) }),
    ...(style === undefined ? {} : { style }),
    ...(color === undefined ? {} : { color }),
    ...(step === undefined ? {} : { step: Math.max(0, Math.round(step)) }),
    ...(dust === undefined ? {} : { dust: Math.max(0, dust) }),
    ...(dustMetric === undefined ? {} : { dustMetric }),
    ...(outline === undefined ? {} : { outline }),
    ...(region === undefined ? {} : { region }),
    ...(grey === undefined ? {} : { grey }),
    ...(smooth === undefined ? {} : { smooth }),
  };
}

/** The level that a change asks for in whatever unit, map units. */
export function levelOf(map: MapEntry, change: VolumeChange): number | undefined {
  const { level, sdLevel, rmsLevel, encloseVolume } = change;
  if (level !== undefined) return level;
  if (sdLevel !== undefined) return levelFromSd(map, sdLevel);
  if (rmsLevel !== undefined) return levelFromRms(map, rmsLevel);
  return encloseVolume === undefined ? undefined : levelEnclosing(map, encloseVolume);
}

function sayVolume(app: App, map: MapEntry, change: VolumeChange): void {
  const { dust, dustMetric, level, region, grey, ...rest } = change;
  const words = Object.entries(rest).map(([name, value]) => `${KEYWORDS[name] ?? name} ${value}`);
  if (level !== undefined) words.unshift(`level ${levelText(level)}`);
  if (region !== undefined) {
    words.push(`region ${region ? [...region.first, ...region.last].join(",") : "all"}`);
  }
  if (grey) words.push(`greyRange ${grey.map(levelText).join(",")}`);
  if (words.length > 0) say(app, `volume ${specOf(map)} ${words.join(" ")}`);
  if (dust !== undefined || dustMetric !== undefined) {
    const metric = quotedWords(dustMetric ?? map.dustMetric);
    say(app, `surface dust ${specOf(map)} size ${dust ?? map.dust} metric ${metric}`);
  }
}

function quotedWords(text: string): string {
  return text.includes(" ") ? `"${text}"` : text;
}

const KEYWORDS: Readonly<Record<string, string>> = { outline: "showOutlineBox", smooth: "surfaceSmoothing" };
