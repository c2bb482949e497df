import { AppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { asWritten, levelText } from "#renderer/commands/level-text.ts";
import { say } from "#renderer/commands/run.ts";
import { changeVolume } from "#renderer/commands/volume.ts";
import { mapColor } from "#renderer/scene/colors.ts";
import type { Contour } from "#renderer/stores/map-look.ts";
import { changeMap, type MapEntry, mapById, specOf } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

/** More surfaces of one map than this cannot be told apart. */
const MOST_LEVELS = 8;

/** The surfaces of a map: at its first level, and at further ones. */
export function contoursOf({ level, color, opacity, more }: MapEntry): readonly Contour[] {
  return [{ level, color, opacity }, ...more];
}

/** Changes the n-th surface of a map, for every move of a drag; `changeContour` ends it. */
export function previewContour(app: App, id: VolumeId, n: number, change: Partial<Contour>): void {
  const map = mapById(app.stores.scene.getState(), id);
  if (map) setContours(app, map, contoursOf(map).with(n, { ...contourAt(map, n), ...change }));
}

/** Changes the n-th surface of a map and writes the command that repeats it. */
export function changeContour(app: App, id: VolumeId, n: number, change: Partial<Contour>): void {
  const map = mapById(app.stores.scene.getState(), id);
  if (map?.more.length === 0) {
    const { opacity, ...rest } = change;
    changeVolume(app, [map], {
      ...rest,
      ...(opacity === undefined ? {} : { transparency: Number((1 - opacity).toFixed(2)) }),
    });
    return;
  }
  previewContour(app, id, n, change);
  sayContours(app, id);
}

/** A further surface, by default halfway from the highest level to the largest density, in the next colour. */
export function addContour(app: App, map: MapEntry): void {
  const contours = contoursOf(map);
  if (contours.length >= MOST_LEVELS) {
    throw new AppError("input", `A map is shown at ${MOST_LEVELS} levels at most; take one away first.`);
  }
  const highest = Math.max(...contours.map(({ level }) => level));
  const color = mapColor(contours.length + map.number);
  // What encloses another surface must be seen through.
  const outer = contours.map((one) => ({ ...one, opacity: Math.min(one.opacity, 0.4) }));
  setContours(app, map, [...outer, { level: (highest + map.max) / 2, color, opacity: 1 }]);
  sayContours(app, map.id);
}

/** Takes the n-th surface away; the last one stays. */
export function removeContour(app: App, map: MapEntry, n: number): void {
  if (map.more.length === 0) return;
  setContours(app, map, contoursOf(map).toSpliced(n, 1));
  sayContours(app, map.id);
}

/** What a command says of all surfaces of a map: levels, and for each, or for all of them, a colour and transparency. */
export interface ContourList {
  readonly levels: readonly number[];
  readonly colors: readonly string[];
  /** 0 opaque … 1 invisible. */
  readonly transparencies: readonly number[];
}

/** Shows a map at these levels and no others; without levels, changes the looks of the ones it has. */
export function listContours(app: App, map: MapEntry, { levels, colors, transparencies }: ContourList): void {
  const now = contoursOf(map);
  const wanted = levels.length > 0 ? levels : now.map(({ level }) => level);
  const pick = <T>(list: readonly T[], n: number) => (list.length === 1 ? list[0] : list[n]);
  setContours(
    app,
    map,
    wanted.map((level, n) => {
      const transparency = pick(transparencies, n);
      const base = now[n] ?? { color: mapColor(n + map.number), opacity: map.opacity };
      return {
        level,
        color: pick(colors, n) ?? base.color,
        opacity: transparency === undefined ? base.opacity : 1 - transparency,
      };
    }),
  );
  sayContours(app, map.id);
}

function setContours(app: App, map: MapEntry, contours: readonly Contour[]): void {
  const within = contours.map(({ level, color, opacity }) => ({
    level: Math.min(map.max, Math.max(map.min, asWritten(level))),
    color,
    opacity: Math.min(1, Math.max(0, opacity)),
  }));
  const [first, ...more] = within;
  if (first) changeMap(app.stores.scene, map.id, { ...first, more });
}

/** One line that repeats all surfaces of a map, in the order of its levels. */
function sayContours(app: App, id: VolumeId): void {
  const map = mapById(app.stores.scene.getState(), id);
  if (!map) return;
  const words = contoursOf(map).map(
    ({ level, color, opacity }) =>
      `level ${levelText(level)} color ${color} transparency ${Number((1 - opacity).toFixed(4))}`,
  );
  say(app, `volume ${specOf(map)} ${words.join(" ")}`);
}

function contourAt(map: MapEntry, n: number): Contour {
  return contoursOf(map)[n] ?? map;
}
